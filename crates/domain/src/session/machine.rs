//! The live state machine: what a broadcast becomes by what happens. Pure: it is given the time, and
//! says what has to be done instead of doing it.
//!
//! Notifications of the media server may be lost, doubled, late and out of order. They count while they are
//! fresh, so that pages know at once; a poll of the room has the last word, and one comes every two
//! seconds. So whatever became of the notifications, the state is the same soon after. A notification that
//! is repeated at once changes nothing, so nobody has to remember which ones were processed.

use std::time::Duration;

use super::attendance::Counts;
use super::{
    AttendanceScope, Attendances, EndReason, Interruption, LiveState, MediaEvent, MediaNotification,
    NewSession, Phase, RoomSnapshot, Session, Timing,
};
use crate::Timestamp;
use crate::room::{Identity, RoomSid};
use crate::user::UserId;

/// A notification that is older than this doesn't count any more: polls have overtaken it. The media
/// server's clock may differ from ours by as much before anything but promptness is lost.
pub const MAX_NOTIFICATION_AGE: Duration = Duration::from_secs(5);

/// The media server's list of people lags behind its notifications by a tenth of a second or so: for so
/// long a poll that misses who has just come on air doesn't count.
const SNAPSHOT_LAG: Duration = Duration::from_secs(1);

/// A stream's broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broadcast {
    /// There is none.
    Offline,
    /// A session is open.
    Live(Box<Live>),
}

/// An open session, and who attends it as far as that matters for what happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    session: Session,
    state: LiveState,
    attendances: Attendances,
}

/// What happens to a broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The creator goes live, in a room that was made for it.
    GoLive(NewSession),
    /// Somebody who may ends it.
    Stop(EndReason),
    /// The room was made again, for the session that goes on.
    RoomCreated(RoomSid),
    /// The media server sent a notification.
    Notification(MediaNotification),
    /// Somebody looked into the room.
    Snapshot(RoomSnapshot),
}

/// What has to be done at the media server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Make the session's room again, and tell by [`Input::RoomCreated`].
    CreateRoom,
    /// Close the session's room, with everybody in it.
    CloseRoom,
}

/// What follows from an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The broadcast afterwards.
    pub after: Broadcast,
    /// The session that it ended, if it did.
    pub ended: Option<Session>,
    /// What has to be done.
    pub effect: Option<Effect>,
}

/// Whose attendance [`step`] has to know for these inputs to a creator's broadcast.
#[must_use]
pub fn affected_attendees(creator: &UserId, inputs: &[Input]) -> AttendanceScope {
    let mut people = vec![Identity::of_user(creator)];
    for input in inputs {
        match input {
            Input::Snapshot(_) => return AttendanceScope::All,
            // Everybody leaves with the room.
            Input::Notification(notification) if notification.event == MediaEvent::RoomClosed => {
                return AttendanceScope::All;
            }
            Input::Notification(notification) => people.extend(notification.event.identity().cloned()),
            Input::GoLive(_) | Input::Stop(_) | Input::RoomCreated(_) => {}
        }
    }
    people.sort();
    people.dedup();
    AttendanceScope::Only(people)
}

/// Applies inputs in their order, up to one that ends the session. The effect is that of the last step that
/// had one.
#[must_use]
pub fn steps(before: Broadcast, inputs: &[Input], now: Timestamp, timing: &Timing) -> Step {
    let mut all = Step {
        after: before,
        ended: None,
        effect: None,
    };
    for input in inputs {
        let next = step(all.after, input, now, timing);
        all = Step {
            effect: next.effect.or(all.effect),
            ..next
        };
        if all.ended.is_some() {
            break;
        }
    }
    all
}

/// What a broadcast becomes.
#[must_use]
pub fn step(before: Broadcast, input: &Input, now: Timestamp, timing: &Timing) -> Step {
    match (before, input) {
        (Broadcast::Offline, Input::GoLive(new)) => Live::opened(new.clone()).continue_session(),
        (Broadcast::Offline, _) => Step {
            after: Broadcast::Offline,
            ended: None,
            effect: None,
        },
        (Broadcast::Live(live), input) => live.step(input, now, timing),
    }
}

impl Live {
    /// Takes an open session with what a store knows of its attendance; `None` if it is over.
    #[must_use]
    pub fn of(session: Session, attendances: Attendances) -> Option<Self> {
        match session.phase {
            Phase::Open(state) => Some(Self {
                session,
                state,
                attendances,
            }),
            Phase::Ended { .. } => None,
        }
    }

    /// The session.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The session, and what changed of its attendance.
    #[must_use]
    pub fn into_parts(self) -> (Session, Attendances) {
        (self.session, self.attendances)
    }

    fn opened(new: NewSession) -> Self {
        let state = LiveState::Starting {
            since: new.started_at,
        };
        let attendances = Attendances::empty(Identity::of_user(&new.creator_id));
        Self {
            session: Session::opened(new),
            state,
            attendances,
        }
    }

    fn step(mut self, input: &Input, now: Timestamp, timing: &Timing) -> Step {
        if self.state.since() > now {
            // The clock was set back: nobody waits until it comes by there again.
            self.state = self.state.from_moment(now);
        }
        match input {
            Input::GoLive(NewSession { room_sid, .. }) | Input::RoomCreated(room_sid) => {
                self.session.room_sid = room_sid.clone();
                self.continue_session()
            }
            Input::Stop(reason) => self.end(*reason, now),
            // A late word from an earlier room of the same name.
            Input::Notification(notification) if notification.sid != self.session.room_sid => {
                self.continue_session()
            }
            Input::Notification(notification) => self.notify(notification, now),
            // A look that something has overtaken.
            Input::Snapshot(snapshot) if !self.matches_snapshot(snapshot) => self.continue_session(),
            Input::Snapshot(snapshot) => self.apply_snapshot(snapshot, now, timing),
        }
    }

    fn notify(mut self, notification: &MediaNotification, now: Timestamp) -> Step {
        let is_fresh = is_fresh(notification, now);
        match &notification.event {
            MediaEvent::Joined { identity, connection } if is_fresh => {
                self.attendances.mark_present(identity, connection);
            }
            MediaEvent::Published { identity, connection } if is_fresh => {
                self.attendances.mark_present(identity, connection);
                if self.is_creator(identity) && self.attendances.is_present_by(identity, connection) {
                    self.set_on_air(now);
                }
            }
            MediaEvent::Joined { identity, connection } | MediaEvent::Published { identity, connection } => {
                self.attendances.mark_unseen(identity, connection);
            }
            // Whenever it is told, nobody comes back by a connection that has ended.
            MediaEvent::Left { identity, connection } => {
                let has_gone = self.attendances.mark_left(identity, connection);
                if has_gone && is_fresh && self.is_creator(identity) {
                    self.interrupt(Interruption::CreatorGone, now);
                }
            }
            MediaEvent::RoomClosed if is_fresh => {
                self.attendances.replace_present([]);
                self.interrupt(Interruption::RoomGone, now);
                return self.request_room();
            }
            MediaEvent::RoomClosed | MediaEvent::RoomOpened => {}
        }
        self.continue_session()
    }

    fn apply_snapshot(mut self, snapshot: &RoomSnapshot, now: Timestamp, timing: &Timing) -> Step {
        if let Some(sid) = &snapshot.room {
            // Made by somebody who didn't come to write it down: it is the one that people find.
            self.session.room_sid = sid.clone();
        }
        let people = snapshot.participants.iter();
        self.attendances
            .replace_present(people.map(|person| (&person.identity, &person.connection)));
        let is_on_air = snapshot.participants.iter().any(|person| {
            person.is_publishing
                && self.is_creator(&person.identity)
                && self
                    .attendances
                    .is_present_by(&person.identity, &person.connection)
        });
        let waited = (now - self.state.since()).to_std().unwrap_or_default();
        match self.state {
            _ if is_on_air => self.set_on_air(now),
            LiveState::Starting { .. } if waited >= timing.connect_timeout => {
                return self.end(EndReason::NeverConnected, now);
            }
            LiveState::Interrupted { cause, .. } if waited >= timing.reconnect_grace => {
                return self.end(cause.end_reason(), now);
            }
            LiveState::OnAir { .. } if snapshot.room.is_none() => {
                self.interrupt(Interruption::RoomGone, now);
            }
            LiveState::OnAir { .. } if waited >= SNAPSHOT_LAG => {
                self.interrupt(Interruption::CreatorGone, now);
            }
            LiveState::Starting { .. } | LiveState::OnAir { .. } | LiveState::Interrupted { .. } => {}
        }
        if snapshot.room.is_none() {
            self.request_room()
        } else {
            self.continue_session()
        }
    }

    fn set_on_air(&mut self, now: Timestamp) {
        if !matches!(self.state, LiveState::OnAir { .. }) {
            self.state = LiveState::OnAir { since: now };
        }
    }

    fn interrupt(&mut self, cause: Interruption, now: Timestamp) {
        if matches!(self.state, LiveState::OnAir { .. }) {
            self.state = LiveState::Interrupted { since: now, cause };
        }
    }

    fn continue_session(mut self) -> Step {
        let session = &mut self.session;
        session.phase = Phase::Open(self.state);
        let counts = self.attendances.count(Counts {
            viewers: session.viewers,
            total: session.total_viewers,
        });
        session.viewers = counts.viewers;
        session.peak_viewers = session.peak_viewers.max(counts.viewers);
        session.total_viewers = counts.total;
        Step {
            after: Broadcast::Live(Box::new(self)),
            ended: None,
            effect: None,
        }
    }

    fn request_room(self) -> Step {
        Step {
            effect: Some(Effect::CreateRoom),
            ..self.continue_session()
        }
    }

    fn end(mut self, reason: EndReason, now: Timestamp) -> Step {
        // A clock that was set back makes nothing end before it began.
        let at = now.max(self.session.started_at);
        self.session.phase = Phase::Ended { at, reason };
        self.session.viewers = 0;
        Step {
            after: Broadcast::Offline,
            ended: Some(self.session),
            effect: Some(Effect::CloseRoom),
        }
    }

    fn matches_snapshot(&self, snapshot: &RoomSnapshot) -> bool {
        (&snapshot.session, &snapshot.expected) == (&self.session.id, &self.session.room_sid)
    }

    fn is_creator(&self, who: &Identity) -> bool {
        who.as_str() == self.session.creator_id.as_str()
    }
}

fn is_fresh(notification: &MediaNotification, now: Timestamp) -> bool {
    // It comes in whole seconds, cut off.
    let told_for = |at: Timestamp| (now - at).to_std().unwrap_or_default();
    notification
        .at
        .is_none_or(|at| told_for(at) <= MAX_NOTIFICATION_AGE + Duration::from_secs(1))
}
