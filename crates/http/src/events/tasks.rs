//! What the hub's one task does: it hears of changes, and reads what changed once for all listeners.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use onair_domain::user::UserId;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::hosts::Hosts;
use super::hub::Hub;

/// Listened streams are read anew so often even if nobody told of a change.
const REFRESH: Duration = Duration::from_secs(10);

/// How many streams are read at once. A store has better things to do too.
const LOADS: usize = 8;

/// A reading that takes longer counts as failed.
const LOAD_PATIENCE: Duration = Duration::from_secs(5);

/// The wait before listening again: at first, and at most. It doubles in between.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(10);

impl Hub {
    /// Listens for changes, and again when that ends.
    pub(super) async fn hear(&self) {
        let mut wait = FIRST_WAIT;
        let mut is_failing = false;
        loop {
            match self.events().subscribe().await {
                Ok(mut changes) => {
                    if is_failing {
                        tracing::info!("hearing of changes again");
                    }
                    (wait, is_failing) = (FIRST_WAIT, false);
                    self.mark(Hosts::mark_all);
                    while let Some(host) = changes.next().await {
                        self.mark(|hosts| hosts.mark(&host));
                    }
                    tracing::debug!("no longer hearing of changes; listening again");
                }
                Err(error) if !is_failing => {
                    let error: &(dyn std::error::Error + 'static) = &error;
                    tracing::warn!(
                        error,
                        "can't hear of changes; listeners get them late until it works again"
                    );
                    is_failing = true;
                }
                Err(_) => {}
            }
            sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// Has everything read anew now and then, in case a change was not told.
    pub(super) async fn refresh(&self) {
        let mut ticks = interval(REFRESH);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.mark(Hosts::mark_all);
        }
    }

    /// Reads what is due, each stream once for all of its listeners.
    pub(super) async fn load(&self) {
        let mut loads = FuturesUnordered::new();
        loop {
            while loads.len() < LOADS
                && let Some(host) = self.lock().as_mut().and_then(Hosts::begin)
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
        // A failure is no news: the store's own users tell of its outages, and the next round
        // tries again.
        let found = timeout(LOAD_PATIENCE, loading).await.ok().and_then(Result::ok);
        if let Some(hosts) = self.lock().as_mut() {
            hosts.finish(&host, found.as_ref());
        }
    }
}
