//! Cursors of paged lists: the key of the last item, in base64url, with a checksum. A cursor that was
//! changed, or that belongs to another list, is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use onair_domain::Timestamp;
use onair_domain::account::UserKey;
use onair_domain::audit::{AuditId, AuditKey};
use onair_domain::creator::ApplicationKey;
use onair_domain::room::Identity;
use onair_domain::session::PastKey;
use onair_domain::social::RelatedUserKey;
use onair_domain::stream::{DiscoveryKey, MatchRank, SessionId, StreamId};
use onair_domain::user::UserId;
use serde::Serialize;

const CHECKSUM_BYTES: usize = 4;

/// An encoded cursor.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Cursor(String);

/// A key of a list that a cursor can contain.
pub(crate) trait CursorKey: Sized {
    /// Distinguishes the cursors of this list from those of other lists.
    const KIND: &'static str;

    /// Encodes the key.
    fn write(&self) -> String;

    /// Decodes a key; `None` if the text is not one.
    fn read(text: &str) -> Option<Self>;
}

impl Cursor {
    /// Encodes a key as a cursor.
    pub(crate) fn of<K: CursorKey>(key: &K) -> Self {
        let text = key.write();
        let mut bytes = checksum(K::KIND, &text).to_vec();
        bytes.extend_from_slice(text.as_bytes());
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// Decodes a cursor; `None` if it is not one of this list.
pub(crate) fn read_cursor<K: CursorKey>(cursor: &str) -> Option<K> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (sum, text) = bytes.split_at_checked(CHECKSUM_BYTES)?;
    let text = std::str::from_utf8(text).ok()?;
    if sum != checksum(K::KIND, text) {
        return None;
    }
    K::read(text)
}

/// Decodes a text as the key of each list. For fuzzing.
///
/// # Panics
///
/// If a decoded key is not the same after it is encoded and decoded again.
#[doc(hidden)]
pub fn check_cursor(text: &str) {
    fn check<K: CursorKey + PartialEq>(text: &str) {
        assert!(read_cursor::<K>(text).is_none_or(|key| read_cursor(&Cursor::of(&key).0) == Some(key)));
        assert!(K::read(text).is_none_or(|key| read_cursor(&Cursor::of(&key).0) == Some(key)));
    }
    check::<PastKey>(text);
    check::<AuditKey>(text);
    check::<ApplicationKey>(text);
    check::<Follower>(text);
    check::<Live>(text);
    check::<Identity>(text);
}

/// FNV-1a, 32 bits. It detects mistakes, not forgery: a forged cursor only starts the page elsewhere.
fn checksum(kind: &str, text: &str) -> [u8; CHECKSUM_BYTES] {
    let bytes = kind.bytes().chain([0]).chain(text.bytes());
    let sum = bytes.fold(0x811c_9dc5_u32, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    sum.to_be_bytes()
}

/// Whether every store can compare the text. PostgreSQL, for example, does not accept NUL.
fn is_printable_ascii(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic())
}

/// The last millisecond of the year 9999. Stores have an upper bound for timestamps; this is below it.
const MAX_TIMESTAMP_MILLIS: i64 = 253_402_300_799_999;

/// A timestamp and the id that orders equal timestamps.
fn write_time_key(at: Timestamp, id: &str) -> String {
    format!("{}.{id}", at.timestamp_millis())
}

fn read_time_key(text: &str) -> Option<(Timestamp, &str)> {
    let (at, id) = text.split_once('.')?;
    let at = at
        .parse()
        .ok()
        .filter(|at| (0..=MAX_TIMESTAMP_MILLIS).contains(at))?;
    Some((Timestamp::from_timestamp_millis(at)?, id))
}

impl CursorKey for PastKey {
    const KIND: &'static str = "past";

    fn write(&self) -> String {
        write_time_key(self.started_at, self.id.as_str())
    }

    fn read(text: &str) -> Option<Self> {
        let (started_at, id) = read_time_key(text)?;
        let id = SessionId::parse(id)?;
        Some(Self { started_at, id })
    }
}

impl CursorKey for AuditKey {
    const KIND: &'static str = "audit";

    fn write(&self) -> String {
        write_time_key(self.at, self.id.as_str())
    }

    fn read(text: &str) -> Option<Self> {
        let (at, id) = read_time_key(text)?;
        let id = is_printable_ascii(id).then(|| AuditId::from_trusted(id.to_owned()))?;
        Some(Self { at, id })
    }
}

fn write_discovery_key(key: &DiscoveryKey) -> String {
    format!("{}.{}.{}", u8::from(key.is_live), key.viewer_count, key.stream_id)
}

fn read_discovery_key(text: &str) -> Option<DiscoveryKey> {
    let (is_live, rest) = text.split_once('.')?;
    let (viewer_count, stream_id) = rest.split_once('.')?;
    is_printable_ascii(stream_id).then_some(())?;
    Some(DiscoveryKey {
        is_live: match is_live {
            "0" => false,
            "1" => true,
            _ => return None,
        },
        viewer_count: viewer_count.parse().ok()?,
        stream_id: StreamId::from_trusted(stream_id.to_owned()),
    })
}

impl CursorKey for UserKey {
    const KIND: &'static str = "users";

    fn write(&self) -> String {
        let key = write_time_key(self.created_at, self.user_id.as_str());
        format!("{}.{key}", self.rank.as_u8())
    }

    fn read(text: &str) -> Option<Self> {
        let (rank, key) = text.split_once('.')?;
        let (created_at, user_id) = read_time_key(key)?;
        Some(Self {
            rank: MatchRank::from_u8(rank.parse().ok()?)?,
            created_at,
            user_id: UserId::parse(user_id).ok()?,
        })
    }
}

impl CursorKey for ApplicationKey {
    const KIND: &'static str = "applications";

    fn write(&self) -> String {
        write_time_key(self.created_at, self.user_id.as_str())
    }

    fn read(text: &str) -> Option<Self> {
        let (created_at, id) = read_time_key(text)?;
        let user_id = UserId::parse(id).ok()?;
        Some(Self { created_at, user_id })
    }
}

/// Declares the cursor key of a list of related users. These lists have the same key type.
macro_rules! related_user_cursor {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) struct $name(pub(crate) RelatedUserKey);

        impl CursorKey for $name {
            const KIND: &'static str = $kind;

            fn write(&self) -> String {
                write_time_key(self.0.since, self.0.user_id.as_str())
            }

            fn read(text: &str) -> Option<Self> {
                let (since, id) = read_time_key(text)?;
                let user_id = UserId::parse(id).ok()?;
                Some(Self(RelatedUserKey { since, user_id }))
            }
        }
    };
}

related_user_cursor!(
    /// A key in a list of followers.
    Follower,
    "followers"
);
related_user_cursor!(
    /// A key in a list of followed users.
    Following,
    "following users"
);
related_user_cursor!(
    /// A key in a list of blocked users.
    Blocked,
    "blocked"
);

/// Declares the cursor key of a list of streams. These lists have the same key type.
macro_rules! stream_cursor {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) struct $name(pub(crate) DiscoveryKey);

        impl CursorKey for $name {
            const KIND: &'static str = $kind;

            fn write(&self) -> String {
                write_discovery_key(&self.0)
            }

            fn read(text: &str) -> Option<Self> {
                read_discovery_key(text).map(Self)
            }
        }
    };
}

stream_cursor!(
    /// A key in the list of live streams.
    Live,
    "live"
);
stream_cursor!(
    /// A key in a list of followed streams.
    Followed,
    "following"
);

impl CursorKey for Identity {
    const KIND: &'static str = "viewers";

    fn write(&self) -> String {
        self.as_str().to_owned()
    }

    fn read(text: &str) -> Option<Self> {
        is_printable_ascii(text).then(|| Self::from_outside(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    fn key(is_live: bool, viewer_count: u32) -> Live {
        Live(DiscoveryKey {
            is_live,
            viewer_count,
            stream_id: StreamId::from_trusted("stream-1".to_owned()),
        })
    }

    quickcheck! {
        fn a_cursor_decodes_to_its_key(is_live: bool, viewers: u32) -> bool {
            let key = key(is_live, viewers);
            let followed = Followed(key.0.clone());
            read_cursor(&Cursor::of(&followed).0) == Some(followed) && read_cursor(&Cursor::of(&key).0) == Some(key)
        }

        fn a_cursor_with_a_timestamp_decodes_to_its_key(millis: u32, id: u64) -> bool {
            let started_at = Timestamp::from_timestamp_millis(i64::from(millis) * 1000).unwrap();
            let past = PastKey { started_at, id: SessionId::from_trusted(id.to_string()) };
            let audit = AuditKey { at: started_at, id: AuditId::from_trusted(id.to_string()) };
            let pair = RelatedUserKey { since: started_at, user_id: UserId::parse(&format!("user-{id}")).unwrap() };
            let application = ApplicationKey { created_at: started_at, user_id: pair.user_id.clone() };
            let user = UserKey { rank: MatchRank::Contains, created_at: started_at, user_id: pair.user_id.clone() };
            let of_follower = Cursor::of(&Follower(pair.clone())).0;
            let (of_past, of_audit) = (Cursor::of(&past).0, Cursor::of(&audit).0);
            read_cursor(&of_past) == Some(past)
                && read_cursor(&of_audit) == Some(audit)
                && read_cursor::<AuditKey>(&of_past).is_none()
                && read_cursor(&of_follower) == Some(Follower(pair.clone()))
                && read_cursor(&Cursor::of(&Blocked(pair.clone())).0) == Some(Blocked(pair))
                && read_cursor::<Following>(&of_follower).is_none()
                && read_cursor(&Cursor::of(&application).0) == Some(application)
                && read_cursor(&Cursor::of(&user).0) == Some(user)
        }

        fn decoding_never_panics(text: String) -> bool {
            read_cursor::<Live>(&text).is_none()
                && read_cursor::<Identity>(&text).is_none()
                && read_cursor::<PastKey>(&text).is_none()
                && PastKey::read(&text).is_none()
        }
    }

    #[test]
    fn a_changed_cursor_is_refused() {
        let cursor = Cursor::of(&key(true, 12)).0;
        for key in 0..cursor.len() {
            let mut changed = cursor.clone().into_bytes();
            changed[key] = if changed[key] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(read_cursor::<Live>(&changed), None, "{changed}");
        }
    }

    #[test]
    fn a_timestamp_outside_the_range_of_stores_is_refused() {
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
            assert_eq!(UserKey::read(&format!("0.{bad}")), None, "{bad}");
        }
        assert!(UserKey::read("3.0.user-1").is_some());
        assert_eq!(UserKey::read("4.0.user-1"), None);
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let cursor = Cursor::of(&Identity::from_outside("1.2.3".to_owned())).0;
        assert_eq!(read_cursor::<Live>(&cursor), None);
        assert!(read_cursor::<Identity>(&cursor).is_some());
        let cursor = Cursor::of(&key(true, 1)).0;
        assert_eq!(read_cursor::<Followed>(&cursor), None);
        assert!(read_cursor::<Live>(&cursor).is_some());
    }
}
