//! Runs cases: one runtime per test, and concurrent calls.

use std::future::Future;
use std::time::Duration;

/// Fails a case that hangs. It is not a time limit of a port; the adapters test those with a simulated clock.
const HANG_TIMEOUT: Duration = Duration::from_secs(30);

/// Waits for a call that must not hang.
pub(crate) async fn finishes<T>(call: impl Future<Output = T>) -> T {
    let result = tokio::time::timeout(HANG_TIMEOUT, call).await;
    result.expect("the call does not hang")
}

/// Runs one test on its own runtime with two threads.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test)
}

/// Starts all calls concurrently, on all threads of the runtime. Returns the results in the order of the
/// calls.
pub async fn run_concurrently<T: Send + 'static>(
    calls: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let running: Vec<_> = calls.into_iter().map(tokio::spawn).collect();
    let mut returned = Vec::with_capacity(running.len());
    for call in running {
        returned.push(call.await.unwrap());
    }
    returned
}
