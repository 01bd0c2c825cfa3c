//! The signed-in users who have subscriptions, and which of them may have been suspended.

use std::collections::{BTreeSet, HashMap};

use onair_domain::user::UserId;
use tokio::sync::watch;

/// How many users are looked up with one query.
const MAX_BATCH: usize = 500;

/// The signed-in users who have subscriptions.
#[derive(Debug, Default)]
pub(super) struct Requesters {
    /// Dropping the sender of a user ends their subscriptions.
    active: HashMap<UserId, watch::Sender<()>>,
    /// The users who may have been suspended since they were last looked up.
    stale: BTreeSet<UserId>,
}

/// Ends a subscription when its user is suspended.
#[derive(Debug)]
pub(super) struct Requester {
    pub(super) user: UserId,
    active: watch::Receiver<()>,
}

impl Requester {
    /// Waits until the user is suspended.
    pub(super) async fn suspended(&mut self) {
        while self.active.changed().await.is_ok() {}
    }
}

impl Requesters {
    /// Adds a subscription of a user.
    pub(super) fn subscribe(&mut self, user: &UserId) -> Requester {
        let sender = self.active.entry(user.clone()).or_default();
        let active = sender.subscribe();
        // A suspension after the user was identified has not been noticed.
        self.stale.insert(user.clone());
        Requester {
            user: user.clone(),
            active,
        }
    }

    /// Forgets a user without subscriptions.
    pub(super) fn remove_if_unused(&mut self, user: &UserId) {
        if self
            .active
            .get(user)
            .is_some_and(|sender| sender.receiver_count() == 0)
        {
            self.active.remove(user);
            self.stale.remove(user);
        }
    }

    /// Marks a user as possibly suspended.
    pub(super) fn mark_stale(&mut self, user: &UserId) {
        if self.active.contains_key(user) {
            self.stale.insert(user.clone());
        }
    }

    /// Marks all users as possibly suspended.
    pub(super) fn mark_all_stale(&mut self) {
        self.stale.extend(self.active.keys().cloned());
    }

    /// Returns the next users to look up. They are no longer marked.
    pub(super) fn take_stale(&mut self) -> Vec<UserId> {
        let batch: Vec<_> = self.stale.iter().take(MAX_BATCH).cloned().collect();
        for user in &batch {
            self.stale.remove(user);
        }
        batch
    }

    /// Ends the subscriptions of a user.
    pub(super) fn end(&mut self, user: &UserId) {
        self.active.remove(user);
    }
}
