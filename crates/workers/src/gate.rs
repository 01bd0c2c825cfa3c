//! [`Gate`]: processing that waits until a test opens the gate, and that a test can block for some rooms.

use std::sync::{Arc, Mutex};

use onair_domain::room::RoomName;
use tokio::sync::watch::{Sender, channel};

pub(crate) struct Gate<T> {
    is_open: Sender<bool>,
    hanging_rooms: Mutex<Vec<RoomName>>,
    processed: Sender<Vec<T>>,
}

impl<T: Clone + Send + Sync> Gate<T> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            is_open: channel(false).0,
            hanging_rooms: Mutex::default(),
            processed: channel(Vec::new()).0,
        })
    }

    /// Processes a batch of a room once the gate is open.
    pub(crate) async fn process(&self, room: RoomName, batch: Vec<T>) {
        self.is_open
            .subscribe()
            .wait_for(|is_open| *is_open)
            .await
            .unwrap();
        let is_hanging = self.hanging_rooms.lock().unwrap().contains(&room);
        if is_hanging {
            std::future::pending::<()>().await;
        }
        self.processed.send_modify(|processed| processed.extend(batch));
    }

    /// Opens the gate, waits until this many items were processed since the start, and returns all of them.
    pub(crate) async fn processed(&self, count: usize) -> Vec<T> {
        self.is_open.send_replace(true);
        let mut processed = self.processed.subscribe();
        processed
            .wait_for(|all| all.len() >= count)
            .await
            .unwrap()
            .clone()
    }

    /// Blocks the processing for this room from now on.
    pub(crate) fn hang(&self, room: &RoomName) {
        self.hanging_rooms.lock().unwrap().push(room.clone());
    }
}
