//! The port that reads what the media server tells on its own.

use crate::error::Source;
use crate::session::MediaReport;

/// Why a call is not a report.
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

/// Tells the media server's words from everybody else's, and reads them.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait MediaWebhooks: Send + Sync {
    /// Verifies and reads: `authorization` is the header as it came, `body` every byte of the body.
    /// `None` for what is signed and of no use here. MUST refuse what is not signed for exactly this
    /// body.
    fn read(&self, authorization: &str, body: &[u8]) -> Result<Option<MediaReport>, MediaWebhooksError>;
}
