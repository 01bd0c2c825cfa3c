//! Lists of streams: contents, order, and search queries.

use super::{BroadcastState, SessionId, Stream, StreamId};
use crate::Timestamp;
use crate::text::{Lines, TextError, clean_nonempty, text_type};
use crate::user::{User, Username};

/// A stream as lists and the watch page show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamWithUser {
    /// The stream.
    pub stream: Stream,
    /// Its creator.
    pub user: User,
    /// The open session; `None` while offline.
    pub session_id: Option<SessionId>,
    /// The state of the broadcast.
    pub state: BroadcastState,
    /// The number of viewers, without the creator; 0 while offline.
    pub viewer_count: u32,
    /// When the [thumbnail](crate::ports::Thumbnails) of the open session was stored, if it has one.
    pub thumbnail_at: Option<Timestamp>,
}

impl StreamWithUser {
    /// The time of the thumbnail, if everybody may see it: pages load pictures as a guest.
    #[must_use]
    pub fn public_thumbnail(&self) -> Option<Timestamp> {
        self.thumbnail_at.filter(|_| self.stream.is_guests_allowed)
    }
}

/// The sort key of lists of streams: live streams first, then more viewers first, then lower id first. It
/// holds at the time of reading: a stream whose viewer count changes between two pages may appear on both or
/// on neither. Clients remove duplicates by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscoveryKey {
    /// Live streams sort before the others.
    pub is_live: bool,
    /// More viewers sort before fewer.
    pub viewer_count: u32,
    /// Orders streams with the same number of viewers.
    pub stream_id: StreamId,
}

impl DiscoveryKey {
    /// The sort key of a stream.
    #[must_use]
    pub fn of(item: &StreamWithUser) -> Self {
        Self {
            is_live: item.stream.is_live(),
            viewer_count: item.viewer_count,
            stream_id: item.stream.id.clone(),
        }
    }
}

impl Ord for DiscoveryKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let place = |key: &Self| (!key.is_live, std::cmp::Reverse(key.viewer_count));
        place(self)
            .cmp(&place(other))
            .then_with(|| self.stream_id.cmp(&other.stream_id))
    }
}

impl PartialOrd for DiscoveryKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

text_type! {
    /// A search query: 1 to 100 characters on one line.
    SearchQuery
}

impl SearchQuery {
    /// The maximum length, in characters.
    pub const MAX: usize = 100;
    /// The maximum number of streams that a search returns.
    pub const MAX_RESULTS: usize = 20;
    /// The time limit of a search. Searches are the only calls that anybody can make expensive.
    pub const TIME_LIMIT: std::time::Duration = std::time::Duration::from_millis(500);

    /// Parses a query.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::One).map(Self)
    }

    /// The user name in the query, if the query is the address of a watch page, such as
    /// `https://host/watch/ada`. The scheme, the host and everything after the name are optional.
    #[must_use]
    pub fn watch_page_username(&self) -> Option<Username> {
        const PATH: &str = "/watch/";
        let at = self.0.find(PATH)?;
        let (before, rest) = (&self.0[..at], &self.0[at + PATH.len()..]);
        if before.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#')) {
            return None;
        }
        let name = rest.split(['/', '?', '#']).next()?;
        Username::parse(&percent_decoded(name)?).ok()
    }
}

/// `None` if the bytes are not UTF-8. A `%` without two hexadecimal digits stands for itself.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let digits = rest
            .get(at + 1..at + 3)
            .filter(|two| two.bytes().all(|b| b.is_ascii_hexdigit()));
        if let Some(byte) = digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            bytes.push(byte);
            rest = &rest[at + 3..];
        } else {
            bytes.push(b'%');
            rest = &rest[at + 1..];
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_streams_come_first_then_more_viewers_then_the_lower_id() {
        let key = |is_live, viewer_count, id: &str| DiscoveryKey {
            is_live,
            viewer_count,
            stream_id: StreamId::from_trusted(id.to_owned()),
        };
        let mut keys = [
            key(false, 0, "a"),
            key(true, 1, "c"),
            key(true, 9, "z"),
            key(true, 1, "b"),
        ];
        keys.sort();
        let ids: Vec<_> = keys.iter().map(|key| key.stream_id.as_str()).collect();
        assert_eq!(ids, ["z", "b", "c", "a"]);
    }

    #[test]
    fn a_query_has_1_to_100_characters() {
        assert_eq!(SearchQuery::parse("  "), Err(TextError::Empty));
        assert!(SearchQuery::parse(&"é".repeat(100)).is_ok());
        assert_eq!(
            SearchQuery::parse(&"é".repeat(101)),
            Err(TextError::TooLong { max: 100 })
        );
    }
    #[test]
    fn the_address_of_a_watch_page_names_its_creator() {
        let watched = |text: &str| {
            SearchQuery::parse(text)
                .unwrap()
                .watch_page_username()
                .map(|name| name.to_string())
        };
        for address in [
            "/watch/ada",
            "https://onair.example/watch/ada",
            "http://127.0.0.1:8080/watch/ada?x=1#chat",
            "onair.example/watch/ada/",
            " https://onair.example/watch/%61da ",
            "https://host/onair/watch/ada",
        ] {
            assert_eq!(watched(address).as_deref(), Some("ada"), "{address}");
        }
        assert_eq!(watched("/watch/%C3%89lodie").as_deref(), Some("Élodie"));
        assert_eq!(watched("/watch/a%zz").as_deref(), None, "a name contains no %");
        for other in [
            "ada",
            "/watch/",
            "/watch",
            "watch/ada",
            "we /watch/ada",
            "x?/watch/ada",
            "/watch/%ff",
            "/watch/%",
            "/watch/%é",
        ] {
            assert_eq!(watched(other), None, "{other}");
        }
    }
}
