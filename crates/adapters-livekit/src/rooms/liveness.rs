//! Finds out whether the node of a publisher still runs.
//!
//! LiveKit stores participants in Redis if it has several nodes. If a node dies, its participants stay there for ever:
//! they are listed, and no webhook says that they left. A call that LiveKit forwards to the publisher's node tells the
//! difference: nobody answers it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use livekit_api::services::room::RoomClient;
use onair_domain::room::{ConnectionId, Identity, RoomName};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::calls::with_timeout;

/// How long an answer counts.
const CHECK_INTERVAL: Duration = Duration::from_secs(10);

/// LiveKit waits 3 s for the node, and then answers that it is unavailable.
const CHECK_TIMEOUT: Duration = Duration::from_secs(4);

/// One failure may be a busy node.
const FAILURES_OF_DEAD_NODE: u32 = 2;

/// When an entry that nobody asks for any more is dropped.
const MAX_ENTRY_AGE: Duration = Duration::from_mins(1);

/// The checks that run at the same time. If a node with many rooms dies, each of them takes 3 s.
const MAX_CONCURRENT_CHECKS: usize = 64;

#[derive(Debug)]
struct Entry {
    is_checking: bool,
    /// When the last check ended.
    checked_at: Option<Instant>,
    /// When somebody last asked.
    asked_at: Instant,
    consecutive_failures: u32,
}

type Entries = Arc<Mutex<HashMap<ConnectionId, Entry>>>;

/// What is known about the nodes of publishers. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Liveness {
    entries: Entries,
    slots: Arc<Semaphore>,
}

impl Default for Liveness {
    fn default() -> Self {
        Self {
            entries: Entries::default(),
            slots: Arc::new(Semaphore::new(MAX_CONCURRENT_CHECKS)),
        }
    }
}

impl Liveness {
    /// Whether the node of a publisher answered lately. Answers at once, from what earlier calls found out, and starts a
    /// check in the background if the last one is too old. A publisher that was not checked yet counts as alive.
    pub(super) fn is_alive(
        &self,
        client: &Arc<RoomClient>,
        room: &RoomName,
        publisher: &Identity,
        connection: &ConnectionId,
    ) -> bool {
        let now = Instant::now();
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if !entries.contains_key(connection) {
            entries.retain(|_, entry| now - entry.asked_at < MAX_ENTRY_AGE);
        }
        let entry = entries.entry(connection.clone()).or_insert(Entry {
            is_checking: false,
            checked_at: None,
            asked_at: now,
            consecutive_failures: 0,
        });
        entry.asked_at = now;
        let is_due = entry.consecutive_failures > 0
            || entry
                .checked_at
                .is_none_or(|checked_at| now - checked_at >= CHECK_INTERVAL);
        if is_due && !entry.is_checking {
            entry.is_checking = true;
            let (client, room, publisher) = (client.clone(), room.clone(), publisher.clone());
            tokio::spawn(self.clone().check(client, room, publisher, connection.clone()));
        }
        entry.consecutive_failures < FAILURES_OF_DEAD_NODE
    }

    async fn check(
        self,
        client: Arc<RoomClient>,
        room: RoomName,
        publisher: Identity,
        connection: ConnectionId,
    ) {
        let has_failed = {
            let _slot = self.slots.acquire().await;
            // It changes nothing, because it names no track.
            let call = client.update_subscriptions(room.as_str(), publisher.as_str(), Vec::new(), false);
            let answer = with_timeout("UpdateSubscriptions", CHECK_TIMEOUT, call).await;
            answer.is_err_and(|error| error.is_unavailable())
        };
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.get_mut(&connection) {
            entry.is_checking = false;
            entry.checked_at = Some(Instant::now());
            entry.consecutive_failures = if has_failed {
                entry.consecutive_failures + 1
            } else {
                0
            };
        }
    }
}
