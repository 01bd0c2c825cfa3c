//! An application to be a creator, as admins and the applicant see it.

use onair_domain::admin::Reviewed;
use onair_domain::creator::ApplicationState;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ApplicationStatusDto, Moment, UserDto};

/// Somebody's application to be a creator.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CreatorApplication)]
pub(crate) struct ApplicationDto {
    /// The applicant's.
    user_id: String,
    user: UserDto,
    /// What they said of themselves; null where they never applied.
    #[schema(required)]
    about: Option<String>,
    status: ApplicationStatusDto,
    /// Why it was refused, or the permission taken back; null otherwise.
    #[schema(required)]
    reason: Option<String>,
    /// When they (last) applied; null where they never did.
    #[schema(required)]
    created_at: Option<Moment>,
    /// When an admin decided; null until then.
    #[schema(required)]
    reviewed_at: Option<Moment>,
    /// The user id of the admin who decided; null until then.
    #[schema(required)]
    reviewed_by: Option<String>,
}

impl From<Reviewed> for ApplicationDto {
    fn from(Reviewed { application, user }: Reviewed) -> Self {
        let status = application.status();
        let (review, reason) = match application.state {
            ApplicationState::Pending => (None, None),
            ApplicationState::Approved(review) => (Some(review), None),
            ApplicationState::Rejected(review, reason) | ApplicationState::Revoked(review, reason) => {
                (Some(review), Some(reason))
            }
        };
        Self {
            user_id: user.id.to_string(),
            user: user.into(),
            about: Some(application.about.to_string()),
            status: status.into(),
            reason: reason.as_ref().map(ToString::to_string),
            created_at: Some(application.created_at.into()),
            reviewed_at: review.as_ref().map(|review| review.at.into()),
            reviewed_by: review.as_ref().map(|review| review.by.to_string()),
        }
    }
}
