//! Who may go live: a user's application to be a creator, from asking to revocation.
//!
//! `NONE → PENDING → APPROVED → REVOKED`, or `PENDING → REJECTED`; from everything but `APPROVED` a
//! user may ask (again).

mod service;

pub use service::{ApprovalError, CreatorError, CreatorService, SubmittedApplication};

use strum_macros::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::Timestamp;
use crate::audit::Reason;
use crate::text::{Lines, TextError, clean_nonempty, text_type};
use crate::user::{User, UserId};

text_type! {
    /// What an applicant says of themselves: 1 to 2,000 characters, line breaks welcome.
    About
}

impl About {
    /// The longest text, in characters.
    pub const MAX: usize = 2000;

    /// Checks a text.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::Many).map(Self)
    }
}

/// Who looked at an application, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The admin.
    pub by: UserId,
    /// The moment of the decision.
    pub at: Timestamp,
}

/// How far an application has come, with what each state knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationState {
    /// Waits for an admin.
    Pending,
    /// The user is a creator.
    Approved(Review),
    /// Refused, with the reason.
    Rejected(Review, Reason),
    /// Was a creator, and is no longer.
    Revoked(Review, Reason),
}

/// A user's application. Who never applied has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatorApplication {
    /// The applicant.
    pub user_id: UserId,
    /// What they said.
    pub about: About,
    /// When they (last) applied.
    pub created_at: Timestamp,
    /// How far it has come.
    pub state: ApplicationState,
}

/// An application, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationWithUser {
    /// The application as it is now.
    pub application: CreatorApplication,
    /// The applicant.
    pub user: User,
}

impl ApplicationWithUser {
    /// Its place in the list of all.
    #[must_use]
    pub fn key(&self) -> ApplicationKey {
        ApplicationKey {
            created_at: self.application.created_at,
            user_id: self.application.user_id.clone(),
        }
    }
}

/// The place of an application in the list of all: who has waited longest comes first, of equals the
/// lower id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApplicationKey {
    /// When they (last) applied.
    pub created_at: Timestamp,
    /// Decides between equals.
    pub user_id: UserId,
}

/// An application that can't be reviewed so, because of the state it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the application is {0}, which rules that out")]
pub struct AlreadyReviewed(pub ApplicationStatus);

impl CreatorApplication {
    /// A first application.
    #[must_use]
    pub fn submitted(user_id: UserId, about: About, at: Timestamp) -> Self {
        Self {
            user_id,
            about,
            created_at: at,
            state: ApplicationState::Pending,
        }
    }

    /// Asks again: while pending it replaces the text, after a refusal it starts anew.
    pub fn resubmitted(self, about: About, at: Timestamp) -> Result<Self, AlreadyReviewed> {
        match self.state {
            ApplicationState::Pending => Ok(Self { about, ..self }),
            ApplicationState::Rejected(..) | ApplicationState::Revoked(..) => {
                Ok(Self::submitted(self.user_id, about, at))
            }
            ApplicationState::Approved(_) => Err(AlreadyReviewed(ApplicationStatus::Approved)),
        }
    }

    /// Makes the user a creator; also after a refusal.
    pub fn approved(self, review: Review) -> Result<Self, AlreadyReviewed> {
        match self.state {
            ApplicationState::Approved(_) => Err(AlreadyReviewed(ApplicationStatus::Approved)),
            _ => Ok(Self {
                state: ApplicationState::Approved(review),
                ..self
            }),
        }
    }

    /// Refuses a pending application.
    pub fn rejected(self, review: Review, reason: Reason) -> Result<Self, AlreadyReviewed> {
        match self.state {
            ApplicationState::Pending => Ok(Self {
                state: ApplicationState::Rejected(review, reason),
                ..self
            }),
            _ => Err(AlreadyReviewed(self.status())),
        }
    }

    /// Takes the permission back.
    pub fn revoked(self, review: Review, reason: Reason) -> Result<Self, AlreadyReviewed> {
        match self.state {
            ApplicationState::Approved(_) => Ok(Self {
                state: ApplicationState::Revoked(review, reason),
                ..self
            }),
            _ => Err(AlreadyReviewed(self.status())),
        }
    }

    /// The state's name.
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

/// The name of an application's state; `None` where nobody applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ApplicationStatus {
    /// Never applied.
    None,
    /// Waits for an admin.
    Pending,
    /// Is a creator.
    Approved,
    /// Was refused.
    Rejected,
    /// Was a creator.
    Revoked,
}

impl ApplicationStatus {
    /// The status of a user by their application, if they have one.
    #[must_use]
    pub fn of(application: Option<&CreatorApplication>) -> Self {
        application.map_or(Self::None, CreatorApplication::status)
    }

    /// The rule of who may go live, and make any other creator's call.
    #[must_use]
    pub fn may_broadcast(self) -> bool {
        self == Self::Approved
    }
}
