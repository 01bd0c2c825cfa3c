//! Which of LiveKit's texts a store can keep.

/// The longest id or name, in bytes. Stores index them; LiveKit's own and those of this service are far
/// shorter.
const MAX_BYTES: usize = 512;

/// Whether a store can keep an id or a name: PostgreSQL takes no U+0000, and no index entry of any
/// length. Whoever holds the key pair can name rooms and people as they like, and one such name must not
/// stop what is done for all others.
pub(crate) fn is_storable(text: &str) -> bool {
    text.len() <= MAX_BYTES && !text.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_nul_of_up_to_512_bytes_can_be_kept() {
        assert!(is_storable(""));
        assert!(is_storable("ada \u{1}\u{fffd}"));
        assert!(is_storable(&"a".repeat(512)));
        assert!(!is_storable(&"a".repeat(513)));
        for bad in ["\0", "a\0", "\0a"] {
            assert!(!is_storable(bad), "{bad:?}");
        }
    }
}
