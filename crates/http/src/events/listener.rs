//! One connection's view of a stream.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Bytes;
use futures_util::Stream;
use onair_domain::stream::StreamWithUser;
use onair_domain::user::UserId;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::hub::Hub;
use super::shown::Shown;

/// So often something is sent, so that neither end nor anything between takes the connection for dead.
const BEAT: Duration = Duration::from_secs(15);
const COMMENT: Bytes = Bytes::from_static(b":\n\n");

/// Somebody listening. Ends when the hub is told to stop, and leaves it when dropped.
#[derive(Debug)]
pub struct Listener {
    hub: Hub,
    host: UserId,
    newest: watch::Receiver<Arc<Shown>>,
    /// What was told last; `None` before the snapshot.
    told: Option<Arc<Shown>>,
    beat: Interval,
}

impl Listener {
    /// `newest` is `None` when there is nothing to wait for any more.
    pub(super) fn new(hub: Hub, found: &StreamWithUser, newest: Option<watch::Receiver<Arc<Shown>>>) -> Self {
        let newest = newest.unwrap_or_else(|| watch::channel(Arc::new(found.into())).1);
        let mut beat = interval_at(Instant::now() + BEAT, BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            hub,
            host: found.stream.user_id.clone(),
            newest,
            told: None,
            beat,
        }
    }

    /// Waits for what to send next: one event or several, or a comment when it was quiet for long.
    pub async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.told.is_none() {
                return Some(self.news());
            }
            tokio::select! {
                changed = self.newest.changed() => {
                    changed.ok()?;
                    let news = self.news();
                    if !news.is_empty() {
                        return Some(news);
                    }
                }
                _ = self.beat.tick() => return Some(COMMENT),
            }
        }
    }

    /// All that it will tell.
    pub(crate) fn into_stream(self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        futures_util::stream::unfold(self, |mut listener| async {
            let news = listener.next().await?;
            Some((Ok(news), listener))
        })
    }

    /// What leads from what was told to the newest state.
    fn news(&mut self) -> Bytes {
        let newest = self.newest.borrow_and_update().clone();
        let news = match &self.told {
            Some(told) => newest.since(told),
            None => newest.snapshot.clone(),
        };
        self.told = Some(newest);
        news
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.hub.leave(&self.host);
    }
}
