//! Runs cases: one runtime per test, and concurrent calls.

use std::future::Future;

/// Runs one test on its own runtime with two threads.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test)
}

/// Starts all calls at once, on all threads of the runtime. Returns the results in the order of the
/// calls.
pub async fn at_once<T: Send + 'static>(
    calls: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let running: Vec<_> = calls.into_iter().map(tokio::spawn).collect();
    let mut returned = Vec::with_capacity(running.len());
    for call in running {
        returned.push(call.await.unwrap());
    }
    returned
}
