//! The port that verifies and decodes webhooks of the media server.

use std::fmt;

use crate::error::Source;
use crate::session::MediaNotification;

/// Why a request is not a webhook of the media server.
#[derive(Debug, thiserror::Error)]
pub enum MediaWebhooksError {
    /// It has no signature of the media server, or one for something else. The source names the reason for
    /// the log; callers do not learn it.
    #[error("the webhook is not signed by the media server")]
    Unsigned(#[source] Source),
    /// It is signed, but its body cannot be decoded.
    #[error("the webhook can't be read")]
    Unreadable(#[source] Source),
}

/// The body for which a verified signature is valid, in the adapter's own form (for example its hash). Only
/// adapters create it, and only [`MediaWebhooks::verify`] returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedBody(String);

impl SignedBody {
    /// Wraps the value that the adapter compares the body with.
    #[must_use]
    pub fn new(expected: String) -> Self {
        Self(expected)
    }

    /// The value that the adapter compares the body with.
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

/// Verifies and decodes webhooks, in two steps: the signature is verified before the body is read, so that
/// only the media server can make this service buffer a body.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait MediaWebhooks: Send + Sync {
    /// Verifies the `Authorization` header, unchanged, without the body. MUST refuse a header that the media
    /// server did not sign, that has expired, or that is not for a body.
    fn verify(&self, authorization: &str) -> Result<SignedBody, MediaWebhooksError>;

    /// Decodes the body for which the header was signed. `None` for a valid webhook of a kind that is not
    /// used. MUST refuse every other body, and MUST NOT return texts that a store cannot keep (with U+0000).
    fn read(&self, signed: &SignedBody, body: &[u8])
    -> Result<Option<MediaNotification>, MediaWebhooksError>;
}
