//! [`Entries`]: remembered values, each loaded by one call at a time.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use moka::ops::compute::Op;
use moka::sync::Cache;
use onair_domain::user::UserId;
use tokio::sync::OnceCell;

use crate::MAX_VALUES;

/// Values by user id.
///
/// An entry is a cell that is created before its value is loaded. Forgetting an entry detaches the cell, so a load
/// that began earlier cannot store an outdated value: later readers get another cell.
pub(crate) struct Entries<V> {
    cells: Cache<UserId, Arc<Cell<V>>>,
}

type Cell<V> = OnceCell<Result<V, SharedError>>;

/// The error of a load, for all callers that waited for it.
#[derive(Debug, Clone)]
pub(crate) struct SharedError(Arc<dyn Error + Send + Sync>);

impl SharedError {
    pub(crate) fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }
}

impl fmt::Display for SharedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for SharedError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

impl<V: Clone + Send + Sync + 'static> Entries<V> {
    /// Values are remembered for `max_age`, counted from before their load.
    pub(crate) fn new(max_age: Duration) -> Self {
        let cells = Cache::builder()
            .max_capacity(MAX_VALUES)
            .time_to_live(max_age)
            .build();
        Self { cells }
    }

    /// Returns the remembered value, or loads it. Concurrent callers wait for one load, and get its error too. If
    /// the caller that loads goes away, another one loads.
    pub(crate) async fn get_or_load<E: Error + Send + Sync + 'static>(
        &self,
        key: &UserId,
        load: impl Future<Output = Result<V, E>>,
    ) -> Result<V, SharedError> {
        let cell = self.cells.get_with_by_ref(key, Arc::default);
        let load = async { load.await.map_err(|error| SharedError(Arc::new(error))) };
        let loaded = cell.get_or_init(|| load).await;
        if loaded.is_err() {
            self.cells
                .entry_by_ref(key)
                .and_compute_with(|current| match current {
                    Some(current) if Arc::ptr_eq(current.value(), &cell) => Op::Remove,
                    _ => Op::Nop,
                });
        }
        loaded.clone()
    }

    /// Returns the remembered value, if it is loaded.
    pub(crate) fn peek(&self, key: &UserId) -> Option<V> {
        self.cells.get(key)?.get()?.as_ref().ok().cloned()
    }

    pub(crate) fn forget(&self, key: &UserId) {
        self.cells.invalidate(key);
    }

    pub(crate) fn forget_all(&self) {
        self.cells.invalidate_all();
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use onair_domain::user::UserId;
    use tokio::sync::Notify;

    use super::Entries;

    fn entries() -> Entries<String> {
        Entries::new(Duration::from_mins(1))
    }

    fn ada() -> UserId {
        UserId::parse("ada").unwrap()
    }

    /// A source whose loads end when the test says so.
    #[derive(Default)]
    struct Source {
        loads: AtomicU32,
        started: Notify,
        go_on: Notify,
    }

    impl Source {
        async fn load(&self, value: &str) -> io::Result<String> {
            self.loads.fetch_add(1, Ordering::SeqCst);
            self.started.notify_one();
            self.go_on.notified().await;
            match value {
                "" => Err(io::Error::other("no answer")),
                value => Ok(value.to_owned()),
            }
        }

        fn loads(&self) -> u32 {
            self.loads.load(Ordering::SeqCst)
        }
    }

    #[tokio::test]
    async fn concurrent_callers_share_a_load_and_later_ones_its_value() {
        let (entries, source, ada) = (entries(), Source::default(), ada());
        let (first, second, ()) = tokio::join!(
            entries.get_or_load(&ada, source.load("first")),
            entries.get_or_load(&ada, source.load("second")),
            async {
                source.started.notified().await;
                source.go_on.notify_one();
            },
        );
        assert_eq!(
            (first.unwrap(), second.unwrap()),
            ("first".into(), "first".into())
        );
        let third = entries.get_or_load(&ada, source.load("third")).await;
        assert_eq!(third.unwrap(), "first");
        assert_eq!((source.loads(), entries.peek(&ada)), (1, Some("first".into())));
    }

    #[tokio::test]
    async fn concurrent_callers_share_an_error_and_later_ones_load_again() {
        let (entries, source, ada) = (entries(), Source::default(), ada());
        let (first, second, ()) = tokio::join!(
            entries.get_or_load(&ada, source.load("")),
            entries.get_or_load(&ada, source.load("second")),
            async {
                source.started.notified().await;
                source.go_on.notify_one();
            },
        );
        assert_eq!(first.unwrap_err().to_string(), "no answer");
        assert_eq!(second.unwrap_err().to_string(), "no answer");
        source.go_on.notify_one();
        let third = entries.get_or_load(&ada, source.load("third")).await;
        assert_eq!((third.unwrap(), source.loads()), ("third".into(), 2));
    }

    #[tokio::test]
    async fn a_load_that_began_before_a_change_is_not_remembered() {
        let (entries, before, after, ada) = (entries(), Source::default(), Source::default(), ada());
        let (old, ()) = tokio::join!(entries.get_or_load(&ada, before.load("old")), async {
            before.started.notified().await;
            entries.forget(&ada);
            after.go_on.notify_one();
            let new = entries.get_or_load(&ada, after.load("new")).await;
            assert_eq!(new.unwrap(), "new");
            before.go_on.notify_one();
        });
        assert_eq!(old.unwrap(), "old");
        assert_eq!(entries.peek(&ada), Some("new".into()));
    }

    #[tokio::test]
    async fn a_failure_after_a_change_does_not_remove_the_new_value() {
        let (entries, before, after, ada) = (entries(), Source::default(), Source::default(), ada());
        let (old, ()) = tokio::join!(entries.get_or_load(&ada, before.load("")), async {
            before.started.notified().await;
            entries.forget(&ada);
            after.go_on.notify_one();
            assert!(entries.get_or_load(&ada, after.load("new")).await.is_ok());
            before.go_on.notify_one();
        });
        assert!(old.is_err());
        assert_eq!(entries.peek(&ada), Some("new".into()));
    }

    #[tokio::test]
    async fn another_caller_loads_if_the_first_goes_away() {
        let (entries, ada) = (Arc::new(entries()), ada());
        let source = Arc::new(Source::default());
        let first = tokio::spawn({
            let (entries, source, ada) = (entries.clone(), source.clone(), ada.clone());
            async move { entries.get_or_load(&ada, source.load("first")).await }
        });
        source.started.notified().await;
        let (second, ()) = tokio::join!(entries.get_or_load(&ada, source.load("second")), async {
            first.abort();
            source.started.notified().await;
            source.go_on.notify_one();
        });
        assert_eq!(second.unwrap(), "second");
    }
}
