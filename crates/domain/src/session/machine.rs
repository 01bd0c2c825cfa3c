//! The state machine of a broadcast. Its functions are pure: they get the current time, and return the
//! effects that the caller has to carry out.
//!
//! Notifications of the media server may be lost, duplicated, late and out of order. They count only while
//! they are fresh, and make the state current quickly. Polls of the room, every two seconds, override them,
//! so that the state is soon the same whatever happened to the notifications. Applying a notification twice
//! in a row changes nothing, so processed notifications need not be recorded.

use std::time::Duration;

use super::attendance::Counts;
use super::{
    Attendances, EndReason, Interruption, LiveState, MediaEvent, MediaNotification, NewSession, Phase,
    RoomSnapshot, Session, Timing,
};
use crate::Timestamp;
use crate::room::{Identity, RoomSid};
use crate::user::UserId;

/// Older notifications are ignored, because polls have overtaken them. While the clocks of the media server
/// and this server differ by less, notifications work; beyond that, changes are only detected by polls.
pub const MAX_NOTIFICATION_AGE: Duration = Duration::from_secs(5);

/// For this long after a session comes on air, a poll that misses the creator is ignored: the media server's
/// list of participants lags behind its notifications by about 0.1 s.
const SNAPSHOT_LAG: Duration = Duration::from_secs(1);

/// The state of a stream's broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broadcast {
    /// No session is open.
    Offline,
    /// A session is open.
    Live(Box<Live>),
}

/// An open session, with the attendance that the inputs affect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    session: Session,
    state: LiveState,
    attendances: Attendances,
}

/// Something that happened to a broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The creator goes live, in a room that has been created.
    GoLive(NewSession),
    /// The creator or an admin ends the session.
    Stop(EndReason),
    /// The room was created again for the open session.
    RoomCreated(RoomSid),
    /// The media server sent a notification.
    Notification(MediaNotification),
    /// The room was polled.
    Snapshot(RoomSnapshot),
}

/// What the caller has to do at the media server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Create the session's room again, and apply [`Input::RoomCreated`].
    CreateRoom,
    /// Close the session's room, which disconnects all participants.
    CloseRoom,
}

/// The result of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The state afterwards.
    pub after: Broadcast,
    /// The session that the input ended.
    pub ended: Option<Session>,
    /// What has to be done at the media server.
    pub effect: Option<Effect>,
}

/// Whose attendance [`step`] needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AffectedAttendees {
    /// That of these identities, in ascending order.
    pub identities: Vec<Identity>,
    /// Also that of everybody who is present.
    pub has_all_present: bool,
}

/// Whose attendance [`step`] needs to apply these inputs to a creator's broadcast.
#[must_use]
pub fn affected_attendees(creator: &UserId, inputs: &[Input]) -> AffectedAttendees {
    let mut identities = vec![Identity::of_user(creator)];
    let mut has_all_present = false;
    for input in inputs {
        match input {
            // Whoever is not in the list has left the room.
            Input::Snapshot(snapshot) => {
                has_all_present = true;
                let participants = snapshot.participants.iter();
                identities.extend(participants.map(|participant| participant.identity.clone()));
            }
            Input::Notification(notification) => {
                // When the room closes, everybody has left it.
                has_all_present |= notification.event == MediaEvent::RoomClosed;
                identities.extend(notification.event.identity().cloned());
            }
            Input::GoLive(_) | Input::Stop(_) | Input::RoomCreated(_) => {}
        }
    }
    identities.sort();
    identities.dedup();
    AffectedAttendees {
        identities,
        has_all_present,
    }
}

/// Applies inputs in order, up to the first one that ends the session. The effect is that of the last step
/// that has one.
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

/// Applies one input.
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
    /// An open session with its attendance; `None` if the session is over.
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

    /// The session, and the attendance with its changes.
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
            // The clock was set back. Timeouts start again now, rather than after the clock has caught up.
            self.state = self.state.from_moment(now);
        }
        match input {
            Input::GoLive(NewSession { room_sid, .. }) | Input::RoomCreated(room_sid) => {
                self.session.room_sid = room_sid.clone();
                self.continue_session()
            }
            Input::Stop(reason) => self.end(*reason, now),
            // A late notification of an earlier room with the same name.
            Input::Notification(notification) if notification.sid != self.session.room_sid => {
                self.continue_session()
            }
            Input::Notification(notification) => self.notify(notification, now),
            // An outdated poll.
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
            // An ended connection never becomes present again, so this counts even if the notification is
            // old.
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
            // The room was created again, but a crash prevented that its id was stored. Participants join
            // this room.
            self.session.room_sid = sid.clone();
        }
        let participants = snapshot.participants.iter();
        self.attendances.replace_present(
            participants.map(|participant| (&participant.identity, &participant.connection)),
        );
        let is_on_air = snapshot.participants.iter().any(|participant| {
            participant.is_publishing
                && self.is_creator(&participant.identity)
                && self
                    .attendances
                    .is_present_by(&participant.identity, &participant.connection)
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
        // After a clock is set back, a session must not end before it started.
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

    fn is_creator(&self, identity: &Identity) -> bool {
        identity.as_str() == self.session.creator_id.as_str()
    }
}

fn is_fresh(notification: &MediaNotification, now: Timestamp) -> bool {
    // The time is in seconds, rounded down.
    let age = |at: Timestamp| (now - at).to_std().unwrap_or_default();
    notification
        .at
        .is_none_or(|at| age(at) <= MAX_NOTIFICATION_AGE + Duration::from_secs(1))
}
