//! Receiving a body: what type it must have, how large it may be, how long it may take.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::web::BytesMut;
use futures_util::StreamExt as _;
use tokio::time::timeout;

use crate::error::{ApiError, Code};

/// The largest body, in KiB.
const LARGEST: usize = 64;

/// The largest of the media server, in KiB: it tells of rooms with all that people in them are told.
const LARGEST_OF_MEDIA: usize = 1024;

/// How long a body may take. A body that takes longer, or is not read to its end, costs its connection.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// What becomes of a request's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyRule {
    /// It must be JSON.
    Json,
    /// It is the media server's, of whatever type.
    Media,
    /// It is nobody's business, but must not be too large.
    Ignored,
}

impl BodyRule {
    fn largest_kib(self) -> usize {
        match self {
            Self::Json | Self::Ignored => LARGEST,
            Self::Media => LARGEST_OF_MEDIA,
        }
    }
}

/// Takes the body in. Empty where it is ignored.
pub(crate) async fn receive(
    request: &HttpRequest,
    payload: &mut Payload,
    rule: BodyRule,
) -> Result<BytesMut, ApiError> {
    let largest = rule.largest_kib() * 1024;
    let receiving = async {
        let first = match rule {
            BodyRule::Ignored | BodyRule::Media => None,
            BodyRule::Json => check_type(request.headers(), payload).await?,
        };
        if announced(request.headers()).is_some_and(|length| length > largest as u64) {
            return Err(too_large(rule));
        }
        let mut body = first.unwrap_or_default();
        while body.len() <= largest {
            match payload.next().await {
                Some(chunk) => body.extend_from_slice(&chunk.map_err(|error| unreadable(&error, rule))?),
                None => {
                    return Ok(match rule {
                        BodyRule::Json | BodyRule::Media => body,
                        BodyRule::Ignored => BytesMut::new(),
                    });
                }
            }
        }
        Err(too_large(rule))
    };
    timeout(BODY_TIMEOUT, receiving).await.unwrap_or_else(|_| {
        Err(ApiError::new(
            Code::MalformedBody,
            "The body did not arrive in time.",
        ))
    })
}

/// Checks that the body says it is JSON. A request without a body need not say anything (what is
/// missing is told field by field or as malformed), so without a type the first bytes decide.
async fn check_type(headers: &HeaderMap, payload: &mut Payload) -> Result<Option<BytesMut>, ApiError> {
    let mut types = headers.get_all(header::CONTENT_TYPE);
    let is_plain = headers
        .get_all(header::CONTENT_ENCODING)
        .all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    match (types.next(), types.next()) {
        (Some(one), None) if is_plain && is_json(one) => return Ok(None),
        (None, _) => {}
        _ => return Err(unsupported_type()),
    }
    while let Some(chunk) = payload.next().await {
        if !chunk
            .map_err(|error| unreadable(&error, BodyRule::Json))?
            .is_empty()
        {
            return Err(unsupported_type());
        }
    }
    Ok(Some(BytesMut::new()))
}

/// `application/json`; where a charset is named it must be UTF-8.
fn is_json(value: &HeaderValue) -> bool {
    let Ok(text) = value.to_str() else {
        return false;
    };
    let mut parts = text.split(';').map(str::trim);
    let is_json = parts
        .next()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    is_json
        && parts.all(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            !name.trim().eq_ignore_ascii_case("charset")
                || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
}

fn too_large(rule: BodyRule) -> ApiError {
    let kib = rule.largest_kib();
    ApiError::new(
        Code::PayloadTooLarge,
        format!("The body is larger than {kib} KiB."),
    )
}

fn unsupported_type() -> ApiError {
    ApiError::new(
        Code::UnsupportedMediaType,
        "The body must be JSON, sent with the header \"Content-Type: application/json\".",
    )
}

fn unreadable(error: &PayloadError, rule: BodyRule) -> ApiError {
    match error {
        PayloadError::Overflow => too_large(rule),
        _ => ApiError::new(Code::MalformedBody, "The body broke off or was wrongly encoded."),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use actix_web::web::Bytes;
    use futures_util::stream;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_not_waited_for_long() {
        for pace in [Duration::from_secs(1), Duration::from_hours(1)] {
            let body = stream::unfold((), move |()| async move {
                let _elapsed = timeout(pace, std::future::pending::<()>()).await;
                Some((Ok(Bytes::from_static(b" ")), ()))
            });
            let mut payload: Payload = Payload::Stream {
                payload: Box::pin(body),
            };
            let request = TestRequest::default()
                .insert_header(("content-type", "application/json"))
                .to_http_request();
            let began = tokio::time::Instant::now();
            let refused = receive(&request, &mut payload, BodyRule::Json).await;
            assert!(refused.is_err());
            assert_eq!(began.elapsed(), BODY_TIMEOUT);
        }
    }

    #[test]
    fn json_may_name_its_charset_if_it_is_utf_8() {
        for good in [
            "application/json",
            "Application/JSON; charset=UTF-8",
            "application/json;charset=\"utf-8\"",
            "application/json; profile=x",
        ] {
            assert!(is_json(&HeaderValue::from_static(good)), "{good}");
        }
        for bad in [
            "",
            "text/plain",
            "application/jsonp",
            "application/json; charset=latin1",
            "application/json, text/plain",
            "application/x-www-form-urlencoded",
        ] {
            assert!(!is_json(&HeaderValue::from_static(bad)), "{bad}");
        }
    }
}
