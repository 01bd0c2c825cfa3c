//! A response body that sends a file in chunks.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;

/// The maximum number of bytes per chunk.
const CHUNK_SIZE: usize = 16 * 1024;

/// A body that yields its bytes in chunks of at most [`CHUNK_SIZE`].
///
/// The connection copies each chunk into its own buffer. With a single chunk, each slow client would hold a
/// copy of the whole file.
#[derive(Debug)]
pub(crate) struct ChunkedBody(pub(crate) Bytes);

impl MessageBody for ChunkedBody {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0.len() as u64)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.0.len().min(CHUNK_SIZE);
        Poll::Ready(Some(Ok(self.0.split_to(length))))
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Waker;

    use super::*;

    #[test]
    fn body_yields_all_bytes_in_small_chunks() {
        let bytes: Vec<u8> = (0..40_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        let mut body = pin!(ChunkedBody(bytes.clone().into()));
        assert_eq!(body.size(), BodySize::Sized(40_000));
        let mut received = Vec::new();
        while let Poll::Ready(Some(Ok(chunk))) =
            body.as_mut().poll_next(&mut Context::from_waker(Waker::noop()))
        {
            assert!(chunk.len() <= CHUNK_SIZE);
            received.extend_from_slice(&chunk);
        }
        assert_eq!(received, bytes);
    }
}
