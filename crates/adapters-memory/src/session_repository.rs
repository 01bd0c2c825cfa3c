//! [`MemorySessionRepository`].

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::ports::{Opening, SessionRepository, SessionRepositoryError};
use onair_domain::session::{EndReason, Identity, LiveState, NewSession, Phase, Session, SessionId};
use onair_domain::user::UserId;

use crate::store::{MemoryStore, State};

/// Sessions, in a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemorySessionRepository(MemoryStore);

impl MemorySessionRepository {
    /// The sessions of that store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, SessionRepositoryError> {
        self.0.step(step).map_err(SessionRepositoryError::Unavailable)
    }
}

#[async_trait]
impl SessionRepository for MemorySessionRepository {
    async fn open(&self, new: &NewSession) -> Result<Opening, SessionRepositoryError> {
        self.step(|state| {
            let stream = state.streams.get_mut(&new.creator_id);
            let stream = stream.filter(|stream| stream.id == new.stream_id);
            let stream = stream.ok_or(SessionRepositoryError::StreamUnknown)?;
            let open = state.open.get(&new.creator_id);
            if let Some(session) = open.and_then(|id| state.sessions.get_mut(id)) {
                session.room_sid = new.room_sid.clone();
                return Ok(Opening {
                    session: session.clone(),
                    is_new: false,
                });
            }
            let session = Session::opened(new.clone());
            stream.live_since = Some(session.started_at);
            state.open.insert(session.creator_id.clone(), session.id.clone());
            state.sessions.insert(session.id.clone(), session.clone());
            state.changed.insert(session.creator_id.clone());
            Ok(Opening {
                session,
                is_new: true,
            })
        })?
    }

    async fn current(&self, creator: &UserId) -> Result<Option<Session>, SessionRepositoryError> {
        self.step(|state| state.current(creator).cloned())
    }

    async fn all_open(&self) -> Result<Vec<Session>, SessionRepositoryError> {
        self.step(|state| {
            let open = state.open.values().filter_map(|id| state.sessions.get(id));
            open.cloned().collect()
        })
    }

    async fn transition(
        &self,
        session: &SessionId,
        from: LiveState,
        to: LiveState,
    ) -> Result<bool, SessionRepositoryError> {
        self.step(|state| match state.open_session(session) {
            Some(session) if session.phase == Phase::Open(from) => {
                session.phase = Phase::Open(to);
                let creator = session.creator_id.clone();
                state.changed.insert(creator);
                true
            }
            _ => false,
        })
    }

    async fn end(
        &self,
        session: &SessionId,
        reason: EndReason,
        at: Timestamp,
    ) -> Result<Option<Session>, SessionRepositoryError> {
        self.step(|state| {
            let session = state.open_session(session)?;
            session.phase = Phase::Ended { at, reason };
            session.viewers = 0;
            let ended = session.clone();
            state.open.remove(&ended.creator_id);
            state.changed.insert(ended.creator_id.clone());
            if let Some(stream) = state.streams.get_mut(&ended.creator_id) {
                stream.live_since = None;
            }
            Some(ended)
        })
    }

    async fn record_viewers(&self, session: &SessionId, viewers: u32) -> Result<(), SessionRepositoryError> {
        self.step(|state| {
            if let Some(session) = state.open_session(session) {
                session.viewers = viewers;
                session.peak_viewers = session.peak_viewers.max(viewers);
                let creator = session.creator_id.clone();
                state.changed.insert(creator);
            }
        })
    }

    async fn exclude(
        &self,
        session: &SessionId,
        who: &Identity,
        _at: Timestamp,
    ) -> Result<(), SessionRepositoryError> {
        self.step(|state| {
            state.excluded.insert((session.clone(), who.clone()));
        })
    }

    async fn is_excluded(&self, session: &SessionId, who: &Identity) -> Result<bool, SessionRepositoryError> {
        self.step(|state| state.excluded.contains(&(session.clone(), who.clone())))
    }
}
