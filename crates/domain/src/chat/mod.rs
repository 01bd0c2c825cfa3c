//! Chat beside a broadcast: what may be written, by whom and how fast, and when who sees it.
//!
//! Messages go through the service, which keeps the rules, numbers what is written and stores it, and
//! then has it sent to the room. What other people's clients send into a room is no chat.

mod delivery;
mod participant;
mod rate_limit;
mod rules;
mod service;

pub use delivery::{ChatDelivery, DeliveryReport};
pub use participant::{ChatParticipant, RoomGuest};
pub use rate_limit::{BURST, WINDOW, retry_after};
pub use rules::{ChatDenied, ChatWriter, may_write};
pub use service::{ChatError, ChatPorts, ChatService};

use std::time::Duration;

use crate::Timestamp;
use crate::room::Identity;
use crate::stream::SessionId;
use crate::text::{Lines, TextError, clean_nonempty, id_type, text_type};
use crate::user::UserId;

/// How long a message of a delayed chat is hidden from others, so that it can be removed first.
pub const MODERATION_DELAY: Duration = Duration::from_secs(3);

text_type! {
    /// What somebody writes: 1 to 500 characters on one line.
    ChatText
}

impl ChatText {
    /// The longest text, in characters.
    pub const MAX: usize = 500;

    /// Checks a text. Line breaks and tabs become spaces, and what nobody sees is removed, as of every
    /// line that stands among other people's. Everything else stays as it is, `<` and `&` too: it is
    /// text, and who shows it shows it as text.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let one_line = raw.replace(['\n', '\r', '\t'], " ");
        clean_nonempty(&one_line, Self::MAX, Lines::One).map(Self)
    }
}

id_type! {
    /// A message's id, for good.
    MessageId
}

/// Who wrote a message, as they were called then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// A user's id, or a guest's identity in the room.
    pub identity: Identity,
    /// The name that is shown.
    pub name: String,
}

/// A message about to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Its id.
    pub id: MessageId,
    /// Of this session.
    pub session_id: SessionId,
    /// In this creator's chat.
    pub creator_id: UserId,
    /// Who wrote it.
    pub author: Author,
    /// What.
    pub text: ChatText,
    /// When.
    pub sent_at: Timestamp,
    /// From when on others see it.
    pub visible_at: Timestamp,
}

/// A message that is there to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatMessage {
    /// Its id.
    pub id: MessageId,
    /// Of this session.
    pub session_id: SessionId,
    /// In this creator's chat.
    pub creator_id: UserId,
    /// Its number in the session, from 1 without a gap.
    pub seq: u32,
    /// Who wrote it.
    pub author: Author,
    /// What.
    pub text: ChatText,
    /// When.
    pub sent_at: Timestamp,
    /// From when on others see it.
    pub visible_at: Timestamp,
}

impl ChatMessage {
    /// The message under its number.
    #[must_use]
    pub fn numbered(new: NewMessage, seq: u32) -> Self {
        Self {
            id: new.id,
            session_id: new.session_id,
            creator_id: new.creator_id,
            seq,
            author: new.author,
            text: new.text,
            sent_at: new.sent_at,
            visible_at: new.visible_at,
        }
    }

    /// Whether the host wrote it.
    #[must_use]
    pub fn is_hosts(&self) -> bool {
        self.author.identity.as_str() == self.creator_id.as_str()
    }

    /// Whether a reader sees it at a moment.
    #[must_use]
    pub fn is_visible_to(&self, reader: &Reader, now: Timestamp) -> bool {
        match reader {
            Reader::Host => true,
            Reader::Other(Some(who)) if *who == self.author.identity => true,
            Reader::Other(_) => self.visible_at <= now,
        }
    }
}

/// Who reads a chat: the host and a message's author see it at once, others when it is visible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    /// The creator whose chat it is.
    Host,
    /// Anybody else, as far as they say who they are.
    Other(Option<Identity>),
}

/// Which part of a session's chat is asked for. Either comes in the order of the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slice {
    /// The newest, at most [`Self::NEWEST`].
    Newest,
    /// What has a higher number than this, the lowest first, at most [`Self::AFTER`].
    After(u32),
}

impl Slice {
    /// How many messages a late joiner gets.
    pub const NEWEST: usize = 50;
    /// How many messages somebody who was away gets at once.
    pub const AFTER: usize = 200;
}

/// What a person wrote last in a session, removed messages included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecentMessages {
    /// How many messages they wrote in all.
    pub count: u32,
    /// When they wrote the newest [`BURST`] of them, in any order.
    pub times: Vec<Timestamp>,
}

/// What the log knows of a message, whether it can still be read or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageMeta {
    /// Of this session.
    pub session_id: SessionId,
    /// In this creator's chat.
    pub creator_id: UserId,
    /// Who wrote it.
    pub author: Identity,
    /// Whether it was removed, and its text with it.
    pub is_removed: bool,
}

/// Something that happened in a chat, for the people in its room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatEvent {
    /// A message was written.
    Posted(ChatMessage),
    /// A message was removed.
    Removed {
        /// The message's id.
        id: MessageId,
        /// In this creator's chat.
        creator_id: UserId,
    },
}

impl ChatEvent {
    /// In whose chat it happened.
    #[must_use]
    pub fn creator_id(&self) -> &UserId {
        match self {
            Self::Posted(message) => &message.creator_id,
            Self::Removed { creator_id, .. } => creator_id,
        }
    }

    /// The message that it is about.
    #[must_use]
    pub fn message_id(&self) -> &MessageId {
        match self {
            Self::Posted(message) => &message.id,
            Self::Removed { id, .. } => id,
        }
    }
}

/// Who in a room is told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// All who are there.
    Everybody,
    /// These, as far as they are there.
    Only(Vec<Identity>),
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    fn parsed(raw: &str) -> Result<String, TextError> {
        ChatText::parse(raw).map(|text| text.to_string())
    }

    #[test]
    fn a_text_is_one_line_of_1_to_500_characters() {
        assert_eq!(parsed(" hello\nthere\tyou\r"), Ok("hello there you".to_owned()));
        assert_eq!(parsed("a\u{2028}b\u{2029}c"), Ok("a b c".to_owned()));
        assert_eq!(parsed(" \n\t "), Err(TextError::Empty));
        assert!(ChatText::parse(&"é".repeat(500)).is_ok());
        assert_eq!(parsed(&"é".repeat(501)), Err(TextError::TooLong { max: 500 }));
    }

    #[test]
    fn what_turns_text_around_is_removed_before_it_is_counted() {
        assert_eq!(parsed("\u{202e}evil\u{202c}"), Ok("evil".to_owned()));
        assert_eq!(
            parsed("\u{2066}\u{2069}\u{202a}\u{202b}\u{202d}\u{2067}\u{2068}"),
            Err(TextError::Empty)
        );
        assert!(ChatText::parse(&format!("{}{}", "a".repeat(500), "\u{202e}".repeat(9))).is_ok());
    }

    #[test]
    fn other_control_characters_are_refused() {
        for bad in [
            "a\0b",
            "a\u{7}b",
            "a\u{1b}[31mb",
            "a\u{7f}b",
            "a\u{85}b",
            "a\u{b}b",
            "a\u{c}b",
        ] {
            assert_eq!(parsed(bad), Err(TextError::ControlCharacter), "{bad:?}");
        }
    }

    #[test]
    fn markup_is_text_like_any_other() {
        let markup = "<b onclick=\"x()\">&amp; 'q'</b>";
        assert_eq!(parsed(markup), Ok(markup.to_owned()));
    }

    quickcheck! {
        fn what_is_let_through_shows_on_one_line_and_in_its_own_direction(raw: String) -> bool {
            let Ok(text) = ChatText::parse(&raw) else {
                return true;
            };
            let text = text.as_str();
            let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            !text.chars().any(|c| turns(c) || breaks(c))
                && text.trim() == text
                && (1..=ChatText::MAX).contains(&text.chars().count())
        }

        fn a_text_that_was_let_through_is_let_through_unchanged(raw: String) -> bool {
            let Ok(text) = ChatText::parse(&raw) else {
                return true;
            };
            ChatText::parse(text.as_str()) == Ok(text)
        }
    }
}
