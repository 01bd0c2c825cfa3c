//! The port that makes ids and random numbers.

use crate::audit::AuditId;
use crate::chat::MessageId;
use crate::stream::{SessionId, StreamId};

/// Makes what must never repeat or be guessed.
pub trait IdSource: Send + Sync {
    /// An id for a stream. MUST NOT be returned twice.
    fn stream_id(&self) -> StreamId;

    /// An id for a session. MUST NOT be returned twice.
    fn session_id(&self) -> SessionId;

    /// An id for an audit entry. MUST NOT be returned twice.
    fn audit_id(&self) -> AuditId;

    /// An id for a chat message. MUST NOT be returned twice.
    fn message_id(&self) -> MessageId;

    /// 64 bits that nobody can foretell. MUST NOT repeat in practice.
    fn random(&self) -> u64;
}
