//! What every `HealthProbe` must do if its dependency is unavailable or does not answer.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::sync::Arc;
use std::time::Duration;

use onair_domain::ports::HealthProbe;

/// Runs all cases of a `HealthProbe` whose dependency does not answer; `fresh` returns an
/// `Arc<dyn HealthProbe>`.
#[macro_export]
macro_rules! unreachable_health_probe {
    ($fresh:expr) => {
        $crate::cases!(
            unreachable_health_probe,
            $fresh,
            [what_does_not_answer_is_unavailable_in_time]
        );
    };
}

pub async fn what_does_not_answer_is_unavailable_in_time(probe: &Arc<dyn HealthProbe>) {
    let answer = tokio::time::timeout(Duration::from_secs(2), probe.check()).await;
    assert!(matches!(answer, Ok(Err(_))), "{answer:?}");
}
