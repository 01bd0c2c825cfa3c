//! The change feed by `LISTEN`. Triggers notify in the transaction of the change.

use async_trait::async_trait;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use futures_util::StreamExt;
use onair_domain::ports::{Change, LiveEvents, LiveEventsError, LiveSubscription};
use onair_domain::user::UserId;

use crate::connect::Address;

/// The channels of the triggers.
const STREAM_CHANGED: &str = "onair_stream_changed";
const SUSPENSION_CHANGED: &str = "onair_suspension_changed";

/// Receives changes. Each listener has its own connection, because a pooled one would be reused
/// between two changes.
#[derive(Clone)]
pub struct PgLiveEvents {
    address: Address,
}

impl std::fmt::Debug for PgLiveEvents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PgLiveEvents").finish_non_exhaustive()
    }
}

impl PgLiveEvents {
    pub(crate) fn new(address: Address) -> Self {
        Self { address }
    }
}

#[async_trait]
impl LiveEvents for PgLiveEvents {
    async fn subscribe(&self) -> Result<Box<dyn LiveSubscription>, LiveEventsError> {
        let connection = self.address.connect_to_listen().await;
        let mut connection = connection.map_err(|error| LiveEventsError::Unavailable(error.into()))?;
        let listen = format!("LISTEN {STREAM_CHANGED}; LISTEN {SUSPENSION_CHANGED}");
        let listening = connection.batch_execute(&listen).await;
        listening.map_err(|error| LiveEventsError::Unavailable(error.into()))?;
        Ok(Box::new(PgListener(connection)))
    }
}

struct PgListener(AsyncPgConnection);

#[async_trait]
impl LiveSubscription for PgListener {
    async fn next(&mut self) -> Option<Change> {
        // Notifications are buffered in the connection, so dropping this future loses none.
        let mut notifications = std::pin::pin!(self.0.notifications_stream());
        loop {
            match notifications.next().await? {
                // Skip a payload that is no user id.
                Ok(notification) => match UserId::parse(&notification.payload) {
                    Ok(user) if notification.channel == SUSPENSION_CHANGED => {
                        return Some(Change::Suspension(user));
                    }
                    Ok(creator) => return Some(Change::Stream(creator)),
                    Err(error) => {
                        tracing::warn!(%error, "ignored a change notification with an invalid user id");
                    }
                },
                Err(error) => {
                    tracing::debug!(%error, "the connection for change notifications ended");
                    return None;
                }
            }
        }
    }
}
