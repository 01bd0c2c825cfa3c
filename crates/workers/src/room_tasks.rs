//! [`RoomTasks`]: processes the items of one room in order, one batch at a time, and different rooms concurrently.

use std::collections::{HashMap, VecDeque};

use onair_domain::room::RoomName;
use tokio::task::{Id, JoinSet};

/// Waiting items and running batches.
///
/// A room has an entry in `waiting` exactly while it is in `ready` or one of its batches runs.
pub(crate) struct RoomTasks<T, R> {
    max_rooms: usize,
    max_batch: usize,
    waiting: HashMap<RoomName, VecDeque<T>>,
    /// Rooms with waiting items and without a running batch.
    ready: VecDeque<RoomName>,
    running: JoinSet<R>,
    rooms: HashMap<Id, RoomName>,
}

impl<T, R: Send + 'static> RoomTasks<T, R> {
    /// Creates tasks for at most this many concurrent rooms, with at most this many items per batch.
    pub(crate) fn new(max_rooms: usize, max_batch: usize) -> Self {
        Self {
            max_rooms,
            max_batch,
            waiting: HashMap::new(),
            ready: VecDeque::new(),
            running: JoinSet::new(),
            rooms: HashMap::new(),
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
        while self.running.len() < self.max_rooms
            && let Some(room) = self.ready.pop_front()
        {
            let Some(waiting) = self.waiting.get_mut(&room) else {
                continue;
            };
            let batch = waiting.drain(..waiting.len().min(self.max_batch)).collect();
            let task = self.running.spawn(run(batch));
            self.rooms.insert(task.id(), room);
        }
    }

    /// Waits for a batch to end and returns its result; `None` if none runs. Cancelling this call loses
    /// nothing.
    pub(crate) async fn next(&mut self) -> Option<R> {
        loop {
            let (id, outcome) = match self.running.join_next_with_id().await? {
                Ok((id, outcome)) => (id, Some(outcome)),
                // The panic was already reported. The room continues.
                Err(error) => (error.id(), None),
            };
            self.finish(id);
            if outcome.is_some() {
                return outcome;
            }
        }
    }

    fn finish(&mut self, id: Id) {
        let Some(room) = self.rooms.remove(&id) else {
            return;
        };
        if self.waiting.get(&room).is_some_and(VecDeque::is_empty) {
            self.waiting.remove(&room);
        } else {
            self.ready.push_back(room);
        }
    }
}
