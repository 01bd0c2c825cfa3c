//! Error codes.

use actix_web::http::StatusCode;
use serde::Serialize;
use strum::IntoStaticStr;
use utoipa::ToSchema;

/// The error code of a response, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE", const_into_str)]
pub(crate) enum Code {
    ValidationFailed,
    MalformedBody,
    Unauthenticated,
    InvalidToken,
    AccountSuspended,
    CreatorNotApproved,
    Blocked,
    GuestsNotAllowed,
    Forbidden,
    ChatDisabled,
    ChatFollowersOnly,
    NotFound,
    StreamNotFound,
    UserNotFound,
    MethodNotAllowed,
    StreamOffline,
    HostIsViewer,
    AlreadyReviewed,
    PayloadTooLarge,
    RateLimited,
    UnsupportedMediaType,
    Internal,
    MediaUnavailable,
    StoreUnavailable,
    IdentityUnavailable,
    Busy,
}

impl Code {
    /// The HTTP status of the code.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::ValidationFailed | Self::MalformedBody => StatusCode::BAD_REQUEST,
            Self::Unauthenticated | Self::InvalidToken => StatusCode::UNAUTHORIZED,
            Self::AccountSuspended
            | Self::CreatorNotApproved
            | Self::Blocked
            | Self::GuestsNotAllowed
            | Self::Forbidden
            | Self::ChatDisabled
            | Self::ChatFollowersOnly => StatusCode::FORBIDDEN,
            Self::NotFound | Self::StreamNotFound | Self::UserNotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::StreamOffline | Self::HostIsViewer | Self::AlreadyReviewed => StatusCode::CONFLICT,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::MediaUnavailable | Self::StoreUnavailable | Self::IdentityUnavailable | Self::Busy => {
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }
}
