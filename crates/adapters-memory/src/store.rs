//! [`MemoryStore`]: all state, in one place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onair_domain::Timestamp;
use onair_domain::audit::{AuditEntry, AuditKey};
use onair_domain::creator::CreatorApplication;
use onair_domain::error::Source;
use onair_domain::room::Identity;
use onair_domain::session::{Attendance, Session};
use onair_domain::stream::{BroadcastState, SessionId, Stream, StreamWithUser};
use onair_domain::user::{ClaimHistory, ReleasedName, Requester, User, UserId};

use crate::chat_log::Line;
use crate::live_events::Subscribers;
use crate::locks::LockTable;
use crate::outage::OutageSwitch;

/// All state of the ports that keep some. Its clones are the same store.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    state: Arc<OutageSwitch<State>>,
    lock_table: Arc<LockTable>,
    subscribers: Arc<Subscribers>,
}

/// What is kept. Users, streams and applications are found by the user they are of.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) users: BTreeMap<UserId, User>,
    /// Which tokens made each user's row what it is.
    pub(crate) claims: BTreeMap<UserId, ClaimHistory>,
    /// The names that their holders gave up, by their keys.
    pub(crate) given_up: BTreeMap<String, ReleasedName>,
    /// How often each user's row was written.
    pub(crate) user_writes: BTreeMap<UserId, u64>,
    pub(crate) streams: BTreeMap<UserId, Stream>,
    pub(crate) applications: BTreeMap<UserId, CreatorApplication>,
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    /// Who attends the open sessions.
    pub(crate) attendance: BTreeMap<SessionId, BTreeMap<Identity, Attendance>>,
    pub(crate) audit: BTreeMap<AuditKey, AuditEntry>,
    /// The open session of each live stream.
    pub(crate) open: BTreeMap<UserId, SessionId>,
    pub(crate) excluded: BTreeSet<(SessionId, Identity)>,
    /// What was written, in each session's order.
    pub(crate) chats: BTreeMap<SessionId, Vec<Line>>,
    /// Who follows whom, and since when.
    pub(crate) follows: BTreeMap<(UserId, UserId), Timestamp>,
    /// Whose stream the running step changed.
    pub(crate) changed: BTreeSet<UserId>,
    /// Who blocks whom, and since when.
    pub(crate) blocks: BTreeMap<(UserId, UserId), Timestamp>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on every call fails, and changes nothing.
    pub fn start_outage(&self) {
        self.state.set_outage(true);
    }

    /// Ends what [`Self::start_outage`] began; everything is still there.
    pub fn end_outage(&self) {
        self.state.set_outage(false);
    }

    /// How often a user's row was written.
    #[must_use]
    pub fn user_writes(&self, user: &UserId) -> u64 {
        self.state
            .peek(|state| state.user_writes.get(user).copied().unwrap_or_default())
    }

    /// All sessions that ever were, the open ones included, by id.
    #[must_use]
    pub fn sessions(&self) -> Vec<Session> {
        self.state
            .peek(|state| state.sessions.values().cloned().collect())
    }

    /// One atomic step.
    pub(crate) fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, Source> {
        let (result, changed) = self.state.reach(|state| {
            let result = step(state);
            (result, std::mem::take(&mut state.changed))
        })?;
        if !changed.is_empty() {
            self.subscribers.tell(&changed);
        }
        Ok(result)
    }

    pub(crate) fn subscribers(&self) -> &Subscribers {
        &self.subscribers
    }

    pub(crate) fn lock_table(&self) -> &LockTable {
        &self.lock_table
    }
}

impl State {
    /// The open session of a creator.
    pub(crate) fn current(&self, creator: &UserId) -> Option<&Session> {
        self.sessions.get(self.open.get(creator)?)
    }

    /// A session, if it is open.
    pub(crate) fn open_session(&mut self, id: &SessionId) -> Option<&mut Session> {
        let session = self.sessions.get_mut(id)?;
        (self.open.get(&session.creator_id) == Some(id)).then_some(session)
    }

    /// A creator's stream with what lists show of it.
    pub(crate) fn shown(&self, creator: &UserId) -> Option<StreamWithUser> {
        let session = self.current(creator);
        Some(StreamWithUser {
            stream: self.streams.get(creator)?.clone(),
            user: self.users.get(creator)?.clone(),
            session_id: session.map(|session| session.id.clone()),
            state: session.map_or(BroadcastState::Offline, Session::state),
            viewer_count: session.map_or(0, |session| session.viewers),
        })
    }

    /// Whether a block, whoever's, hides a host from an requester.
    pub(crate) fn is_hidden(&self, host: &UserId, requester: &Requester) -> bool {
        requester
            .user_id()
            .is_some_and(|viewer| self.has_block_between(host, viewer))
    }

    /// Whether either of two users blocks the other.
    pub(crate) fn has_block_between(&self, one: &UserId, other: &UserId) -> bool {
        let blocks =
            |actor: &UserId, target: &UserId| self.blocks.contains_key(&(actor.clone(), target.clone()));
        blocks(one, other) || blocks(other, one)
    }
}
