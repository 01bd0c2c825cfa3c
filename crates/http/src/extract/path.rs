//! The variable parts of an address. One that can't be what it stands for is not found, as one
//! that merely isn't there.

use actix_web::{FromRequest as _, HttpRequest, web};
use futures_util::FutureExt as _;
use onair_domain::session::Identity;
use onair_domain::user::Username;

use super::Input;
use crate::error::{ApiError, Code};

/// The `{username}` of an address.
impl Input for Username {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        // A name is trimmed where people type it; an address is taken to the letter.
        segment(request)
            .and_then(|raw| Username::parse(&raw).ok().filter(|name| name.as_str() == raw))
            .ok_or_else(|| ApiError::new(Code::UserNotFound, "There is no such user."))
    }
}

/// The `{identity}` of an address; whoever that may be.
impl Input for Identity {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        Ok(Identity::from_outside(segment(request).unwrap_or_default()))
    }
}

/// The one variable part, decoded.
fn segment(request: &HttpRequest) -> Option<String> {
    let decoded = web::Path::<String>::extract(request).now_or_never()?;
    Some(decoded.ok()?.into_inner())
}
