//! The transactions that change and end sessions.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::session::{Phase, Session, SessionChange};
use onair_domain::stream::BroadcastState;

use super::{attendance, ending, viewer_counts};
use crate::audit_log::record;
use crate::prepared::Prepared;
use crate::rows::{ENDED, interruption};
use crate::schema::sessions;

/// The columns that a change writes, except `messages`, which the chat counts. While the session is open,
/// the end columns are omitted, because writing them triggers a check.
#[derive(AsChangeset)]
#[diesel(table_name = sessions)]
pub(super) struct Changes<'a> {
    pub(super) room_sid: &'a str,
    pub(super) state: &'static str,
    pub(super) state_since: Option<Option<Timestamp>>,
    pub(super) interruption: Option<Option<&'static str>>,
    pub(super) ended_at: Option<Timestamp>,
    pub(super) end_reason: Option<&'static str>,
    pub(super) viewers: i64,
    pub(super) peak_viewers: i64,
    pub(super) total_viewers: i64,
    revision: i64,
}

impl<'a> Changes<'a> {
    pub(super) fn of(after: &'a Session, revision: i64) -> Self {
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

/// The revision of a session as stored. PostgreSQL's `bigint` ends there.
pub(super) fn stored_revision(session: &Session) -> i64 {
    i64::try_from(session.revision).unwrap_or(i64::MAX - 1)
}

/// Saves a change. Returns whether the session was unchanged since it was read.
///
/// Two rules prevent deadlocks: what opens or ends a session locks its stream first, and all write the session before its
/// attendance. Here and below, statements of which none waits for the other are sent together.
pub(super) async fn save(connection: &mut AsyncPgConnection, change: &SessionChange) -> QueryResult<bool> {
    let (before, after) = (&change.before, &change.after);
    let is_saved = if after.is_open() {
        update(connection, change).await?
    } else {
        ending::end(connection, before, after).await?
    };
    if let Some(entry) = change.audit.as_ref().filter(|_| is_saved) {
        record(connection, entry).await?;
    }
    Ok(is_saved)
}

async fn update(connection: &mut AsyncPgConnection, change: &SessionChange) -> QueryResult<bool> {
    let (id, revision) = (change.before.id.as_str(), stored_revision(&change.before));
    let update = diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .filter(sessions::revision.eq(revision))
        .filter(sessions::ended_at.is_null())
        .set(Changes::of(&change.after, revision + 1));
    let written = Prepared(update).execute(connection).await?;
    if written == 0 {
        return Ok(false);
    }
    let (attended, counted) = tokio::join!(
        attendance::write(connection, id, &change.attendance),
        viewer_counts::write(connection, id, change.viewer_count.as_ref())
    );
    attended?;
    counted?;
    Ok(true)
}
