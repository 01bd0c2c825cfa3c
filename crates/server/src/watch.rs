//! The task that keeps sessions true to their rooms, a round every two seconds.

use std::time::Duration;

use onair_domain::session::{Phase, RoomWatch};
use tokio::sync::watch::Receiver;
use tokio::time::MissedTickBehavior;

/// Between two rounds. Viewer counts are at most so old, plus what a round takes.
const PERIOD: Duration = Duration::from_secs(2);

/// Runs until `stop` turns true. A round that fails is said once, and again when one succeeds.
pub(crate) async fn run(watch: RoomWatch, mut stop: Receiver<bool>) {
    let mut ticks = tokio::time::interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_failing = false;
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {}
        }
        let round = watch.round().await;
        for session in round.ended {
            let Phase::Ended { reason, .. } = session.phase else {
                continue;
            };
            tracing::info!(session = %session.id, creator = %session.creator_id, reason = reason.as_str(), "session ended");
        }
        match round.fault {
            Some(error) if !is_failing => {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::warn!(
                    error,
                    "can't watch all rooms; their sessions stay as they are until it works again"
                );
                is_failing = true;
            }
            None if is_failing => {
                tracing::info!("watching all rooms again");
                is_failing = false;
            }
            _ => {}
        }
    }
}
