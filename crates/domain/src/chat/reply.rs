//! Replies: which messages a participant may answer, and what a reply shows of the message that it answers.

use super::{Author, ChatText, MessageId, MessageMeta, Reader};
use crate::Timestamp;
use crate::stream::SessionId;

/// The message that a reply answers, as it is at the moment of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The id of the quoted message.
    pub id: MessageId,
    /// Its author, with the name that is stored with it.
    pub author: Author,
    /// Its text; `None` once it was removed.
    pub text: Option<ChatText>,
}

/// Whether a reader may reply in a session to a message: the message is one of the session, is not removed, and the
/// reader sees it at `now`. A message that is held back from others is unknown to them.
#[must_use]
pub fn may_reply(quoted: &MessageMeta, session: &SessionId, reader: &Reader, now: Timestamp) -> bool {
    let is_visible = reader.sees(&quoted.author.identity, quoted.visible_at, now);
    quoted.session_id == *session && !quoted.is_removed() && is_visible
}

/// The time from which others see a reply: its own, but never before they see the message that it quotes.
#[must_use]
pub fn reply_visible_at(own: Timestamp, quoted: &MessageMeta) -> Timestamp {
    own.max(quoted.visible_at)
}
