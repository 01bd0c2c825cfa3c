//! What the answers of the server must be, derived from what the test itself did. Pure: no clock, no I/O.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::time::Duration;

use super::bounds::{CACHE, CRASH_DETECTION, REACTION, RECOVERY, timing};

/// Time since the start of the run.
pub(super) type Moment = Duration;

/// A part of the product that is stopped and started.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Part {
    Server,
    LiveKit,
    Postgres,
}

/// Which parts are away, and when one came back last.
#[derive(Clone, Default, Debug)]
pub(super) struct Parts {
    away: BTreeSet<Part>,
    last_return: Moment,
    media_return: Moment,
}

impl Parts {
    pub(super) fn leave(&mut self, part: Part) {
        self.away.insert(part);
    }

    pub(super) fn come_back(&mut self, part: Part, now: Moment) {
        self.away.remove(&part);
        self.last_return = now;
        if part == Part::LiveKit {
            self.media_return = now;
        }
    }

    /// The part was frozen and is the same process.
    pub(super) fn resume(&mut self, part: Part, now: Moment) {
        self.away.remove(&part);
        self.last_return = now;
    }

    /// Since when all parts work; `None` while one is away. May be in the future.
    pub(super) fn calm_since(&self) -> Option<Moment> {
        let is_complete = self.away.is_empty();
        // Nothing has to recover before the first outage.
        let recovery = if self.last_return.is_zero() {
            Duration::ZERO
        } else {
            RECOVERY
        };
        is_complete.then(|| self.last_return + recovery)
    }

    /// Whether all parts worked from `began` until now.
    pub(super) fn was_calm(&self, began: Moment) -> bool {
        self.calm_since().is_some_and(|since| since <= began)
    }

    /// When LiveKit must have noticed that a participant has left. A crash is noticed later, unless LiveKit has been
    /// restarted since.
    pub(super) fn departure(&self, by: Moment, is_crash: bool) -> Moment {
        if is_crash && self.media_return <= by {
            by + CRASH_DETECTION
        } else {
            by
        }
    }

    /// Since when LiveKit runs; `None` while it is away.
    fn media_since(&self) -> Option<Moment> {
        (!self.away.contains(&Part::LiveKit)).then_some(self.media_return)
    }
}

/// What a creator did last, as far as its effect is certain.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Phase {
    /// A call was not answered, so its effect is unknown.
    #[default]
    Unknown,
    /// The end was answered.
    Offline { since: Moment },
    /// Went live anew, between the request and its answer, and has not sent anything.
    Starting { asked: Moment, since: Moment },
    /// Sends video.
    Sending { since: Moment },
    /// Left, between these moments, or crashed.
    Gone {
        from: Moment,
        by: Moment,
        is_crash: bool,
        /// Whether the server must have noticed that they were sending.
        was_on_air: bool,
    },
}

/// What answers about a stream must say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Expectation {
    /// A change is on its way.
    Any,
    Offline,
    /// Live, in any state.
    Live,
    OnAir,
}

impl Expectation {
    /// Whether an answer agrees. `state` is as on the wire, if the answer has one.
    pub(super) fn allows(self, is_live: bool, state: Option<&str>) -> bool {
        match self {
            Self::Any => true,
            Self::Offline => !is_live && state.is_none_or(|it| it == "OFFLINE"),
            Self::Live => is_live && state.is_none_or(|it| it != "OFFLINE"),
            Self::OnAir => is_live && state.is_none_or(|it| it == "ON_AIR"),
        }
    }
}

/// The broadcast of a creator.
#[derive(Clone, Default, Debug)]
pub(super) struct Broadcast {
    pub(super) phase: Phase,
    /// A call that changes the broadcast waits for its answer.
    pub(super) is_changing: bool,
    /// The session that the server named last.
    pub(super) session: Option<String>,
}

impl Broadcast {
    pub(super) fn expectation(&self, parts: &Parts, now: Moment) -> Expectation {
        let expected = self.phase.expectation(parts, now);
        if self.is_changing {
            Expectation::Any
        } else {
            expected
        }
    }

    /// Whether the room must be closed.
    pub(super) fn is_room_gone(&self, parts: &Parts, now: Moment) -> bool {
        let is_settled = |since: Moment| {
            parts
                .calm_since()
                .is_some_and(|calm| now >= since.max(calm) + REACTION)
        };
        self.expectation(parts, now) == Expectation::Offline
            && match self.phase {
                Phase::Offline { since } => is_settled(since),
                _ => self.expectation(parts, now.saturating_sub(REACTION)) == Expectation::Offline,
            }
    }

    /// The creator's participant has left, or crashed, between `from` and now.
    pub(super) fn lose_media(&mut self, parts: &Parts, from: Moment, now: Moment, is_crash: bool) {
        if let Phase::Sending { .. } = self.phase {
            self.phase = Phase::Gone {
                from,
                by: now,
                is_crash,
                was_on_air: self.phase.expectation(parts, from) == Expectation::OnAir,
            };
        }
    }
}

impl Phase {
    fn expectation(self, parts: &Parts, now: Moment) -> Expectation {
        let calm = parts.calm_since();
        // Whether a change at `since` must be visible after `bound`, although parts were away.
        let is_over =
            |since: Moment, bound: Duration| calm.is_some_and(|calm| now >= since.max(calm) + bound);
        match self {
            Self::Offline { since } if now >= since + CACHE => Expectation::Offline,
            // The server may have noticed a little earlier than the test.
            Self::Starting { asked, .. } if now + CACHE < asked + timing().connect_timeout => {
                Expectation::Live
            }
            Self::Starting { since, .. } if is_over(since, timing().connect_timeout + REACTION) => {
                Expectation::Offline
            }
            Self::Sending { since } if is_over(since, REACTION) => Expectation::OnAir,
            // Restarts of other parts than LiveKit do not interrupt media.
            Self::Sending { since }
                if now >= since + CACHE && parts.media_since().is_some_and(|returned| returned <= since) =>
            {
                Expectation::Live
            }
            Self::Gone {
                from,
                was_on_air: true,
                ..
            } if now + CACHE < from + timing().reconnect_grace => Expectation::Live,
            Self::Gone {
                by,
                is_crash,
                was_on_air,
                ..
            } => {
                let grace = if was_on_air {
                    timing().reconnect_grace
                } else {
                    timing().reconnect_grace.max(timing().connect_timeout)
                };
                if is_over(parts.departure(by, is_crash), grace + REACTION) {
                    Expectation::Offline
                } else {
                    Expectation::Any
                }
            }
            Self::Unknown | Self::Offline { .. } | Self::Starting { .. } | Self::Sending { .. } => {
                Expectation::Any
            }
        }
    }
}
