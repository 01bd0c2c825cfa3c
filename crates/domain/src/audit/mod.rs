//! The record of what admins do.

use strum_macros::{EnumString, IntoStaticStr, VariantArray};

use crate::Timestamp;
use crate::text::{Lines, TextError, clean_nonempty, text_type};
use crate::user::UserId;

text_type! {
    /// Why an admin did something: 1 to 500 characters, line breaks welcome.
    Reason
}

impl Reason {
    /// The longest reason, in characters.
    pub const MAX: usize = 500;

    /// Checks a reason.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::Many).map(Self)
    }
}

text_type! {
    /// An audit entry's id, for good.
    AuditId
}

impl AuditId {
    /// Takes an id as an [`crate::ports::IdSource`] or a store gave it.
    #[must_use]
    pub fn from_trusted(id: String) -> Self {
        Self(id)
    }
}

/// One administrative act: who, what, to whom, when, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// The admin.
    pub actor: UserId,
    /// What.
    pub action: AuditAction,
    /// A user's id; for a removed message, the message's.
    pub target: String,
    /// Why, where the act takes a reason.
    pub reason: Option<Reason>,
}

impl AuditEntry {
    /// The entry's place in the list, which is newest first.
    #[must_use]
    pub fn key(&self) -> AuditKey {
        AuditKey {
            at: self.at,
            id: self.id.clone(),
        }
    }
}

/// The place of an entry in the list of all: newest first, of equals the higher id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AuditKey {
    /// When it was done.
    pub at: Timestamp,
    /// Decides between equals.
    pub id: AuditId,
}

/// What an admin did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AuditAction {
    /// Made somebody a creator.
    Approve,
    /// Refused an application.
    Reject,
    /// Took a creator's permission back.
    Revoke,
    /// Ended somebody's broadcast.
    StopStream,
    /// Removed somebody else's chat message.
    RemoveMessage,
}
