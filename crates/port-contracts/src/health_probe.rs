//! What every `HealthProbe` must do if its dependency works.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::sync::Arc;
use std::time::Duration;

use onair_domain::ports::HealthProbe;

/// Runs all cases of a `HealthProbe` whose dependency works; `fresh` returns an
/// `Arc<dyn HealthProbe>`, which keeps the dependency alive.
#[macro_export]
macro_rules! health_probe {
    ($fresh:expr) => {
        $crate::cases!(
            health_probe,
            $fresh,
            [a_reachable_dependency_is_reported_in_time]
        );
    };
}

pub async fn a_reachable_dependency_is_reported_in_time(probe: &Arc<dyn HealthProbe>) {
    let answer = tokio::time::timeout(Duration::from_secs(2), probe.check()).await;
    assert!(matches!(answer, Ok(Ok(()))), "{answer:?}");
}
