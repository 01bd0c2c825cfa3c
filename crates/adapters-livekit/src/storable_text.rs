//! The rule for texts from LiveKit that a store accepts.

/// The maximum length of an id or name in bytes. Stores index them. Ids of LiveKit and of this service are
/// far shorter.
const MAX_BYTES: usize = 512;

/// Whether a store accepts an id or name. PostgreSQL rejects U+0000 and long index entries. A holder of the
/// key pair can choose any names, and a single one of them must not block the processing of all others.
pub(crate) fn is_storable(text: &str) -> bool {
    text.len() <= MAX_BYTES && !text.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_nul_up_to_512_bytes_is_storable() {
        assert!(is_storable(""));
        assert!(is_storable("ada \u{1}\u{fffd}"));
        assert!(is_storable(&"a".repeat(512)));
        assert!(!is_storable(&"a".repeat(513)));
        for bad in ["\0", "a\0", "\0a"] {
            assert!(!is_storable(bad), "{bad:?}");
        }
    }
}
