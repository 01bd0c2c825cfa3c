//! The one task that hears of changes and reads what changed, for all listeners of all workers.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use onair_domain::ports::LiveEvents;
use onair_domain::stream::{StreamService, StreamWithUser};
use onair_domain::user::UserId;
use tokio::sync::Notify;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::hosts::Hosts;
use super::listener::Listener;

/// Listened streams are read anew so often even if nobody told of a change.
const REFRESH: Duration = Duration::from_secs(10);

/// How many streams are read at once. A store has better things to do too.
const LOADS: usize = 8;

/// A reading that takes longer counts as failed.
const LOAD_PATIENCE: Duration = Duration::from_secs(5);

/// The wait before listening again: at first, and at most. It doubles in between.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Keeps the newest state of each stream that somebody listens to. A clone is the same hub.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    events: Arc<dyn LiveEvents>,
    streams: StreamService,
    /// `None` once it was told to stop: the channels went with it, which ends every listener.
    hosts: Mutex<Option<Hosts>>,
    /// Something has to be read.
    due: Notify,
    stopped: Notify,
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").field("hosts", &self.hosts()).finish()
    }
}

impl Hub {
    /// A hub that hears of changes from `events`. Nothing happens until [`Self::run`].
    #[must_use]
    pub fn new(events: Arc<dyn LiveEvents>, streams: StreamService) -> Self {
        Self(Arc::new(Inner {
            events,
            streams,
            hosts: Mutex::new(Some(Hosts::default())),
            due: Notify::new(),
            stopped: Notify::new(),
        }))
    }

    /// Does the work, until [`Self::stop`]. Run it once, in a task of its own.
    pub async fn run(self) {
        tokio::select! {
            () = self.0.stopped.notified() => {}
            () = self.hear() => {}
            () = self.refresh() => {}
            () = self.load() => {}
        }
    }

    /// Ends [`Self::run`] and all listeners, also those to come: call it before waiting for requests
    /// to be finished, for these would not be.
    pub fn stop(&self) {
        self.lock().take();
        self.0.stopped.notify_one();
    }

    /// Somebody starts to listen to a stream that they have just read.
    #[must_use]
    pub fn listen(&self, found: &StreamWithUser) -> Listener {
        let newest = self.lock().as_mut().map(|hosts| hosts.join(found));
        self.0.due.notify_one();
        Listener::new(self.clone(), found, newest)
    }

    /// How many creators' streams are listened to.
    #[must_use]
    pub fn hosts(&self) -> usize {
        self.lock().as_ref().map_or(0, Hosts::len)
    }

    pub(super) fn leave(&self, host: &UserId) {
        if let Some(hosts) = self.lock().as_mut() {
            hosts.leave(host);
        }
    }

    /// Listens for changes, and again when that ends.
    async fn hear(&self) {
        let mut wait = FIRST_WAIT;
        let mut is_failing = false;
        loop {
            match self.0.events.listen().await {
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
    async fn refresh(&self) {
        let mut ticks = interval(REFRESH);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.mark(Hosts::mark_all);
        }
    }

    /// Reads what is due, each stream once for all of its listeners.
    async fn load(&self) {
        let mut loads = FuturesUnordered::new();
        loop {
            while loads.len() < LOADS
                && let Some(host) = self.lock().as_mut().and_then(Hosts::begin)
            {
                loads.push(self.load_one(host));
            }
            tokio::select! {
                () = self.0.due.notified() => {}
                Some(()) = loads.next() => {}
            }
        }
    }

    async fn load_one(&self, host: UserId) {
        let loading = self.0.streams.get_stream_of(&host);
        // A failure is no news: the store's own users tell of its outages, and the next round
        // tries again.
        let found = timeout(LOAD_PATIENCE, loading).await.ok().and_then(Result::ok);
        if let Some(hosts) = self.lock().as_mut() {
            hosts.finish(&host, found.as_ref());
        }
    }

    fn mark(&self, mark: impl FnOnce(&mut Hosts)) {
        if let Some(hosts) = self.lock().as_mut() {
            mark(hosts);
        }
        self.0.due.notify_one();
    }

    /// Every step under the lock leaves what it guards whole, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Option<Hosts>> {
        self.0.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
