//! Changes of streams, heard over LISTEN. The database's triggers tell them, in the transaction that
//! makes them.

use async_trait::async_trait;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use futures_util::StreamExt;
use onair_domain::ports::{LiveEvents, LiveEventsError, LiveListener};
use onair_domain::user::UserId;

use crate::connect::Address;

/// Hears of changes over a connection of its own for each who listens: a pooled one would be given
/// away between two changes.
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
    async fn listen(&self) -> Result<Box<dyn LiveListener>, LiveEventsError> {
        let connection = self.address.connect_to_listen().await;
        let mut connection = connection.map_err(|error| LiveEventsError::Unavailable(error.into()))?;
        let listening = connection.batch_execute("LISTEN onair_stream_changed").await;
        listening.map_err(|error| LiveEventsError::Unavailable(error.into()))?;
        Ok(Box::new(PgListener(connection)))
    }
}

struct PgListener(AsyncPgConnection);

#[async_trait]
impl LiveListener for PgListener {
    async fn next(&mut self) -> Option<UserId> {
        // The notifications wait in a channel of the connection, so dropping this loses none.
        let mut notifications = std::pin::pin!(self.0.notifications_stream());
        loop {
            match notifications.next().await? {
                // What is no user's id is no stream's either.
                Ok(notification) => match UserId::parse(&notification.payload) {
                    Ok(creator) => return Some(creator),
                    Err(fault) => tracing::warn!(%fault, "a change was told of nobody"),
                },
                Err(error) => {
                    tracing::debug!(%error, "the connection that hears of changes ended");
                    return None;
                }
            }
        }
    }
}
