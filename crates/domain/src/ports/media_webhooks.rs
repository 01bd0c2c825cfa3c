//! The port that reads what the media server tells on its own.

use std::fmt;

use crate::error::Source;
use crate::session::MediaNotification;

/// Why a call is not a notification.
#[derive(Debug, thiserror::Error)]
pub enum MediaWebhooksError {
    /// Not signed by the media server, or signed for something else. The source says which; nobody
    /// outside is told.
    #[error("the webhook is not signed by the media server")]
    Unsigned(#[source] Source),
    /// Signed, and nothing that could ever be read.
    #[error("the webhook can't be read")]
    Unreadable(#[source] Source),
}

/// Which body a verified signature is for, in the adapter's own terms (a hash, for one). Only an adapter
/// makes it, and only [`MediaWebhooks::verify`] returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedBody(String);

impl SignedBody {
    /// Wraps what the adapter compares the body with.
    #[must_use]
    pub fn new(expected: String) -> Self {
        Self(expected)
    }

    /// What the adapter compares the body with.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SignedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignedBody")
    }
}

/// Tells the media server's words from everybody else's, and reads them. It takes two steps, so that
/// nobody but the media server makes the service take a body into memory.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait MediaWebhooks: Send + Sync {
    /// Verifies the header, as it came, without the body. MUST refuse what the media server didn't sign,
    /// what has expired, and what it signed that is for no body.
    fn verify(&self, authorization: &str) -> Result<SignedBody, MediaWebhooksError>;

    /// Reads every byte of the body that the header was for. `None` for what is signed and of no use
    /// here. MUST refuse any other body, and MUST NOT return texts that a store can't keep (U+0000).
    fn read(&self, signed: &SignedBody, body: &[u8])
    -> Result<Option<MediaNotification>, MediaWebhooksError>;
}
