//! The codes of refusals.

use actix_web::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

/// What a program tells refusals apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Code {
    ValidationFailed,
    MalformedBody,
    Unauthenticated,
    InvalidToken,
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
    /// The name on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ValidationFailed => "VALIDATION_FAILED",
            Self::MalformedBody => "MALFORMED_BODY",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::InvalidToken => "INVALID_TOKEN",
            Self::CreatorNotApproved => "CREATOR_NOT_APPROVED",
            Self::Blocked => "BLOCKED",
            Self::GuestsNotAllowed => "GUESTS_NOT_ALLOWED",
            Self::Forbidden => "FORBIDDEN",
            Self::ChatDisabled => "CHAT_DISABLED",
            Self::ChatFollowersOnly => "CHAT_FOLLOWERS_ONLY",
            Self::NotFound => "NOT_FOUND",
            Self::StreamNotFound => "STREAM_NOT_FOUND",
            Self::UserNotFound => "USER_NOT_FOUND",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::StreamOffline => "STREAM_OFFLINE",
            Self::HostIsViewer => "HOST_IS_VIEWER",
            Self::AlreadyReviewed => "ALREADY_REVIEWED",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::RateLimited => "RATE_LIMITED",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::Internal => "INTERNAL",
            Self::MediaUnavailable => "MEDIA_UNAVAILABLE",
            Self::StoreUnavailable => "STORE_UNAVAILABLE",
            Self::IdentityUnavailable => "IDENTITY_UNAVAILABLE",
            Self::Busy => "BUSY",
        }
    }

    /// The status that goes with it.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::ValidationFailed | Self::MalformedBody => StatusCode::BAD_REQUEST,
            Self::Unauthenticated | Self::InvalidToken => StatusCode::UNAUTHORIZED,
            Self::CreatorNotApproved
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
