//! Queues for locks within this process, first come, first served.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use onair_domain::ports::Lock;
use tokio::sync::{Mutex as FairMutex, OwnedMutexGuard};
use tokio::time::{Instant, timeout_at};

/// One queue for each requested lock.
#[derive(Default)]
pub(super) struct Queues(Mutex<HashMap<Lock, Queue>>);

#[derive(Default)]
struct Queue {
    guard: Arc<FairMutex<()>>,
    /// The number of waiters and holders. The queue is removed at zero.
    callers: usize,
}

/// A position in a queue, and the guard once it is the first.
pub(super) struct Position {
    queues: Arc<Queues>,
    lock: Lock,
    guard: Option<OwnedMutexGuard<()>>,
}

impl Queues {
    /// Waits until the caller is the first of this process.
    pub(super) async fn wait(self: &Arc<Self>, lock: &Lock, deadline: Instant) -> Option<Position> {
        let mutex = {
            let mut queues = self.queues();
            let queue = queues.entry(lock.clone()).or_default();
            queue.callers += 1;
            queue.guard.clone()
        };
        // From here on, cancellation removes the caller from the queue.
        let mut position = Position {
            queues: self.clone(),
            lock: lock.clone(),
            guard: None,
        };
        let guard = timeout_at(deadline, mutex.lock_owned()).await;
        position.guard = Some(guard.ok()?);
        Some(position)
    }

    #[cfg(feature = "testing")]
    pub(super) fn len(&self) -> usize {
        self.queues().len()
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<Lock, Queue>> {
        // No code panics while it holds this mutex, so the counts are consistent.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Position {
    fn drop(&mut self) {
        drop(self.guard.take());
        let mut queues = self.queues.queues();
        if let Some(queue) = queues.get_mut(&self.lock) {
            queue.callers -= 1;
            if queue.callers == 0 {
                queues.remove(&self.lock);
            }
        }
    }
}
