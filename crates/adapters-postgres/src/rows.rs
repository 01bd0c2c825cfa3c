//! Rows and their conversion into domain values.

use std::str::FromStr;

use diesel::prelude::*;
use onair_domain::Timestamp;
use onair_domain::page::PageLimit;
use onair_domain::ports::OpenSession;
use onair_domain::room::RoomSid;
use onair_domain::session::{LiveState, Phase, Session};
use onair_domain::stream::{
    BroadcastState, ChatSettings, Description, SessionId, Stream, StreamId, StreamStatus, StreamWithUser,
    Title,
};
use onair_domain::text::{HttpUrl, TextError};
use onair_domain::user::{DisplayName, User, UserId, Username};

use crate::error::StoreError;
use crate::schema::{sessions, streams, users};

/// A row of `users`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub(crate) struct UserRow {
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) image: Option<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) is_suspended: bool,
}

/// A row of `streams`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = streams, check_for_backend(diesel::pg::Pg))]
#[expect(clippy::struct_excessive_bools, reason = "the table has these columns")]
pub(crate) struct StreamRow {
    pub(crate) id: String,
    user_id: String,
    title: String,
    description: Option<String>,
    thumbnail: Option<String>,
    is_chat_enabled: bool,
    is_chat_delayed: bool,
    is_chat_followers_only: bool,
    is_guests_allowed: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// The columns of a stream's open session that lists show.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
pub(crate) struct OpenSessionRow {
    id: String,
    started_at: Timestamp,
    state: String,
    viewers: i64,
    thumbnail_at: Option<Timestamp>,
}

/// A row of `sessions`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
pub(crate) struct SessionRow {
    id: String,
    stream_id: String,
    creator_id: String,
    title: String,
    room_sid: String,
    started_at: Timestamp,
    state: String,
    state_since: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    end_reason: Option<String>,
    viewers: i64,
    peak_viewers: i64,
    interruption: Option<String>,
    total_viewers: i64,
    messages: i64,
    revision: i64,
}

/// A stream and its open session, if any.
pub(crate) type LiveRow = (StreamRow, Option<OpenSessionRow>);

/// A stream with its user and open session, for lists.
pub(crate) type ListedRow = (StreamRow, UserRow, Option<OpenSessionRow>);

impl TryFrom<UserRow> for User {
    type Error = StoreError;

    fn try_from(row: UserRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: text(UserId::parse(&row.id))?,
            username: text(Username::parse(&row.username))?,
            name: text(DisplayName::parse(&row.name))?,
            image: optional_text(row.image, HttpUrl::parse)?,
            roles: row.roles.iter().filter_map(|role| role.parse().ok()).collect(),
            is_suspended: row.is_suspended,
        })
    }
}

/// Converts a row and its open session into a stream.
pub(crate) fn stream((row, open_session): LiveRow) -> Result<Stream, StoreError> {
    stream_live_since(row, open_session.map(|session| session.started_at))
}

/// Converts rows into an open session and its live stream.
pub(crate) fn open_session((session, row): (SessionRow, StreamRow)) -> Result<OpenSession, StoreError> {
    Ok(OpenSession {
        stream: stream_live_since(row, Some(session.started_at))?,
        session: session.try_into()?,
    })
}

/// Converts a row into a stream that has been live since then; `None` for an offline one.
pub(crate) fn stream_live_since(row: StreamRow, live_since: Option<Timestamp>) -> Result<Stream, StoreError> {
    Ok(Stream {
        id: StreamId::from_trusted(row.id),
        user_id: text(UserId::parse(&row.user_id))?,
        title: text(Title::parse(&row.title))?,
        description: optional_text(row.description, Description::parse)?,
        thumbnail: optional_text(row.thumbnail, HttpUrl::parse)?,
        live_since,
        chat: ChatSettings {
            is_enabled: row.is_chat_enabled,
            is_delayed: row.is_chat_delayed,
            is_followers_only: row.is_chat_followers_only,
        },
        is_guests_allowed: row.is_guests_allowed,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// Converts a row and its open session into the status of a stream.
pub(crate) fn status((row, open_session): LiveRow) -> Result<StreamStatus, StoreError> {
    let (state, viewer_count) = match &open_session {
        None => (BroadcastState::Offline, 0),
        Some(session) => (parse_variant("state", &session.state)?, count(session.viewers)?),
    };
    Ok(StreamStatus {
        stream: stream((row, open_session))?,
        state,
        viewer_count,
    })
}

/// Converts a row into a list item.
pub(crate) fn listed((row, user, open_session): ListedRow) -> Result<StreamWithUser, StoreError> {
    let session_id = open_session.as_ref().map(|session| session.id.clone());
    let thumbnail_at = open_session.as_ref().and_then(|session| session.thumbnail_at);
    let StreamStatus {
        stream,
        state,
        viewer_count,
    } = status((row, open_session))?;
    Ok(StreamWithUser {
        stream,
        user: user.try_into()?,
        state,
        session_id: session_id.map(SessionId::from_trusted),
        viewer_count,
        thumbnail_at,
    })
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        let phase = match (row.ended_at, row.end_reason.as_deref()) {
            (Some(at), Some(reason)) => Phase::Ended {
                at,
                reason: parse_variant("end reason", reason)?,
            },
            _ => Phase::Open(live_state(&row)?),
        };
        Ok(Self {
            id: SessionId::from_trusted(row.id),
            stream_id: StreamId::from_trusted(row.stream_id),
            creator_id: text(UserId::parse(&row.creator_id))?,
            title: text(Title::parse(&row.title))?,
            room_sid: RoomSid::from_trusted(row.room_sid),
            started_at: row.started_at,
            phase,
            viewers: count(row.viewers)?,
            peak_viewers: count(row.peak_viewers)?,
            total_viewers: count(row.total_viewers)?,
            messages: count(row.messages)?,
            revision: u64::try_from(row.revision)
                .map_err(|_| unreadable("revision", &row.revision.to_string()))?,
        })
    }
}

/// Returns the value of the column `interruption` of an open session.
pub(crate) fn interruption(state: LiveState) -> Option<&'static str> {
    match state {
        LiveState::Interrupted { cause, .. } => Some(<&str>::from(cause)),
        LiveState::Starting { .. } | LiveState::OnAir { .. } => None,
    }
}

/// The value of the column `state` of an ended session.
pub(crate) const ENDED: &str = "ENDED";

fn live_state(row: &SessionRow) -> Result<LiveState, StoreError> {
    let cause = row.interruption.as_deref().and_then(|cause| cause.parse().ok());
    match (parse_variant("state", &row.state)?, row.state_since, cause) {
        (BroadcastState::Starting, Some(since), None) => Ok(LiveState::Starting { since }),
        (BroadcastState::OnAir, Some(since), None) => Ok(LiveState::OnAir { since }),
        (BroadcastState::Interrupted, Some(since), Some(cause)) => {
            Ok(LiveState::Interrupted { since, cause })
        }
        _ => Err(unreadable("valid combination of state columns", &row.state)),
    }
}

pub(crate) fn count(column: i64) -> Result<u32, StoreError> {
    u32::try_from(column).map_err(|_| unreadable("count", &column.to_string()))
}

/// Converts the parse error of a stored text.
pub(crate) fn text<T>(parsed: Result<T, TextError>) -> Result<T, StoreError> {
    parsed.map_err(|error| StoreError::Unreadable(format!("a text {error}")))
}

/// The number of rows to read for a page. One extra row shows whether another page follows.
pub(crate) fn limit_with_lookahead(limit: PageLimit) -> i64 {
    i64::try_from(limit.get()).unwrap_or(i64::MAX - 1) + 1
}

/// Converts a limit for `LIMIT`.
pub(crate) fn to_limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// Parses user ids.
pub(crate) fn parse_user_ids(ids: &[String]) -> Result<Vec<UserId>, StoreError> {
    ids.iter().map(|id| text(UserId::parse(id))).collect()
}

fn optional_text<T>(
    column: Option<String>,
    parse: impl Fn(&str) -> Result<Option<T>, TextError>,
) -> Result<Option<T>, StoreError> {
    column.map_or(Ok(None), |column| text(parse(&column)))
}

/// Parses the name of an enum variant.
pub(crate) fn parse_variant<T: FromStr>(kind: &str, name: &str) -> Result<T, StoreError> {
    name.parse().map_err(|_| unreadable(kind, name))
}

pub(crate) fn unreadable(kind: &str, found: &str) -> StoreError {
    StoreError::Unreadable(format!("{found:?} is no {kind}"))
}
