//! [`MemoryLiveEvents`]: the change feed of a store.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Poll, Waker};

use async_trait::async_trait;
use onair_domain::ports::{LiveEvents, LiveEventsError, LiveSubscription};
use onair_domain::user::UserId;

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
    pub fn hang_up(&self) {
        self.0.subscribers().hang_up();
    }
}

#[async_trait]
impl LiveEvents for MemoryLiveEvents {
    async fn subscribe(&self) -> Result<Box<dyn LiveSubscription>, LiveEventsError> {
        // During an outage of the store, subscribing fails too.
        self.0.step(|_| ()).map_err(LiveEventsError::Unavailable)?;
        Ok(Box::new(MemoryListener(self.0.subscribers().add())))
    }
}

/// The subscribers of a store.
#[derive(Debug, Default)]
pub(crate) struct Subscribers(Mutex<Vec<Weak<Mutex<Subscriber>>>>);

/// The pending changes of one subscriber. A stream that changed several times is in it once.
#[derive(Debug, Default)]
struct Subscriber {
    heard: BTreeSet<UserId>,
    is_cut_off: bool,
    waiting: Option<Waker>,
}

impl Subscribers {
    fn add(&self) -> Arc<Mutex<Subscriber>> {
        let ear = Arc::default();
        locked(&self.0).push(Arc::downgrade(&ear));
        ear
    }

    pub(crate) fn tell(&self, changed: &BTreeSet<UserId>) {
        self.each(|ear| ear.heard.extend(changed.iter().cloned()));
    }

    fn hang_up(&self) {
        self.each(|ear| ear.is_cut_off = true);
    }

    /// Calls a function for each subscriber, wakes it, and removes subscribers that are gone.
    fn each(&self, act: impl Fn(&mut Subscriber)) {
        locked(&self.0).retain(|ear| {
            let Some(ear) = ear.upgrade() else { return false };
            let mut ear = locked(&ear);
            act(&mut ear);
            if let Some(waker) = ear.waiting.take() {
                waker.wake();
            }
            true
        });
    }
}

struct MemoryListener(Arc<Mutex<Subscriber>>);

#[async_trait]
impl LiveSubscription for MemoryListener {
    async fn next(&mut self) -> Option<UserId> {
        poll_fn(|context| {
            let mut ear = locked(&self.0);
            if ear.is_cut_off {
                return Poll::Ready(None);
            }
            if let Some(creator) = ear.heard.pop_first() {
                return Poll::Ready(Some(creator));
            }
            ear.waiting = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}

/// A panic of another thread leaves no partial change here.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
