//! The creators whose streams somebody listens to, and which of them must be read anew.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use onair_domain::stream::StreamWithUser;
use onair_domain::user::UserId;
use tokio::sync::watch;

use super::shown::Shown;

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    by_id: HashMap<UserId, Host>,
    /// Those to be read anew, in the order in which that turned out.
    due: VecDeque<UserId>,
}

/// One of them.
#[derive(Debug)]
struct Host {
    newest: watch::Sender<Arc<Shown>>,
    listeners: usize,
    /// It may have changed since it was last read.
    is_stale: bool,
    /// It is being read. Never twice at once, so that an older state can't overtake a newer one.
    is_loading: bool,
}

impl Hosts {
    /// One listener more. What it has just read itself serves if it is the first.
    pub(super) fn join(&mut self, found: &StreamWithUser) -> watch::Receiver<Arc<Shown>> {
        let id = &found.stream.user_id;
        if let Some(host) = self.by_id.get_mut(id) {
            host.listeners += 1;
            return host.newest.subscribe();
        }
        let (newest, receiver) = watch::channel(Arc::new(found.into()));
        let host = Host {
            newest,
            listeners: 1,
            is_stale: false,
            is_loading: false,
        };
        self.by_id.insert(id.clone(), host);
        // Between that reading and now nobody would have heard of a change.
        self.mark(id);
        receiver
    }

    /// One listener less.
    pub(super) fn leave(&mut self, id: &UserId) {
        if let Some(host) = self.by_id.get_mut(id) {
            host.listeners = host.listeners.saturating_sub(1);
        }
        self.forget_if_idle(id);
    }

    /// This one may have changed.
    pub(super) fn mark(&mut self, id: &UserId) {
        if let Some(host) = self.by_id.get_mut(id)
            && !host.is_stale
        {
            host.is_stale = true;
            if !host.is_loading {
                self.due.push_back(id.clone());
            }
        }
    }

    /// All of them may have changed.
    pub(super) fn mark_all(&mut self) {
        let ids: Vec<_> = self.by_id.keys().cloned().collect();
        for id in ids {
            self.mark(&id);
        }
    }

    /// The next one to be read, which begins with this.
    pub(super) fn begin(&mut self) -> Option<UserId> {
        while let Some(id) = self.due.pop_front() {
            if let Some(host) = self.by_id.get_mut(&id)
                && host.is_stale
                && !host.is_loading
            {
                (host.is_stale, host.is_loading) = (false, true);
                return Some(id);
            }
        }
        None
    }

    /// It has been read; `None` if that failed, which leaves what was known.
    pub(super) fn finish(&mut self, id: &UserId, found: Option<&StreamWithUser>) {
        let Some(host) = self.by_id.get_mut(id) else {
            return;
        };
        host.is_loading = false;
        if host.is_stale {
            self.due.push_back(id.clone());
        }
        if let Some(shown) = found.map(Shown::from) {
            host.newest.send_if_modified(|newest| {
                let is_new = **newest != shown;
                if is_new {
                    *newest = Arc::new(shown);
                }
                is_new
            });
        }
        self.forget_if_idle(id);
    }

    /// How many creators' streams are listened to.
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// How many listen to them.
    pub(super) fn listeners(&self) -> usize {
        self.by_id.values().map(|host| host.listeners).sum()
    }

    fn forget_if_idle(&mut self, id: &UserId) {
        let is_idle = |host: &Host| host.listeners == 0 && !host.is_loading;
        if self.by_id.get(id).is_some_and(is_idle) {
            self.by_id.remove(id);
        }
    }
}
