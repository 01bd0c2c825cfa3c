//! Queries of single streams, and the joins that lists share.

use diesel::dsl::{AsSelect, auto_type};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::user::UserId;

use crate::rows::{ListedRow, LiveRow, OpenSessionRow, StreamRow, UserRow};
use crate::schema::{sessions, streams, users};

/// Joins a stream's open session. A unique index with the same condition allows at most one.
#[auto_type]
pub(crate) fn open_session() -> _ {
    let belongs_to_stream = sessions::stream_id.eq(streams::id);
    sessions::table.on(belongs_to_stream.and(sessions::ended_at.is_null()))
}

/// Selects streams with their creators and open sessions.
#[auto_type(no_type_alias)]
pub(super) fn listed_streams() -> _ {
    let stream: AsSelect<StreamRow, Pg> = StreamRow::as_select();
    let user: AsSelect<UserRow, Pg> = UserRow::as_select();
    let session: AsSelect<Option<OpenSessionRow>, Pg> = Option::<OpenSessionRow>::as_select();
    streams::table
        .inner_join(users::table.on(users::id.eq(streams::user_id)))
        .left_join(open_session())
        .select((stream, user, session))
}

#[auto_type(no_type_alias)]
fn streams_with_session() -> _ {
    let stream: AsSelect<StreamRow, Pg> = StreamRow::as_select();
    let session: AsSelect<Option<OpenSessionRow>, Pg> = Option::<OpenSessionRow>::as_select();
    streams::table.left_join(open_session()).select((stream, session))
}

/// Returns the stream with this id. After an update in the same transaction, use this separate statement:
/// `RETURNING` shows other tables as of the statement's start, before it may have waited.
pub(super) async fn by_id(connection: &mut AsyncPgConnection, id: &str) -> QueryResult<LiveRow> {
    streams_with_session()
        .filter(streams::id.eq(id))
        .first(connection)
        .await
}

/// Returns the open session of a stream.
pub(super) async fn open_session_of(
    connection: &mut AsyncPgConnection,
    stream: &str,
) -> QueryResult<Option<OpenSessionRow>> {
    sessions::table
        .filter(sessions::stream_id.eq(stream))
        .filter(sessions::ended_at.is_null())
        .select(OpenSessionRow::as_select())
        .first(connection)
        .await
        .optional()
}

/// Returns a creator's stream.
pub(crate) async fn of(mut connection: &AsyncPgConnection, creator: &UserId) -> QueryResult<Option<LiveRow>> {
    let creator = creator.as_str();
    streams_with_session()
        .filter(streams::user_id.eq(creator))
        .first(&mut connection)
        .await
        .optional()
}

/// Returns a creator's stream for lists. Each future around the call contains the row, so it is boxed.
pub(super) async fn listed(
    mut connection: &AsyncPgConnection,
    creator: &UserId,
) -> QueryResult<Option<Box<ListedRow>>> {
    let creator = creator.as_str();
    let row = listed_streams()
        .filter(streams::user_id.eq(creator))
        .first(&mut connection)
        .await
        .optional()?;
    Ok(row.map(Box::new))
}
