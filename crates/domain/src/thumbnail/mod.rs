//! Thumbnails: the current picture of a broadcast, which the creator's browser takes.

mod jpeg;
mod service;

pub use jpeg::{Jpeg, JpegError};
pub use service::{ThumbnailError, ThumbnailPorts, ThumbnailService};

use crate::Timestamp;

/// The picture of an open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// The picture.
    pub picture: Jpeg,
    /// When it was stored.
    pub at: Timestamp,
}
