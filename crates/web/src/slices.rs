//! A file as the body of an answer.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;

/// How much is given to the connection at once.
const SLICE: usize = 16 * 1024;

/// A body that is handed out slice by slice. A connection copies what it is given into a buffer of its own:
/// all at once, each client that reads slowly would cost as much memory as its file has bytes.
#[derive(Debug)]
pub(crate) struct Slices(pub(crate) Bytes);

impl MessageBody for Slices {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0.len() as u64)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.0.len().min(SLICE);
        Poll::Ready(Some(Ok(self.0.split_to(length))))
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Waker;

    use super::*;

    #[test]
    fn all_bytes_come_in_order_and_few_at_once() {
        let bytes: Vec<u8> = (0..40_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        let mut body = pin!(Slices(bytes.clone().into()));
        assert_eq!(body.size(), BodySize::Sized(40_000));
        let mut given = Vec::new();
        while let Poll::Ready(Some(Ok(slice))) =
            body.as_mut().poll_next(&mut Context::from_waker(Waker::noop()))
        {
            assert!(slice.len() <= SLICE);
            given.extend_from_slice(&slice);
        }
        assert_eq!(given, bytes);
    }
}
