//! Compresses what is worth it: whole answers in JSON or plain text of more than a kilobyte, by gzip, which
//! all clients and proxies know. A stream of events is never collected or compressed.

use std::io::Write as _;

use actix_web::body::{BodySize, BoxBody, MessageBody as _};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, AcceptEncoding, Encoding, Header as _, HeaderMap, HeaderValue};
use actix_web::web::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// What is smaller is sent as it is: it fits into one packet anyway.
const SMALLEST: u64 = 1024;

/// The answer, compressed if its client takes that and it is worth it.
pub(crate) fn compress(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let size = match response.response().body().size() {
        BodySize::Sized(size) if size > SMALLEST => size,
        _ => return response,
    };
    let headers = response.headers();
    if headers.contains_key(header::CONTENT_ENCODING) || !is_text(headers) {
        return response;
    }
    let takes_gzip = accepts_gzip(&response);
    response.map_body(|head, body| {
        head.headers
            .append(header::VARY, HeaderValue::from_static("accept-encoding"));
        if !takes_gzip {
            return body;
        }
        match body.try_into_bytes() {
            Ok(bytes) => match gzip(&bytes, size) {
                Some(zipped) => {
                    head.headers
                        .insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                    BoxBody::new(zipped)
                }
                None => BoxBody::new(bytes),
            },
            Err(body) => body,
        }
    })
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .map_or(&b""[..], HeaderValue::as_bytes);
    kind.starts_with(b"application/json") || kind.starts_with(b"text/plain")
}

fn accepts_gzip(response: &ServiceResponse<BoxBody>) -> bool {
    let Ok(accepted) = AcceptEncoding::parse(response.request()) else {
        return false;
    };
    let offered = [Encoding::gzip(), Encoding::identity()];
    accepted.negotiate(offered.iter()) == Some(Encoding::gzip())
}

/// `None` if it fails or saves nothing.
fn gzip(bytes: &[u8], size: u64) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).ok()?;
    let zipped = encoder.finish().ok()?;
    ((zipped.len() as u64) < size).then(|| zipped.into())
}
