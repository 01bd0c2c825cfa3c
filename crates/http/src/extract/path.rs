//! Reads the parameters of a path. An invalid id or name gives the same 404 as an unknown one.

use actix_web::{FromRequest as _, HttpRequest, web};
use futures_util::FutureExt as _;
use onair_domain::room::Identity;
use onair_domain::stream::SessionId;
use onair_domain::user::{UserId, Username};

use super::Input;
use crate::error::ApiError;

/// The `{username}` of a path.
impl Input for Username {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        // Names are trimmed in forms, but not in paths.
        segment(request)
            .filter(|raw| raw.trim() == raw)
            .and_then(|raw| Username::parse(&raw).ok())
            .ok_or_else(ApiError::unknown_user)
    }
}

/// The `{identity}` of a path. It may be unknown.
impl Input for Identity {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        Ok(Identity::from_outside(segment(request).unwrap_or_default()))
    }
}

/// The `{id}` of a session's path.
impl Input for SessionId {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        segment(request)
            .and_then(|raw| SessionId::parse(&raw))
            .ok_or_else(ApiError::unknown_session)
    }
}

/// The `{userId}` of a path; `None` if it is not a valid id. This is not an error here, because the routes of
/// admins check the caller's permission first.
pub(crate) fn user_id(request: &HttpRequest) -> Option<UserId> {
    let raw = segment(request)?;
    UserId::parse(&raw).ok().filter(|id| id.as_str() == raw)
}

/// The `{userId}` of a path. It may be invalid or unknown.
#[derive(Debug)]
pub(crate) struct PathUserId(Option<UserId>);

impl PathUserId {
    /// The id, or 404 if it is not valid.
    pub(crate) fn require(&self) -> Result<&UserId, ApiError> {
        self.0.as_ref().ok_or_else(ApiError::unknown_user)
    }
}

impl Input for PathUserId {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        Ok(Self(user_id(request)))
    }
}

/// The two parameters of a path that has two, decoded.
pub(crate) fn two_segments(request: &HttpRequest) -> Option<(String, String)> {
    let decoded = web::Path::<(String, String)>::extract(request).now_or_never()?;
    Some(decoded.ok()?.into_inner())
}

/// The only parameter of a path, decoded.
pub(crate) fn segment(request: &HttpRequest) -> Option<String> {
    let decoded = web::Path::<String>::extract(request).now_or_never()?;
    Some(decoded.ok()?.into_inner())
}
