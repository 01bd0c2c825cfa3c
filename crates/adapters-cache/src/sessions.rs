//! Sessions: nothing is remembered, but writes change what streams return.

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::page::PageRequest;
use onair_domain::ports::{OpenSession, SessionRepository, SessionRepositoryError};
use onair_domain::room::{Identity, RoomSid};
use onair_domain::session::{
    Attendance, AttendanceScope, PastKey, PastScope, PastSessions, Session, SessionChange, ViewerCount,
};
use onair_domain::stream::{SessionId, Stream};
use onair_domain::token::Standing;
use onair_domain::user::UserId;

use crate::Cached;

#[async_trait]
impl SessionRepository for Cached<dyn SessionRepository> {
    async fn open(&self, session: &Session) -> Result<Option<Stream>, SessionRepositoryError> {
        let _forget = self.caches.changing_stream(&session.creator_id);
        self.inner.open(session).await
    }

    async fn find_open(&self, creator: &UserId) -> Result<Option<Session>, SessionRepositoryError> {
        self.inner.find_open(creator).await
    }

    async fn list_open(&self) -> Result<Vec<OpenSession>, SessionRepositoryError> {
        self.inner.list_open().await
    }

    async fn list_attendance(
        &self,
        session: &SessionId,
        of: &AttendanceScope,
    ) -> Result<Vec<(Identity, Attendance)>, SessionRepositoryError> {
        self.inner.list_attendance(session, of).await
    }

    async fn save(&self, change: &SessionChange) -> Result<bool, SessionRepositoryError> {
        let _forget = self.caches.changing_stream(&change.before.creator_id);
        self.inner.save(change).await
    }

    async fn find(&self, session: &SessionId) -> Result<Option<Session>, SessionRepositoryError> {
        self.inner.find(session).await
    }

    async fn list_ended(
        &self,
        creator: &UserId,
        scope: PastScope,
        page: &PageRequest<PastKey>,
    ) -> Result<PastSessions, SessionRepositoryError> {
        self.inner.list_ended(creator, scope, page).await
    }

    async fn find_last_room(&self, creator: &UserId) -> Result<Option<RoomSid>, SessionRepositoryError> {
        self.inner.find_last_room(creator).await
    }

    async fn list_viewer_counts(
        &self,
        session: &SessionId,
    ) -> Result<Vec<ViewerCount>, SessionRepositoryError> {
        self.inner.list_viewer_counts(session).await
    }

    async fn exclude(
        &self,
        session: &SessionId,
        who: &Identity,
        at: Timestamp,
    ) -> Result<(), SessionRepositoryError> {
        self.inner.exclude(session, who, at).await
    }

    async fn find_standing<'a>(
        &self,
        host: &UserId,
        session: Option<&'a SessionId>,
        who: &Identity,
    ) -> Result<Standing, SessionRepositoryError> {
        self.inner.find_standing(host, session, who).await
    }

    async fn filter_denied(
        &self,
        host: &UserId,
        session: &SessionId,
        people: &[Identity],
    ) -> Result<Vec<Identity>, SessionRepositoryError> {
        self.inner.filter_denied(host, session, people).await
    }
}
