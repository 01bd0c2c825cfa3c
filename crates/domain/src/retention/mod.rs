//! Retention: how long data is kept, and its deletion in small batches.

mod service;

use std::time::Duration;

use strum_macros::{IntoStaticStr, VariantArray};

use crate::Timestamp;
use crate::user::ReleasedName;

pub use service::{RetentionRun, RetentionService};

/// What expires. The names are labels of a metric, so they never change. The order is that of the deletion: a
/// session is deleted after its chat and its exclusions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "snake_case")]
pub enum ExpiringKind {
    /// Chat messages of ended sessions. Their age counts from the end of the session.
    Chat,
    /// Participants who were excluded from ended sessions. Their age counts from the end of the session.
    Exclusions,
    /// Ended sessions, without their chat and exclusions. Their age counts from their end.
    Sessions,
    /// User names that were given up.
    Usernames,
    /// Entries of the audit log.
    Audit,
}

/// For how many days data is kept, [`RetentionDays::MIN`] to [`RetentionDays::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RetentionDays(u32);

impl RetentionDays {
    /// The shortest retention, in days.
    pub const MIN: u32 = 1;
    /// The longest retention, in days: about a hundred years.
    pub const MAX: u32 = 36_500;

    /// Returns `None` if the number is not between [`Self::MIN`] and [`Self::MAX`].
    #[must_use]
    pub const fn new(days: u32) -> Option<Self> {
        if days >= Self::MIN && days <= Self::MAX {
            Some(Self(days))
        } else {
            None
        }
    }

    /// The number of days.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }

    fn duration(self) -> Duration {
        Duration::from_hours(24 * u64::from(self.0))
    }
}

/// How long a host keeps data; `None` means forever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionPolicy {
    /// Chats of ended sessions. They never outlive their session.
    pub chat: Option<RetentionDays>,
    /// Exclusions from ended sessions. They have no effect any more, and never outlive their session.
    pub exclusions: Option<RetentionDays>,
    /// Ended sessions.
    pub sessions: Option<RetentionDays>,
    /// Entries of the audit log.
    pub audit: Option<RetentionDays>,
}

impl Default for RetentionPolicy {
    /// Deletes what people wrote to others after a month, and what has no effect any more after a day.
    fn default() -> Self {
        Self {
            chat: RetentionDays::new(30),
            exclusions: RetentionDays::new(1),
            sessions: None,
            audit: None,
        }
    }
}

impl RetentionPolicy {
    /// Rows of this kind from before the returned time are expired; `None` if none ever is. Nothing of an open
    /// session expires.
    #[must_use]
    pub fn expired_before(&self, kind: ExpiringKind, now: Timestamp) -> Option<Timestamp> {
        let with_session = |own: Option<RetentionDays>| own.into_iter().chain(self.sessions).min();
        let kept = match kind {
            ExpiringKind::Chat => with_session(self.chat)?.duration(),
            ExpiringKind::Exclusions => with_session(self.exclusions)?.duration(),
            ExpiringKind::Sessions => self.sessions?.duration(),
            ExpiringKind::Usernames => ReleasedName::RESERVATION,
            ExpiringKind::Audit => self.audit?.duration(),
        };
        Some(now - kept)
    }
}

#[cfg(test)]
mod tests;
