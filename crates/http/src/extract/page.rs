//! Reads `limit` and `cursor`, the parameters of paged lists.

use actix_web::HttpRequest;
use onair_domain::page::{LimitOutOfBounds, PageLimit, PageRequest};
use onair_domain::user::Username;

use super::Input;
use super::fields::FieldErrors;
use super::path::PathUserId;
use super::query::{Query, whole_number};
use crate::cursor::{CursorKey, read_cursor};
use crate::error::ApiError;

impl<K: CursorKey> Input for PageRequest<K> {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        let (query, mut errors) = (Query::of(request), FieldErrors::default());
        let page = read_page(&query, &mut errors);
        errors.finish(Some(page))
    }
}

/// A request for a page of a list of a user.
#[derive(Debug)]
pub(crate) struct UserPageRequest<K> {
    /// The user whose list it is.
    pub(crate) user: PathUserId,
    /// The requested page.
    pub(crate) page: PageRequest<K>,
}

impl<K: CursorKey> Input for UserPageRequest<K> {
    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        Ok(Self {
            user: PathUserId::read(request, body)?,
            page: PageRequest::read(request, body)?,
        })
    }
}

/// A request for a page of a list of the user with a name.
#[derive(Debug)]
pub(crate) struct NamedPageRequest<K> {
    /// The name of the user whose list it is.
    pub(crate) username: Username,
    /// The requested page.
    pub(crate) page: PageRequest<K>,
}

impl<K: CursorKey> Input for NamedPageRequest<K> {
    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        Ok(Self {
            username: Username::read(request, body)?,
            page: PageRequest::read(request, body)?,
        })
    }
}

/// Reads the requested page. Errors are added to `errors`.
pub(crate) fn read_page<K: CursorKey>(query: &Query<'_>, errors: &mut FieldErrors) -> PageRequest<K> {
    let limit = query.read("limit", errors, parse_limit);
    let after = query.read("cursor", errors, |cursor| {
        read_cursor(cursor).ok_or("must be the nextCursor of a response of the same list")
    });
    PageRequest {
        limit: limit.unwrap_or_default(),
        after,
    }
}

fn parse_limit(text: &str) -> Result<PageLimit, LimitOutOfBounds> {
    PageLimit::new(whole_number(text).ok_or(LimitOutOfBounds)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_whole_number_from_1_to_50() {
        assert_eq!(parse_limit("1").unwrap().get(), 1);
        assert_eq!(parse_limit("50").unwrap().get(), 50);
        for bad in [
            "",
            "0",
            "51",
            "-1",
            "+1",
            "1.0",
            "1e1",
            " 1",
            "x",
            "99999999999999999999",
        ] {
            assert_eq!(parse_limit(bad), Err(LimitOutOfBounds), "{bad:?}");
        }
    }
}
