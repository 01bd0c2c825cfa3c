//! The port to the change feed: it reports which streams have changed, on any server.

use async_trait::async_trait;

use crate::error::Source;
use crate::user::UserId;

/// Why the change feed could not be subscribed to.
#[derive(Debug, thiserror::Error)]
pub enum LiveEventsError {
    /// The store's change feed did not answer.
    #[error("the change feed is unavailable")]
    Unavailable(#[source] Source),
}

/// The change feed of the store. A change names the creator whose stream has changed, not what has changed: the
/// subscriber reads the stream again. So duplicated and late changes do no harm, and several changes can be
/// handled as one.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait LiveEvents: Send + Sync {
    /// Subscribes to changes. From then on, each call of [`super::StreamRepository`] or
    /// [`super::SessionRepository`], on any server, that changes what
    /// [`super::StreamRepository::find_with_user`] returns MUST be reported, after the new state can be read.
    async fn subscribe(&self) -> Result<Box<dyn LiveSubscription>, LiveEventsError>;
}

/// A subscription to the change feed.
#[async_trait]
pub trait LiveSubscription: Send {
    /// Waits for the next change and returns the creator whose stream has changed. `None` when the subscription
    /// has ended. Changes may have been missed then, so the caller subscribes again and reads everything again.
    /// A change MUST NOT be lost when the returned future is dropped before it completes.
    async fn next(&mut self) -> Option<UserId>;
}
