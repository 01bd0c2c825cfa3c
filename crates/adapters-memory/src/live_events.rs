//! [`MemoryLiveEvents`]: the change feed of a store.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Poll, Waker};

use async_trait::async_trait;
use onair_domain::ports::{Change, LiveEvents, LiveEventsError, LiveSubscription};

use crate::MemoryStore;

/// Publishes the changes of a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryLiveEvents(MemoryStore);

impl MemoryLiveEvents {
    /// The change feed of a store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    /// Ends all current subscriptions, as a lost connection does.
    pub fn end_subscriptions(&self) {
        self.0.subscribers().end_subscriptions();
    }
}

#[async_trait]
impl LiveEvents for MemoryLiveEvents {
    async fn subscribe(&self) -> Result<Box<dyn LiveSubscription>, LiveEventsError> {
        // During an outage of the store, subscribing fails too.
        self.0.step(|_| ()).map_err(LiveEventsError::Unavailable)?;
        Ok(Box::new(MemorySubscription(self.0.subscribers().add())))
    }
}

/// The subscribers of a store.
#[derive(Debug, Default)]
pub(crate) struct Subscribers(Mutex<Vec<Weak<Mutex<Subscriber>>>>);

/// The pending changes of one subscriber. What changed several times is in it once.
#[derive(Debug, Default)]
struct Subscriber {
    changed: BTreeSet<Change>,
    is_ended: bool,
    waker: Option<Waker>,
}

impl Subscribers {
    fn add(&self) -> Arc<Mutex<Subscriber>> {
        let subscriber = Arc::default();
        lock_mutex(&self.0).push(Arc::downgrade(&subscriber));
        subscriber
    }

    pub(crate) fn publish(&self, changed: &BTreeSet<Change>) {
        self.update_each(|subscriber| subscriber.changed.extend(changed.iter().cloned()));
    }

    fn end_subscriptions(&self) {
        self.update_each(|subscriber| subscriber.is_ended = true);
    }

    /// Updates each subscriber and wakes it. Subscriptions that were dropped are removed.
    fn update_each(&self, update: impl Fn(&mut Subscriber)) {
        lock_mutex(&self.0).retain(|subscriber| {
            let Some(subscriber) = subscriber.upgrade() else {
                return false;
            };
            let mut subscriber = lock_mutex(&subscriber);
            update(&mut subscriber);
            if let Some(waker) = subscriber.waker.take() {
                waker.wake();
            }
            true
        });
    }
}

struct MemorySubscription(Arc<Mutex<Subscriber>>);

#[async_trait]
impl LiveSubscription for MemorySubscription {
    async fn next(&mut self) -> Option<Change> {
        poll_fn(|context| {
            let mut subscriber = lock_mutex(&self.0);
            if subscriber.is_ended {
                return Poll::Ready(None);
            }
            if let Some(change) = subscriber.changed.pop_first() {
                return Poll::Ready(Some(change));
            }
            subscriber.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}

/// A panic of another thread leaves no partial change here.
fn lock_mutex<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
