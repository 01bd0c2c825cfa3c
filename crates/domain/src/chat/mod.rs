//! Chat of a broadcast: who may write, how fast, and who sees a message when.
//!
//! The service checks the rules, numbers and stores a message, and enqueues it for its room. Data that
//! participants send into a room themselves is not chat.

mod delivery;
mod draft;
mod guest_limit;
mod participant;
mod rate_limit;
mod reply;
mod rules;
mod service;

pub use delivery::{ChatDelivery, DeliveryReport};
pub use guest_limit::{GUEST_BURST, GuestOrigin};
pub use participant::{ChatParticipant, RoomGuest};
pub use rate_limit::{BURST, WINDOW, retry_after};
pub use reply::{Quote, may_reply, reply_visible_at};
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
    /// The text of a message: 1 to 500 characters on one line.
    ChatText
}

impl ChatText {
    /// The maximum length, in characters.
    pub const MAX: usize = 500;

    /// Parses a text. Line breaks and tabs become spaces, and invisible characters are removed. Nothing is
    /// escaped: clients display the text as plain text.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let one_line = raw.replace(['\n', '\r', '\t'], " ");
        clean_nonempty(&one_line, Self::MAX, Lines::One).map(Self)
    }
}

id_type! {
    /// The id of a message. It never changes.
    MessageId
}

/// The author of a message, with the name at the time of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The author's identity in the room: a user id or a guest's identity.
    pub identity: Identity,
    /// The displayed name.
    pub name: String,
}

/// A message that is not stored yet, so it has no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The id of the message.
    pub id: MessageId,
    /// The session in which it was written.
    pub session_id: SessionId,
    /// The host of the chat.
    pub creator_id: UserId,
    /// The author.
    pub author: Author,
    /// The text.
    pub text: ChatText,
    /// The message that it answers, if it is a reply. It belongs to the same session.
    pub reply_to: Option<Box<Quote>>,
    /// The time of writing.
    pub sent_at: Timestamp,
    /// The time from which readers other than the author and the host see it.
    pub visible_at: Timestamp,
}

/// A stored message that is not removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatMessage {
    /// The id of the message.
    pub id: MessageId,
    /// The session in which it was written.
    pub session_id: SessionId,
    /// The host of the chat.
    pub creator_id: UserId,
    /// The number of the message in its session, from 1 without gaps.
    pub seq: u32,
    /// The author.
    pub author: Author,
    /// The text.
    pub text: ChatText,
    /// The message that it answers, if it is a reply and that message is still stored.
    pub reply_to: Option<Box<Quote>>,
    /// The time of writing.
    pub sent_at: Timestamp,
    /// The time from which readers other than the author and the host see it.
    pub visible_at: Timestamp,
}

impl ChatMessage {
    /// The message with the number that the log assigned.
    #[must_use]
    pub fn numbered(new: NewMessage, seq: u32) -> Self {
        Self {
            id: new.id,
            session_id: new.session_id,
            creator_id: new.creator_id,
            seq,
            author: new.author,
            text: new.text,
            reply_to: new.reply_to,
            sent_at: new.sent_at,
            visible_at: new.visible_at,
        }
    }

    /// Whether the host is the author.
    #[must_use]
    pub fn is_hosts(&self) -> bool {
        self.author.identity.as_str() == self.creator_id.as_str()
    }

    /// Whether a reader sees the message at `now`.
    #[must_use]
    pub fn is_visible_to(&self, reader: &Reader, now: Timestamp) -> bool {
        reader.sees(&self.author.identity, self.visible_at, now)
    }
}

/// Who reads a chat. The host and the author see a message immediately, other readers from
/// [`ChatMessage::visible_at`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    /// The creator whose chat it is.
    Host,
    /// Any other reader; `None` if their identity is not known.
    Other(Option<Identity>),
}

impl Reader {
    /// Whether the reader sees a message of this author at `now`.
    #[must_use]
    pub fn sees(&self, author: &Identity, visible_at: Timestamp, now: Timestamp) -> bool {
        match self {
            Self::Host => true,
            Self::Other(Some(who)) if who == author => true,
            Self::Other(_) => visible_at <= now,
        }
    }
}

/// A part of a session's messages, in ascending order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slice {
    /// The newest messages, at most [`Self::NEWEST`].
    Newest,
    /// The messages with the lowest numbers above this one, at most [`Self::AFTER`].
    After(u32),
}

impl Slice {
    /// The number of messages that a late joiner gets.
    pub const NEWEST: usize = 50;
    /// The maximum number of messages that a reconnecting client gets in one call.
    pub const AFTER: usize = 200;
}

/// When an author wrote in a session, including removed messages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecentMessages {
    /// How many messages the author has written in the session.
    pub count: u32,
    /// The times of the newest [`BURST`] of them, in any order.
    pub times: Vec<Timestamp>,
}

/// What the log stores of a message, also after its removal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageMeta {
    /// The session in which it was written.
    pub session_id: SessionId,
    /// The host of the chat.
    pub creator_id: UserId,
    /// The author.
    pub author: Author,
    /// The text; `None` once the message was removed.
    pub text: Option<ChatText>,
    /// The message that it answers, as in [`ChatMessage::reply_to`].
    pub reply_to: Option<Box<Quote>>,
    /// The time from which readers other than the author and the host see it.
    pub visible_at: Timestamp,
}

impl MessageMeta {
    /// Whether the message was removed, together with its text.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.text.is_none()
    }

    /// What a reply to the message shows of it. `id` is the id of the message.
    #[must_use]
    pub fn quote(self, id: MessageId) -> Quote {
        Quote {
            id,
            author: self.author,
            text: self.text,
        }
    }
}

/// An event in a chat, to be sent to the participants of its room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatEvent {
    /// A message was posted.
    Posted(ChatMessage),
    /// A message was removed.
    Removed {
        /// The id of the message.
        id: MessageId,
        /// The host of the chat.
        creator_id: UserId,
    },
}

impl ChatEvent {
    /// The host of the chat.
    #[must_use]
    pub fn creator_id(&self) -> &UserId {
        match self {
            Self::Posted(message) => &message.creator_id,
            Self::Removed { creator_id, .. } => creator_id,
        }
    }

    /// The message that was posted or removed.
    #[must_use]
    pub fn message_id(&self) -> &MessageId {
        match self {
            Self::Posted(message) => &message.id,
            Self::Removed { id, .. } => id,
        }
    }
}

/// The participants of a room to whom an event is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// All participants.
    Everybody,
    /// Those of these identities that are in the room.
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
    fn bidirectional_controls_are_removed_before_characters_are_counted() {
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
    fn markup_is_plain_text() {
        let markup = "<b onclick=\"x()\">&amp; 'q'</b>";
        assert_eq!(parsed(markup), Ok(markup.to_owned()));
    }

    quickcheck! {
        fn parsed_text_is_one_line_without_bidirectional_controls(raw: String) -> bool {
            let Ok(text) = ChatText::parse(&raw) else {
                return true;
            };
            let text = text.as_str();
            let is_bidi_control = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            !text.chars().any(|c| is_bidi_control(c) || is_break(c))
                && text.trim() == text
                && (1..=ChatText::MAX).contains(&text.chars().count())
        }

        fn parsing_a_parsed_text_changes_nothing(raw: String) -> bool {
            let Ok(text) = ChatText::parse(&raw) else {
                return true;
            };
            ChatText::parse(text.as_str()) == Ok(text)
        }
    }
}
