//! [`Draft`]: a message before it is stored.

use std::time::Duration;

use super::{
    ChatParticipant, ChatText, MODERATION_DELAY, MessageId, MessageMeta, NewMessage, reply_visible_at,
};
use crate::Timestamp;
use crate::stream::{SessionId, Stream};

/// A message that an author may write, except for the rate limits.
pub(super) struct Draft<'a> {
    pub(super) stream: &'a Stream,
    pub(super) session: &'a SessionId,
    pub(super) participant: &'a ChatParticipant,
    pub(super) text: ChatText,
    /// The message that it answers.
    pub(super) quoted: Option<(MessageId, MessageMeta)>,
}

impl Draft<'_> {
    /// The message, written at `now`.
    pub(super) fn message(&self, id: MessageId, now: Timestamp) -> NewMessage {
        let delay = if self.stream.chat.is_delayed {
            MODERATION_DELAY
        } else {
            Duration::ZERO
        };
        let own = now + delay;
        let quoted = self.quoted.as_ref();
        NewMessage {
            id,
            session_id: self.session.clone(),
            creator_id: self.stream.user_id.clone(),
            author: self.participant.author(),
            text: self.text.clone(),
            reply_to: quoted.map(|(id, quoted)| Box::new(quoted.clone().quote(id.clone()))),
            sent_at: now,
            visible_at: quoted.map_or(own, |(_, quoted)| reply_visible_at(own, quoted)),
        }
    }
}
