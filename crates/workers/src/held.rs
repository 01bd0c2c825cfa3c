//! [`Held`]: work that a test holds back, or blocks for some rooms.

use std::sync::{Arc, Mutex};

use onair_domain::room::RoomName;
use tokio::sync::watch::{Sender, channel};

pub(crate) struct Held<T> {
    is_let: Sender<bool>,
    hanging: Mutex<Vec<RoomName>>,
    done: Sender<Vec<T>>,
}

impl<T: Clone + Send + Sync> Held<T> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            is_let: channel(false).0,
            hanging: Mutex::default(),
            done: channel(Vec::new()).0,
        })
    }

    /// Processes a batch of a room when it may.
    pub(crate) async fn work(&self, room: RoomName, batch: Vec<T>) {
        self.is_let.subscribe().wait_for(|is_let| *is_let).await.unwrap();
        let is_hanging = self.hanging.lock().unwrap().contains(&room);
        if is_hanging {
            std::future::pending::<()>().await;
        }
        self.done.send_modify(|done| done.extend(batch));
    }

    /// Lets the work run until this much is done since the start, and returns all of it.
    pub(crate) async fn done(&self, count: usize) -> Vec<T> {
        self.is_let.send_replace(true);
        let mut done = self.done.subscribe();
        done.wait_for(|all| all.len() >= count).await.unwrap().clone()
    }

    /// Blocks the work for this room from now on.
    pub(crate) fn hang(&self, room: &RoomName) {
        self.hanging.lock().unwrap().push(room.clone());
    }
}
