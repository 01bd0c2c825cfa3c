//! The domain's refusals, each as the answer that it becomes.

use onair_domain::admin::AdminError;
use onair_domain::creator::AlreadyReviewed;
use onair_domain::error::Outage;
use onair_domain::ports::MediaWebhooksError;
use onair_domain::session::{BroadcastError, HistoryError};
use onair_domain::stream::StreamError;
use onair_domain::token::TokenError;
use onair_domain::user::AccountError;

use super::{ApiError, Code};

impl From<Outage> for ApiError {
    fn from(outage: Outage) -> Self {
        let (code, message) = match outage {
            Outage::Store(_) => (
                Code::StoreUnavailable,
                "The service can't reach its store right now. Try again in a moment.",
            ),
            Outage::Media(_) => (
                Code::MediaUnavailable,
                "The media server can't be reached right now. Try again in a moment.",
            ),
        };
        Self {
            source: Some(Box::new(outage)),
            ..Self::new(code, message)
        }
    }
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::InvalidToken(_) => Self::invalid_token(),
            AccountError::UserUnknown => Self::user_unknown(),
            AccountError::Outage(outage) => outage.into(),
        }
    }
}

impl From<StreamError> for ApiError {
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::NotApproved(status) => Self::not_approved(status),
            StreamError::UserUnknown => Self::user_unknown(),
            StreamError::StreamUnknown => Self::stream_unknown(),
            StreamError::Outage(outage) => outage.into(),
        }
    }
}

impl From<BroadcastError> for ApiError {
    fn from(error: BroadcastError) -> Self {
        match error {
            BroadcastError::NotApproved(status) => Self::not_approved(status),
            BroadcastError::StreamUnknown => Self::stream_unknown(),
            BroadcastError::Oneself => Self::field("identity", error),
            BroadcastError::Token(_) => Self::internal(Box::new(error)),
            BroadcastError::Outage(outage) => outage.into(),
        }
    }
}

impl From<TokenError> for ApiError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::UserUnknown => Self::user_unknown(),
            TokenError::StreamUnknown => Self::stream_unknown(),
            TokenError::HostIsViewer => Self::new(
                Code::HostIsViewer,
                "This is your own stream. Watching it here would cut off your broadcast.",
            ),
            TokenError::Blocked => Self::new(Code::Blocked, "The host doesn't let you watch."),
            TokenError::GuestsNotAllowed => {
                Self::new(Code::GuestsNotAllowed, "Sign in to watch this stream.")
            }
            TokenError::StreamOffline => Self::new(Code::StreamOffline, "The stream is offline."),
            TokenError::Signing(_) => Self::internal(Box::new(error)),
            TokenError::Outage(outage) => outage.into(),
        }
    }
}

impl From<HistoryError> for ApiError {
    fn from(error: HistoryError) -> Self {
        match error {
            HistoryError::NotApproved(status) => Self::not_approved(status),
            HistoryError::SessionUnknown => Self::session_unknown(),
            HistoryError::Outage(outage) => outage.into(),
        }
    }
}

impl From<AdminError> for ApiError {
    fn from(error: AdminError) -> Self {
        match error {
            AdminError::Forbidden => Self::new(Code::Forbidden, "Only admins can do this."),
            AdminError::UserUnknown => Self::user_unknown(),
            AdminError::StreamUnknown => Self::stream_unknown(),
            AdminError::NotApplied => Self::new(
                Code::NotFound,
                "This user has not applied to be a creator, so there is nothing to review.",
            ),
            AdminError::AlreadyReviewed(AlreadyReviewed(status)) => Self::new(
                Code::AlreadyReviewed,
                format!("The application is {status}, which rules this out."),
            ),
            AdminError::Outage(outage) => outage.into(),
        }
    }
}

impl From<MediaWebhooksError> for ApiError {
    fn from(error: MediaWebhooksError) -> Self {
        match error {
            MediaWebhooksError::Unsigned(_) => Self::unsigned_webhook(),
            MediaWebhooksError::Unreadable(_) => Self::new(
                Code::MalformedBody,
                "The body is rightly signed, and no JSON object.",
            ),
        }
    }
}
