//! Applications of users to become creators.
//!
//! `NONE → PENDING → APPROVED → REVOKED`, or `PENDING → REJECTED`. In every state except `APPROVED` a user
//! may apply again.

mod service;

pub use service::{ApprovalError, CreatorError, CreatorService, SubmittedApplication};

use strum_macros::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::Timestamp;
use crate::audit::Reason;
use crate::text::{Lines, TextError, clean_nonempty, text_type};
use crate::user::{User, UserId};

text_type! {
    /// What applicants write about themselves: 1 to 2,000 characters; line breaks are allowed.
    About
}

impl About {
    /// The maximum length, in characters.
    pub const MAX: usize = 2000;

    /// Parses a text.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::Many).map(Self)
    }

    /// The text of an imported application without one.
    #[must_use]
    pub fn not_recorded() -> Self {
        Self("(no text)".to_owned())
    }
}

/// The decision of an admin about an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The admin.
    pub by: UserId,
    /// The time of the decision.
    pub at: Timestamp,
}

/// The state of an application, with the data of each state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationState {
    /// No admin has decided yet.
    Pending,
    /// The user is a creator.
    Approved(Review),
    /// The application was rejected, with a reason.
    Rejected(Review, Reason),
    /// The user was a creator until an admin revoked the permission.
    Revoked(Review, Reason),
}

/// A user's application. Users who never applied have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatorApplication {
    /// The applicant.
    pub user_id: UserId,
    /// What the applicant wrote.
    pub about: About,
    /// When they applied. A new application after a rejection replaces it.
    pub created_at: Timestamp,
    /// The state.
    pub state: ApplicationState,
}

/// An application with its applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationWithUser {
    /// The application.
    pub application: CreatorApplication,
    /// The applicant.
    pub user: User,
}

impl ApplicationWithUser {
    /// The sort key of the application.
    #[must_use]
    pub fn key(&self) -> ApplicationKey {
        ApplicationKey {
            created_at: self.application.created_at,
            user_id: self.application.user_id.clone(),
        }
    }
}

/// The sort key of applications: oldest first, then lower user id first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApplicationKey {
    /// When the user applied.
    pub created_at: Timestamp,
    /// Orders applications of the same time.
    pub user_id: UserId,
}

/// The state of the application does not allow this review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the application is {0} and cannot be reviewed in this way")]
pub struct AlreadyReviewed(pub ApplicationStatus);

impl CreatorApplication {
    /// A user's first application.
    #[must_use]
    pub fn submitted(user_id: UserId, about: About, at: Timestamp) -> Self {
        Self {
            user_id,
            about,
            created_at: at,
            state: ApplicationState::Pending,
        }
    }

    /// Applies again: replaces the text of a pending application; starts a new application after a rejection
    /// or revocation. Fails for an approved application.
    pub fn resubmitted(self, about: About, at: Timestamp) -> Result<Self, AlreadyReviewed> {
        match self.state {
            ApplicationState::Pending => Ok(Self { about, ..self }),
            ApplicationState::Rejected(..) | ApplicationState::Revoked(..) => {
                Ok(Self::submitted(self.user_id, about, at))
            }
            ApplicationState::Approved(_) => Err(AlreadyReviewed(ApplicationStatus::Approved)),
        }
    }

    /// Approves the application. Fails if it is already approved.
    pub fn approved(self, review: Review) -> Result<Self, AlreadyReviewed> {
        match self.state {
            ApplicationState::Approved(_) => Err(AlreadyReviewed(ApplicationStatus::Approved)),
            _ => Ok(Self {
                state: ApplicationState::Approved(review),
                ..self
            }),
        }
    }

    /// Rejects a pending application. Fails in other states.
    pub fn rejected(self, review: Review, reason: Reason) -> Result<Self, AlreadyReviewed> {
        match self.state {
            ApplicationState::Pending => Ok(Self {
                state: ApplicationState::Rejected(review, reason),
                ..self
            }),
            _ => Err(AlreadyReviewed(self.status())),
        }
    }

    /// Revokes an approved application. Fails in other states.
    pub fn revoked(self, review: Review, reason: Reason) -> Result<Self, AlreadyReviewed> {
        match self.state {
            ApplicationState::Approved(_) => Ok(Self {
                state: ApplicationState::Revoked(review, reason),
                ..self
            }),
            _ => Err(AlreadyReviewed(self.status())),
        }
    }

    /// The name of the state.
    #[must_use]
    pub fn status(&self) -> ApplicationStatus {
        match self.state {
            ApplicationState::Pending => ApplicationStatus::Pending,
            ApplicationState::Approved(_) => ApplicationStatus::Approved,
            ApplicationState::Rejected(..) => ApplicationStatus::Rejected,
            ApplicationState::Revoked(..) => ApplicationStatus::Revoked,
        }
    }
}

/// The name of an application's state. Stored and sent to clients, so names never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ApplicationStatus {
    /// The user never applied.
    None,
    /// No admin has decided yet.
    Pending,
    /// The user is a creator.
    Approved,
    /// The application was rejected.
    Rejected,
    /// The permission was revoked.
    Revoked,
}

impl ApplicationStatus {
    /// The status of a user's application; [`Self::None`] if there is none.
    #[must_use]
    pub fn of(application: Option<&CreatorApplication>) -> Self {
        application.map_or(Self::None, CreatorApplication::status)
    }

    /// Whether users with this status may go live and use the other functions for creators.
    #[must_use]
    pub fn may_broadcast(self) -> bool {
        self == Self::Approved
    }

    pub(crate) fn require_approved(self) -> Result<(), ApprovalError> {
        if self.may_broadcast() {
            Ok(())
        } else {
            Err(ApprovalError::NotApproved(self))
        }
    }
}
