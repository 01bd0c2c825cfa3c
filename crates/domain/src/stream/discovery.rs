//! Finding streams: what lists show, how they are sorted, what may be searched for.

use super::{BroadcastState, SessionId, Stream, StreamId};
use crate::text::{Lines, TextError, clean_nonempty, text_type};
use crate::user::{User, Username};

/// A stream as lists and the watch page show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamWithUser {
    /// The stream.
    pub stream: Stream,
    /// Its creator.
    pub user: User,
    /// The open session.
    pub session_id: Option<SessionId>,
    /// What the broadcast does.
    pub state: BroadcastState,
    /// How many watch, the creator not among them; 0 while offline.
    pub viewer_count: u32,
}

/// The place of a stream in a list: live ones first, most viewers first, then by id. It is the place at the
/// moment of reading: a stream whose count changes between two pages may appear on both or on neither, and
/// clients drop repeats by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscoveryKey {
    /// Live streams sort before the others.
    pub is_live: bool,
    /// More viewers sort before fewer.
    pub viewer_count: u32,
    /// Decides between equals.
    pub stream_id: StreamId,
}

impl DiscoveryKey {
    /// A stream's place.
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
    /// What is searched for: 1 to 100 characters on one line.
    SearchQuery
}

impl SearchQuery {
    /// The longest query, in characters.
    pub const MAX: usize = 100;
    /// How many streams a search finds at most.
    pub const MAX_RESULTS: usize = 20;
    /// How long a search may take. Searches are the one kind of call that anybody can make expensive.
    pub const TIME_LIMIT: std::time::Duration = std::time::Duration::from_millis(500);

    /// Checks a query.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::One).map(Self)
    }

    /// Whose watch page it is the address of, if it is one: `https://host/watch/ada`, with or without
    /// what stands before the path and behind the name.
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

/// `None` if the bytes are not UTF-8. A `%` that begins no byte is one.
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
    fn live_comes_first_then_the_most_watched_then_the_lower_id() {
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
        assert_eq!(watched("/watch/a%zz").as_deref(), None, "no name has such a sign");
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
