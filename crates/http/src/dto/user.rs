//! A user as others see them, and how far an application has come.

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
    /// What is shown.
    name: String,
    /// A picture's address.
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

/// A user in a list of ties.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RelatedUser)]
pub(crate) struct RelatedUserDto {
    #[serde(flatten)]
    user: UserDto,
    is_live: bool,
}

impl From<RelatedUser> for RelatedUserDto {
    fn from(acquaintance: RelatedUser) -> Self {
        Self {
            user: acquaintance.user.into(),
            is_live: acquaintance.is_live,
        }
    }
}

/// How far somebody's application to be a creator has come.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = ApplicationStatus)]
pub(crate) enum ApplicationStatusDto {
    /// They never applied.
    None,
    /// It waits for an admin.
    Pending,
    /// They may go live.
    Approved,
    /// It was refused.
    Rejected,
    /// They could go live, and no longer can.
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
    fn statuses_are_written_by_the_domains_names() {
        for &status in ApplicationStatus::VARIANTS {
            assert_eq!(
                serde_json::to_value(ApplicationStatusDto::from(status)).unwrap(),
                <&str>::from(status)
            );
        }
    }
}
