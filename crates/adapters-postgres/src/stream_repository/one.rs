//! One stream, and the joins that lists share with it.

use diesel::dsl::{AsSelect, auto_type};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::user::UserId;

use crate::rows::{ListedRow, LiveRow, OnAirRow, StreamRow, UserRow};
use crate::schema::{sessions, streams, users};

/// A stream's open session. There is at most one, by a unique index with the same condition.
#[auto_type]
pub(super) fn open_session() -> _ {
    let its_own = sessions::stream_id.eq(streams::id);
    sessions::table.on(its_own.and(sessions::ended_at.is_null()))
}

/// Streams with their creators and open sessions.
#[auto_type(no_type_alias)]
pub(super) fn listed_streams() -> _ {
    let stream: AsSelect<StreamRow, Pg> = StreamRow::as_select();
    let user: AsSelect<UserRow, Pg> = UserRow::as_select();
    let session: AsSelect<Option<OnAirRow>, Pg> = Option::<OnAirRow>::as_select();
    streams::table
        .inner_join(users::table.on(users::id.eq(streams::user_id)))
        .left_join(open_session())
        .select((stream, user, session))
}

#[auto_type(no_type_alias)]
fn streams_with_session() -> _ {
    let stream: AsSelect<StreamRow, Pg> = StreamRow::as_select();
    let session: AsSelect<Option<OnAirRow>, Pg> = Option::<OnAirRow>::as_select();
    streams::table.left_join(open_session()).select((stream, session))
}

/// The stream of that id. Inside a transaction that changed it, in a statement of its own: what a
/// statement returns of other tables is as old as the statement, and it may have waited.
pub(super) async fn by_id(connection: &mut AsyncPgConnection, id: &str) -> QueryResult<LiveRow> {
    streams_with_session()
        .filter(streams::id.eq(id))
        .first(connection)
        .await
}

/// A creator's stream.
pub(super) async fn of(connection: &mut AsyncPgConnection, creator: &UserId) -> QueryResult<Option<LiveRow>> {
    let creator = creator.as_str();
    streams_with_session()
        .filter(streams::user_id.eq(creator))
        .first(connection)
        .await
        .optional()
}

/// A creator's stream as lists show it.
pub(super) async fn listed(
    connection: &mut AsyncPgConnection,
    creator: &UserId,
) -> QueryResult<Option<ListedRow>> {
    let creator = creator.as_str();
    listed_streams()
        .filter(streams::user_id.eq(creator))
        .first(connection)
        .await
        .optional()
}
