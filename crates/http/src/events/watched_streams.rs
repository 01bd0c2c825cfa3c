//! The streams that have subscriptions, and which of them have to be read again.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use onair_domain::stream::StreamWithUser;
use onair_domain::user::UserId;
use tokio::sync::watch;

use super::encoded_state::EncodedState;

/// The streams that have subscriptions, by the creator's id.
#[derive(Debug, Default)]
pub(super) struct WatchedStreams {
    by_host: HashMap<UserId, WatchedStream>,
    /// The streams to read again, in the order in which they were marked.
    stale: VecDeque<UserId>,
}

/// A stream that has subscriptions.
#[derive(Debug)]
struct WatchedStream {
    latest: watch::Sender<Arc<EncodedState>>,
    subscriptions: usize,
    /// It may have changed since it was last read.
    is_stale: bool,
    /// It is being read. It is never read twice at a time, so that an older state cannot replace a newer one.
    is_loading: bool,
}

impl WatchedStreams {
    /// Adds a subscription. `found` is the initial state if this is the first one of the stream.
    pub(super) fn subscribe(&mut self, found: &StreamWithUser) -> watch::Receiver<Arc<EncodedState>> {
        let id = &found.stream.user_id;
        if let Some(host) = self.by_host.get_mut(id) {
            host.subscriptions += 1;
            return host.latest.subscribe();
        }
        let (latest, receiver) = watch::channel(Arc::new(found.into()));
        let host = WatchedStream {
            latest,
            subscriptions: 1,
            is_stale: false,
            is_loading: false,
        };
        self.by_host.insert(id.clone(), host);
        // A change after `found` was read has not been noticed.
        self.mark_stale(id);
        receiver
    }

    /// Removes a subscription.
    pub(super) fn unsubscribe(&mut self, id: &UserId) {
        if let Some(host) = self.by_host.get_mut(id) {
            host.subscriptions = host.subscriptions.saturating_sub(1);
        }
        self.remove_if_unused(id);
    }

    /// Marks a stream as changed.
    pub(super) fn mark_stale(&mut self, id: &UserId) {
        if let Some(host) = self.by_host.get_mut(id)
            && !host.is_stale
        {
            host.is_stale = true;
            if !host.is_loading {
                self.stale.push_back(id.clone());
            }
        }
    }

    /// Marks all streams as changed.
    pub(super) fn mark_all_stale(&mut self) {
        let ids: Vec<_> = self.by_host.keys().cloned().collect();
        for id in ids {
            self.mark_stale(&id);
        }
    }

    /// Returns the next stream to read, and marks it as being read.
    pub(super) fn start_load(&mut self) -> Option<UserId> {
        while let Some(id) = self.stale.pop_front() {
            if let Some(host) = self.by_host.get_mut(&id)
                && host.is_stale
                && !host.is_loading
            {
                (host.is_stale, host.is_loading) = (false, true);
                return Some(id);
            }
        }
        None
    }

    /// Stores the result of a read. `None` if the read failed: the last known state stays.
    pub(super) fn finish_load(&mut self, id: &UserId, found: Option<&StreamWithUser>) {
        let Some(host) = self.by_host.get_mut(id) else {
            return;
        };
        host.is_loading = false;
        if host.is_stale {
            self.stale.push_back(id.clone());
        }
        if let Some(state) = found.map(EncodedState::from) {
            host.latest.send_if_modified(|latest| {
                let is_new = **latest != state;
                if is_new {
                    *latest = Arc::new(state);
                }
                is_new
            });
        }
        self.remove_if_unused(id);
    }

    /// The number of streams that have subscriptions.
    pub(super) fn len(&self) -> usize {
        self.by_host.len()
    }

    /// The number of subscriptions to all streams.
    pub(super) fn subscriptions(&self) -> usize {
        self.by_host.values().map(|host| host.subscriptions).sum()
    }

    fn remove_if_unused(&mut self, id: &UserId) {
        let is_unused = |host: &WatchedStream| host.subscriptions == 0 && !host.is_loading;
        if self.by_host.get(id).is_some_and(is_unused) {
            self.by_host.remove(id);
        }
    }
}
