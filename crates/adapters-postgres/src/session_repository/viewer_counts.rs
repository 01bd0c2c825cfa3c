//! The viewers of sessions over time.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::session::ViewerCount;
use onair_domain::stream::SessionId;

use crate::error::StoreError;
use crate::rows::count;
use crate::schema::session_viewer_counts;

/// Interval, last and highest number of viewers.
pub(super) type ViewerCountRow = (i32, i64, i64);

pub(super) fn viewer_count((interval, viewers, peak): ViewerCountRow) -> Result<ViewerCount, StoreError> {
    Ok(ViewerCount {
        interval: interval.unsigned_abs(),
        viewers: count(viewers)?,
        peak: count(peak)?,
    })
}

pub(super) async fn read(
    connection: &mut AsyncPgConnection,
    session: &SessionId,
) -> QueryResult<Vec<ViewerCountRow>> {
    session_viewer_counts::table
        .filter(session_viewer_counts::session_id.eq(session.as_str()))
        .select((
            session_viewer_counts::interval,
            session_viewer_counts::viewers,
            session_viewer_counts::peak,
        ))
        .order(session_viewer_counts::interval)
        .load(connection)
        .await
}

/// Written by hand, so that PostgreSQL plans it once per connection: diesel plans its own upserts each time.
struct Write<'a> {
    session: &'a str,
    interval: i32,
    viewers: i64,
    peak: i64,
}

impl QueryId for Write<'_> {
    type QueryId = Write<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for Write<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO session_viewer_counts AS stored (session_id, \"interval\", viewers, peak) VALUES (",
        );
        out.push_bind_param::<Text, str>(self.session)?;
        out.push_sql(", ");
        out.push_bind_param::<Integer, _>(&self.interval)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.viewers)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.peak)?;
        out.push_sql(
            ") ON CONFLICT (session_id, \"interval\")
             DO UPDATE SET viewers = excluded.viewers, peak = greatest(stored.peak, excluded.peak)",
        );
        Ok(())
    }
}

/// Writes the count of an interval, as [`ViewerCount::followed_by`] merges it with an earlier one.
pub(super) async fn write(
    mut connection: &AsyncPgConnection,
    session: &str,
    changed: Option<&ViewerCount>,
) -> QueryResult<()> {
    let Some(changed) = changed else {
        return Ok(());
    };
    let write = Write {
        session,
        interval: i32::try_from(changed.interval).unwrap_or(i32::MAX),
        viewers: changed.viewers.into(),
        peak: changed.peak.into(),
    };
    write.execute(&mut connection).await?;
    Ok(())
}
