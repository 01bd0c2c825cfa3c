//! Test data with defaults. Change fields with struct update syntax:
//! `Stream { title: fixtures::title("Piano"), ..fixtures::a_stream(&ada) }`.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::audit::{AuditAction, AuditEntry, AuditId, Reason};
use onair_domain::chat::{Author, ChatText, MessageId, NewMessage, Quote};
use onair_domain::creator::{About, CreatorApplication, Review};
use onair_domain::room::{ConnectionId, Identity, RoomName, RoomSid};
use onair_domain::session::{
    Attendance, EndReason, LiveState, MediaEvent, MediaNotification, NewSession, Phase, Presence, RoomSpec,
    Session, SessionChange,
};
use onair_domain::social::UserPair;
use onair_domain::stream::{
    ChatSettings, Description, RoomMetadata, SearchQuery, SessionId, Stream, StreamId, Title,
};
use onair_domain::text::HttpUrl;
use onair_domain::thumbnail::{Jpeg, Thumbnail};
use onair_domain::user::{Profile, User, UserId, UserRecord, Username};

/// The default time of tests. It is not a whole second, so that a store that truncates milliseconds is
/// noticed.
#[must_use]
pub fn time() -> Timestamp {
    Timestamp::UNIX_EPOCH + Duration::from_millis(1_767_268_800_123)
}

/// This many seconds after [`time`].
#[must_use]
pub fn later(seconds: u64) -> Timestamp {
    time() + Duration::from_secs(seconds)
}

/// A user's id.
#[must_use]
pub fn user_id(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}

/// A user name.
#[must_use]
pub fn username(name: &str) -> Username {
    Username::parse(name).unwrap()
}

/// A title.
#[must_use]
pub fn title(title: &str) -> Title {
    Title::parse(title).unwrap()
}

/// A description that is not empty.
#[must_use]
pub fn description(text: &str) -> Description {
    Description::parse(text).unwrap().unwrap()
}

/// An address that is not empty.
#[must_use]
pub fn url(address: &str) -> HttpUrl {
    HttpUrl::parse(address).unwrap().unwrap()
}

/// A search.
#[must_use]
pub fn query(text: &str) -> SearchQuery {
    SearchQuery::parse(text).unwrap()
}

/// The text of a chat message.
#[must_use]
pub fn chat_text(text: &str) -> ChatText {
    ChatText::parse(text).unwrap()
}

/// The reason of an admin.
#[must_use]
pub fn reason(text: &str) -> Reason {
    Reason::parse(text).unwrap()
}

/// The profile of a plain user without a picture, whose user name is the id without the
/// characters that a user name may not contain, or "somebody" if none is left. It has neither issuer nor time of issue.
#[must_use]
pub fn a_profile(id: &str) -> Profile {
    let fits = |c: &char| !matches!(c, '/' | '\\' | '?' | '#' | '%');
    let name: String = id.chars().filter(fits).take(Username::MAX).collect();
    let username = Username::parse(&name).unwrap_or_else(|_| username("somebody"));
    Profile {
        id: user_id(id),
        issuer: None,
        issued_at: None,
        token: None,
        name: Some(username.clone().into()),
        username: Some(username),
        image: Some(None),
        roles: Some(BTreeSet::new()),
    }
}

/// The user of [`a_profile`].
#[must_use]
pub fn a_user(id: &str) -> User {
    new_user_from(&a_profile(id))
}

/// The user that results from a profile if its name is free.
#[must_use]
pub fn new_user_from(profile: &Profile) -> User {
    UserRecord::from_profile(profile).user
}

/// A stream as set up at [`time`], without optional fields.
#[must_use]
pub fn a_stream(creator: &UserId) -> Stream {
    Stream {
        id: stream_id(),
        user_id: creator.clone(),
        title: title("A quiet evening"),
        description: None,
        thumbnail: None,
        live_since: None,
        chat: ChatSettings::default(),
        is_guests_allowed: true,
        created_at: time(),
        updated_at: time(),
    }
}

/// A session of a stream that starts at [`time`], with a new room sid.
#[must_use]
pub fn a_session(stream: &Stream) -> Session {
    Session::opened(NewSession {
        id: session_id(),
        stream_id: stream.id.clone(),
        creator_id: stream.user_id.clone(),
        title: stream.title.clone(),
        room_sid: room_sid(),
        started_at: time(),
    })
}

/// The session with another start time.
#[must_use]
pub fn starting_at(session: &Session, started_at: Timestamp) -> Session {
    let since = started_at;
    Session {
        started_at,
        ..in_state(session, LiveState::Starting { since })
    }
}

/// A change of a session without effects.
#[must_use]
pub fn a_change(before: &Session, after: Session) -> SessionChange {
    SessionChange {
        viewer_count: None,
        before: before.clone(),
        after,
        attendance: Vec::new(),
        audit: None,
    }
}

/// The session as stored after a change.
#[must_use]
pub fn saved(change: &SessionChange) -> Session {
    Session {
        revision: change.before.revision + 1,
        ..change.after.clone()
    }
}

/// The session in another state.
#[must_use]
pub fn in_state(session: &Session, state: LiveState) -> Session {
    Session {
        phase: Phase::Open(state),
        ..session.clone()
    }
}

/// The session with this many viewers, counted as the domain counts them.
#[must_use]
pub fn with_viewers(session: &Session, viewers: u32) -> Session {
    Session {
        viewers,
        peak_viewers: session.peak_viewers.max(viewers),
        total_viewers: session.total_viewers.max(viewers),
        ..session.clone()
    }
}

/// The ended session.
#[must_use]
pub fn ended(session: &Session, at: Timestamp, reason: EndReason) -> Session {
    Session {
        phase: Phase::Ended { at, reason },
        viewers: 0,
        ..session.clone()
    }
}

/// The attendance of a participant, with a new connection.
#[must_use]
pub fn an_attendance(presence: Presence) -> Attendance {
    Attendance {
        connection: connection_id(),
        presence,
    }
}

/// A notification of the media server at [`time`], truncated to seconds, about a room.
#[must_use]
pub fn a_notification(room: &str, event: MediaEvent) -> MediaNotification {
    MediaNotification {
        room: RoomName::from_trusted(room.to_owned()),
        sid: room_sid(),
        at: Some(time() - Duration::from_millis(123)),
        event,
    }
}

/// An audit log entry at [`time`], without a reason.
#[must_use]
pub fn an_audit_entry(admin: &UserId, action: AuditAction, target: &str) -> AuditEntry {
    AuditEntry {
        id: audit_id(),
        at: time(),
        actor: admin.clone(),
        action,
        target: target.to_owned(),
        reason: None,
    }
}

/// A message in the chat of a session at [`time`], visible at once. The name of the author is the identity.
#[must_use]
pub fn a_message(session: &Session, author: &str) -> NewMessage {
    NewMessage {
        id: message_id(),
        session_id: session.id.clone(),
        creator_id: session.creator_id.clone(),
        author: Author {
            identity: Identity::from_outside(author.to_owned()),
            name: author.to_owned(),
        },
        text: chat_text("Good evening!"),
        reply_to: None,
        sent_at: time(),
        visible_at: time(),
    }
}

/// What a reply to this message shows of it.
#[must_use]
pub fn a_quote(of: &NewMessage) -> Quote {
    Quote {
        id: of.id.clone(),
        author: of.author.clone(),
        text: Some(of.text.clone()),
    }
}

/// A pending application, created at [`time`].
#[must_use]
pub fn an_application(user: &UserId) -> CreatorApplication {
    let about = About::parse("I play the piano.").unwrap();
    CreatorApplication::submitted(user.clone(), about, time())
}

/// A review by this admin, a minute after [`time`].
#[must_use]
pub fn a_review(admin: &UserId) -> Review {
    Review {
        by: admin.clone(),
        at: later(60),
    }
}

/// A room with a unique name and the longest timeouts that tests need.
#[must_use]
pub fn a_room() -> RoomSpec {
    let random = RandomState::new().build_hasher().finish();
    let name = RoomName::from_trusted(format!("room-{random:016x}-{}", next()));
    RoomSpec {
        metadata: Some(RoomMetadata::of(&a_stream(&user_id("ada")))),
        name,
        empty_timeout: Duration::from_mins(2),
        departure_timeout: Duration::from_mins(1),
    }
}

/// The metadata of a room of a stream.
#[must_use]
pub fn metadata_of(spec: &RoomSpec) -> RoomMetadata {
    spec.metadata.clone().unwrap()
}

/// A thumbnail of the largest size, with bytes that are no text, stored this many minutes after [`time`]. Its picture
/// differs with the minutes, of which there are at most 255.
#[must_use]
pub fn a_thumbnail(minutes: u8) -> Thumbnail {
    Thumbnail {
        picture: Jpeg::from_trusted([0, minutes, 0xff, 0xfe].repeat(Jpeg::MAX_BYTES / 4)),
        at: later(60 * u64::from(minutes)),
    }
}

/// A pair in which the first user follows or blocks the second.
#[must_use]
pub fn a_pair(actor: &UserId, target: &UserId) -> UserPair {
    UserPair::new(actor.clone(), target.clone()).unwrap()
}

/// A new stream id. Ids sort in the order of their creation.
#[must_use]
pub fn stream_id() -> StreamId {
    StreamId::from_trusted(uuid())
}

/// A new session id.
#[must_use]
pub fn session_id() -> SessionId {
    SessionId::from_trusted(uuid())
}

/// A new room sid.
#[must_use]
pub fn room_sid() -> RoomSid {
    RoomSid::from_trusted(format!("RM_{:012x}", next()))
}

/// A new connection.
#[must_use]
pub fn connection_id() -> ConnectionId {
    ConnectionId::from_trusted(format!("PA_{:012x}", next()))
}

/// A new id of an audit log entry. Ids sort in the order of their creation.
#[must_use]
pub fn audit_id() -> AuditId {
    AuditId::from_trusted(uuid())
}

/// A new id of a chat message.
#[must_use]
pub fn message_id() -> MessageId {
    MessageId::from_trusted(uuid())
}

/// Has the form of a UUID of version 7, for stores that keep ids as UUIDs.
fn uuid() -> String {
    format!("019b0000-0000-7000-8000-{:012x}", next())
}

fn next() -> u64 {
    static NEXT_ID: AtomicU64 = AtomicU64::new(1);
    NEXT_ID.fetch_add(1, Ordering::Relaxed)
}
