//! Compresses complete JSON and plain text responses of more than 1 KiB with gzip. Event streams are neither
//! buffered nor compressed.

use std::io::Write as _;

use actix_web::body::{BodySize, BoxBody, MessageBody as _};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, AcceptEncoding, Encoding, Header as _, HeaderMap, HeaderValue};
use actix_web::web::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Smaller responses fit into one packet without compression.
const MIN_SIZE: u64 = 1024;

/// Compresses the response if the client accepts gzip and the result is smaller.
pub(crate) fn compress(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let size = match response.response().body().size() {
        BodySize::Sized(size) if size > MIN_SIZE => size,
        _ => return response,
    };
    let headers = response.headers();
    if headers.contains_key(header::CONTENT_ENCODING) || !is_text(headers) {
        return response;
    }
    let is_gzip_accepted = accepts_gzip(&response);
    response.map_body(|head, body| {
        head.headers
            .append(header::VARY, HeaderValue::from_static("accept-encoding"));
        if !is_gzip_accepted {
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
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .map_or(&b""[..], HeaderValue::as_bytes);
    content_type.starts_with(b"application/json") || content_type.starts_with(b"text/plain")
}

fn accepts_gzip(response: &ServiceResponse<BoxBody>) -> bool {
    let Ok(accepted) = AcceptEncoding::parse(response.request()) else {
        return false;
    };
    let offered = [Encoding::gzip(), Encoding::identity()];
    accepted.negotiate(offered.iter()) == Some(Encoding::gzip())
}

/// Returns `None` if compression fails or does not make the body smaller.
fn gzip(bytes: &[u8], size: u64) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).ok()?;
    let zipped = encoder.finish().ok()?;
    ((zipped.len() as u64) < size).then(|| zipped.into())
}
