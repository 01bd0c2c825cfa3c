//! The port to what was written in chats.

use async_trait::async_trait;

use crate::Timestamp;
use crate::audit::AuditEntry;
use crate::chat::{
    ChatEvent, ChatMessage, MessageId, MessageMeta, NewMessage, Reader, RecentMessages, Slice,
};
use crate::error::{Outage, Source};
use crate::room::Identity;
use crate::stream::SessionId;

/// Why messages could not be kept or read.
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

/// What became of a message to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppendOutcome {
    /// It is kept, under this number.
    Stored(u32),
    /// Its author wrote another one meanwhile; nothing is kept.
    Conflict,
    /// The session is over, or never was; nothing is kept.
    SessionEnded,
}

/// Keeps what is written, in sessions' chats.
///
/// It knows of each message whether the people in the room were told: [`Self::append`] and
/// [`Self::remove`] make news, [`Self::settle`] says that they were brought.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ChatLog: Send + Sync {
    /// What somebody wrote last in a session, removed messages included.
    async fn find_recent(&self, session: &SessionId, who: &Identity) -> Result<RecentMessages, ChatLogError>;

    /// Keeps a message under the session's next number, if its author has written exactly so many in
    /// this session until now and the session is open, and counts it in the session's `messages`, in
    /// one step. Numbers MUST start at 1 and MUST NOT have a gap, also where many write at once. Of two
    /// messages of one author with the same `written_before`, one MUST be overtaken.
    async fn append(&self, new: &NewMessage, written_before: u32) -> Result<AppendOutcome, ChatLogError>;

    /// A part of a session's messages in the order of their numbers. Those that were removed, and those
    /// that are not [visible to the reader](ChatMessage::is_visible_to) at that moment, MUST be left out
    /// and MUST NOT count for the slice's bound.
    async fn read(
        &self,
        session: &SessionId,
        reader: &Reader,
        now: Timestamp,
        slice: Slice,
    ) -> Result<Vec<ChatMessage>, ChatLogError>;

    /// What is known of a message.
    async fn find(&self, message: &MessageId) -> Result<Option<MessageMeta>, ChatLogError>;

    /// Removes a message: its text MUST NOT be kept. Tells whether it did; of a message that is removed
    /// already, or that never was, it MUST NOT change anything. The entry MUST be recorded in the same step,
    /// and only if it is done.
    async fn remove(
        &self,
        message: &MessageId,
        at: Timestamp,
        audit: Option<AuditEntry>,
    ) -> Result<bool, ChatLogError>;

    /// News of open sessions that nobody settled and that were due before a moment, the earliest due
    /// first and of equals in one session the lower number, at most so many. A message is due when it is visible, a removal when it was done; a
    /// removed message's own news are gone with it.
    async fn list_pending(&self, due_before: Timestamp, limit: usize)
    -> Result<Vec<ChatEvent>, ChatLogError>;

    /// Notes that news were brought. A message that was removed since MUST stay pending as removed.
    async fn mark_sent(&self, news: &[ChatEvent]) -> Result<(), ChatLogError>;
}
