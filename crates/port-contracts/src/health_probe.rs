//! What every `HealthProbe` must do if its dependency works.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::sync::Arc;

use onair_domain::ports::HealthProbe;

use crate::finishes;

/// Runs all cases of a `HealthProbe` whose dependency works; `fresh` returns an
/// `Arc<dyn HealthProbe>`, which keeps the dependency alive.
#[macro_export]
macro_rules! health_probe {
    ($fresh:expr) => {
        $crate::cases!(health_probe, $fresh, [a_reachable_dependency_is_healthy]);
    };
}

pub async fn a_reachable_dependency_is_healthy(probe: &Arc<dyn HealthProbe>) {
    let result = finishes(probe.check()).await;
    assert!(result.is_ok(), "{result:?}");
}
