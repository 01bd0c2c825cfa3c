//! [`WebhookService`]: accepts webhooks of the media server.

use std::fmt;
use std::sync::Arc;

use crate::error::Source;
use crate::ports::{MediaWebhooks, MediaWebhooksError, SignedBody, WebhookQueue, WebhookQueueError};

/// Why a webhook was refused.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The media server did not sign it. The source names the reason for the log; callers do not learn it.
    #[error("the webhook is not signed by the media server")]
    Unsigned(#[source] Source),
    /// It is signed, but cannot be decoded. Sending it again does not help.
    #[error("the webhook can't be read")]
    Unreadable(#[source] Source),
    /// The queue does not accept it. The media server has to send it again.
    #[error(transparent)]
    NotEnqueued(#[from] WebhookQueueError),
}

impl From<MediaWebhooksError> for WebhookError {
    fn from(error: MediaWebhooksError) -> Self {
        match error {
            MediaWebhooksError::Unsigned(source) => Self::Unsigned(source),
            MediaWebhooksError::Unreadable(source) => Self::Unreadable(source),
        }
    }
}

/// Accepts webhooks and enqueues their notifications, in two steps: the signature is verified before the body
/// is read.
#[derive(Clone)]
pub struct WebhookService {
    webhooks: Arc<dyn MediaWebhooks>,
    queue: Arc<dyn WebhookQueue>,
}

impl fmt::Debug for WebhookService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookService").finish_non_exhaustive()
    }
}

impl WebhookService {
    /// Takes the ports that it uses.
    #[must_use]
    pub fn new(webhooks: Arc<dyn MediaWebhooks>, queue: Arc<dyn WebhookQueue>) -> Self {
        Self { webhooks, queue }
    }

    /// Verifies the signature in the `Authorization` header, before the body is read.
    pub fn verify(&self, authorization: &str) -> Result<SignedBody, WebhookError> {
        Ok(self.webhooks.verify(authorization)?)
    }

    /// Checks that the body is the signed one, decodes it and enqueues the notification, without waiting.
    /// Events of kinds that are not used are accepted and dropped.
    pub fn accept(&self, signed: &SignedBody, body: &[u8]) -> Result<(), WebhookError> {
        if let Some(notification) = self.webhooks.read(signed, body)? {
            self.queue.enqueue(notification)?;
        }
        Ok(())
    }
}
