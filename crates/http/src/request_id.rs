//! Request ids, which connect a response with its line in the log.

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web;

use crate::api::Api;

/// The header of requests and responses that contains the id.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const MAX_LENGTH: usize = 128;

/// A request's id.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// The id in the request's header, if it is safe to log; otherwise a new one.
    pub(crate) fn of(request: &ServiceRequest) -> Self {
        let mut values = request.headers().get_all(REQUEST_ID);
        if let (Some(one), None) = (values.next(), values.next())
            && let Ok(text) = one.to_str()
            && is_safe(text)
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

    /// The id as a header value. Ids that pass [`is_safe`] are always valid.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

fn is_safe(id: &str) -> bool {
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    (1..=MAX_LENGTH).contains(&id.len()) && id.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn unsafe_ids_are_refused() {
        assert!(is_safe("a"));
        assert!(is_safe("0c8f-2.x_Y"));
        assert!(is_safe(&"a".repeat(128)));
        for bad in ["", "a b", "a\n", "é", "{\"a\":1}", &"a".repeat(129)] {
            assert!(!is_safe(bad), "{bad:?}");
        }
    }
}
