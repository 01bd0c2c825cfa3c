//! Limits how much each client has open at the same time: connections and event streams.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ClientNetwork;

/// A limit per client. Clones share the counts. Clients that have nothing open use no memory.
#[derive(Debug, Clone, Default)]
pub struct ConcurrencyLimit {
    max: Option<u32>,
    open: Arc<Mutex<HashMap<ClientNetwork, u32>>>,
}

impl ConcurrencyLimit {
    /// Creates a limit of `max` per client; `None` for no limit.
    #[must_use]
    pub fn new(max: Option<u32>) -> Self {
        Self {
            max,
            open: Arc::default(),
        }
    }

    /// Counts one more of a client's, until the permit is dropped. Returns `None` if the client has too many.
    #[must_use]
    pub fn acquire(&self, client: ClientNetwork) -> Option<Permit> {
        let max = self.max.unwrap_or(u32::MAX);
        let mut open = lock(&self.open);
        let count = open.get(&client).copied().unwrap_or_default();
        if count >= max {
            return None;
        }
        open.insert(client, count + 1);
        drop(open);
        Some(Permit {
            client,
            open: self.open.clone(),
        })
    }
}

/// One connection or event stream of a client.
#[derive(Debug)]
pub struct Permit {
    client: ClientNetwork,
    open: Arc<Mutex<HashMap<ClientNetwork, u32>>>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut open = lock(&self.open);
        if let Entry::Occupied(mut count) = open.entry(self.client) {
            match count.get() - 1 {
                0 => drop(count.remove()),
                less => *count.get_mut() = less,
            }
        }
    }
}

fn lock(open: &Mutex<HashMap<ClientNetwork, u32>>) -> MutexGuard<'_, HashMap<ClientNetwork, u32>> {
    // No code panics while it holds the lock.
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> ClientNetwork {
        ClientNetwork::of(address.parse().unwrap())
    }

    #[test]
    fn each_client_has_its_own_limit() {
        let limit = ConcurrencyLimit::new(Some(2));
        let (here, there) = (client("192.0.2.1"), client("2001:db8::1"));
        let first = limit.acquire(here).unwrap();
        let _second = limit.acquire(here).unwrap();
        assert!(limit.acquire(here).is_none());
        let _other = limit.acquire(there).unwrap();
        drop(first);
        let _third = limit.acquire(here).unwrap();
        assert!(limit.acquire(here).is_none());
    }

    #[test]
    fn clients_without_anything_open_use_no_memory() {
        let limit = ConcurrencyLimit::new(None);
        let permits: Vec<_> = (0..100).filter_map(|_| limit.acquire(client("::1"))).collect();
        assert_eq!(permits.len(), 100);
        assert_eq!(lock(&limit.open).len(), 1);
        drop(permits);
        assert!(lock(&limit.open).is_empty());
    }

    #[test]
    fn a_limit_of_zero_refuses_everything() {
        assert!(ConcurrencyLimit::new(Some(0)).acquire(client("::1")).is_none());
    }
}
