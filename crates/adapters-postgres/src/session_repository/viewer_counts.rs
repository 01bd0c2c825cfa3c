//! The viewers of sessions over time.

use diesel::prelude::*;
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

/// Writes the count of an interval, as [`ViewerCount::followed_by`] merges it with an earlier one.
pub(super) async fn write(
    mut connection: &AsyncPgConnection,
    session: &str,
    changed: Option<&ViewerCount>,
) -> QueryResult<()> {
    let Some(changed) = changed else {
        return Ok(());
    };
    diesel::sql_query(
        "INSERT INTO session_viewer_counts AS stored (session_id, \"interval\", viewers, peak)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (session_id, \"interval\")
         DO UPDATE SET viewers = excluded.viewers, peak = greatest(stored.peak, excluded.peak)",
    )
    .bind::<Text, _>(session)
    .bind::<Integer, _>(i32::try_from(changed.interval).unwrap_or(i32::MAX))
    .bind::<BigInt, _>(i64::from(changed.viewers))
    .bind::<BigInt, _>(i64::from(changed.peak))
    .execute(&mut connection)
    .await?;
    Ok(())
}
