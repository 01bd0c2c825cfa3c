//! The variable parts of an address. One that can't be what it stands for is not found, as one
//! that merely isn't there.

use actix_web::{FromRequest as _, HttpRequest, web};
use futures_util::FutureExt as _;
use onair_domain::room::Identity;
use onair_domain::stream::SessionId;
use onair_domain::user::{UserId, Username};

use super::Input;
use crate::error::ApiError;

/// The `{username}` of an address.
impl Input for Username {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        // A name is trimmed where people type it, and in an address not.
        segment(request)
            .filter(|raw| raw.trim() == raw)
            .and_then(|raw| Username::parse(&raw).ok())
            .ok_or_else(ApiError::user_unknown)
    }
}

/// The `{identity}` of an address; whoever that may be.
impl Input for Identity {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        Ok(Identity::from_outside(segment(request).unwrap_or_default()))
    }
}

/// The `{id}` of a session's address.
impl Input for SessionId {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        segment(request)
            .and_then(|raw| SessionId::parse(&raw))
            .ok_or_else(ApiError::session_unknown)
    }
}

/// The `{userId}` of an address; `None` if nobody can have it. That is for who may know: an admin's
/// call refuses others before it says what is not there.
pub(crate) fn user_id(request: &HttpRequest) -> Option<UserId> {
    let raw = segment(request)?;
    UserId::parse(&raw).ok().filter(|id| id.as_str() == raw)
}

/// The `{userId}` of an address; whoever that may be, or nobody.
#[derive(Debug)]
pub(crate) struct Whom(Option<UserId>);

impl Whom {
    /// The user that the address may be about.
    pub(crate) fn known(&self) -> Result<&UserId, ApiError> {
        self.0.as_ref().ok_or_else(ApiError::user_unknown)
    }
}

impl Input for Whom {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        Ok(Self(user_id(request)))
    }
}

/// The two variable parts of an address that has two, decoded.
pub(crate) fn two_segments(request: &HttpRequest) -> Option<(String, String)> {
    let decoded = web::Path::<(String, String)>::extract(request).now_or_never()?;
    Some(decoded.ok()?.into_inner())
}

/// The one variable part, decoded.
pub(crate) fn segment(request: &HttpRequest) -> Option<String> {
    let decoded = web::Path::<String>::extract(request).now_or_never()?;
    Some(decoded.ok()?.into_inner())
}
