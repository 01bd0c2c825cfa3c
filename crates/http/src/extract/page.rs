//! `limit` and `cursor`: which part of a list is asked for.

use actix_web::HttpRequest;
use onair_domain::page::{LimitOutOfBounds, PageLimit, PageRequest};

use super::Input;
use super::fields::Faults;
use super::path::Whom;
use super::query::{Query, whole_number};
use crate::cursor::{CursorKey, read_cursor};
use crate::error::ApiError;

impl<K: CursorKey> Input for PageRequest<K> {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        let (query, mut faults) = (Query::of(request), Faults::default());
        let page = read_page(&query, &mut faults);
        faults.finish(Some(page))
    }
}

/// A page of somebody's list.
#[derive(Debug)]
pub(crate) struct PageOf<K> {
    /// Whose.
    pub(crate) whom: Whom,
    /// Which.
    pub(crate) page: PageRequest<K>,
}

impl<K: CursorKey> Input for PageOf<K> {
    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        Ok(Self {
            whom: Whom::read(request, body)?,
            page: PageRequest::read(request, body)?,
        })
    }
}

/// The part of a list that a query asks for; faults are noted.
pub(crate) fn read_page<K: CursorKey>(query: &Query<'_>, faults: &mut Faults) -> PageRequest<K> {
    let limit = query.read("limit", faults, parse_limit);
    let after = query.read("cursor", faults, |cursor| {
        read_cursor(cursor).ok_or("must be the nextCursor of an answer to this same call")
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
