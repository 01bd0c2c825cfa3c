//! The port to the stored messages of all chats.

use async_trait::async_trait;

use crate::Timestamp;
use crate::audit::AuditEntry;
use crate::chat::{
    ChatEvent, ChatMessage, MessageId, MessageMeta, NewMessage, Reader, RecentMessages, Slice,
};
use crate::error::{Outage, Source};
use crate::room::Identity;
use crate::stream::SessionId;

/// Why messages could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum ChatLogError {
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<ChatLogError> for Outage {
    fn from(ChatLogError::Unavailable(source): ChatLogError) -> Self {
        Self::Store(source)
    }
}

/// The result of appending a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppendOutcome {
    /// The message is stored with this number.
    Stored(u32),
    /// The author has stored another message in the meantime; nothing is stored.
    Conflict,
    /// The session is over or does not exist; nothing is stored.
    SessionEnded,
}

/// Stores the messages of all sessions.
///
/// The log also records which events were sent to the room: [`Self::append`] and [`Self::remove`] make an
/// event pending, [`Self::mark_sent`] marks it as sent.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ChatLog: Send + Sync {
    /// When an author wrote in a session, including removed messages.
    async fn find_recent(&self, session: &SessionId, who: &Identity) -> Result<RecentMessages, ChatLogError>;

    /// Stores a message with the session's next number and increments the session's `messages`, in one atomic
    /// step, if the session is open and its author has stored exactly `written_before` messages in it.
    /// Numbers MUST start at 1 and MUST NOT have gaps, also with concurrent authors. Of concurrent calls for
    /// one author with the same `written_before`, exactly one MUST store its message; the others MUST return
    /// [`AppendOutcome::Conflict`]. Of the quoted message only its id is stored with the reply.
    async fn append(&self, new: &NewMessage, written_before: u32) -> Result<AppendOutcome, ChatLogError>;

    /// Lists messages of a session in ascending order of their numbers. Removed messages, and messages that
    /// are not [visible to the reader](ChatMessage::is_visible_to) at `now`, MUST be left out and MUST NOT
    /// count towards the limit of the slice.
    ///
    /// A reply MUST be listed with the quoted message as it is now: with the name that is stored with it, and without
    /// text if it is removed. If the quoted message is not stored any more, the reply MUST be listed without a quote.
    /// The same holds for [`Self::find`] and [`Self::list_pending`].
    async fn read(
        &self,
        session: &SessionId,
        reader: &Reader,
        now: Timestamp,
        slice: Slice,
    ) -> Result<Vec<ChatMessage>, ChatLogError>;

    /// Finds a message, also a removed one.
    async fn find(&self, message: &MessageId) -> Result<Option<MessageMeta>, ChatLogError>;

    /// Removes a message. Its text MUST NOT stay stored. Returns whether this call removed it; if the message
    /// does not exist or is already removed, it MUST NOT change anything. The audit log entry MUST be written in the
    /// same atomic step, and only if the message is removed.
    async fn remove(
        &self,
        message: &MessageId,
        at: Timestamp,
        audit: Option<AuditEntry>,
    ) -> Result<bool, ChatLogError>;

    /// Lists events of open sessions that are not marked as sent and were due before `due_before`: the
    /// earliest due first, then the lower message number, at most `limit`. A posted message is due when it
    /// becomes visible, a removal when it happens. Removing a message drops its pending post.
    async fn list_pending(&self, due_before: Timestamp, limit: usize)
    -> Result<Vec<ChatEvent>, ChatLogError>;

    /// Marks events as sent. If a message was removed after it was sent, its removal MUST stay pending.
    async fn mark_sent(&self, events: &[ChatEvent]) -> Result<(), ChatLogError>;
}
