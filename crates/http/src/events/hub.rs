//! [`Hub`]: creates and removes subscriptions. Its background work is in `tasks`.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use onair_domain::account::AccountService;
use onair_domain::ports::LiveEvents;
use onair_domain::stream::{StreamService, StreamWithUser};
use onair_domain::user::{Requester, UserId};
use tokio::sync::Notify;

use super::requesters::Requesters;
use super::subscription::Subscription;
use super::watched_streams::WatchedStreams;

/// Holds the latest state of each stream that has subscriptions. Clones share the state.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    events: Arc<dyn LiveEvents>,
    streams: StreamService,
    accounts: AccountService,
    /// `None` after [`Hub::stop`]: dropping the channels ends all subscriptions.
    hosts: Mutex<Option<WatchedStreams>>,
    requesters: Mutex<Requesters>,
    /// A stream has to be read.
    due: Notify,
    /// Users have to be looked up.
    users_due: Notify,
    stopped: Notify,
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub")
            .field("watched_streams", &self.watched_streams())
            .finish()
    }
}

impl Hub {
    /// Creates a hub that learns of changes from `events`. It does nothing before [`Self::run`].
    #[must_use]
    pub fn new(events: Arc<dyn LiveEvents>, streams: StreamService, accounts: AccountService) -> Self {
        Self(Arc::new(Inner {
            events,
            streams,
            accounts,
            hosts: Mutex::new(Some(WatchedStreams::default())),
            requesters: Mutex::default(),
            due: Notify::new(),
            users_due: Notify::new(),
            stopped: Notify::new(),
        }))
    }

    /// Runs until [`Self::stop`]. Call it once, in its own task.
    pub async fn run(self) {
        tokio::select! {
            () = self.0.stopped.notified() => {}
            () = self.follow_changes() => {}
            () = self.refresh_periodically() => {}
            () = self.load() => {}
            () = self.end_suspended() => {}
        }
    }

    /// Ends [`Self::run`] and all current and future subscriptions. Call it before waiting for running
    /// requests, because event streams do not end otherwise.
    pub fn stop(&self) {
        self.lock().take();
        self.0.stopped.notify_one();
    }

    /// Subscribes to a stream that the caller has just read. The subscription of a signed-in user ends when
    /// the user is suspended.
    #[must_use]
    pub fn subscribe(&self, found: &StreamWithUser, requester: &Requester) -> Subscription {
        let latest = self.lock().as_mut().map(|hosts| hosts.subscribe(found));
        self.0.due.notify_one();
        let requester = requester.user_id().map(|user| self.requesters().subscribe(user));
        self.0.users_due.notify_one();
        Subscription::new(self.clone(), found, latest, requester)
    }

    /// The number of streams that have subscriptions.
    #[must_use]
    pub fn watched_streams(&self) -> usize {
        self.lock().as_ref().map_or(0, WatchedStreams::len)
    }

    /// The number of subscriptions to all streams.
    #[must_use]
    pub fn subscriptions(&self) -> usize {
        self.lock().as_ref().map_or(0, WatchedStreams::subscriptions)
    }

    /// Removes a subscription. The channels of the subscription have been dropped.
    pub(super) fn unsubscribe(&self, host: &UserId, requester: Option<&UserId>) {
        if let Some(hosts) = self.lock().as_mut() {
            hosts.unsubscribe(host);
        }
        if let Some(user) = requester {
            self.requesters().remove_if_unused(user);
        }
    }

    pub(super) fn events(&self) -> &dyn LiveEvents {
        self.0.events.as_ref()
    }

    pub(super) fn streams(&self) -> &StreamService {
        &self.0.streams
    }

    pub(super) fn accounts(&self) -> &AccountService {
        &self.0.accounts
    }

    /// Waits until users have to be looked up.
    pub(super) async fn users_due(&self) {
        self.0.users_due.notified().await;
    }

    /// Marks users as possibly suspended.
    pub(super) fn mark_users_stale(&self, mark_stale: impl FnOnce(&mut Requesters)) {
        mark_stale(&mut self.requesters());
        self.0.users_due.notify_one();
    }

    /// Waits until a stream has to be read.
    pub(super) async fn due(&self) {
        self.0.due.notified().await;
    }

    /// Marks streams as changed.
    pub(super) fn mark_stale(&self, mark_stale: impl FnOnce(&mut WatchedStreams)) {
        if let Some(hosts) = self.lock().as_mut() {
            mark_stale(hosts);
        }
        self.0.due.notify_one();
    }

    /// `None` after [`Self::stop`]. No code under the lock leaves an inconsistent state, so a poisoned lock
    /// can be used.
    pub(super) fn lock(&self) -> MutexGuard<'_, Option<WatchedStreams>> {
        self.0.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn requesters(&self) -> MutexGuard<'_, Requesters> {
        self.0.requesters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
