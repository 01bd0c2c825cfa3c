//! The statement that ends a session, as one for the reasons of [`super::opening`].

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::session::Session;

use super::transactions::{Changes, stored_revision};

struct End<'a> {
    before: &'a Session,
    columns: Changes<'a>,
    revision: i64,
}

impl QueryId for End<'_> {
    type QueryId = End<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for End<'_> {
    type SqlType = Bool;
}

/// The update of the session waits for the lock of the stream, because its condition needs it. Whatever has changed the
/// session meanwhile has changed its revision too.
impl QueryFragment<Pg> for End<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let Self { before, columns, .. } = self;
        out.push_sql("WITH locked AS (SELECT id FROM streams WHERE id = ");
        out.push_bind_param::<Text, str>(before.stream_id.as_str())?;
        out.push_sql(
            " FOR NO KEY UPDATE),
             ended AS (
                 UPDATE sessions SET state_since = NULL, interruption = NULL, revision = revision + 1, room_sid = ",
        );
        out.push_bind_param::<Text, str>(columns.room_sid)?;
        out.push_sql(", state = ");
        out.push_bind_param::<Text, str>(columns.state)?;
        out.push_sql(", ended_at = ");
        out.push_bind_param::<Nullable<Timestamptz>, _>(&columns.ended_at)?;
        out.push_sql(", end_reason = ");
        out.push_bind_param::<Nullable<Text>, _>(&columns.end_reason)?;
        out.push_sql(", viewers = ");
        out.push_bind_param::<BigInt, _>(&columns.viewers)?;
        out.push_sql(", peak_viewers = ");
        out.push_bind_param::<BigInt, _>(&columns.peak_viewers)?;
        out.push_sql(", total_viewers = ");
        out.push_bind_param::<BigInt, _>(&columns.total_viewers)?;
        out.push_sql(" WHERE id = ");
        out.push_bind_param::<Text, str>(before.id.as_str())?;
        out.push_sql(" AND revision = ");
        out.push_bind_param::<BigInt, _>(&self.revision)?;
        out.push_sql(
            " AND ended_at IS NULL AND EXISTS (SELECT FROM locked)
                 RETURNING id, stream_id
             ),
             deleted AS (DELETE FROM session_attendance USING ended WHERE session_id = ended.id),
             offline AS (UPDATE streams SET is_live = false FROM ended WHERE streams.id = ended.stream_id)
             SELECT EXISTS (SELECT FROM ended)",
        );
        Ok(())
    }
}

/// Ends a session, deletes its attendance and makes its stream offline. Returns whether the session was unchanged since it
/// was read.
pub(super) async fn end(
    connection: &mut AsyncPgConnection,
    before: &Session,
    after: &Session,
) -> QueryResult<bool> {
    let revision = stored_revision(before);
    let end = End {
        before,
        columns: Changes::of(after, revision + 1),
        revision,
    };
    end.get_result(connection).await
}
