//! Decorators of ports that remember streams, which most requests of viewers read, and callers with their own streams,
//! which all requests of signed-in users read. [`Caches::decorate`] adds them to a [`PortSet`].
//!
//! - A remembered stream is at most [`MAX_STREAM_AGE`] old, a caller [`MAX_CALLER_AGE`], counted from before it was read.
//! - A write through a decorator is seen by the next read on the same server.
//! - A write on another server is seen as soon as the change feed reports it. For that, the program MUST read the
//!   feed through [`Caches::live_events`]. While nothing does, everything is read from the store.
//! - Concurrent reads of one key share one call. Failures are not remembered.
//! - A call that suspends a user returns when no server remembers that they were not suspended.
//! - What decides about a block or a removal is never remembered: relations and exclusions. Neither is what decides about
//!   a change by a creator, whose approval may have been revoked.
//!
//! The decorators contain no rules, and each passes the suite of the port that it decorates.

mod applications;
mod entries;
mod live_events;
mod sessions;
mod streams;
mod thumbnails;
mod users;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use metrics::{counter, describe_counter};
use moka::sync::Cache;
use onair_domain::port_set::PortSet;
use onair_domain::ports::LiveEvents;
use onair_domain::stream::StreamWithUser;
use onair_domain::user::UserId;

use users::Caller;

use entries::Entries;
use live_events::CachedLiveEvents;

/// How old a remembered stream may be.
pub const MAX_STREAM_AGE: Duration = Duration::from_secs(1);

/// How old a remembered caller may be. A page sends its first requests within this time, and a suspension lasts so long.
pub const MAX_CALLER_AGE: Duration = Duration::from_millis(300);

/// How many values of a kind are remembered. A stream with its texts has about 2 KiB, a caller 1 KiB.
const MAX_VALUES: u64 = 4_096;

/// The metric of reads that may be answered from memory.
const REQUESTS: &str = "onair_cache_requests_total";

/// Describes the metrics. Call it once, after the recorder is installed.
pub fn describe_metrics() {
    describe_counter!(
        REQUESTS,
        "Reads that may be answered from memory, by cache and result."
    );
    for cache in ["streams", "callers"] {
        for result in ["hit", "miss"] {
            counter!(REQUESTS, "cache" => cache, "result" => result).absolute(0);
        }
    }
}

/// What the decorators of one server remember. Clones share it.
#[derive(Clone)]
pub struct Caches(Arc<Inner>);

struct Inner {
    /// By creator.
    streams: Entries<Option<StreamWithUser>>,
    /// The users of names, by their keys. Never trusted without the user's current name.
    names: Cache<String, UserId>,
    /// Callers, each with the token that identified them.
    callers: Entries<Caller>,
    /// The subscriptions to the change feed that forget what has changed.
    followers: AtomicUsize,
}

/// An adapter that remembers what another adapter of the same port returns.
pub struct Cached<P: ?Sized> {
    inner: Arc<P>,
    caches: Caches,
}

impl<P: ?Sized> fmt::Debug for Cached<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cached").finish_non_exhaustive()
    }
}

impl fmt::Debug for Caches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caches").finish_non_exhaustive()
    }
}

impl Default for Caches {
    fn default() -> Self {
        Self(Arc::new(Inner {
            streams: Entries::new(MAX_STREAM_AGE),
            names: Cache::new(MAX_VALUES),
            callers: Entries::new(MAX_CALLER_AGE),
            followers: AtomicUsize::new(0),
        }))
    }
}

impl Caches {
    /// Decorates the ports whose reads are remembered, and those whose writes change what was remembered. Each
    /// write to the store MUST go through the returned ports.
    #[must_use]
    pub fn decorate(&self, ports: PortSet) -> PortSet {
        PortSet {
            streams: self.cached(ports.streams),
            sessions: self.cached(ports.sessions),
            users: self.cached(ports.users),
            applications: self.cached(ports.applications),
            thumbnails: self.cached(ports.thumbnails),
            ..ports
        }
    }

    /// Decorates a change feed: what has changed is forgotten before the subscriber learns of it, so what the
    /// subscriber then reads is new.
    #[must_use]
    pub fn live_events(&self, inner: Arc<dyn LiveEvents>) -> Arc<dyn LiveEvents> {
        Arc::new(CachedLiveEvents::new(inner, self.clone()))
    }

    fn cached<P: ?Sized>(&self, inner: Arc<P>) -> Arc<Cached<P>> {
        Arc::new(Cached {
            inner,
            caches: self.clone(),
        })
    }

    /// Whether changes on other servers are noticed.
    fn is_following(&self) -> bool {
        self.0.followers.load(Ordering::Acquire) > 0
    }

    /// Returns guards that forget a creator's stream when they are dropped: when a write has returned or was
    /// abandoned, because then it is unknown whether it took effect. The creator as a caller has the stream too.
    fn changing_stream<'a>(&'a self, creator: &'a UserId) -> (Forget<'a>, Forget<'a, Caller>) {
        (self.changing_shown_user(creator), self.changing_caller(creator))
    }

    /// The same for a user's name and picture, which are shown with the stream.
    fn changing_shown_user<'a>(&'a self, creator: &'a UserId) -> Forget<'a> {
        Forget {
            entries: &self.0.streams,
            key: creator,
            is_changed: true,
        }
    }

    /// The same for a caller.
    fn changing_caller<'a>(&'a self, user: &'a UserId) -> Forget<'a, Caller> {
        Forget {
            entries: &self.0.callers,
            key: user,
            is_changed: true,
        }
    }

    fn forget(&self, user: &UserId) {
        self.0.streams.forget(user);
        self.0.callers.forget(user);
    }

    fn forget_all(&self) {
        self.0.streams.forget_all();
        self.0.callers.forget_all();
    }
}

/// Forgets a value when it is dropped.
struct Forget<'a, V: Clone + Send + Sync + 'static = Option<StreamWithUser>> {
    entries: &'a Entries<V>,
    key: &'a UserId,
    is_changed: bool,
}

impl<V: Clone + Send + Sync + 'static> Forget<'_, V> {
    /// The write has not changed the value.
    fn keep(mut self) {
        self.is_changed = false;
    }
}

impl<V: Clone + Send + Sync + 'static> Drop for Forget<'_, V> {
    fn drop(&mut self) {
        if self.is_changed {
            self.entries.forget(self.key);
        }
    }
}
