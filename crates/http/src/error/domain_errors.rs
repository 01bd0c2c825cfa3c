//! Converts each error of the domain to an error response.

use onair_domain::account::AccountError;
use onair_domain::admin::AdminError;
use onair_domain::chat::ChatError;
use onair_domain::creator::{AlreadyReviewed, CreatorError};
use onair_domain::error::Outage;
use onair_domain::session::{BroadcastError, HistoryError, WebhookError};
use onair_domain::social::SocialError;
use onair_domain::stream::{SearchError, StreamError};
use onair_domain::thumbnail::ThumbnailError;
use onair_domain::token::TokenError;

use super::{ApiError, Code, REPLY_UNKNOWN};
use crate::rate_limit::{Refused, TooMany};

impl From<Outage> for ApiError {
    fn from(outage: Outage) -> Self {
        let (code, message) = match outage {
            Outage::Store(_) => (
                Code::StoreUnavailable,
                "The service can't reach its store right now. Try again in a moment.",
            ),
            // The API has no code of its own for the lock service. Log lines name it.
            Outage::Locks(_) => (
                Code::StoreUnavailable,
                "The service can't coordinate its servers right now. Try again in a moment.",
            ),
            Outage::Media(_) => (
                Code::MediaUnavailable,
                "The media server can't be reached right now. Try again in a moment.",
            ),
            Outage::IdentityProvider(_) => (
                Code::IdentityUnavailable,
                "Your sign-in can't be checked right now, because the sign-in provider doesn't answer. Try again in a moment.",
            ),
            Outage::Contention(_) => {
                return Self::busy("Somebody else changed this at the same time. Try again.");
            }
            Outage::Unexpected(_) => return Self::internal(Box::new(outage)),
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
            AccountError::InvalidToken(source) => Self::invalid_token(source),
            AccountError::OpaqueToken(source) => Self::opaque_token(source),
            AccountError::Suspended => Self::suspended(),
            AccountError::Username(error) => Self::field("username", error),
            AccountError::Outage(outage) => outage.into(),
        }
    }
}

impl From<StreamError> for ApiError {
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::NotApproved(status) => Self::not_approved(status),
            StreamError::Suspended => Self::suspended(),
            StreamError::UserUnknown => Self::unknown_user(),
            StreamError::StreamUnknown => Self::unknown_stream(),
            StreamError::Outage(outage) => outage.into(),
        }
    }
}

impl From<SearchError> for ApiError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Busy => Self::busy_search(),
            SearchError::Outage(outage) => outage.into(),
        }
    }
}

impl From<BroadcastError> for ApiError {
    fn from(error: BroadcastError) -> Self {
        match error {
            BroadcastError::NotApproved(status) => Self::not_approved(status),
            BroadcastError::Suspended => Self::suspended(),
            BroadcastError::StreamUnknown => Self::unknown_stream(),
            BroadcastError::SelfReference => Self::field("identity", error),
            BroadcastError::Token(_) => Self::internal(Box::new(error)),
            BroadcastError::Outage(outage) => outage.into(),
        }
    }
}

impl From<TokenError> for ApiError {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::UserUnknown => Self::unknown_user(),
            TokenError::StreamUnknown => Self::unknown_stream(),
            TokenError::HostIsViewer => Self::new(
                Code::HostIsViewer,
                "This is your own stream. Watching it here would disconnect your broadcast.",
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
            HistoryError::UserUnknown => Self::unknown_user(),
            HistoryError::StreamUnknown => Self::unknown_stream(),
            HistoryError::SessionUnknown => Self::unknown_session(),
            HistoryError::Outage(outage) => outage.into(),
        }
    }
}

impl From<ThumbnailError> for ApiError {
    fn from(error: ThumbnailError) -> Self {
        match error {
            ThumbnailError::NotApproved(status) => Self::not_approved(status),
            ThumbnailError::UserUnknown => Self::unknown_user(),
            ThumbnailError::StreamUnknown => Self::unknown_stream(),
            ThumbnailError::StreamOffline => Self::new(Code::StreamOffline, "The stream is offline."),
            ThumbnailError::ThumbnailUnknown => Self::new(Code::NotFound, "This broadcast has no picture."),
            ThumbnailError::Outage(outage) => outage.into(),
        }
    }
}

impl From<AdminError> for ApiError {
    fn from(error: AdminError) -> Self {
        match error {
            AdminError::Forbidden => Self::new(Code::Forbidden, "Only admins can do this."),
            AdminError::UserUnknown => Self::unknown_user(),
            AdminError::StreamUnknown => Self::unknown_stream(),
            AdminError::NotApplied => Self::not_applied(),
            AdminError::SelfReference(error) => Self::field("userId", error),
            AdminError::SearchBusy => Self::busy_search(),
            AdminError::AlreadyReviewed(reviewed) => reviewed.into(),
            AdminError::Outage(outage) => outage.into(),
        }
    }
}

impl From<CreatorError> for ApiError {
    fn from(error: CreatorError) -> Self {
        match error {
            CreatorError::AlreadyReviewed(reviewed) => reviewed.into(),
            CreatorError::UserUnknown => Self::unknown_user(),
            CreatorError::NotApplied => Self::not_applied(),
            CreatorError::Outage(outage) => outage.into(),
        }
    }
}

impl From<AlreadyReviewed> for ApiError {
    fn from(AlreadyReviewed(status): AlreadyReviewed) -> Self {
        Self::new(
            Code::AlreadyReviewed,
            format!("The application is {status}, which rules this out."),
        )
    }
}

impl From<SocialError> for ApiError {
    fn from(error: SocialError) -> Self {
        match error {
            SocialError::SelfReference(error) => Self::field("userId", error),
            SocialError::UserUnknown => Self::unknown_user(),
            SocialError::Blocked => Self::new(Code::Blocked, "One of you has blocked the other."),
            SocialError::Outage(outage) => outage.into(),
        }
    }
}

impl From<ChatError> for ApiError {
    fn from(error: ChatError) -> Self {
        match error {
            ChatError::InvalidToken => Self::invalid_room_token(),
            ChatError::UserUnknown => Self::unknown_user(),
            ChatError::StreamUnknown => Self::unknown_stream(),
            ChatError::StreamOffline => Self::new(Code::StreamOffline, "The stream is offline."),
            ChatError::Blocked => Self::new(Code::Blocked, "The host doesn't let you take part."),
            ChatError::GuestsNotAllowed => {
                Self::new(Code::GuestsNotAllowed, "Sign in to take part in this stream.")
            }
            ChatError::ChatDisabled => Self::new(Code::ChatDisabled, "The host has turned the chat off."),
            ChatError::FollowersOnly => Self::new(
                Code::ChatFollowersOnly,
                "Only followers of the host can write in this chat.",
            ),
            ChatError::ReplyUnknown => Self::field("replyTo", REPLY_UNKNOWN),
            ChatError::TooFast(wait) => {
                Refused::ChatAuthor.count();
                Self::rate_limited(wait, TooMany::Messages)
            }
            ChatError::OriginTooFast(wait) => {
                Refused::ChatGuests.count();
                Self::rate_limited(wait, TooMany::GuestMessages)
            }
            ChatError::MessageUnknown => Self::unknown_message(),
            ChatError::Forbidden => Self::new(
                Code::Forbidden,
                "Only its author, the host and admins can remove a message.",
            ),
            ChatError::Outage(outage) => outage.into(),
        }
    }
}

impl ApiError {
    fn not_applied() -> Self {
        Self::new(
            Code::NotFound,
            "This user has not applied to be a creator, so there is nothing to review.",
        )
    }
}

impl From<WebhookError> for ApiError {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::Unsigned(_) => Self::unsigned_webhook(),
            WebhookError::NotEnqueued(_) => Self::new(
                Code::StoreUnavailable,
                "The queue of webhooks is full. Send it again in a moment.",
            ),
            WebhookError::Unreadable(_) => Self::new(
                Code::MalformedBody,
                "The signature is valid, but the body is not a JSON object.",
            ),
        }
    }
}
