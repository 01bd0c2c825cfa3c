//! Connections that many small reads share.
//!
//! A connection of the [pool](crate::pool) serves one call at a time: each statement waits for the result of the one
//! before it, and costs both sides a system call to send and one to receive. Statements on a shared connection are sent
//! at once (pipelining). The database executes them one after another, so only reads of single rows belong here.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use secrecy::ExposeSecret as _;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::time::timeout;
use tracing::field::Empty;
use tracing::{Instrument as _, debug_span};

use crate::config::PgConfig;
use crate::connect::{Address, DrivenConnection, SetUp};
use crate::error::{AddressError, is_broken};
use crate::statement_spans::{SHARED_STATEMENT, StatementTexts};

/// The most shared connections. One serves more reads than several processors produce.
pub(crate) const MAX_PIPELINES: usize = 5;

/// How long a read may take. All statements behind a slow one wait for it, for example for one that waits for the lock
/// of a table, so the calls give up together.
const TIMEOUT: Duration = Duration::from_millis(250);

/// The shared connections. Clones share them.
///
/// The first one serves the runtime with several threads, for background tasks. The threads of the HTTP server, of which
/// each runs its own tasks, use the others: as long as there are enough, no thread wakes another one for a read.
#[derive(Clone)]
pub(crate) struct Pipelines(Arc<Inner>);

struct Inner {
    address: Address,
    set_up: SetUp,
    acquire_timeout: Duration,
    slots: Box<[Slot]>,
    is_closed: AtomicBool,
}

#[derive(Default)]
struct Slot {
    current: Mutex<Option<Arc<DrivenConnection>>>,
    /// Locked while a call opens a connection.
    opening: tokio::sync::Mutex<()>,
}

impl Slot {
    fn open_link(&self) -> Option<Arc<DrivenConnection>> {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current.clone().filter(|link| !link.is_closed())
    }

    fn replace(&self, link: Option<Arc<DrivenConnection>>) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = link;
    }

    /// Lets later calls open another connection. Calls that still use this one keep it.
    fn discard(&self, unusable: &Arc<DrivenConnection>) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_some_and(|link| Arc::ptr_eq(link, unusable)) {
            *current = None;
        }
    }
}

impl Pipelines {
    /// Creates them. Connections are opened on demand.
    pub(crate) fn new(config: &PgConfig) -> Result<Self, AddressError> {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        Ok(Self(Arc::new(Inner {
            address: Address::parse(config.url.expose_secret())?,
            set_up: SetUp::of(config),
            acquire_timeout: config.acquire_timeout,
            slots: (0..=threads.min(MAX_PIPELINES - 1))
                .map(|_| Slot::default())
                .collect(),
            is_closed: AtomicBool::new(false),
        })))
    }

    /// Runs a query that reads few rows and changes nothing. Returns `None` if there is no connection, it breaks, or
    /// the result does not arrive soon: the caller uses the pool then.
    pub(crate) async fn read<T>(
        &self,
        query: impl AsyncFnOnce(&AsyncPgConnection) -> QueryResult<T>,
    ) -> Option<QueryResult<T>> {
        let slot = self.slot();
        let link = match slot.open_link() {
            Some(link) => link,
            None => self.open(slot).await?,
        };
        let span = debug_span!(
            SHARED_STATEMENT,
            otel.kind = "client",
            db.system.name = "postgresql",
            db.query.text = Empty,
            otel.status_code = Empty,
        );
        match timeout(TIMEOUT, query(&link.connection).instrument(span)).await {
            Ok(Err(error)) if is_broken(&error) || link.is_closed() => {}
            Ok(result) => return Some(result),
            Err(_) => {}
        }
        slot.discard(&link);
        None
    }

    /// The slot of the current runtime.
    fn slot(&self) -> &Slot {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        thread_local! {
            static INDEX: usize = NEXT.fetch_add(1, Ordering::Relaxed);
        }
        let slots = &self.0.slots;
        match Handle::current().runtime_flavor() {
            RuntimeFlavor::CurrentThread => &slots[1 + INDEX.with(|index| *index) % (slots.len() - 1)],
            _ => &slots[0],
        }
    }

    /// Opens the connection of a slot. Returns `None` if that fails, or another call is opening it.
    async fn open(&self, slot: &Slot) -> Option<Arc<DrivenConnection>> {
        if self.0.is_closed.load(Ordering::Acquire) {
            return None;
        }
        let _opening = slot.opening.try_lock().ok()?;
        let opening = self.0.address.connect_with(&self.0.set_up, StatementTexts);
        let link = Arc::new(timeout(self.0.acquire_timeout, opening).await.ok()?.ok()?);
        slot.replace(Some(link.clone()));
        Some(link)
    }

    /// Closes each connection when its last call ends. Later calls use the pool, which is closed too.
    pub(crate) fn close(&self) {
        self.0.is_closed.store(true, Ordering::Release);
        for slot in &self.0.slots {
            slot.replace(None);
        }
    }
}

impl fmt::Debug for Pipelines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipelines")
            .field("slots", &self.0.slots.len())
            .finish_non_exhaustive()
    }
}
