//! Who waits for a lock within this process, in the order of coming.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use onair_domain::ports::Lock;
use tokio::sync::{Mutex as FairMutex, OwnedMutexGuard};
use tokio::time::{Instant, timeout_at};

/// A queue for each lock that somebody wants.
#[derive(Default)]
pub(super) struct Queues(Mutex<HashMap<Lock, Queue>>);

#[derive(Default)]
struct Queue {
    turn: Arc<FairMutex<()>>,
    /// How many wait in it or have their turn; at none it is taken away.
    people: usize,
}

/// A place in a queue, and the turn once it has come.
pub(super) struct Place {
    queues: Arc<Queues>,
    lock: Lock,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Queues {
    /// Waits until nobody of this process is before the caller.
    pub(super) async fn wait(self: &Arc<Self>, lock: &Lock, deadline: Instant) -> Option<Place> {
        let queued = {
            let mut queues = self.queues();
            let queue = queues.entry(lock.clone()).or_default();
            queue.people += 1;
            queue.turn.clone()
        };
        // From here on whoever gives up waiting leaves the queue.
        let mut place = Place {
            queues: self.clone(),
            lock: lock.clone(),
            turn: None,
        };
        let turn = timeout_at(deadline, queued.lock_owned()).await;
        place.turn = Some(turn.ok()?);
        Some(place)
    }

    #[cfg(feature = "testing")]
    pub(super) fn len(&self) -> usize {
        self.queues().len()
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<Lock, Queue>> {
        // Nothing panics while it is held; if something did, counts would still be whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.turn.take());
        let mut queues = self.queues.queues();
        if let Some(queue) = queues.get_mut(&self.lock) {
            queue.people -= 1;
            if queue.people == 0 {
                queues.remove(&self.lock);
            }
        }
    }
}
