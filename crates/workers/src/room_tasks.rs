//! [`RoomTasks`]: work of one room in its order and one batch at a time, work of different rooms concurrently.

use std::collections::{HashMap, VecDeque};

use onair_domain::room::RoomName;
use tokio::task::{Id, JoinSet};

/// Items that wait, and batches that run.
///
/// A room has an entry in `waiting` exactly while it is in `ready` or a batch of it runs.
pub(crate) struct RoomTasks<T, R> {
    max_rooms: usize,
    max_batch: usize,
    waiting: HashMap<RoomName, VecDeque<T>>,
    /// Rooms with waiting items of which no batch runs.
    ready: VecDeque<RoomName>,
    running: JoinSet<R>,
    rooms: HashMap<Id, RoomName>,
}

impl<T, R: Send + 'static> RoomTasks<T, R> {
    /// Runs batches of at most so many rooms at once, with at most so many items each.
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

    /// Puts an item behind what waits of its room.
    pub(crate) fn push(&mut self, room: RoomName, item: T) {
        if let Some(waiting) = self.waiting.get_mut(&room) {
            waiting.push_back(item);
        } else {
            self.waiting.insert(room.clone(), VecDeque::from([item]));
            self.ready.push_back(room);
        }
    }

    /// Starts what may run.
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

    /// Waits for a batch to end, and returns what came of it; `None` if none runs. It may be dropped while it
    /// waits.
    pub(crate) async fn next(&mut self) -> Option<R> {
        loop {
            let (id, outcome) = match self.running.join_next_with_id().await? {
                Ok((id, outcome)) => (id, Some(outcome)),
                // The panic was reported where it happened; the room goes on.
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
