//! Users as others see them, and the status of a creator's application.

use onair_domain::creator::ApplicationStatus;
use onair_domain::social::RelatedUser;
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

/// A user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = User)]
pub(crate) struct UserDto {
    id: String,
    username: String,
    /// The display name.
    name: String,
    /// The URL of the profile picture.
    #[schema(required)]
    image: Option<String>,
}

impl From<User> for UserDto {
    fn from(user: User) -> Self {
        Self {
            id: user.id.to_string(),
            username: user.username.to_string(),
            name: user.name.to_string(),
            image: user.image.as_ref().map(ToString::to_string),
        }
    }
}

/// A follower, a followed user or a blocked user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RelatedUser)]
pub(crate) struct RelatedUserDto {
    #[serde(flatten)]
    user: UserDto,
    is_live: bool,
}

impl From<RelatedUser> for RelatedUserDto {
    fn from(related: RelatedUser) -> Self {
        Self {
            user: related.user.into(),
            is_live: related.is_live,
        }
    }
}

/// The status of an application to become a creator.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = ApplicationStatus)]
pub(crate) enum ApplicationStatusDto {
    /// The user never applied.
    None,
    /// No admin has decided yet.
    Pending,
    /// The user may go live.
    Approved,
    /// An admin rejected the application.
    Rejected,
    /// An admin revoked the permission to go live.
    Revoked,
}

impl From<ApplicationStatus> for ApplicationStatusDto {
    fn from(status: ApplicationStatus) -> Self {
        match status {
            ApplicationStatus::None => Self::None,
            ApplicationStatus::Pending => Self::Pending,
            ApplicationStatus::Approved => Self::Approved,
            ApplicationStatus::Rejected => Self::Rejected,
            ApplicationStatus::Revoked => Self::Revoked,
        }
    }
}

#[cfg(test)]
mod tests {
    use onair_domain::names::VariantArray as _;

    use super::*;

    #[test]
    fn statuses_have_the_names_of_the_domain() {
        for &status in ApplicationStatus::VARIANTS {
            assert_eq!(
                serde_json::to_value(ApplicationStatusDto::from(status)).unwrap(),
                <&str>::from(status)
            );
        }
    }
}
