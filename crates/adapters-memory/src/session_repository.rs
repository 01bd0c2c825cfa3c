//! [`MemorySessionRepository`].

use std::cmp::Reverse;

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{Change, OpenSession, SessionRepository, SessionRepositoryError};
use onair_domain::room::{Identity, RoomSid};
use onair_domain::session::{
    Attendance, AttendanceScope, PastKey, PastScope, PastSessions, Presence, Session, SessionChange,
    ViewerCount,
};
use onair_domain::stream::{SessionId, Stream};
use onair_domain::token::Standing;
use onair_domain::user::UserId;

use crate::store::{MemoryStore, State};

/// The sessions of a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemorySessionRepository(MemoryStore);

impl MemorySessionRepository {
    /// The sessions of a store.
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
    async fn open(&self, session: &Session) -> Result<Option<Stream>, SessionRepositoryError> {
        self.step(|state| {
            let stream = state.streams.get_mut(&session.creator_id);
            let stream = stream.filter(|stream| stream.id == session.stream_id);
            let stream = stream.ok_or(SessionRepositoryError::StreamUnknown)?;
            if state.open.contains_key(&session.creator_id) {
                return Ok(None);
            }
            stream.live_since = Some(session.started_at);
            let stream = stream.clone();
            state.open.insert(session.creator_id.clone(), session.id.clone());
            let stored = Session {
                revision: 0,
                ..session.clone()
            };
            state.sessions.insert(session.id.clone(), stored);
            state.changed.insert(Change::Stream(session.creator_id.clone()));
            Ok(Some(stream))
        })?
    }

    async fn find_open(&self, creator: &UserId) -> Result<Option<Session>, SessionRepositoryError> {
        self.step(|state| state.find_open_session(creator).cloned())
    }

    async fn list_open(&self) -> Result<Vec<OpenSession>, SessionRepositoryError> {
        self.step(|state| {
            let open = state.open.iter().filter_map(|(creator, id)| {
                Some(OpenSession {
                    session: state.sessions.get(id)?.clone(),
                    stream: state.streams.get(creator)?.clone(),
                })
            });
            open.collect()
        })
    }

    async fn list_attendance(
        &self,
        session: &SessionId,
        of: &AttendanceScope,
    ) -> Result<Vec<(Identity, Attendance)>, SessionRepositoryError> {
        self.step(|state| {
            let all = state.attendance.get(session).into_iter().flatten();
            let is_in_scope = |identity: &Identity, attendance: &Attendance| match of {
                AttendanceScope::Present => attendance.presence == Presence::Present,
                AttendanceScope::Only(identities) => identities.contains(identity),
            };
            all.filter(|(identity, attendance)| is_in_scope(identity, attendance))
                .map(|(identity, attendance)| (identity.clone(), attendance.clone()))
                .collect()
        })
    }

    async fn save(&self, change: &SessionChange) -> Result<bool, SessionRepositoryError> {
        self.step(|state| {
            let SessionChange {
                before,
                after,
                attendance,
                viewer_count,
                audit,
            } = change;
            let Some(session) = state.open_session(&before.id) else {
                return false;
            };
            if session.revision != before.revision {
                return false;
            }
            *session = Session {
                revision: before.revision + 1,
                messages: session.messages,
                ..after.clone()
            };
            if let Some(count) = viewer_count {
                let counts = state.viewer_counts.entry(before.id.clone()).or_default();
                let stored = counts.get(&count.interval);
                let stored = stored.map_or(*count, |earlier| earlier.followed_by(*count));
                counts.insert(count.interval, stored);
            }
            let rows = state.attendance.entry(before.id.clone()).or_default();
            rows.extend(attendance.iter().cloned());
            state
                .audit
                .extend(audit.iter().map(|entry| (entry.key(), entry.clone())));
            state.changed.insert(Change::Stream(before.creator_id.clone()));
            if !after.is_open() {
                state.attendance.remove(&before.id);
                state.thumbnails.remove(&before.id);
                state.open.remove(&before.creator_id);
                if let Some(stream) = state.streams.get_mut(&before.creator_id) {
                    stream.live_since = None;
                }
            }
            true
        })
    }

    async fn find(&self, session: &SessionId) -> Result<Option<Session>, SessionRepositoryError> {
        self.step(|state| state.sessions.get(session).cloned())
    }

    async fn list_ended(
        &self,
        creator: &UserId,
        scope: PastScope,
        page: &PageRequest<PastKey>,
    ) -> Result<PastSessions, SessionRepositoryError> {
        self.step(|state| {
            let past = state
                .sessions
                .values()
                .filter(|session| session.creator_id == *creator && scope.contains(session));
            let mut past: Vec<_> = past.cloned().collect();
            let total = past.len() as u64;
            past.retain(|session| {
                let after = page.after.as_ref();
                after.is_none_or(|after| PastKey::of(session) < *after)
            });
            past.sort_by_key(|session| Reverse(PastKey::of(session)));
            PastSessions {
                page: Page::from_rows(past, page.limit, PastKey::of),
                total,
            }
        })
    }

    async fn find_last_room(&self, creator: &UserId) -> Result<Option<RoomSid>, SessionRepositoryError> {
        self.step(|state| {
            let ended = state
                .sessions
                .values()
                .filter(|session| session.creator_id == *creator && !session.is_open());
            let last = ended.max_by_key(|session| PastKey::of(session))?;
            Some(last.room_sid.clone())
        })
    }

    async fn list_viewer_counts(
        &self,
        session: &SessionId,
    ) -> Result<Vec<ViewerCount>, SessionRepositoryError> {
        self.step(|state| {
            let counts = state.viewer_counts.get(session).into_iter();
            counts.flat_map(|counts| counts.values().copied()).collect()
        })
    }

    async fn exclude(
        &self,
        session: &SessionId,
        identity: &Identity,
        _at: Timestamp,
    ) -> Result<(), SessionRepositoryError> {
        self.step(|state| {
            state.excluded.insert((session.clone(), identity.clone()));
        })
    }

    async fn find_standing<'a>(
        &self,
        host: &UserId,
        session: Option<&'a SessionId>,
        identity: &Identity,
    ) -> Result<Standing, SessionRepositoryError> {
        self.step(|state| Standing {
            relation: identity
                .user_id()
                .map(|viewer| state.relation(host, &viewer))
                .unwrap_or_default(),
            is_excluded: session
                .is_some_and(|session| state.excluded.contains(&(session.clone(), identity.clone()))),
        })
    }

    async fn filter_denied(
        &self,
        host: &UserId,
        session: &SessionId,
        people: &[Identity],
    ) -> Result<Vec<Identity>, SessionRepositoryError> {
        self.step(|state| {
            let is_denied = |who: &&Identity| {
                let is_user_denied = |user: UserId| {
                    state.users.get(&user).is_some_and(|user| user.is_suspended)
                        || state.blocks.contains_key(&(host.clone(), user))
                };
                let is_excluded = state.excluded.contains(&(session.clone(), (*who).clone()));
                is_excluded || who.user_id().is_some_and(is_user_denied)
            };
            people.iter().filter(is_denied).cloned().collect()
        })
    }
}
