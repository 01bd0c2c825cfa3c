//! Doing several things at once, without a runtime.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

/// Runs futures, at most `limit` of them at a time, and returns their results in the order in which they
/// end. All run in the caller's task.
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
            // Whenever one ended, another may start; those must be polled to be woken.
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

    /// The results, and the most that ran at once.
    async fn run(limit: usize, turns: &[usize]) -> (Vec<usize>, usize) {
        let (running, most) = (Cell::new(0), Cell::new(0));
        let futures = turns.iter().map(async |turns| {
            running.set(running.get() + 1);
            most.set(most.get().max(running.get()));
            for _ in 0..*turns {
                yield_now().await;
            }
            running.set(running.get() - 1);
            *turns
        });
        let results = run_bounded(limit, futures).await;
        (results, most.get())
    }

    #[tokio::test]
    async fn no_more_run_at_once_than_allowed() {
        assert_eq!(run(2, &[3, 3, 3, 3, 3]).await, (vec![3; 5], 2));
        assert_eq!(run(9, &[1, 2]).await.1, 2);
    }

    #[tokio::test]
    async fn a_slow_one_holds_nobody_up() {
        let (results, _) = run(2, &[40, 1, 2, 3]).await;
        assert_eq!(results, [1, 2, 3, 40]);
    }

    #[tokio::test]
    async fn nothing_to_do_is_done_at_once() {
        assert_eq!(run(2, &[]).await, (vec![], 0));
        assert_eq!(run(1, &[0, 0]).await, (vec![0, 0], 1));
    }
}
