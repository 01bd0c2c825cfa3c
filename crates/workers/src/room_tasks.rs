//! [`RoomTasks`]: processes the items of one room in order, one batch at a time, and different rooms concurrently.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use onair_domain::room::RoomName;
use tokio::task::{Id, JoinSet};
use tokio::time::sleep;

/// The limits of [`RoomTasks`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The most rooms that are processed at the same time.
    pub(crate) max_rooms: usize,
    /// The most items in a batch.
    pub(crate) max_batch: usize,
    /// The time between two batches of a room, in which items gather.
    pub(crate) rest: Duration,
}

/// Waiting items and running batches.
///
/// A room has an entry in `waiting` exactly while it is in `ready`, one of its batches runs, or it rests.
pub(crate) struct RoomTasks<T, R> {
    limits: Limits,
    waiting: HashMap<RoomName, VecDeque<T>>,
    /// Rooms with waiting items and without a running batch.
    ready: VecDeque<RoomName>,
    running: JoinSet<R>,
    rooms: HashMap<Id, RoomName>,
    resting: JoinSet<RoomName>,
}

impl<T, R: Send + 'static> RoomTasks<T, R> {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            waiting: HashMap::new(),
            ready: VecDeque::new(),
            running: JoinSet::new(),
            rooms: HashMap::new(),
            resting: JoinSet::new(),
        }
    }

    /// Adds an item to the waiting items of its room.
    pub(crate) fn push(&mut self, room: RoomName, item: T) {
        if let Some(waiting) = self.waiting.get_mut(&room) {
            waiting.push_back(item);
        } else {
            self.waiting.insert(room.clone(), VecDeque::from([item]));
            self.ready.push_back(room);
        }
    }

    /// Starts batches up to the limit.
    pub(crate) fn start<F>(&mut self, run: impl Fn(Vec<T>) -> F)
    where
        F: Future<Output = R> + Send + 'static,
    {
        while self.running.len() < self.limits.max_rooms
            && let Some(room) = self.ready.pop_front()
        {
            let Some(waiting) = self.waiting.get_mut(&room) else {
                continue;
            };
            let batch = waiting
                .drain(..waiting.len().min(self.limits.max_batch))
                .collect();
            let task = self.running.spawn(run(batch));
            self.rooms.insert(task.id(), room);
        }
    }

    /// Waits for a batch to end and returns its result, or for a room that has rested: `Some(None)`. Returns `None` if
    /// there is nothing to wait for. The caller then starts batches. Cancelling this call loses nothing.
    pub(crate) async fn next(&mut self) -> Option<Option<R>> {
        tokio::select! {
            Some(ended) = self.running.join_next_with_id() => {
                let (id, outcome) = match ended {
                    Ok((id, outcome)) => (id, Some(outcome)),
                    // The panic was already reported. The room continues.
                    Err(error) => (error.id(), None),
                };
                self.finish(id);
                Some(outcome)
            }
            Some(rested) = self.resting.join_next() => {
                if let Ok(room) = rested {
                    self.release(room);
                }
                Some(None)
            }
            else => None,
        }
    }

    fn finish(&mut self, id: Id) {
        let Some(room) = self.rooms.remove(&id) else {
            return;
        };
        let rest = self.limits.rest;
        if rest.is_zero() {
            self.release(room);
        } else {
            self.resting.spawn(async move {
                sleep(rest).await;
                room
            });
        }
    }

    /// Lets the next batch of a room start, if items wait.
    fn release(&mut self, room: RoomName) {
        if self.waiting.get(&room).is_some_and(VecDeque::is_empty) {
            self.waiting.remove(&room);
        } else {
            self.ready.push_back(room);
        }
    }
}
