//! Deletes expired data on the leader.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use onair_domain::error::Outage;
use onair_domain::retention::{ExpiringKind, RetentionService};
use tokio::sync::watch::Receiver;
use tokio::time::{MissedTickBehavior, interval};
use tracing::{Instrument as _, debug_span};

use crate::{Stop, reporting};

/// The time between two deletions. Data is deleted at most this long after it expires, plus the duration of the
/// deletion.
const INTERVAL: Duration = Duration::from_hours(1);

/// Deletes expired data while this server is the leader: when it becomes the leader, and then every hour, until it
/// is stopped. A deletion may be interrupted at any point, as by a crash; the next one continues.
pub async fn run_retention(retention: RetentionService, is_leader: Receiver<bool>, mut stop: Stop) {
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => {}
        () = run_while_leader(&retention, is_leader) => {}
    }
}

/// Returns when the election is over.
async fn run_while_leader(retention: &RetentionService, mut is_leader: Receiver<bool>) {
    while is_leader.wait_for(|is_leader| *is_leader).await.is_ok() {
        tokio::select! {
            _ = is_leader.wait_for(|is_leader| !is_leader) => {}
            () = delete_every_hour(retention) => {}
        }
    }
}

async fn delete_every_hour(retention: &RetentionService) {
    let mut ticks = interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        // Failures are logged, and the next deletion continues.
        let _ = delete_expired(retention)
            .instrument(debug_span!("retention"))
            .await;
    }
}

/// Deletes everything that is expired now. A kind that cannot be deleted does not keep the others from being deleted.
///
/// Returns the last failure, if there was one.
pub async fn delete_expired(retention: &RetentionService) -> Result<(), Outage> {
    let mut run = retention.start();
    let mut deleted = BTreeMap::<ExpiringKind, usize>::new();
    let mut result = Ok(());
    loop {
        match run.next_batch().await {
            Ok(None) => break,
            Ok(Some((kind, rows))) => {
                reporting::expired_deleted(kind, rows);
                *deleted.entry(kind).or_default() += rows;
            }
            Err((kind, outage)) => {
                let (kind, error) = (<&str>::from(kind), &outage as &(dyn std::error::Error + 'static));
                tracing::warn!(kind, error, "cannot delete expired data");
                result = Err(outage);
            }
        }
    }
    for (kind, rows) in deleted.into_iter().filter(|(_, rows)| *rows > 0) {
        tracing::info!(kind = <&str>::from(kind), rows, "deleted expired data");
    }
    result
}
