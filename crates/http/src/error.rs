//! Maps errors to status codes and error codes. No other file does.

mod code;
mod domain_errors;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use onair_domain::creator::ApplicationStatus;
use onair_domain::error::Source;
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::ApplicationStatusDto;
use crate::envelope::Always;
use crate::rate_limit::TooMany;

pub(crate) use code::Code;

/// The `Retry-After` value after an outage, in seconds.
pub(crate) const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// Why a message cannot be answered.
pub(crate) const REPLY_UNKNOWN: &str = "must be the id of a message of this broadcast that is not removed";

/// An invalid field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// The field's name in the body, the query or the path.
    pub(crate) field: Cow<'static, str>,
    /// What a valid value looks like.
    pub(crate) message: String,
}

/// An error response: the code, a message for people, and optional details.
#[derive(Debug)]
pub(crate) struct ApiError {
    code: Code,
    message: Cow<'static, str>,
    details: Vec<FieldError>,
    application_status: Option<ApplicationStatus>,
    allow: Option<HeaderValue>,
    retry_after_seconds: Option<u32>,
    source: Option<Source>,
}

/// The body of an error response.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure<'a> {
    #[schema(inline)]
    success: Always<false>,
    /// A message for people.
    error: &'a str,
    /// The error code, for programs.
    code: Code,
    /// The invalid fields, with `VALIDATION_FAILED`.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(required = false)]
    details: &'a [FieldError],
    /// The status of the caller's application, with `CREATOR_NOT_APPROVED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    application_status: Option<ApplicationStatusDto>,
    /// The id under which the server logged the request, with a 5xx.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    request_id: Option<&'a str>,
}

impl ApiError {
    pub(crate) fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
            details: Vec::new(),
            application_status: None,
            allow: None,
            retry_after_seconds: None,
            source: None,
        }
    }

    /// Invalid fields.
    pub(crate) fn validation(details: Vec<FieldError>) -> Self {
        let message = match details.as_slice() {
            [one] => format!("{}: {}.", one.field, one.message),
            _ => "Some fields are invalid; details lists them.".to_owned(),
        };
        Self {
            details,
            ..Self::new(Code::ValidationFailed, message)
        }
    }

    /// One invalid field.
    pub(crate) fn field(field: &'static str, message: impl fmt::Display) -> Self {
        Self::validation(vec![FieldError {
            field: field.into(),
            message: message.to_string(),
        }])
    }

    /// No route has this path.
    pub(crate) fn no_route() -> Self {
        Self::new(Code::NotFound, "There is nothing at this address.")
    }

    /// The path exists, but not with this method.
    pub(crate) fn wrong_method(allow: HeaderValue) -> Self {
        Self {
            allow: Some(allow),
            ..Self::new(
                Code::MethodNotAllowed,
                "This address doesn't support that method; the Allow header lists those it supports.",
            )
        }
    }

    /// The request needs a bearer token.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "Sign in to do this.")
    }

    /// The bearer token is not valid. `source` goes to the log.
    pub(crate) fn invalid_token(source: Source) -> Self {
        Self {
            source: Some(source),
            ..Self::new(
                Code::InvalidToken,
                "Your sign-in is not valid (any more). Sign in again.",
            )
        }
    }

    /// The bearer token is an access token that only the identity provider can read.
    pub(crate) fn opaque_token(source: Source) -> Self {
        Self {
            source: Some(source),
            ..Self::new(
                Code::InvalidToken,
                "The sign-in provider issued an opaque access token, which can't be verified here. Whoever runs this \
                 service has to set the provider to issue JWT access tokens for the audience in OIDC_AUDIENCE.",
            )
        }
    }

    /// The room token of a guest is invalid.
    pub(crate) fn invalid_room_token() -> Self {
        Self::new(
            Code::InvalidToken,
            "Your place in this stream is not valid (any more). Join it again.",
        )
    }

    /// The rate limit is exceeded. `wait` is rounded up to whole seconds.
    pub(crate) fn rate_limited(wait: Duration, too_many: TooMany) -> Self {
        let seconds = u32::try_from(wait.as_nanos().div_ceil(1_000_000_000).max(1)).unwrap_or(u32::MAX);
        let unit = if seconds == 1 { "second" } else { "seconds" };
        Self {
            retry_after_seconds: Some(seconds),
            ..Self::new(Code::RateLimited, format!("{too_many} Wait {seconds} {unit}."))
        }
    }

    /// The server cannot take this call now because of load. This is not an outage.
    pub(crate) fn busy(message: &'static str) -> Self {
        Self {
            retry_after_seconds: Some(2),
            ..Self::new(Code::Busy, message)
        }
    }

    /// The webhook is not signed by the media server.
    pub(crate) fn unsigned_webhook() -> Self {
        Self::new(
            Code::InvalidToken,
            "The call is not signed by the media server for exactly this body.",
        )
    }

    /// A bug or an unexpected condition in the server.
    pub(crate) fn internal(source: Source) -> Self {
        Self {
            source: Some(source),
            ..Self::new(Code::Internal, "Something went wrong here. Try again.")
        }
    }

    /// The caller is suspended.
    pub(crate) fn suspended() -> Self {
        Self::new(
            Code::AccountSuspended,
            "Your account is suspended. Contact the people who run this service.",
        )
    }

    fn busy_search() -> Self {
        Self::busy("The search is overloaded right now. Try again in a moment.")
    }

    fn not_approved(status: ApplicationStatus) -> Self {
        Self {
            application_status: Some(status),
            ..Self::new(
                Code::CreatorNotApproved,
                "Only approved creators can do this. Apply to become one.",
            )
        }
    }

    pub(crate) fn unknown_user() -> Self {
        Self::new(Code::UserNotFound, "There is no such user.")
    }

    pub(crate) fn unknown_session() -> Self {
        Self::new(Code::NotFound, "There is no such session.")
    }

    pub(crate) fn unknown_message() -> Self {
        Self::new(Code::NotFound, "There is no such message in this chat.")
    }

    fn unknown_stream() -> Self {
        Self::new(Code::StreamNotFound, "No stream has been set up here yet.")
    }

    /// Converts an error of actix, by its status.
    pub(crate) fn from_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::no_route(),
            StatusCode::FORBIDDEN => Self::new(Code::Forbidden, "You may not do this."),
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(Code::PayloadTooLarge, "The body is too large."),
            status if status.is_server_error() => {
                Self::new(Code::Internal, "Something went wrong here. Try again.")
            }
            _ => Self::new(Code::MalformedBody, "The request could not be understood."),
        }
    }

    /// Serialises the body, with the request's id if there is one.
    pub(crate) fn body(&self, request_id: Option<&str>) -> String {
        let failure = Failure {
            success: Always,
            error: &self.message,
            code: self.code,
            details: &self.details,
            application_status: self.application_status.map(Into::into),
            request_id,
        };
        // Serialising strings and enums cannot fail.
        serde_json::to_string(&failure).unwrap_or_default()
    }

    /// The error code and all causes, for the log.
    pub(crate) fn cause_chain(&self) -> String {
        let mut text = self.code.into_str().to_owned();
        let mut cause = self.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for ApiError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.code.status()
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status_code());
        response.content_type("application/json");
        match self.status_code() {
            StatusCode::UNAUTHORIZED => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                response.insert_header((header::RETRY_AFTER, RETRY_AFTER));
            }
            _ => {}
        }
        if let Some(seconds) = self.retry_after_seconds {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(allow) = &self.allow {
            response.insert_header((header::ALLOW, allow.clone()));
        }
        response.body(self.body(None))
    }
}
