//! [`MemoryStore`]: the state of all ports.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use onair_domain::Timestamp;
use onair_domain::audit::{AuditEntry, AuditKey};
use onair_domain::creator::CreatorApplication;
use onair_domain::error::Source;
use onair_domain::ports::Change;
use onair_domain::room::Identity;
use onair_domain::session::{Attendance, Session, ViewerCount};
use onair_domain::stream::{BroadcastState, SessionId, Stream, StreamWithUser};
use onair_domain::thumbnail::Thumbnail;
use onair_domain::user::{ClaimHistory, ReleasedName, Requester, User, UserId};

use crate::chat_log::StoredMessage;
use crate::live_events::Subscribers;
use crate::locks::LockTable;
use crate::outage::OutageSwitch;

/// The state of all ports that have one. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    state: Arc<OutageSwitch<State>>,
    lock_table: Arc<LockTable>,
    subscribers: Arc<Subscribers>,
}

/// The state. The keys of users, streams and applications are user ids.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) users: BTreeMap<UserId, User>,
    /// The tokens that changed the row of each user.
    pub(crate) claims: BTreeMap<UserId, ClaimHistory>,
    /// Released names, by their keys.
    pub(crate) released_names: BTreeMap<String, ReleasedName>,
    /// When each user was first seen.
    pub(crate) user_since: BTreeMap<UserId, Timestamp>,
    /// How often the row of each user was written.
    pub(crate) user_writes: BTreeMap<UserId, u64>,
    pub(crate) streams: BTreeMap<UserId, Stream>,
    pub(crate) applications: BTreeMap<UserId, CreatorApplication>,
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    /// The attendance of open sessions.
    pub(crate) attendance: BTreeMap<SessionId, BTreeMap<Identity, Attendance>>,
    /// The viewer counts of each session, by their intervals.
    pub(crate) viewer_counts: BTreeMap<SessionId, BTreeMap<u32, ViewerCount>>,
    pub(crate) audit: BTreeMap<AuditKey, AuditEntry>,
    /// The open session of each live stream.
    pub(crate) open: BTreeMap<UserId, SessionId>,
    pub(crate) excluded: BTreeSet<(SessionId, Identity)>,
    /// The thumbnails of open sessions.
    pub(crate) thumbnails: BTreeMap<SessionId, Thumbnail>,
    /// The messages of each session, in order.
    pub(crate) chats: BTreeMap<SessionId, Vec<StoredMessage>>,
    /// Follows, with their start.
    pub(crate) follows: BTreeMap<(UserId, UserId), Timestamp>,
    /// What the current step changed, for the change feed.
    pub(crate) changed: BTreeSet<Change>,
    /// Blocks, with their start.
    pub(crate) blocks: BTreeMap<(UserId, UserId), Timestamp>,
}

impl MemoryStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes every call fail without effect from now on.
    pub fn start_outage(&self) {
        self.state.set_outage(true);
    }

    /// Ends the outage that [`Self::start_outage`] started. All state is unchanged.
    pub fn end_outage(&self) {
        self.state.set_outage(false);
    }

    /// Returns how often the row of a user was written.
    #[must_use]
    pub fn user_writes(&self, user: &UserId) -> u64 {
        self.state
            .access_always(|state| state.user_writes.get(user).copied().unwrap_or_default())
    }

    /// Returns all sessions by id, open and ended.
    #[must_use]
    pub fn sessions(&self) -> Vec<Session> {
        self.state
            .access_always(|state| state.sessions.values().cloned().collect())
    }

    /// Runs one atomic step.
    pub(crate) fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, Source> {
        let (result, changed) = self.state.access(|state| {
            let result = step(state);
            (result, std::mem::take(&mut state.changed))
        })?;
        if !changed.is_empty() {
            self.subscribers.publish(&changed);
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
    /// Returns the open session of a creator.
    pub(crate) fn find_open_session(&self, creator: &UserId) -> Option<&Session> {
        self.sessions.get(self.open.get(creator)?)
    }

    /// Returns a session if it is open.
    pub(crate) fn open_session(&mut self, id: &SessionId) -> Option<&mut Session> {
        let session = self.sessions.get_mut(id)?;
        (self.open.get(&session.creator_id) == Some(id)).then_some(session)
    }

    /// Returns a creator's stream with what lists show.
    pub(crate) fn stream_with_user(&self, creator: &UserId) -> Option<StreamWithUser> {
        let session = self.find_open_session(creator);
        Some(StreamWithUser {
            stream: self.streams.get(creator)?.clone(),
            user: self.users.get(creator)?.clone(),
            session_id: session.map(|session| session.id.clone()),
            state: session.map_or(BroadcastState::Offline, Session::state),
            viewer_count: session.map_or(0, |session| session.viewers),
            thumbnail_at: session.and_then(|session| Some(self.thumbnails.get(&session.id)?.at)),
        })
    }

    /// Whether a block in either direction hides a host from a requester.
    pub(crate) fn is_hidden(&self, host: &UserId, requester: &Requester) -> bool {
        requester
            .user_id()
            .is_some_and(|viewer| self.has_block_between(host, viewer))
    }

    /// Whether either of two users blocks the other.
    pub(crate) fn has_block_between(&self, first: &UserId, second: &UserId) -> bool {
        let blocks =
            |actor: &UserId, target: &UserId| self.blocks.contains_key(&(actor.clone(), target.clone()));
        blocks(first, second) || blocks(second, first)
    }
}
