//! Where a list goes on, as one opaque word: a list's key, base64url, with a checksum so that a word
//! that was changed or is of another list is refused instead of leading to some wrong place.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use onair_domain::session::Identity;
use onair_domain::stream::{DiscoveryKey, StreamId};
use serde::Serialize;

const CHECKSUM: usize = 4;

/// A cursor as it is written.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Cursor(String);

/// A list's key that fits into a cursor.
pub(crate) trait CursorKey: Sized {
    /// Sets the cursors of this kind of list apart from all others.
    const KIND: &'static str;

    /// The key as text.
    fn write(&self) -> String;

    /// The key of that text.
    fn read(text: &str) -> Option<Self>;
}

impl Cursor {
    /// The cursor of a key.
    pub(crate) fn of<K: CursorKey>(key: &K) -> Self {
        let text = key.write();
        let mut bytes = checksum(K::KIND, &text).to_vec();
        bytes.extend_from_slice(text.as_bytes());
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// The key in a cursor, if it is one of this kind of list.
pub(crate) fn read_cursor<K: CursorKey>(cursor: &str) -> Option<K> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (sum, text) = bytes.split_at_checked(CHECKSUM)?;
    let text = std::str::from_utf8(text).ok()?;
    if sum != checksum(K::KIND, text) {
        return None;
    }
    K::read(text)
}

/// FNV-1a, 32 bits: against accidents, not against somebody who wants to page from elsewhere, which
/// harms nobody.
fn checksum(kind: &str, text: &str) -> [u8; CHECKSUM] {
    let bytes = kind.bytes().chain([0]).chain(text.bytes());
    let sum = bytes.fold(0x811c_9dc5_u32, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    sum.to_be_bytes()
}

/// Texts that a store can compare: a NUL, for one, is more than PostgreSQL takes.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic())
}

impl CursorKey for DiscoveryKey {
    const KIND: &'static str = "live";

    fn write(&self) -> String {
        format!(
            "{}.{}.{}",
            u8::from(self.is_live),
            self.viewer_count,
            self.stream_id
        )
    }

    fn read(text: &str) -> Option<Self> {
        let (is_live, rest) = text.split_once('.')?;
        let (viewer_count, stream_id) = rest.split_once('.')?;
        is_plain(stream_id).then_some(())?;
        Some(Self {
            is_live: match is_live {
                "0" => false,
                "1" => true,
                _ => return None,
            },
            viewer_count: viewer_count.parse().ok()?,
            stream_id: StreamId::from_trusted(stream_id.to_owned()),
        })
    }
}

/// The key of followed streams: the same as of live ones, in another list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Followed(pub(crate) DiscoveryKey);

impl CursorKey for Followed {
    const KIND: &'static str = "following";

    fn write(&self) -> String {
        self.0.write()
    }

    fn read(text: &str) -> Option<Self> {
        DiscoveryKey::read(text).map(Self)
    }
}

impl CursorKey for Identity {
    const KIND: &'static str = "viewers";

    fn write(&self) -> String {
        self.as_str().to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        is_plain(text).then(|| Self::from_outside(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    fn key(is_live: bool, viewer_count: u32) -> DiscoveryKey {
        DiscoveryKey {
            is_live,
            viewer_count,
            stream_id: StreamId::from_trusted("stream-1".to_owned()),
        }
    }

    quickcheck! {
        fn a_cursor_leads_back_to_its_key(is_live: bool, viewers: u32) -> bool {
            let key = key(is_live, viewers);
            read_cursor(&Cursor::of(&key).0) == Some(key)
        }

        fn no_text_is_read_with_a_panic(text: String) -> bool {
            read_cursor::<DiscoveryKey>(&text).is_none() && read_cursor::<Identity>(&text).is_none()
        }
    }

    #[test]
    fn a_changed_cursor_is_none() {
        let cursor = Cursor::of(&key(true, 12)).0;
        for place in 0..cursor.len() {
            let mut changed = cursor.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(read_cursor::<DiscoveryKey>(&changed), None, "{changed}");
        }
    }

    #[test]
    fn a_cursor_of_another_list_is_none() {
        let cursor = Cursor::of(&Identity::from_outside("1.2.3".to_owned())).0;
        assert_eq!(read_cursor::<DiscoveryKey>(&cursor), None);
        assert!(read_cursor::<Identity>(&cursor).is_some());
        let cursor = Cursor::of(&key(true, 1)).0;
        assert_eq!(read_cursor::<Followed>(&cursor), None);
        assert!(read_cursor::<DiscoveryKey>(&cursor).is_some());
    }
}
