//! The statement that opens a session. It is written by hand, for two reasons: as one statement it needs one round trip
//! instead of four, and with a static query id PostgreSQL plans it once per connection.

use diesel::dsl::SqlTypeOf;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::session::Session;

use super::transactions::Changes;
use crate::rows::StreamRow;

type StreamColumns = <StreamRow as Selectable<Pg>>::SelectExpression;

struct Open<'a> {
    session: &'a Session,
    columns: Changes<'a>,
    state_since: Option<Timestamp>,
    interruption: Option<&'static str>,
    returned: StreamColumns,
}

impl QueryId for Open<'_> {
    type QueryId = Open<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Open<'_> {
    type SqlType = Nullable<SqlTypeOf<StreamColumns>>;
}

/// The first part serialises the openings and ends of a stream's sessions; see [`super::transactions`]. The insertion
/// waits for it. A unique index allows one open session per stream: it is checked against the newest rows, also against
/// those that were committed while the statement waited. The update returns the newest version of the stream's row.
impl QueryFragment<Pg> for Open<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let Self { session, columns, .. } = self;
        out.push_sql("WITH locked AS (SELECT id FROM streams WHERE id = ");
        out.push_bind_param::<Text, str>(session.stream_id.as_str())?;
        out.push_sql(
            " FOR NO KEY UPDATE),
             opened AS (
                 INSERT INTO sessions (stream_id, id, creator_id, title, started_at, room_sid, state, state_since,
                                       interruption, viewers, peak_viewers, total_viewers)
                 SELECT locked.id, ",
        );
        out.push_bind_param::<Text, str>(session.id.as_str())?;
        out.push_sql(", ");
        out.push_bind_param::<Text, str>(session.creator_id.as_str())?;
        out.push_sql(", ");
        out.push_bind_param::<Text, str>(session.title.as_str())?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&session.started_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, str>(columns.room_sid)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, str>(columns.state)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Timestamptz>, _>(&self.state_since)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(&self.interruption)?;
        for count in [&columns.viewers, &columns.peak_viewers, &columns.total_viewers] {
            out.push_sql(", ");
            out.push_bind_param::<BigInt, _>(count)?;
        }
        out.push_sql(
            " FROM locked ON CONFLICT DO NOTHING RETURNING stream_id
             ),
             live AS (
                 UPDATE streams SET is_live = true FROM opened WHERE streams.id = opened.stream_id
                 RETURNING ",
        );
        self.returned.walk_ast(out.reborrow())?;
        out.push_sql(") SELECT live.* FROM locked LEFT JOIN live ON true");
        Ok(())
    }
}

/// Opens a session. Returns its stream, unless it has another open session; `None` if the stream is unknown.
pub(super) async fn open(
    connection: &mut AsyncPgConnection,
    session: &Session,
) -> QueryResult<Option<Option<StreamRow>>> {
    let columns = Changes::of(session, 0);
    let open = Open {
        session,
        state_since: columns.state_since.flatten(),
        interruption: columns.interruption.flatten(),
        returned: <StreamRow as Selectable<Pg>>::construct_selection(),
        columns,
    };
    open.get_result(connection).await.optional()
}
