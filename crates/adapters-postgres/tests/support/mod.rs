//! Table locks that delay statements.

use onair_adapters_postgres::testing::TestDatabase;
use tokio::task::JoinHandle;

/// A locked table.
pub(crate) struct Locker(JoinHandle<()>, tokio::sync::oneshot::Sender<()>);

/// Locks a table until it is released.
pub(crate) async fn hold_lock(database: &TestDatabase, table: &str) -> Locker {
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
    Locker(holder, release)
}

impl Locker {
    pub(crate) async fn release(self) {
        self.1.send(()).unwrap();
        self.0.await.unwrap();
    }
}

/// Polls until a query returns this value.
pub(crate) async fn until(database: &TestDatabase, question: &str, answer: &str) {
    let asking = async {
        while database.texts(question).await != [answer] {
            tokio::task::yield_now().await;
        }
    };
    let patience = std::time::Duration::from_secs(10);
    tokio::time::timeout(patience, asking)
        .await
        .unwrap_or_else(|_| panic!("never {answer}: {question}"));
}
