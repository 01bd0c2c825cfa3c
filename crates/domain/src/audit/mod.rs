//! The audit log: records of the actions of admins.

use strum_macros::{EnumString, IntoStaticStr, VariantArray};

use crate::Timestamp;
use crate::text::{Lines, TextError, clean_nonempty, text_type};
use crate::user::UserId;

text_type! {
    /// Why an admin did something: 1 to 500 characters; line breaks are allowed.
    Reason
}

impl Reason {
    /// The maximum length, in characters.
    pub const MAX: usize = 500;

    /// Parses a reason.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::Many).map(Self)
    }

    /// The reason of an imported decision without one.
    #[must_use]
    pub fn not_recorded() -> Self {
        Self("No reason was recorded.".to_owned())
    }
}

text_type! {
    /// The id of an audit log entry. It never changes.
    AuditId
}

impl AuditId {
    /// Wraps an id that comes from an [`crate::ports::IdSource`] or a store, without checking it.
    #[must_use]
    pub fn from_trusted(id: String) -> Self {
        Self(id)
    }
}

/// One action of an admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// The id of the entry.
    pub id: AuditId,
    /// The time of the action.
    pub at: Timestamp,
    /// The admin who acted.
    pub actor: UserId,
    /// The kind of action.
    pub action: AuditAction,
    /// The id of the affected user, or of the removed message.
    pub target: String,
    /// The admin's reason; `None` for actions that take none.
    pub reason: Option<Reason>,
}

impl AuditEntry {
    /// The sort key of the entry.
    #[must_use]
    pub fn key(&self) -> AuditKey {
        AuditKey {
            at: self.at,
            id: self.id.clone(),
        }
    }
}

/// The sort key of the audit log: newest first, then higher id first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AuditKey {
    /// The time of the action.
    pub at: Timestamp,
    /// Orders entries of the same time.
    pub id: AuditId,
}

/// The kinds of actions. Their names are stored and sent to clients, so they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AuditAction {
    /// Approved an application.
    Approve,
    /// Rejected an application.
    Reject,
    /// Revoked a creator's permission.
    Revoke,
    /// Ended a creator's broadcast.
    StopStream,
    /// Removed a chat message of another author.
    RemoveMessage,
    /// Suspended a user.
    Suspend,
    /// Reinstated a suspended user.
    Reinstate,
}
