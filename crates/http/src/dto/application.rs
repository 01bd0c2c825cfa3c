//! The application of a creator, as admins and the applicant see it.

use onair_domain::creator::{ApplicationState, ApplicationStatus, ApplicationWithUser, CreatorApplication};
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ApplicationStatusDto, Moment, UserDto};

/// An application to become a creator.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CreatorApplication)]
pub(crate) struct ApplicationDto {
    /// The applicant's user id.
    user_id: String,
    user: UserDto,
    /// The text of the application; null if the user never applied.
    #[schema(required)]
    about: Option<String>,
    status: ApplicationStatusDto,
    /// Why the application was rejected or revoked; null otherwise.
    #[schema(required)]
    reason: Option<String>,
    /// When the user (last) applied; null if they never did.
    #[schema(required)]
    created_at: Option<Moment>,
    /// When an admin decided; null while pending.
    #[schema(required)]
    reviewed_at: Option<Moment>,
    /// The user id of the admin who decided; null while pending.
    #[schema(required)]
    reviewed_by: Option<String>,
}

impl From<ApplicationWithUser> for ApplicationDto {
    fn from(ApplicationWithUser { application, user }: ApplicationWithUser) -> Self {
        Self::of(user, Some(application))
    }
}

impl ApplicationDto {
    /// Converts a user's application; `None` if they never applied.
    pub(crate) fn of(user: User, application: Option<CreatorApplication>) -> Self {
        let status = ApplicationStatus::of(application.as_ref());
        let state = application.as_ref().map(|application| &application.state);
        let (review, reason) = match state {
            None | Some(ApplicationState::Pending) => (None, None),
            Some(ApplicationState::Approved(review)) => (Some(review), None),
            Some(ApplicationState::Rejected(review, reason) | ApplicationState::Revoked(review, reason)) => {
                (Some(review), Some(reason))
            }
        };
        Self {
            user_id: user.id.to_string(),
            user: user.into(),
            status: status.into(),
            reason: reason.map(ToString::to_string),
            reviewed_at: review.map(|review| review.at.into()),
            reviewed_by: review.map(|review| review.by.to_string()),
            about: application
                .as_ref()
                .map(|application| application.about.to_string()),
            created_at: application.map(|application| application.created_at.into()),
        }
    }
}
