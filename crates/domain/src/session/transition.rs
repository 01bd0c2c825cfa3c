//! [`SessionTransitions`]: applies every input to a broadcast by reading, stepping and saving.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::machine::{self, AffectedAttendees, Broadcast, Effect, Input, Live, Step};
use super::{AttendanceScope, Attendances, NewSession, Session, SessionChange, Timing, ViewerCount};
use crate::Timestamp;
use crate::audit::AuditEntry;
use crate::error::{Contention, Outage};
use crate::ports::{Clock, SessionRepository, SessionRepositoryError};
use crate::room::Identity;
use crate::stream::Stream;
use crate::user::UserId;

/// How often a transition is tried while other calls change the session.
const MAX_ATTEMPTS: usize = 16;

/// Why inputs were not applied.
#[derive(Debug, thiserror::Error)]
pub enum TransitionError {
    /// The stream of a session to be opened does not exist.
    #[error("no such stream")]
    StreamUnknown,
    /// Other calls changed the session during each attempt.
    #[error(transparent)]
    Contention(#[from] Contention),
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<SessionRepositoryError> for TransitionError {
    fn from(error: SessionRepositoryError) -> Self {
        match error {
            SessionRepositoryError::StreamUnknown => Self::StreamUnknown,
            SessionRepositoryError::Unavailable(source) => Self::Outage(Outage::Store(source)),
        }
    }
}

impl From<TransitionError> for Outage {
    fn from(error: TransitionError) -> Self {
        match error {
            TransitionError::Outage(outage) => outage,
            TransitionError::Contention(contention) => Self::Contention(contention),
            // Only opening a session returns this, and callers that open one handle it before.
            TransitionError::StreamUnknown => Self::Unexpected(Box::new(error)),
        }
    }
}

/// Whether a transition with an [`Effect`] may be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectPolicy {
    /// It may. The caller carries the effect out or leaves it to the reconciler.
    Allow,
    /// It may not. The caller has to acquire the room's lock first and apply the inputs again.
    Defer,
}

/// The result of applying inputs to a broadcast.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transition {
    /// The session that was open before.
    pub before: Option<Session>,
    /// The session that is open afterwards.
    pub open: Option<Session>,
    /// The session that was ended.
    pub ended: Option<Session>,
    /// What has to be done at the media server.
    pub effect: Option<Effect>,
    /// Whether nothing was stored, because the transition has an effect and [`EffectPolicy::Defer`] was set.
    pub is_deferred: bool,
}

impl Transition {
    /// Whether the state of the broadcast changed.
    #[must_use]
    pub fn has_changed_state(&self) -> bool {
        let state = |session: Option<&Session>| session.map(Session::state);
        state(self.before.as_ref()) != state(self.open.as_ref())
    }
}

/// Applies inputs to broadcasts: reads the open session, calls [`machine::step`], and stores the result if no
/// other call has changed the session; otherwise it starts again. No other code opens, changes or ends
/// sessions.
#[derive(Clone)]
pub struct SessionTransitions {
    sessions: Arc<dyn SessionRepository>,
    clock: Arc<dyn Clock>,
    timing: Timing,
}

impl fmt::Debug for SessionTransitions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionTransitions")
            .field("timing", &self.timing)
            .finish_non_exhaustive()
    }
}

impl SessionTransitions {
    /// `timing` limits how long a session waits for its creator.
    #[must_use]
    pub fn new(sessions: Arc<dyn SessionRepository>, clock: Arc<dyn Clock>, timing: Timing) -> Self {
        Self {
            sessions,
            clock,
            timing,
        }
    }

    /// Applies inputs to a creator's broadcast, in order and as one change, up to the first one that ends the
    /// session. `audit` is recorded if a session ends.
    ///
    /// The result is stored before effects are carried out. A crash in between leaves a session without a
    /// room or a room without a session; the reconciler repairs both.
    ///
    /// Returns [`TransitionError::Contention`] after 16 attempts.
    pub async fn apply(
        &self,
        creator: &UserId,
        inputs: &[Input],
        audit: Option<&AuditEntry>,
        effects: EffectPolicy,
    ) -> Result<Transition, TransitionError> {
        for _ in 0..MAX_ATTEMPTS {
            let before = self.sessions.find_open(creator).await?;
            if let Some(transition) = self.attempt(before, creator, inputs, audit, effects).await? {
                return Ok(transition);
            }
        }
        Err(Contention.into())
    }

    /// Opens a new session. Returns it, and its stream as it is from then on; `None` if the stream has an open session.
    pub(crate) async fn open(&self, new: NewSession) -> Result<Option<(Session, Stream)>, TransitionError> {
        let session = Session::opened(new);
        let stream = self.sessions.open(&session).await?;
        Ok(stream.map(|stream| (session, stream)))
    }

    /// Applies inputs to the session that was read. `None` if another call has changed it since then.
    async fn attempt(
        &self,
        before: Option<Session>,
        creator: &UserId,
        inputs: &[Input],
        audit: Option<&AuditEntry>,
        effects: EffectPolicy,
    ) -> Result<Option<Transition>, TransitionError> {
        let broadcast = self.read(creator, before.as_ref(), inputs).await?;
        let now = self.clock.now();
        let step = machine::steps(broadcast, inputs, now, &self.timing);
        if step.effect.is_some() && effects == EffectPolicy::Defer {
            return Ok(Some(Transition {
                before: before.clone(),
                open: before,
                is_deferred: true,
                ..Transition::default()
            }));
        }
        self.store(before, step, audit, now).await
    }

    /// The broadcast, with the attendance that the inputs affect.
    async fn read(
        &self,
        creator: &UserId,
        session: Option<&Session>,
        inputs: &[Input],
    ) -> Result<Broadcast, TransitionError> {
        let Some(session) = session else {
            return Ok(Broadcast::Offline);
        };
        let AffectedAttendees {
            mut identities,
            has_all_present,
        } = machine::affected_attendees(creator, inputs);
        let mut known = Vec::new();
        if has_all_present {
            let present = self
                .sessions
                .list_attendance(&session.id, &AttendanceScope::Present);
            known = present.await?;
            // Usually a poll lists those who are present already.
            let present: BTreeSet<_> = known.iter().map(|(who, _)| who).collect();
            identities.retain(|who| !present.contains(who));
        }
        if !identities.is_empty() {
            let named = AttendanceScope::Only(identities);
            known.extend(self.sessions.list_attendance(&session.id, &named).await?);
        }
        let host = Identity::of_user(creator);
        let attendances = Attendances::from_stored(host, known, has_all_present);
        let live = Live::of(session.clone(), attendances);
        Ok(live.map_or(Broadcast::Offline, |live| Broadcast::Live(Box::new(live))))
    }

    /// Stores a step. `None` if another call has changed the session since it was read.
    async fn store(
        &self,
        before: Option<Session>,
        step: Step,
        audit: Option<&AuditEntry>,
        now: Timestamp,
    ) -> Result<Option<Transition>, TransitionError> {
        let (after, attendance) = match step.after {
            Broadcast::Live(live) => {
                let (session, attendances) = live.into_parts();
                (session, attendances.into_changed())
            }
            Broadcast::Offline => match step.ended {
                Some(ended) => (ended, Vec::new()),
                None => return Ok(Some(Transition::default())),
            },
        };
        let is_end = !after.is_open();
        let Some(before) = before else {
            if is_end {
                // The session began and ended within these inputs.
                return Ok(Some(Transition::default()));
            }
            let opened = self.sessions.open(&after).await?;
            return Ok(opened.map(|_| Transition {
                open: Some(after),
                effect: step.effect,
                ..Transition::default()
            }));
        };
        let mut change = SessionChange {
            viewer_count: ViewerCount::of_change(&before, &after, now),
            before,
            after,
            attendance,
            audit: audit.filter(|_| is_end).cloned(),
        };
        if change.after != change.before || !change.attendance.is_empty() {
            if !self.sessions.save(&change).await? {
                return Ok(None);
            }
            change.after.revision = change.before.revision + 1;
        }
        let (open, ended) = if is_end {
            (None, Some(change.after))
        } else {
            (Some(change.after), None)
        };
        Ok(Some(Transition {
            before: Some(change.before),
            open,
            ended,
            effect: step.effect,
            is_deferred: false,
        }))
    }
}
