//! Conditions for the tests: locked tables, and a proxy that breaks connections.

pub(crate) mod proxy;

use onair_adapters_postgres::testing::TestDatabase;
use tokio::task::JoinHandle;

/// A locked table.
pub(crate) struct TableLock(JoinHandle<()>, tokio::sync::oneshot::Sender<()>);

/// Locks a table until it is released.
pub(crate) async fn lock_table(database: &TestDatabase, table: &str) -> TableLock {
    let (client, connection) = tokio_postgres::connect(database.url(), tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
        .batch_execute(&format!("BEGIN; LOCK TABLE {table}"))
        .await
        .unwrap();
    let (release, released) = tokio::sync::oneshot::channel();
    let holder = tokio::spawn(async move {
        let _ = released.await;
        client.batch_execute("ROLLBACK").await.unwrap();
    });
    TableLock(holder, release)
}

impl TableLock {
    pub(crate) async fn release(self) {
        self.1.send(()).unwrap();
        self.0.await.unwrap();
    }
}

/// Polls until a query returns this value.
pub(crate) async fn until(database: &TestDatabase, query: &str, expected: &str) {
    let polling = async {
        while database.texts(query).await != [expected] {
            tokio::task::yield_now().await;
        }
    };
    let limit = std::time::Duration::from_mins(1);
    tokio::time::timeout(limit, polling)
        .await
        .unwrap_or_else(|_| panic!("never {expected}: {query}"));
}
