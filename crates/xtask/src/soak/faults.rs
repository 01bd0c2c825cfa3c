//! Stops parts at random, and starts them again.

use std::thread;
use std::time::Duration;

use anyhow::Result;
use rand::RngExt as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;

use super::bounds::{REACTION, RECOVERY};
use super::model::Part;
use super::stack::{Stack, Stop};
use super::world::{TICK, World};
use crate::interrupt;

/// The server waits for running requests, and event streams end at once.
const ORDERLY_STOP: Duration = Duration::from_secs(10);

/// What is done to the product.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    Restart(Part, Stop),
    /// A part does not execute for a while.
    Freeze(Part),
    /// All three parts crash at once, as when the machine loses power.
    CrashAll,
    /// LiveKit's webhooks do not reach the server.
    CutWebhooks,
}

const ALL: [Fault; 10] = [
    Fault::Restart(Part::Server, Stop::Orderly),
    Fault::Restart(Part::Server, Stop::Crash),
    Fault::Restart(Part::LiveKit, Stop::Orderly),
    Fault::Restart(Part::LiveKit, Stop::Crash),
    Fault::Restart(Part::Postgres, Stop::Orderly),
    Fault::Restart(Part::Postgres, Stop::Crash),
    Fault::Freeze(Part::Server),
    Fault::Freeze(Part::LiveKit),
    Fault::CrashAll,
    Fault::CutWebhooks,
];

impl Fault {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Restart(Part::Server, Stop::Orderly) => "server: SIGTERM",
            Self::Restart(Part::Server, Stop::Crash) => "server: SIGKILL",
            Self::Restart(Part::LiveKit, Stop::Orderly) => "LiveKit: SIGTERM",
            Self::Restart(Part::LiveKit, Stop::Crash) => "LiveKit: SIGKILL",
            Self::Restart(Part::Postgres, Stop::Orderly) => "PostgreSQL: fast shutdown",
            Self::Restart(Part::Postgres, Stop::Crash) => "PostgreSQL: immediate shutdown",
            Self::Freeze(Part::Server) => "server: frozen",
            Self::Freeze(Part::LiveKit) => "LiveKit: frozen",
            Self::Freeze(Part::Postgres) => "PostgreSQL: frozen",
            Self::CrashAll => "all three: crash",
            Self::CutWebhooks => "webhooks cut",
        }
    }

    fn stops_server(self) -> bool {
        matches!(self, Self::Restart(Part::Server, _) | Self::CrashAll)
    }
}

/// Draws faults in random order, each kind once before any kind again.
pub(super) struct Deck {
    left: Vec<Fault>,
    rng: StdRng,
}

impl Deck {
    pub(super) fn new(rng: StdRng) -> Self {
        Self {
            left: Vec::new(),
            rng,
        }
    }

    /// `keeps_server`: the server must stay the same process.
    pub(super) fn draw(&mut self, keeps_server: bool) -> Fault {
        loop {
            if self.left.is_empty() {
                self.left = ALL.to_vec();
                self.left.shuffle(&mut self.rng);
            }
            match self.left.pop() {
                Some(fault) if !keeps_server || !fault.stops_server() => return fault,
                _ => {}
            }
        }
    }

    /// The time until the next fault. Most of the time everything has settled before. A short run has shorter pauses.
    pub(super) fn pause(&mut self, is_short: bool) -> Duration {
        let more = match self.rng.random_range(0..10) {
            0 => return Duration::from_secs(1),
            _ if is_short => 0..3_000,
            1..7 => 5_000..15_000,
            _ => 15_000..40_000,
        };
        RECOVERY + REACTION + Duration::from_millis(self.rng.random_range(more))
    }

    fn downtime(&mut self, fault: Fault) -> Duration {
        let longest = match fault {
            Fault::Restart(Part::LiveKit, _) | Fault::Freeze(_) => 12_000,
            Fault::CutWebhooks => 40_000,
            Fault::Restart(..) | Fault::CrashAll => 8_000,
        };
        Duration::from_millis(self.rng.random_range(0..longest))
    }

    /// Carries out a fault, and returns when all parts run again. Must run on the thread that outlives the parts.
    pub(super) fn inject(&mut self, fault: Fault, stack: &mut Stack, world: &World) -> Result<()> {
        let downtime = self.downtime(fault);
        world.note(format!("FAULT {}, for {downtime:.1?}", fault.name()));
        world.count(format!("fault {}", fault.name()));
        let began = world.now();
        match fault {
            Fault::CutWebhooks => {
                stack.relay.set_cut(true);
                wait(downtime)?;
                stack.relay.set_cut(false);
            }
            Fault::Restart(part, how) => {
                stop(part, how, stack, world);
                wait(downtime)?;
                start(part, stack, world)?;
            }
            Fault::Freeze(part) => {
                world.model().parts.leave(part);
                stack.set_frozen(part, true);
                let waited = wait(downtime);
                stack.set_frozen(part, false);
                let now = world.now();
                world.model().parts.resume(part, now);
                waited?;
            }
            Fault::CrashAll => {
                let parts = [Part::Server, Part::LiveKit, Part::Postgres];
                for part in parts {
                    stop(part, Stop::Crash, stack, world);
                }
                wait(downtime)?;
                for part in parts.into_iter().rev() {
                    start(part, stack, world)?;
                }
            }
        }
        let away = world.elapsed_since(began);
        world.note(format!("END OF FAULT {} after {away:.1?}", fault.name()));
        Ok(())
    }
}

fn stop(part: Part, how: Stop, stack: &mut Stack, world: &World) {
    world.model().parts.leave(part);
    match part {
        Part::LiveKit => stack.stop_livekit(how),
        Part::Postgres => stack.stop_postgres(how),
        Part::Server => {
            let Some((status, time)) = stack.stop_server(how) else {
                return;
            };
            if how == Stop::Orderly {
                world.measure("orderly stop of the server", time);
                if time > ORDERLY_STOP || !status.is_some_and(|status| status.success()) {
                    world.violate(
                        "stop",
                        format!("after SIGTERM the server took {time:.1?} and ended with {status:?}"),
                    );
                }
            }
        }
    }
}

fn start(part: Part, stack: &mut Stack, world: &World) -> Result<()> {
    let began = world.now();
    match part {
        Part::LiveKit => stack.start_livekit()?,
        Part::Postgres => stack.start_postgres()?,
        Part::Server => {
            stack.start_server()?;
            world.measure(
                "start of the server until it is ready",
                world.elapsed_since(began),
            );
        }
    }
    let now = world.now();
    world.model().parts.come_back(part, now);
    Ok(())
}

/// Waits unless the user interrupts.
fn wait(time: Duration) -> Result<()> {
    let mut left = time;
    while !left.is_zero() {
        interrupt::check()?;
        let step = left.min(TICK);
        thread::sleep(step);
        left -= step;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::{ALL, Deck};

    quickcheck! {
        fn each_kind_comes_once_before_any_again(seed: u64) -> bool {
            let mut deck = Deck::new(StdRng::seed_from_u64(seed));
            (0..3).all(|_| {
                let round: Vec<_> = (0..ALL.len()).map(|_| deck.draw(false)).collect();
                ALL.iter().all(|fault| round.contains(fault))
            })
        }

        fn the_server_is_kept_if_it_must_be(seed: u64) -> bool {
            let mut deck = Deck::new(StdRng::seed_from_u64(seed));
            (0..30).all(|_| !deck.draw(true).stops_server())
        }

        fn a_seed_repeats_its_faults(seed: u64) -> bool {
            let draw = || {
                let mut deck = Deck::new(StdRng::seed_from_u64(seed));
                (0..20).map(|_| (deck.draw(false), deck.pause(false))).collect::<Vec<_>>()
            };
            draw() == draw()
        }
    }
}
