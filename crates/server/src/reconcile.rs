//! The task that keeps sessions and rooms true to each other, a round every two seconds, on one server
//! at a time: it holds a lock, and another server takes over once that is free.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use onair_domain::error::Outage;
use onair_domain::ports::{Lock, Locks, Turn};
use onair_domain::session::{Reconciler, Round};
use tokio::sync::watch::Receiver;
use tokio::time::{Interval, MissedTickBehavior, interval, sleep};

use crate::metrics;
use crate::news::{Fault, tell_end, tell_repair};

/// Between two rounds. Viewer counts that nobody told of are at most so old, plus what a round takes.
const PERIOD: Duration = Duration::from_secs(2);

/// Between two tries to take over, and between two signs of life of who reconciles.
const BEAT: Duration = Duration::from_secs(1);

/// After so many rounds in a row that could not see the rooms, another server gets the chance to:
/// perhaps only the way from here is broken.
const BLIND_ROUNDS: u32 = 3;

/// How long such a server stands back.
const STANDS_BACK: Duration = Duration::from_secs(5);

/// Runs until `stop` turns true.
pub(crate) async fn run(reconciler: Reconciler, locks: Arc<dyn Locks>, mut stop: Receiver<bool>) {
    let mut shift = Shift {
        reconciler,
        locks,
        fault: Fault::new(
            "can't look into all rooms; their sessions stay as they are until it works again",
            "looking into all rooms again",
        ),
        no_lock: Fault::new(
            "can't ask who reconciles; trying again",
            "can ask who reconciles again",
        ),
    };
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => {}
        () = shift.work() => {}
    }
}

struct Shift {
    reconciler: Reconciler,
    locks: Arc<dyn Locks>,
    fault: Fault,
    no_lock: Fault,
}

impl Shift {
    async fn work(&mut self) {
        loop {
            let turn = self.wait_for_turn().await;
            tracing::info!("this server reconciles rooms with sessions now");
            metrics::reconciles(true);
            let given_up = self.reconcile(turn).await;
            metrics::reconciles(false);
            if let Some(turn) = given_up {
                turn.release().await;
                tracing::debug!("this server stands back from reconciling for a while");
                sleep(STANDS_BACK).await;
            } else {
                tracing::warn!("the lock of who reconciles is lost; another server may take over");
            }
        }
    }

    async fn wait_for_turn(&mut self) -> Box<dyn Turn> {
        let mut beat = ticks(BEAT);
        loop {
            beat.tick().await;
            match self.locks.acquire(&Lock::Reconciliation, Duration::ZERO).await {
                Ok(Some(turn)) => {
                    self.no_lock.is_over();
                    return turn;
                }
                Ok(None) => self.no_lock.is_over(),
                Err(error) => self.no_lock.is(&error),
            }
        }
    }

    /// Until the lock is lost, or this server sees nothing: then it returns the lock.
    async fn reconcile(&mut self, mut turn: Box<dyn Turn>) -> Option<Box<dyn Turn>> {
        let (mut rounds, mut beat) = (ticks(PERIOD), ticks(BEAT));
        let mut blind = 0;
        while blind < BLIND_ROUNDS {
            rounds.tick().await;
            let began = Instant::now();
            // A round that is given up half way is like one of a server that died.
            let round = {
                let mut round = pin!(self.reconciler.round());
                loop {
                    tokio::select! {
                        round = &mut round => break round,
                        _ = beat.tick() => {
                            if !turn.renew().await {
                                return None;
                            }
                        }
                    }
                }
            };
            let is_blind = matches!(round.fault, Some(Outage::Media(_)));
            blind = if is_blind { blind + 1 } else { 0 };
            self.tell(round, began.elapsed());
            if !turn.renew().await {
                return None;
            }
        }
        Some(turn)
    }

    fn tell(&mut self, round: Round, took: Duration) {
        metrics::round(&round, took);
        round.ended.iter().for_each(tell_end);
        round.repairs.iter().for_each(tell_repair);
        match round.fault {
            Some(outage) => self.fault.is(&outage),
            None => self.fault.is_over(),
        }
    }
}

fn ticks(period: Duration) -> Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
