//! The background work of the hub: it follows changes, reads each changed stream once for all subscriptions,
//! and ends the subscriptions of suspended users.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use onair_domain::ports::Change;
use onair_domain::user::UserId;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::hub::Hub;
use super::requesters::Requesters;
use super::watched_streams::WatchedStreams;

/// Watched streams and the users who watch are read again at this interval, in case a notification was lost.
const REFRESH_INTERVAL: Duration = Duration::from_secs(10);

/// How many streams are read at the same time. Bounds the load on the store.
const MAX_CONCURRENT_LOADS: usize = 8;

/// A read that takes longer counts as failed.
const LOAD_TIMEOUT: Duration = Duration::from_secs(5);

/// The delay before the hub subscribes to the change feed again. It doubles from the minimum to the maximum.
const MIN_RECONNECT_DELAY: Duration = Duration::from_millis(250);
const MAX_RECONNECT_DELAY: Duration = Duration::from_secs(10);

impl Hub {
    /// Follows the change feed, and subscribes again when it ends or fails.
    pub(super) async fn follow_changes(&self) {
        let mut delay = MIN_RECONNECT_DELAY;
        let mut is_failing = false;
        loop {
            match self.events().subscribe().await {
                Ok(mut changes) => {
                    if is_failing {
                        tracing::info!("the change feed works again");
                    }
                    (delay, is_failing) = (MIN_RECONNECT_DELAY, false);
                    self.mark_all_stale();
                    while let Some(change) = changes.next().await {
                        match change {
                            Change::Stream(host) => self.mark_stale(|watched| watched.mark_stale(&host)),
                            Change::Suspension(user) => {
                                self.mark_users_stale(|requesters| requesters.mark_stale(&user));
                            }
                        }
                    }
                    tracing::debug!("the change feed ended; subscribing again");
                }
                Err(error) if !is_failing => {
                    let error: &(dyn std::error::Error + 'static) = &error;
                    tracing::warn!(
                        error,
                        "cannot subscribe to the change feed; event streams are delayed until it works again"
                    );
                    is_failing = true;
                }
                Err(_) => {}
            }
            sleep(delay).await;
            delay = (delay * 2).min(MAX_RECONNECT_DELAY);
        }
    }

    fn mark_all_stale(&self) {
        self.mark_stale(WatchedStreams::mark_all_stale);
        self.mark_users_stale(Requesters::mark_all_stale);
    }

    /// Marks all streams and users as changed at a fixed interval, in case a notification was lost.
    pub(super) async fn refresh_periodically(&self) {
        let mut ticks = interval(REFRESH_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.mark_all_stale();
        }
    }

    /// Reads changed streams, each once for all its subscriptions.
    pub(super) async fn load(&self) {
        let mut loads = FuturesUnordered::new();
        loop {
            while loads.len() < MAX_CONCURRENT_LOADS
                && let Some(host) = self.lock().as_mut().and_then(WatchedStreams::start_load)
            {
                loads.push(self.load_one(host));
            }
            tokio::select! {
                () = self.due() => {}
                Some(()) = loads.next() => {}
            }
        }
    }

    async fn load_one(&self, host: UserId) {
        let loading = self.streams().get_stream_of(&host);
        // A failure is not logged here: requests log outages of the store, and the next refresh tries again.
        let found = timeout(LOAD_TIMEOUT, loading).await.ok().and_then(Result::ok);
        if let Some(watched) = self.lock().as_mut() {
            watched.finish_load(&host, found.as_ref());
        }
    }

    /// Ends the subscriptions of users who were suspended.
    pub(super) async fn end_suspended(&self) {
        loop {
            let users = self.requesters().take_stale();
            if users.is_empty() {
                self.users_due().await;
                continue;
            }
            // After a failure the next refresh tries again.
            let suspended = timeout(LOAD_TIMEOUT, self.accounts().filter_suspended(&users)).await;
            for user in suspended.ok().and_then(Result::ok).unwrap_or_default() {
                self.requesters().end(&user);
            }
        }
    }
}
