//! Runs the reconciler every two seconds on one server at a time, the leader. The leader holds a lock. Another server
//! becomes the leader when the lock is free.

#[cfg(test)]
mod tests;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use onair_domain::error::Outage;
use onair_domain::ports::{Lock, LockGuard, Locks, LocksError};
use onair_domain::session::{ReconcileReport, Reconciler};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep};
use tracing::{Instrument as _, debug_span};

use crate::failure_log::FailureLog;
use crate::reporting;
use crate::{Leadership, Stop};

/// The interval between two polls of all rooms. Without notifications, viewer counts are at most this old, plus the
/// duration of a poll.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// The interval between attempts to become the leader, and between renewals of its lock.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(1);

/// The number of consecutive failed polls after which the leader releases the lock. Possibly only its own connection
/// to the media server is broken.
const MAX_FAILED_POLLS: u32 = 3;

/// The time in which a server that released the lock does not try to acquire it again.
const REELECTION_DELAY: Duration = Duration::from_secs(5);

/// Runs the reconciler while this server is the leader, until it is stopped. A poll may be interrupted at any point,
/// as by a crash. `leadership` receives whether this server is the leader.
pub async fn run_reconciler(
    reconciler: Reconciler,
    locks: Arc<dyn Locks>,
    leadership: Leadership,
    stop: Stop,
) {
    run_with(|| reconciler.reconcile_once(), locks, leadership, stop).await;
}

async fn run_with<F>(
    reconcile_once: impl Fn() -> F,
    locks: Arc<dyn Locks>,
    leadership: Leadership,
    mut stop: Stop,
) where
    F: Future<Output = ReconcileReport>,
{
    let mut election = LeaderElection {
        reconcile_once,
        locks,
        leadership,
        polls: FailureLog::new(
            "cannot poll all rooms; their sessions do not change until polling works again",
            "all rooms can be polled again",
        ),
        elections: FailureLog::new(
            "cannot acquire the leader's lock because the lock service is unavailable; retrying",
            "the lock service is available again",
        ),
    };
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => {}
        () = election.run() => {}
    }
    election.set_leader(false);
}

struct LeaderElection<P> {
    reconcile_once: P,
    locks: Arc<dyn Locks>,
    leadership: Leadership,
    polls: FailureLog,
    elections: FailureLog,
}

impl<P, F> LeaderElection<P>
where
    P: Fn() -> F,
    F: Future<Output = ReconcileReport>,
{
    async fn run(&mut self) {
        loop {
            let lock = self.become_leader().await;
            tracing::info!("this server is the leader now, and reconciles rooms with sessions");
            self.set_leader(true);
            let released = self.lead(lock).await;
            self.set_leader(false);
            if let Some(lock) = released {
                lock.release().await;
                tracing::debug!("this server released the leader's lock so that another server can try");
                sleep(REELECTION_DELAY).await;
            } else {
                tracing::warn!("the leader's lock was lost; another server may become the leader");
            }
        }
    }

    fn set_leader(&self, is_leader: bool) {
        reporting::set_leader(is_leader);
        self.leadership.send_replace(is_leader);
    }

    async fn become_leader(&mut self) -> Box<dyn LockGuard> {
        let mut heartbeat = ticks(HEARTBEAT_INTERVAL);
        loop {
            heartbeat.tick().await;
            let acquired = self.locks.acquire(&Lock::Reconciliation, Duration::ZERO).await;
            self.elections.record::<LocksError>(acquired.as_ref().err());
            if let Ok(Some(lock)) = acquired {
                return lock;
            }
        }
    }

    /// Reconciles until the lock is lost and returns `None`, or until too many polls failed and returns the lock.
    async fn lead(&mut self, mut lock: Box<dyn LockGuard>) -> Option<Box<dyn LockGuard>> {
        let (mut polls, mut heartbeat) = (ticks(POLL_INTERVAL), ticks(HEARTBEAT_INTERVAL));
        let mut failed = 0;
        while failed < MAX_FAILED_POLLS {
            polls.tick().await;
            let began = Instant::now();
            let report = {
                let poll = (self.reconcile_once)().instrument(debug_span!("reconcile"));
                let mut poll = pin!(poll);
                loop {
                    tokio::select! {
                        report = &mut poll => break report,
                        _ = heartbeat.tick() => {
                            if !lock.renew().await {
                                return None;
                            }
                        }
                    }
                }
            };
            // If only some rooms fail, other servers have the same difficulty.
            let is_media_unavailable = !report.has_listed && matches!(report.outage, Some(Outage::Media(_)));
            failed = if is_media_unavailable { failed + 1 } else { 0 };
            reporting::reconciled(&report, began.elapsed());
            self.polls.record(report.outage.as_ref());
            if !lock.renew().await {
                return None;
            }
        }
        Some(lock)
    }
}

fn ticks(period: Duration) -> Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
