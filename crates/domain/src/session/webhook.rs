//! [`WebhookService`]: accepts what the media server sends.

use std::fmt;
use std::sync::Arc;

use crate::error::Source;
use crate::ports::{MediaWebhooks, MediaWebhooksError, SignedBody, WebhookQueue, WebhookQueueError};

/// Why a webhook was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The media server didn't sign it. The source says what is wrong; nobody outside is told.
    #[error("the webhook is not signed by the media server")]
    Unsigned(#[source] Source),
    /// It is signed, and can't be read however often it is sent.
    #[error("the webhook can't be read")]
    Unreadable(#[source] Source),
    /// It has to be sent again later.
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

/// Accepts webhooks and enqueues their notifications. It takes two steps, so that the signature is decided
/// before anybody reads a body.
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
    /// Joins the two ports that it uses.
    #[must_use]
    pub fn new(webhooks: Arc<dyn MediaWebhooks>, queue: Arc<dyn WebhookQueue>) -> Self {
        Self { webhooks, queue }
    }

    /// Verifies the signature in an `Authorization` header, before the body is read.
    pub fn verify(&self, authorization: &str) -> Result<SignedBody, WebhookError> {
        Ok(self.webhooks.verify(authorization)?)
    }

    /// Checks that the body is the signed one, decodes it and enqueues its notification, without waiting. An
    /// event of a kind that isn't used here is accepted and dropped.
    pub fn accept(&self, signed: &SignedBody, body: &[u8]) -> Result<(), WebhookError> {
        if let Some(notification) = self.webhooks.read(signed, body)? {
            self.queue.enqueue(notification)?;
        }
        Ok(())
    }
}
