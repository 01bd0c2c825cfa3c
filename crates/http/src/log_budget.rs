//! Bounds how many failed requests are logged, so that a flood of them fills neither the disk nor the processor.

use std::cell::Cell;

use tokio::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(1);

/// How many lines may be logged in each second.
#[derive(Debug)]
pub(crate) struct LogBudget {
    max: u32,
    window: Cell<Window>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    started_at: Instant,
    logged: u32,
    omitted: u32,
}

impl Window {
    fn start() -> Self {
        Self {
            started_at: Instant::now(),
            logged: 0,
            omitted: 0,
        }
    }
}

impl LogBudget {
    /// Creates a budget of `max` lines per second.
    pub(crate) fn new(max: u32) -> Self {
        Self {
            max,
            window: Cell::new(Window::start()),
        }
    }

    /// Whether one more line may be logged now. `report` receives the number of omitted lines when the second in
    /// which they were omitted is over.
    pub(crate) fn take(&self, report: impl FnOnce(u32)) -> bool {
        let mut window = self.window.get();
        if window.started_at.elapsed() >= WINDOW {
            if window.omitted > 0 {
                report(window.omitted);
            }
            window = Window::start();
        }
        let is_within = window.logged < self.max;
        if is_within {
            window.logged += 1;
        } else {
            window.omitted = window.omitted.saturating_add(1);
        }
        self.window.set(window);
        is_within
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn take(budget: &LogBudget) -> (bool, Option<u32>) {
        let mut omitted = None;
        let is_within = budget.take(|count| omitted = Some(count));
        (is_within, omitted)
    }

    #[tokio::test(start_paused = true)]
    async fn further_lines_are_counted_and_reported_in_the_next_second() {
        let budget = LogBudget::new(2);
        assert_eq!(take(&budget), (true, None));
        assert_eq!(take(&budget), (true, None));
        assert_eq!(take(&budget), (false, None));
        advance(Duration::from_millis(999)).await;
        assert_eq!(take(&budget), (false, None));
        advance(Duration::from_millis(1)).await;
        assert_eq!(take(&budget), (true, Some(2)));
        assert_eq!(take(&budget), (true, None));
        assert_eq!(take(&budget), (false, None));
        advance(WINDOW).await;
        assert_eq!(take(&budget), (true, Some(1)));
        advance(WINDOW).await;
        assert_eq!(take(&budget), (true, None), "nothing was omitted in between");
    }
}
