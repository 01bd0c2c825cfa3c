//! The port to the change feed: it reports which streams and users have changed, on any server.

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

/// Something that has changed. It does not say to what: the subscriber reads the new state. So duplicated and
/// late changes do no harm, and several changes can be handled as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The stream of this creator has changed.
    Stream(UserId),
    /// This user was suspended or reinstated.
    Suspension(UserId),
}

/// The change feed of the store.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait LiveEvents: Send + Sync {
    /// Subscribes to changes. From then on, on any server, two kinds of calls MUST be reported after the new
    /// state can be read. As [`Change::Stream`]: each call of [`super::StreamRepository`],
    /// [`super::SessionRepository`] or [`super::Thumbnails`] that changes what
    /// [`super::StreamRepository::find_with_user`] returns.
    /// As [`Change::Suspension`]: each call of [`super::UserDirectory::set_suspended`] that changes a user.
    async fn subscribe(&self) -> Result<Box<dyn LiveSubscription>, LiveEventsError>;
}

/// A subscription to the change feed.
#[async_trait]
pub trait LiveSubscription: Send {
    /// Waits for the next change. `None` when the subscription has ended. Changes may have been missed then,
    /// so the caller subscribes again and reads everything again. A change MUST NOT be lost when the returned
    /// future is dropped before it completes.
    async fn next(&mut self) -> Option<Change>;
}
