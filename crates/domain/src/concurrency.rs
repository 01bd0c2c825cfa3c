//! Concurrency without a runtime.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

/// Runs two futures concurrently, in the caller's task.
pub(crate) async fn join<A: Future, B: Future>(first: A, second: B) -> (A::Output, B::Output) {
    let (mut first, mut second) = (pin!(first), pin!(second));
    let mut results = (None, None);
    poll_fn(|context| {
        if results.0.is_none()
            && let Poll::Ready(result) = first.as_mut().poll(context)
        {
            results.0 = Some(result);
        }
        if results.1.is_none()
            && let Poll::Ready(result) = second.as_mut().poll(context)
        {
            results.1 = Some(result);
        }
        match (results.0.take(), results.1.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            incomplete => {
                results = incomplete;
                Poll::Pending
            }
        }
    })
    .await
}

/// Runs futures, at most `limit` of them concurrently, in the caller's task. Returns their results in the
/// order of completion.
pub(crate) async fn run_bounded<F: Future>(
    limit: usize,
    futures: impl IntoIterator<Item = F>,
) -> Vec<F::Output> {
    let mut waiting = futures.into_iter().map(Box::pin).fuse();
    let mut running: Vec<Pin<Box<F>>> = Vec::new();
    let mut results = Vec::new();
    poll_fn(|context| {
        loop {
            let free = limit.max(1) - running.len();
            running.extend(waiting.by_ref().take(free));
            let before = running.len();
            running.retain_mut(|future| match future.as_mut().poll(context) {
                Poll::Ready(result) => {
                    results.push(result);
                    false
                }
                Poll::Pending => true,
            });
            if before == 0 {
                return Poll::Ready(());
            }
            // A completed future makes space for another one, which must be polled once to register its
            // waker.
            if running.len() == before {
                return Poll::Pending;
            }
        }
    })
    .await;
    results
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::task::yield_now;

    use super::run_bounded;

    /// Returns the results, and the maximum number of futures that ran concurrently.
    async fn run(limit: usize, yields: &[usize]) -> (Vec<usize>, usize) {
        let (running, max_running) = (Cell::new(0), Cell::new(0));
        let futures = yields.iter().map(async |yields| {
            running.set(running.get() + 1);
            max_running.set(max_running.get().max(running.get()));
            for _ in 0..*yields {
                yield_now().await;
            }
            running.set(running.get() - 1);
            *yields
        });
        let results = run_bounded(limit, futures).await;
        (results, max_running.get())
    }

    #[tokio::test]
    async fn at_most_limit_futures_run_concurrently() {
        assert_eq!(run(2, &[3, 3, 3, 3, 3]).await, (vec![3; 5], 2));
        assert_eq!(run(9, &[1, 2]).await.1, 2);
    }

    #[tokio::test]
    async fn a_slow_future_does_not_delay_others() {
        let (results, _) = run(2, &[40, 1, 2, 3]).await;
        assert_eq!(results, [1, 2, 3, 40]);
    }

    #[tokio::test]
    async fn without_futures_it_returns_at_once() {
        assert_eq!(run(2, &[]).await, (vec![], 0));
        assert_eq!(run(1, &[0, 0]).await, (vec![0, 0], 1));
    }
}
