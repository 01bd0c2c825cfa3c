//! The change feed, which forgets what has changed.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use async_trait::async_trait;
use onair_domain::ports::{Change, LiveEvents, LiveEventsError, LiveSubscription};

use crate::Caches;

pub(crate) struct CachedLiveEvents {
    inner: Arc<dyn LiveEvents>,
    caches: Caches,
}

impl CachedLiveEvents {
    pub(crate) fn new(inner: Arc<dyn LiveEvents>, caches: Caches) -> Self {
        Self { inner, caches }
    }
}

#[async_trait]
impl LiveEvents for CachedLiveEvents {
    async fn subscribe(&self) -> Result<Box<dyn LiveSubscription>, LiveEventsError> {
        let changes = self.inner.subscribe().await?;
        Ok(Box::new(Following {
            changes,
            follower: Some(Follower::new(&self.caches)),
        }))
    }
}

struct Following {
    changes: Box<dyn LiveSubscription>,
    /// `None` when the subscription has ended.
    follower: Option<Follower>,
}

#[async_trait]
impl LiveSubscription for Following {
    async fn next(&mut self) -> Option<Change> {
        let change = self.changes.next().await;
        if let Some(Follower(caches)) = &self.follower {
            match &change {
                Some(Change::Stream(user) | Change::Suspension(user)) => caches.forget(user),
                None => self.follower = None,
            }
        }
        change
    }
}

/// A subscription that notices changes. Nothing that was read while none did is used later.
struct Follower(Caches);

impl Follower {
    fn new(caches: &Caches) -> Self {
        caches.forget_all();
        caches.0.followers.fetch_add(1, Ordering::AcqRel);
        Self(caches.clone())
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.0.0.followers.fetch_sub(1, Ordering::AcqRel);
        self.0.forget_all();
    }
}
