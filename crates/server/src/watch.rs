//! The task that keeps sessions true to their rooms, a round every two seconds.

use std::time::Duration;

use onair_domain::session::RoomWatch;
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
        match watch.round().await {
            Ok(ended) => {
                for session in ended {
                    tracing::info!(session = %session.id, creator = %session.creator_id, phase = ?session.phase, "session ended");
                }
                if std::mem::take(&mut is_failing) {
                    tracing::info!("watching rooms again");
                }
            }
            Err(error) if !is_failing => {
                is_failing = true;
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::warn!(
                    error,
                    "can't watch rooms; sessions stay as they are until it works again"
                );
            }
            Err(_) => {}
        }
    }
}
