//! Receives request bodies, and checks their type, size and duration.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::web::BytesMut;
use futures_util::StreamExt as _;
use tokio::time::timeout;

use crate::error::{ApiError, Code};

/// The maximum size of a body, in KiB.
const MAX_KIB: usize = 64;

/// The maximum size of a webhook's body, in KiB. A webhook contains the metadata of the room and its
/// participants.
const MAX_WEBHOOK_KIB: usize = 1024;

/// The media type of JPEG pictures.
const JPEG: &str = "image/jpeg";

/// How long a body may take. If it takes longer or is not read to its end, the connection is closed.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// How the body of a request is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyRule {
    /// The body must be JSON.
    Json,
    /// The body must be a JPEG picture.
    Jpeg,
    /// A webhook of the media server, of any content type.
    Media,
    /// The body is discarded. It must not be too large.
    Ignored,
}

impl BodyRule {
    fn max_kib(self) -> usize {
        match self {
            Self::Json | Self::Jpeg | Self::Ignored => MAX_KIB,
            Self::Media => MAX_WEBHOOK_KIB,
        }
    }

    fn accepts(self, content_type: &HeaderValue) -> bool {
        match self {
            Self::Json => is_json(content_type),
            Self::Jpeg => content_type.as_bytes().eq_ignore_ascii_case(JPEG.as_bytes()),
            Self::Media | Self::Ignored => true,
        }
    }
}

/// Receives the body. Returns an empty one if it is ignored.
pub(crate) async fn receive(
    request: &HttpRequest,
    payload: &mut Payload,
    rule: BodyRule,
) -> Result<BytesMut, ApiError> {
    let max_bytes = rule.max_kib() * 1024;
    let receiving = async {
        let first = match rule {
            BodyRule::Ignored | BodyRule::Media => None,
            BodyRule::Json | BodyRule::Jpeg => check_type(request.headers(), payload, rule).await?,
        };
        if content_length(request.headers()).is_some_and(|length| length > max_bytes as u64) {
            return Err(too_large(rule));
        }
        let mut body = first.unwrap_or_default();
        while body.len() <= max_bytes {
            match payload.next().await {
                Some(chunk) => body.extend_from_slice(&chunk.map_err(|error| unreadable(&error, rule))?),
                None => {
                    return Ok(match rule {
                        BodyRule::Json | BodyRule::Jpeg | BodyRule::Media => body,
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

/// Checks the content type. A request without a body needs no content type, because missing
/// fields are reported otherwise. So without a content type, any byte of a body is an error.
async fn check_type(
    headers: &HeaderMap,
    payload: &mut Payload,
    rule: BodyRule,
) -> Result<Option<BytesMut>, ApiError> {
    let mut types = headers.get_all(header::CONTENT_TYPE);
    let is_plain = headers
        .get_all(header::CONTENT_ENCODING)
        .all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    match (types.next(), types.next()) {
        (Some(one), None) if is_plain && rule.accepts(one) => return Ok(None),
        (None, _) => {}
        _ => return Err(unsupported_type(rule)),
    }
    while let Some(chunk) = payload.next().await {
        if !chunk.map_err(|error| unreadable(&error, rule))?.is_empty() {
            return Err(unsupported_type(rule));
        }
    }
    Ok(Some(BytesMut::new()))
}

/// Whether it is `application/json`, with UTF-8 if a charset is given.
fn is_json(value: &HeaderValue) -> bool {
    let Ok(text) = value.to_str() else {
        return false;
    };
    let mut parts = text.split(';').map(str::trim);
    let is_json = parts
        .next()
        .is_some_and(|media_type| media_type.eq_ignore_ascii_case("application/json"));
    is_json
        && parts.all(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            !name.trim().eq_ignore_ascii_case("charset")
                || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
}

fn too_large(rule: BodyRule) -> ApiError {
    let kib = rule.max_kib();
    ApiError::new(
        Code::PayloadTooLarge,
        format!("The body is larger than {kib} KiB."),
    )
}

fn unsupported_type(rule: BodyRule) -> ApiError {
    let (what, media_type) = match rule {
        BodyRule::Jpeg => ("a JPEG picture", JPEG),
        BodyRule::Json | BodyRule::Media | BodyRule::Ignored => ("JSON", "application/json"),
    };
    ApiError::new(
        Code::UnsupportedMediaType,
        format!("The body must be {what}, sent with the header \"Content-Type: {media_type}\"."),
    )
}

fn unreadable(error: &PayloadError, rule: BodyRule) -> ApiError {
    match error {
        PayloadError::Overflow => too_large(rule),
        _ => ApiError::new(
            Code::MalformedBody,
            "The body ended early or was not encoded correctly.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use actix_web::web::Bytes;
    use futures_util::stream;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_slow_body_is_refused_after_the_timeout() {
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
    fn the_charset_of_json_must_be_utf_8() {
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
