//! The one place where a refusal becomes a status and a code.

mod code;
mod refusals;

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

pub(crate) use code::Code;

/// When to come back after an outage, in seconds.
pub(crate) const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// A field that was refused, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// The field's name in the body, the query or the path.
    pub(crate) field: Cow<'static, str>,
    /// What it must be.
    pub(crate) message: String,
}

/// A refusal: the code, a sentence for a person, and what goes with them.
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

/// A refusal as it is written.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure<'a> {
    #[schema(inline)]
    success: Always<false>,
    /// A sentence for a person.
    error: &'a str,
    /// What a program tells refusals apart by.
    code: Code,
    /// The fields that were refused, with `VALIDATION_FAILED`.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(required = false)]
    details: &'a [FieldError],
    /// How far the caller's application has come, with `CREATOR_NOT_APPROVED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    application_status: Option<ApplicationStatusDto>,
    /// What to name when asking for help, with a 5xx.
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

    /// Fields that were refused.
    pub(crate) fn validation(details: Vec<FieldError>) -> Self {
        let message = match details.as_slice() {
            [one] => format!("{}: {}.", one.field, one.message),
            _ => "Some fields are not as they must be; details names them.".to_owned(),
        };
        Self {
            details,
            ..Self::new(Code::ValidationFailed, message)
        }
    }

    /// One field that was refused.
    pub(crate) fn field(field: &'static str, message: impl fmt::Display) -> Self {
        Self::validation(vec![FieldError {
            field: field.into(),
            message: message.to_string(),
        }])
    }

    /// There is no such call.
    pub(crate) fn no_route() -> Self {
        Self::new(Code::NotFound, "There is nothing at this address.")
    }

    /// There is, but not by this method.
    pub(crate) fn wrong_method(allow: HeaderValue) -> Self {
        Self {
            allow: Some(allow),
            ..Self::new(
                Code::MethodNotAllowed,
                "This address doesn't take that method; the Allow header names those it takes.",
            )
        }
    }

    /// The caller must say who they are.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "Sign in to do this.")
    }

    /// The caller said, and it is not so.
    pub(crate) fn invalid_token() -> Self {
        Self::new(
            Code::InvalidToken,
            "Your sign-in is not valid (any more). Sign in again.",
        )
    }

    /// A guest showed a room token, and it proves nothing here.
    pub(crate) fn invalid_room_token() -> Self {
        Self::new(
            Code::InvalidToken,
            "Your place in this stream is not valid (any more). Join it again.",
        )
    }

    /// The caller does it too often.
    pub(crate) fn too_often(wait: Duration, message: impl Into<Cow<'static, str>>) -> Self {
        // Whole seconds, and never too early.
        let seconds = wait.as_millis().div_ceil(1000).max(1);
        Self {
            retry_after_seconds: Some(u32::try_from(seconds).unwrap_or(u32::MAX)),
            ..Self::new(Code::RateLimited, message)
        }
    }

    /// There is no room for this call right now, while everything else works: no outage, and nothing to look
    /// into.
    pub(crate) fn busy(message: &'static str) -> Self {
        Self {
            retry_after_seconds: Some(2),
            ..Self::new(Code::Busy, message)
        }
    }

    /// Whoever calls the webhook is not the media server, as far as can be told.
    pub(crate) fn unsigned_webhook() -> Self {
        Self::new(
            Code::InvalidToken,
            "The call is not signed by the media server for exactly this body.",
        )
    }

    /// Something of our own is broken.
    pub(crate) fn internal(source: Source) -> Self {
        Self {
            source: Some(source),
            ..Self::new(Code::Internal, "Something went wrong here. Try again.")
        }
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

    pub(crate) fn user_unknown() -> Self {
        Self::new(Code::UserNotFound, "There is no such user.")
    }

    pub(crate) fn session_unknown() -> Self {
        Self::new(Code::NotFound, "There is no such session.")
    }

    pub(crate) fn message_unknown() -> Self {
        Self::new(Code::NotFound, "There is no such message in this chat.")
    }

    fn stream_unknown() -> Self {
        Self::new(Code::StreamNotFound, "No stream has been set up here yet.")
    }

    /// What actix itself refuses, by its status.
    pub(crate) fn of_status(status: StatusCode) -> Self {
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

    /// The body, with the request's id where it is to be told.
    pub(crate) fn body(&self, request_id: Option<&str>) -> String {
        let failure = Failure {
            success: Always,
            error: &self.message,
            code: self.code,
            details: &self.details,
            application_status: self.application_status.map(Into::into),
            request_id,
        };
        // Strings and enums always serialise; an empty body would be the answer if they didn't.
        serde_json::to_string(&failure).unwrap_or_default()
    }

    /// The refusal and what caused it, for the log.
    pub(crate) fn chain(&self) -> String {
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
        let mut answer = HttpResponse::build(self.status_code());
        answer.content_type("application/json");
        match self.status_code() {
            StatusCode::UNAUTHORIZED => {
                answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                answer.insert_header((header::RETRY_AFTER, RETRY_AFTER));
            }
            _ => {}
        }
        if let Some(seconds) = self.retry_after_seconds {
            answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(allow) = &self.allow {
            answer.insert_header((header::ALLOW, allow.clone()));
        }
        answer.body(self.body(None))
    }
}
