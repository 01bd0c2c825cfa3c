//! Where a list goes on, as one opaque word: a list's key, base64url, with a checksum so that a word
//! that was changed or is of another list is refused instead of leading to some wrong place.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use onair_domain::Timestamp;
use onair_domain::admin::{AuditId, AuditKey};
use onair_domain::session::{Identity, PastKey, SessionId};
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

/// The last millisecond of the year 9999: stores have an end of time, and nothing of ours is near it.
const LAST_MOMENT: i64 = 253_402_300_799_999;

/// A moment and what decides between equals.
fn write_moment(at: Timestamp, id: &str) -> String {
    format!("{}.{id}", at.timestamp_millis())
}

fn read_moment(text: &str) -> Option<(Timestamp, &str)> {
    let (at, id) = text.split_once('.')?;
    let at = at.parse().ok().filter(|at| (0..=LAST_MOMENT).contains(at))?;
    Some((Timestamp::from_timestamp_millis(at)?, id))
}

impl CursorKey for PastKey {
    const KIND: &'static str = "past";

    fn write(&self) -> String {
        write_moment(self.started_at, self.id.as_str())
    }

    fn read(text: &str) -> Option<Self> {
        let (started_at, id) = read_moment(text)?;
        let id = SessionId::parse(id)?;
        Some(Self { started_at, id })
    }
}

impl CursorKey for AuditKey {
    const KIND: &'static str = "audit";

    fn write(&self) -> String {
        write_moment(self.at, self.id.as_str())
    }

    fn read(text: &str) -> Option<Self> {
        let (at, id) = read_moment(text)?;
        let id = is_plain(id).then(|| AuditId::from_trusted(id.to_owned()))?;
        Some(Self { at, id })
    }
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

        fn a_moments_cursor_leads_back_to_its_key(millis: u32, id: u64) -> bool {
            let started_at = Timestamp::from_timestamp_millis(i64::from(millis) * 1000).unwrap();
            let past = PastKey { started_at, id: SessionId::from_trusted(id.to_string()) };
            let audit = AuditKey { at: started_at, id: AuditId::from_trusted(id.to_string()) };
            let (of_past, of_audit) = (Cursor::of(&past).0, Cursor::of(&audit).0);
            read_cursor(&of_past) == Some(past)
                && read_cursor(&of_audit) == Some(audit)
                && read_cursor::<AuditKey>(&of_past).is_none()
        }

        fn no_text_is_read_with_a_panic(text: String) -> bool {
            read_cursor::<DiscoveryKey>(&text).is_none()
                && read_cursor::<Identity>(&text).is_none()
                && read_cursor::<PastKey>(&text).is_none()
                && PastKey::read(&text).is_none()
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
    fn a_moment_that_no_store_knows_is_none() {
        assert!(PastKey::read("0.session-1").is_some());
        assert!(AuditKey::read("253402300799999.entry-1").is_some());
        for bad in [
            "-1.x",
            "253402300800000.x",
            "9223372036854775808.x",
            "x.x",
            ".x",
            "1",
            "1.",
            "1.\0",
        ] {
            assert_eq!(PastKey::read(bad), None, "{bad}");
            assert_eq!(AuditKey::read(bad), None, "{bad}");
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
