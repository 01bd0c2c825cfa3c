//! The server with fail points, for tests. After one call of a port has taken effect, that call does not
//! return. The server logs "fail point reached" and waits to be killed.
//!
//! `FAIL_POINT=media.create_room` stops after the first such call, `media.delete_room#2` after the second.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::audit::AuditEntry;
use onair_domain::chat::{
    Audience, ChatEvent, ChatMessage, MessageId, MessageMeta, NewMessage, Reader, RecentMessages, Slice,
};
use onair_domain::page::PageRequest;
use onair_domain::port_set::PortSet;
use onair_domain::ports::{
    AppendOutcome, ChatLog, ChatLogError, MediaRooms, MediaRoomsError, OpenSession, Room, SessionRepository,
    SessionRepositoryError,
};
use onair_domain::room::{Identity, Participant, RoomName, RoomSid};
use onair_domain::session::{
    Attendance, AttendanceScope, PastKey, PastScope, PastSessions, RoomSpec, Session, SessionChange,
    ViewerCount,
};
use onair_domain::stream::{RoomMetadata, SessionId, Stream};
use onair_domain::token::Standing;
use onair_domain::user::UserId;

#[tokio::main]
async fn main() -> ExitCode {
    onair_server::run(with_fail_point).await
}

fn with_fail_point(ports: PortSet) -> PortSet {
    let Ok(fail_point) = std::env::var("FAIL_POINT") else {
        return ports;
    };
    let (call, count) = fail_point.split_once('#').unwrap_or((&fail_point, "1"));
    let point = Arc::new(FailPoint {
        call: call.to_owned(),
        remaining: AtomicU64::new(count.parse().unwrap_or(1)),
    });
    PortSet {
        media: Arc::new(WithFailPoint(ports.media, point.clone())),
        chat: Arc::new(WithFailPoint(ports.chat, point.clone())),
        sessions: Arc::new(WithFailPoint(ports.sessions, point)),
        ..ports
    }
}

struct FailPoint {
    call: String,
    remaining: AtomicU64,
}

impl FailPoint {
    async fn reach(&self, call: &str) {
        if self.call == call && self.remaining.fetch_sub(1, Ordering::Relaxed) == 1 {
            tracing::warn!(call, "fail point reached");
            std::future::pending::<()>().await;
        }
    }
}

/// A port with a fail point.
struct WithFailPoint<P: ?Sized>(Arc<P>, Arc<FailPoint>);

#[async_trait]
impl MediaRooms for WithFailPoint<dyn MediaRooms> {
    async fn create_room(&self, spec: &RoomSpec) -> Result<RoomSid, MediaRoomsError> {
        let result = self.0.create_room(spec).await;
        self.1.reach("media.create_room").await;
        result
    }

    async fn delete_room(&self, room: &RoomName) -> Result<(), MediaRoomsError> {
        let result = self.0.delete_room(room).await;
        self.1.reach("media.delete_room").await;
        result
    }

    async fn list_rooms(&self) -> Result<Vec<Room>, MediaRoomsError> {
        self.0.list_rooms().await
    }

    async fn list_participants(&self, room: &RoomName) -> Result<Vec<Participant>, MediaRoomsError> {
        self.0.list_participants(room).await
    }

    async fn remove_participant(&self, room: &RoomName, identity: &Identity) -> Result<(), MediaRoomsError> {
        self.0.remove_participant(room, identity).await
    }

    async fn update_metadata(&self, room: &RoomName, metadata: &RoomMetadata) -> Result<(), MediaRoomsError> {
        let result = self.0.update_metadata(room, metadata).await;
        self.1.reach("media.update_metadata").await;
        result
    }

    async fn send_chat(
        &self,
        room: &RoomName,
        event: &ChatEvent,
        to: &Audience,
    ) -> Result<(), MediaRoomsError> {
        let result = self.0.send_chat(room, event, to).await;
        self.1.reach("media.send_chat").await;
        result
    }
}

#[async_trait]
impl SessionRepository for WithFailPoint<dyn SessionRepository> {
    async fn open(&self, session: &Session) -> Result<Option<Stream>, SessionRepositoryError> {
        let result = self.0.open(session).await;
        self.1.reach("sessions.open").await;
        result
    }

    async fn find_open(&self, creator: &UserId) -> Result<Option<Session>, SessionRepositoryError> {
        self.0.find_open(creator).await
    }

    async fn list_open(&self) -> Result<Vec<OpenSession>, SessionRepositoryError> {
        self.0.list_open().await
    }

    async fn list_attendance(
        &self,
        session: &SessionId,
        of: &AttendanceScope,
    ) -> Result<Vec<(Identity, Attendance)>, SessionRepositoryError> {
        self.0.list_attendance(session, of).await
    }

    async fn save(&self, change: &SessionChange) -> Result<bool, SessionRepositoryError> {
        let result = self.0.save(change).await;
        self.1.reach("sessions.save").await;
        result
    }

    async fn find(&self, session: &SessionId) -> Result<Option<Session>, SessionRepositoryError> {
        self.0.find(session).await
    }

    async fn list_ended(
        &self,
        creator: &UserId,
        scope: PastScope,
        page: &PageRequest<PastKey>,
    ) -> Result<PastSessions, SessionRepositoryError> {
        self.0.list_ended(creator, scope, page).await
    }

    async fn find_last_room(&self, creator: &UserId) -> Result<Option<RoomSid>, SessionRepositoryError> {
        self.0.find_last_room(creator).await
    }

    async fn list_viewer_counts(
        &self,
        session: &SessionId,
    ) -> Result<Vec<ViewerCount>, SessionRepositoryError> {
        self.0.list_viewer_counts(session).await
    }

    async fn exclude(
        &self,
        session: &SessionId,
        identity: &Identity,
        at: Timestamp,
    ) -> Result<(), SessionRepositoryError> {
        self.0.exclude(session, identity, at).await
    }

    async fn find_standing<'a>(
        &self,
        host: &UserId,
        session: Option<&'a SessionId>,
        who: &Identity,
    ) -> Result<Standing, SessionRepositoryError> {
        self.0.find_standing(host, session, who).await
    }

    async fn filter_denied(
        &self,
        host: &UserId,
        session: &SessionId,
        people: &[Identity],
    ) -> Result<Vec<Identity>, SessionRepositoryError> {
        self.0.filter_denied(host, session, people).await
    }
}

#[async_trait]
impl ChatLog for WithFailPoint<dyn ChatLog> {
    async fn find_recent(
        &self,
        session: &SessionId,
        identity: &Identity,
    ) -> Result<RecentMessages, ChatLogError> {
        self.0.find_recent(session, identity).await
    }

    async fn append(&self, new: &NewMessage, written_before: u32) -> Result<AppendOutcome, ChatLogError> {
        let result = self.0.append(new, written_before).await;
        self.1.reach("chat.append").await;
        result
    }

    async fn read(
        &self,
        session: &SessionId,
        reader: &Reader,
        now: Timestamp,
        slice: Slice,
    ) -> Result<Vec<ChatMessage>, ChatLogError> {
        self.0.read(session, reader, now, slice).await
    }

    async fn find(&self, message: &MessageId) -> Result<Option<MessageMeta>, ChatLogError> {
        self.0.find(message).await
    }

    async fn remove(
        &self,
        message: &MessageId,
        at: Timestamp,
        audit: Option<AuditEntry>,
    ) -> Result<bool, ChatLogError> {
        let result = self.0.remove(message, at, audit).await;
        self.1.reach("chat.remove").await;
        result
    }

    async fn list_pending(
        &self,
        due_before: Timestamp,
        limit: usize,
    ) -> Result<Vec<ChatEvent>, ChatLogError> {
        self.0.list_pending(due_before, limit).await
    }

    async fn mark_sent(&self, events: &[ChatEvent]) -> Result<(), ChatLogError> {
        self.0.mark_sent(events).await
    }
}
