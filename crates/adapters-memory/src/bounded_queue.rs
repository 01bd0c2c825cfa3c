//! [`BoundedQueue`]: the queue behind both queue ports.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The default capacity.
pub(crate) const DEFAULT_CAPACITY: usize = 10_000;

/// Why an item was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PushError {
    Full,
    Closed,
}

/// A queue without a worker. A test takes the items.
#[derive(Debug)]
pub(crate) struct BoundedQueue<T> {
    capacity: usize,
    state: Mutex<State<T>>,
}

#[derive(Debug)]
struct State<T> {
    is_closed: bool,
    items: VecDeque<T>,
}

impl<T> BoundedQueue<T> {
    pub(crate) fn new(capacity: usize) -> Self {
        let state = State {
            is_closed: false,
            items: VecDeque::new(),
        };
        Self {
            capacity,
            state: Mutex::new(state),
        }
    }

    pub(crate) fn push(&self, item: T) -> Result<(), PushError> {
        let mut state = self.lock();
        if state.is_closed {
            return Err(PushError::Closed);
        }
        if state.items.len() >= self.capacity {
            return Err(PushError::Full);
        }
        state.items.push_back(item);
        Ok(())
    }

    pub(crate) fn take(&self) -> Vec<T> {
        self.lock().items.drain(..).collect()
    }

    pub(crate) fn close(&self) {
        self.lock().is_closed = true;
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
