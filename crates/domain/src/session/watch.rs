//! Looking at the rooms of open sessions, and writing down what is seen: who is on air, how many
//! watch, and which session has waited long enough.

use std::fmt;
use std::sync::Arc;

use super::{EndReason, LiveState, Participant, Phase, RoomName, Session, Timing};
use crate::Timestamp;
use crate::error::Outage;
use crate::ports::{Clock, MediaRooms, SessionRepository};

/// What a look into a session's room showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The creator is there and publishes.
    pub is_creator_publishing: bool,
    /// How many others are there.
    pub viewers: u32,
}

impl Sight {
    /// Sums up a room. A room that is gone looks like an empty one.
    #[must_use]
    pub fn of(session: &Session, participants: &[Participant]) -> Self {
        let is_creator = |p: &&Participant| p.identity.as_str() == session.creator_id.as_str();
        let viewers = participants.len() - participants.iter().filter(is_creator).count();
        Self {
            is_creator_publishing: participants.iter().filter(is_creator).any(|p| p.is_publishing),
            viewers: u32::try_from(viewers).unwrap_or(u32::MAX),
        }
    }
}

/// What follows from a sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The session goes on in this state, perhaps the one it is in.
    Goes(LiveState),
    /// The session is over.
    Ends(EndReason),
}

/// The rule: what an open session becomes by what is seen in its room at a moment.
#[must_use]
pub fn judge(
    state: LiveState,
    started_at: Timestamp,
    sight: Sight,
    now: Timestamp,
    timing: &Timing,
) -> Verdict {
    let waited = |since: Timestamp| (now - since).to_std().unwrap_or_default();
    if sight.is_creator_publishing {
        return Verdict::Goes(LiveState::OnAir);
    }
    match state {
        LiveState::Starting if waited(started_at) >= timing.to_connect => {
            Verdict::Ends(EndReason::NeverConnected)
        }
        LiveState::Starting => Verdict::Goes(LiveState::Starting),
        LiveState::OnAir => Verdict::Goes(LiveState::Interrupted { since: now }),
        LiveState::Interrupted { since } if waited(since) >= timing.grace => {
            Verdict::Ends(EndReason::ConnectionLost)
        }
        LiveState::Interrupted { since } => Verdict::Goes(LiveState::Interrupted { since }),
    }
}

/// What came of a look at all rooms.
#[derive(Debug, Default)]
pub struct Round {
    /// The sessions that ended by it.
    pub ended: Vec<Session>,
    /// Why a room (the last of those) could not be looked into, if any.
    pub fault: Option<Outage>,
}

/// Keeps open sessions true to their rooms. One round costs one call a live room.
#[derive(Clone)]
pub struct RoomWatch {
    sessions: Arc<dyn SessionRepository>,
    media: Arc<dyn MediaRooms>,
    clock: Arc<dyn Clock>,
    timing: Timing,
}

impl fmt::Debug for RoomWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RoomWatch")
            .field("timing", &self.timing)
            .finish_non_exhaustive()
    }
}

impl RoomWatch {
    /// Joins the ports it speaks through.
    #[must_use]
    pub fn new(ports: &crate::ports::Ports, timing: Timing) -> Self {
        Self {
            sessions: ports.sessions.clone(),
            media: ports.media.clone(),
            clock: ports.clock.clone(),
            timing,
        }
    }

    /// Looks at every open session's room once. A media server that is away ends nothing: what can't
    /// be seen is not judged. A room that can't be looked into doesn't keep the others from it.
    pub async fn round(&self) -> Round {
        let mut round = Round::default();
        let open = match self.sessions.all_open().await {
            Ok(open) => open,
            Err(error) => {
                return Round {
                    fault: Some(error.into()),
                    ..round
                };
            }
        };
        for session in open {
            match self.look(&session).await {
                Ok(over) => round.ended.extend(over),
                Err(outage) => round.fault = Some(outage),
            }
        }
        round
    }

    async fn look(&self, session: &Session) -> Result<Option<Session>, Outage> {
        let Phase::Open(state) = session.phase else {
            return Ok(None);
        };
        let room = RoomName::of(&session.creator_id);
        let sight = Sight::of(session, &self.media.participants(&room).await?);
        if sight.viewers != session.viewers {
            self.sessions.record_viewers(&session.id, sight.viewers).await?;
        }
        let now = self.clock.now();
        match judge(state, session.started_at, sight, now, &self.timing) {
            Verdict::Goes(next) if next == state => Ok(None),
            Verdict::Goes(next) => {
                // Somebody else moved it meanwhile: the next round looks again.
                self.sessions.transition(&session.id, state, next).await?;
                Ok(None)
            }
            Verdict::Ends(reason) => {
                // The store first: an offline stream with a forgotten room harms nobody, and the
                // room's own time-outs clear it away if the media server can't be told now.
                let over = self.sessions.end(&session.id, reason, now).await?;
                if over.is_some() {
                    let _closed_later = self.media.delete_room(&room).await;
                }
                Ok(over)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use quickcheck::{TestResult, quickcheck};

    use super::*;

    fn at(second: u32) -> Timestamp {
        Timestamp::UNIX_EPOCH + Duration::from_secs(u64::from(second))
    }

    fn seen(is_creator_publishing: bool) -> Sight {
        Sight {
            is_creator_publishing,
            viewers: 0,
        }
    }

    quickcheck! {
        fn a_publishing_creator_is_on_air_whatever_came_before(since: u32, now: u32) -> bool {
            let states = [LiveState::Starting, LiveState::OnAir, LiveState::Interrupted { since: at(since) }];
            states.into_iter().all(|state| {
                judge(state, at(0), seen(true), at(now), &Timing::default()) == Verdict::Goes(LiveState::OnAir)
            })
        }

        fn a_creator_who_never_connects_is_given_up_after_60_seconds(waited: u32) -> bool {
            let verdict = judge(LiveState::Starting, at(0), seen(false), at(waited), &Timing::default());
            (verdict == Verdict::Ends(EndReason::NeverConnected)) == (waited >= 60)
        }

        fn a_creator_who_is_gone_is_given_up_after_30_seconds(since: u32, now: u32) -> TestResult {
            if now < since {
                return TestResult::discard();
            }
            let state = LiveState::Interrupted { since: at(since) };
            let verdict = judge(state, at(0), seen(false), at(now), &Timing::default());
            TestResult::from_bool((verdict == Verdict::Ends(EndReason::ConnectionLost)) == (now - since >= 30))
        }

        fn a_clock_that_steps_back_ends_nothing(since: u32, now: u32) -> TestResult {
            if now >= since {
                return TestResult::discard();
            }
            let state = LiveState::Interrupted { since: at(since) };
            TestResult::from_bool(judge(state, at(0), seen(false), at(now), &Timing::default()) == Verdict::Goes(state))
        }
    }
}
