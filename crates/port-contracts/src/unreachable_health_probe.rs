//! What every `HealthProbe` must do if its dependency is unavailable or does not answer.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::sync::Arc;

use onair_domain::ports::HealthProbe;

use crate::finishes;

/// Runs all cases of a `HealthProbe` whose dependency does not answer; `fresh` returns an
/// `Arc<dyn HealthProbe>`.
#[macro_export]
macro_rules! unreachable_health_probe {
    ($fresh:expr) => {
        $crate::cases!(
            unreachable_health_probe,
            $fresh,
            [an_unreachable_dependency_is_unavailable]
        );
    };
}

pub async fn an_unreachable_dependency_is_unavailable(probe: &Arc<dyn HealthProbe>) {
    assert!(finishes(probe.check()).await.is_err());
}
