//! [`Hub`]: where listeners come and go. What it does for them by itself is in `work`.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use onair_domain::ports::LiveEvents;
use onair_domain::stream::{StreamService, StreamWithUser};
use onair_domain::user::UserId;
use tokio::sync::Notify;

use super::hosts::Hosts;
use super::listener::Listener;

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

    /// How many listen, to any stream.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.lock().as_ref().map_or(0, Hosts::listeners)
    }

    pub(super) fn leave(&self, host: &UserId) {
        if let Some(hosts) = self.lock().as_mut() {
            hosts.leave(host);
        }
    }

    pub(super) fn events(&self) -> &dyn LiveEvents {
        self.0.events.as_ref()
    }

    pub(super) fn streams(&self) -> &StreamService {
        &self.0.streams
    }

    /// Waits until something has to be read.
    pub(super) async fn due(&self) {
        self.0.due.notified().await;
    }

    /// Notes that something may have changed.
    pub(super) fn mark(&self, mark: impl FnOnce(&mut Hosts)) {
        if let Some(hosts) = self.lock().as_mut() {
            mark(hosts);
        }
        self.0.due.notify_one();
    }

    /// `None` once it was told to stop. Every step under the lock leaves what it guards whole, so a panic elsewhere spoils nothing.
    pub(super) fn lock(&self) -> MutexGuard<'_, Option<Hosts>> {
        self.0.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
