//! The statements of the transactions that open, change and end sessions.

use diesel::prelude::*;
use diesel::result::Error as QueryError;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::session::{Phase, Session, SessionChange};
use onair_domain::stream::BroadcastState;

use super::{attendance, viewer_counts};
use crate::audit_log::record;
use crate::rows::{ENDED, interruption};
use crate::schema::{sessions, streams};

/// Serialises the transactions that open and end sessions of a stream. All of them take this lock first,
/// which prevents deadlocks. Returns `None` if the stream does not exist.
async fn lock(mut connection: &AsyncPgConnection, stream: &str) -> QueryResult<Option<()>> {
    let locked = streams::table
        .filter(streams::id.eq(stream))
        .select(streams::id)
        .for_no_key_update()
        .first::<String>(&mut connection)
        .await
        .optional()?;
    Ok(locked.map(drop))
}

async fn set_live(mut connection: &AsyncPgConnection, stream: &str, is_live: bool) -> QueryResult<()> {
    diesel::update(streams::table.filter(streams::id.eq(stream)))
        .set(streams::is_live.eq(is_live))
        .execute(&mut connection)
        .await?;
    Ok(())
}

/// Opens a session. Returns `None` if the stream is unknown. Fails with `RollbackTransaction` if a session is open.
///
/// Here and below, statements of which none waits for the other are sent together.
pub(super) async fn open(mut connection: &AsyncPgConnection, session: &Session) -> QueryResult<Option<()>> {
    let stream = session.stream_id.as_str();
    let first = Changes::of(session, 0);
    if lock(connection, stream).await?.is_none() {
        return Ok(None);
    }
    let insert = diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(session.id.as_str()),
            sessions::stream_id.eq(stream),
            sessions::creator_id.eq(session.creator_id.as_str()),
            sessions::title.eq(session.title.as_str()),
            sessions::started_at.eq(session.started_at),
            sessions::room_sid.eq(first.room_sid),
            sessions::state.eq(first.state),
            sessions::state_since.eq(first.state_since.flatten()),
            sessions::interruption.eq(first.interruption.flatten()),
            sessions::viewers.eq(first.viewers),
            sessions::peak_viewers.eq(first.peak_viewers),
            sessions::total_viewers.eq(first.total_viewers),
        ))
        // A unique index allows one open session per stream.
        .on_conflict_do_nothing()
        .execute(&mut connection);
    let (written, set) = tokio::join!(insert, set_live(connection, stream, true));
    if written? == 0 {
        return Err(QueryError::RollbackTransaction);
    }
    set.map(Some)
}

/// The columns that a change writes, except `messages`, which the chat counts. While the session is open,
/// the end columns are omitted, because writing them triggers a check.
#[derive(AsChangeset)]
#[diesel(table_name = sessions)]
struct Changes<'a> {
    room_sid: &'a str,
    state: &'static str,
    state_since: Option<Option<Timestamp>>,
    interruption: Option<Option<&'static str>>,
    ended_at: Option<Timestamp>,
    end_reason: Option<&'static str>,
    viewers: i64,
    peak_viewers: i64,
    total_viewers: i64,
    revision: i64,
}

impl<'a> Changes<'a> {
    fn of(after: &'a Session, revision: i64) -> Self {
        let (state, since, cause, end) = match after.phase {
            Phase::Open(live) => {
                let state = <&str>::from(BroadcastState::from(live));
                (state, Some(live.since()), interruption(live), None)
            }
            Phase::Ended { at, reason } => (ENDED, None, None, Some((at, <&str>::from(reason)))),
        };
        let (ended_at, end_reason) = end.unzip();
        Self {
            room_sid: after.room_sid.as_str(),
            state,
            state_since: Some(since),
            interruption: Some(cause),
            ended_at,
            end_reason,
            viewers: after.viewers.into(),
            peak_viewers: after.peak_viewers.into(),
            total_viewers: after.total_viewers.into(),
            revision,
        }
    }
}

/// Saves a change. Returns whether the session was unchanged since it was read.
pub(super) async fn save(connection: &mut AsyncPgConnection, change: &SessionChange) -> QueryResult<bool> {
    let (before, after) = (&change.before, &change.after);
    let (id, stream) = (before.id.as_str(), before.stream_id.as_str());
    // PostgreSQL's `bigint` ends there.
    let revision = i64::try_from(before.revision).unwrap_or(i64::MAX - 1);
    if !after.is_open() {
        lock(connection, stream).await?;
    }
    // All transactions write the session before its attendance, which prevents deadlocks.
    let written = diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .filter(sessions::revision.eq(revision))
        .filter(sessions::ended_at.is_null())
        .set(Changes::of(after, revision + 1))
        .execute(connection)
        .await?;
    if written == 0 {
        return Ok(false);
    }
    if after.is_open() {
        let (attended, counted) = tokio::join!(
            attendance::write(connection, id, &change.attendance),
            viewer_counts::write(connection, id, change.viewer_count.as_ref())
        );
        attended?;
        counted?;
    } else {
        let (deleted, set) = tokio::join!(
            attendance::delete(connection, id),
            set_live(connection, stream, false)
        );
        deleted?;
        set?;
    }
    if let Some(entry) = &change.audit {
        record(connection, entry).await?;
    }
    Ok(true)
}
