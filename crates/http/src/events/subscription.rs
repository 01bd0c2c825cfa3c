//! The events of one connection.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Bytes;
use futures_util::Stream;
use onair_domain::stream::StreamWithUser;
use onair_domain::user::UserId;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::encoded_state::EncodedState;
use super::hub::Hub;
use super::requesters::Requester;
use crate::client::Permit;

/// A comment is sent at this interval, so that no client or proxy closes the connection as idle.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(15);
const HEARTBEAT: Bytes = Bytes::from_static(b":\n\n");

/// A subscription to the events of a stream. It ends when the hub stops or its user is suspended, and is
/// removed from the hub when dropped.
#[derive(Debug)]
pub struct Subscription {
    hub: Hub,
    host: UserId,
    latest: watch::Receiver<Arc<EncodedState>>,
    /// The state that was sent last; `None` before the snapshot.
    last_sent: Option<Arc<EncodedState>>,
    heartbeat: Interval,
    /// `None` for a guest.
    requester: Option<Requester>,
}

impl Subscription {
    /// `latest` is `None` if the hub has stopped.
    pub(super) fn new(
        hub: Hub,
        found: &StreamWithUser,
        latest: Option<watch::Receiver<Arc<EncodedState>>>,
        requester: Option<Requester>,
    ) -> Self {
        let latest = latest.unwrap_or_else(|| watch::channel(Arc::new(found.into())).1);
        let mut heartbeat = interval_at(Instant::now() + HEARTBEAT_INTERVAL, HEARTBEAT_INTERVAL);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            hub,
            host: found.stream.user_id.clone(),
            latest,
            last_sent: None,
            heartbeat,
            requester,
        }
    }

    /// Waits for the next data to send: one or more events, or a comment as heartbeat.
    pub async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.last_sent.is_none() {
                return Some(self.next_update());
            }
            tokio::select! {
                changed = self.latest.changed() => {
                    changed.ok()?;
                    let next_update = self.next_update();
                    if !next_update.is_empty() {
                        return Some(next_update);
                    }
                }
                () = suspended(self.requester.as_mut()) => return None,
                _ = self.heartbeat.tick() => return Some(HEARTBEAT),
            }
        }
    }

    /// Converts the subscription to the body of a response. `permit` is kept until it ends.
    pub(crate) fn into_stream(self, permit: Option<Permit>) -> impl Stream<Item = Result<Bytes, Infallible>> {
        futures_util::stream::unfold((self, permit), |(mut subscription, permit)| async {
            let next_update = subscription.next().await?;
            Some((Ok(next_update), (subscription, permit)))
        })
    }

    /// Returns the events that lead from the state that was sent last to the latest state.
    fn next_update(&mut self) -> Bytes {
        let latest = self.latest.borrow_and_update().clone();
        let next_update = match &self.last_sent {
            Some(last_sent) => latest.changes_since(last_sent),
            None => latest.snapshot.clone(),
        };
        self.last_sent = Some(latest);
        next_update
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        // The hub forgets a user without channels.
        let user = self.requester.take().map(|requester| requester.user);
        self.hub.unsubscribe(&self.host, user.as_ref());
    }
}

/// Waits until the user of a subscription is suspended. Never returns for a guest.
async fn suspended(requester: Option<&mut Requester>) {
    match requester {
        Some(requester) => requester.suspended().await,
        None => std::future::pending().await,
    }
}
