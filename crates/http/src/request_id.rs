//! The id that ties an answer to its line in the log.

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web;

use crate::api::Api;

/// The header that carries it, both ways.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const LONGEST: usize = 128;

/// A request's id.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// The id that a caller or proxy gave, if it is fit for a log and a header; else a new one.
    pub(crate) fn of(request: &ServiceRequest) -> Self {
        let mut given = request.headers().get_all(REQUEST_ID);
        if let (Some(one), None) = (given.next(), given.next())
            && let Ok(text) = one.to_str()
            && is_sane(text)
        {
            return Self(text.to_owned());
        }
        let random = request
            .app_data::<web::Data<Api>>()
            .map_or(0, |api| api.ids.random());
        Self(format!("{random:016x}"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as a header's value; what [`is_sane`] lets through always is one.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

fn is_sane(id: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    (1..=LONGEST).contains(&id.len()) && id.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::is_sane;

    #[test]
    fn an_id_from_outside_must_fit_into_a_log() {
        assert!(is_sane("a"));
        assert!(is_sane("0c8f-2.x_Y"));
        assert!(is_sane(&"a".repeat(128)));
        for bad in ["", "a b", "a\n", "é", "{\"a\":1}", &"a".repeat(129)] {
            assert!(!is_sane(bad), "{bad:?}");
        }
    }
}
