//! The port that generates ids and random numbers.

use crate::audit::AuditId;
use crate::chat::MessageId;
use crate::stream::{SessionId, StreamId};

/// Generates unique ids and unpredictable numbers.
pub trait IdSource: Send + Sync {
    /// Generates the id of a stream. MUST NOT return an id twice.
    fn stream_id(&self) -> StreamId;

    /// Generates the id of a session. MUST NOT return an id twice.
    fn session_id(&self) -> SessionId;

    /// Generates the id of an audit log entry. MUST NOT return an id twice.
    fn audit_id(&self) -> AuditId;

    /// Generates the id of a chat message. MUST NOT return an id twice.
    fn message_id(&self) -> MessageId;

    /// Generates 64 unpredictable bits. MUST NOT repeat in practice.
    fn random(&self) -> u64;
}
