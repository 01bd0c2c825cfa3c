//! Sessions and the live state of streams. The modules below contain the transactions that write them.

mod attendance;
mod ending;
mod opening;
mod transactions;
mod viewer_counts;

use async_trait::async_trait;
use diesel::dsl::{exists, sql};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{OpenSession, SessionRepository, SessionRepositoryError};
use onair_domain::room::{Identity, RoomSid};
use onair_domain::session::{
    Attendance, AttendanceScope, PastKey, PastScope, PastSessions, Session, SessionChange, ViewerCount,
};
use onair_domain::stream::{SessionId, Stream};
use onair_domain::token::Standing;
use onair_domain::user::UserId;

use crate::error::StoreError;
use crate::pool::Pool;
use crate::rows::{SessionRow, StreamRow, limit_with_lookahead, open_session, stream_live_since};
use crate::schema::{blocks, session_exclusions, sessions, streams, users};
use crate::social_graph::{relation, to_relation};

/// Stores sessions in PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgSessionRepository {
    pool: Pool,
}

impl PgSessionRepository {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

impl From<StoreError> for SessionRepositoryError {
    fn from(error: StoreError) -> Self {
        if error.is_foreign_key_violation() {
            Self::StreamUnknown
        } else {
            Self::Unavailable(error.into())
        }
    }
}

/// The ended sessions of a creator, by an index of the scope. The condition is text, not a parameter, because only so
/// every plan may use the partial index of public sessions.
fn past_of(creator: &UserId, scope: PastScope) -> sessions::BoxedQuery<'_, Pg> {
    let past = sessions::table
        .filter(sessions::creator_id.eq(creator.as_str()))
        .filter(sessions::ended_at.is_not_null())
        .into_boxed();
    match scope {
        PastScope::All => past,
        PastScope::Public => past.filter(sql::<Bool>("end_reason <> 'NEVER_CONNECTED'")),
    }
}

/// Reads a page, whose cost does not depend on the length of the history, and counts the entries of the index. Both
/// statements are sent together.
async fn past(
    mut connection: &AsyncPgConnection,
    creator: &UserId,
    scope: PastScope,
    page: &PageRequest<PastKey>,
) -> QueryResult<(Vec<SessionRow>, i64)> {
    let mut query = past_of(creator, scope)
        .select(SessionRow::as_select())
        .order((sessions::started_at.desc(), sessions::id.desc()))
        .limit(limit_with_lookahead(page.limit));
    if let Some(after) = &page.after {
        let is_older = sql::<Bool>("(started_at, id) < (")
            .bind::<Timestamptz, _>(after.started_at)
            .sql(", ")
            .bind::<Text, _>(after.id.as_str())
            .sql(")");
        query = query.filter(is_older);
    }
    let rows = query.load(&mut connection);
    let mut connection = connection;
    let total = past_of(creator, scope).count().get_result(&mut connection);
    tokio::try_join!(rows, total)
}

#[async_trait]
impl SessionRepository for PgSessionRepository {
    async fn open(&self, session: &Session) -> Result<Option<Stream>, SessionRepositoryError> {
        let opened = self
            .pool
            .write(async |connection| opening::open(connection, session).await)
            .await?;
        let row = opened.ok_or(SessionRepositoryError::StreamUnknown)?;
        let stream = row.map(|row| stream_live_since(row, Some(session.started_at)));
        Ok(stream.transpose()?)
    }

    async fn find_open(&self, creator: &UserId) -> Result<Option<Session>, SessionRepositoryError> {
        let row = self
            .pool
            .read_row(async |mut connection| {
                sessions::table
                    .filter(sessions::creator_id.eq(creator.as_str()))
                    .filter(sessions::ended_at.is_null())
                    .select(SessionRow::as_select())
                    .first(&mut connection)
                    .await
                    .optional()
            })
            .await?;
        Ok(row.map(Session::try_from).transpose()?)
    }

    async fn list_open(&self) -> Result<Vec<OpenSession>, SessionRepositoryError> {
        let rows: Vec<(SessionRow, StreamRow)> = self
            .pool
            .read(async |connection| {
                sessions::table
                    .inner_join(streams::table.on(streams::id.eq(sessions::stream_id)))
                    .filter(sessions::ended_at.is_null())
                    .select((SessionRow::as_select(), StreamRow::as_select()))
                    .load(connection)
                    .await
            })
            .await?;
        let open = rows.into_iter().map(open_session);
        Ok(open.collect::<Result<_, StoreError>>()?)
    }

    async fn list_attendance(
        &self,
        session: &SessionId,
        of: &AttendanceScope,
    ) -> Result<Vec<(Identity, Attendance)>, SessionRepositoryError> {
        let rows = self
            .pool
            .read(async |connection| attendance::read(connection, session.as_str(), of).await)
            .await?;
        let known = rows.into_iter().map(attendance::attendance);
        Ok(known.collect::<Result<_, StoreError>>()?)
    }

    async fn save(&self, change: &SessionChange) -> Result<bool, SessionRepositoryError> {
        let saved = self
            .pool
            .write(async |connection| {
                if !change.after.is_open() && change.audit.is_none() {
                    // One statement needs no transaction.
                    return transactions::save(connection, change).await;
                }
                connection
                    .transaction(async |connection| transactions::save(connection, change).await)
                    .await
            })
            .await?;
        Ok(saved)
    }

    async fn find(&self, session: &SessionId) -> Result<Option<Session>, SessionRepositoryError> {
        let row = self
            .pool
            .read_row(async |mut connection| {
                sessions::table
                    .find(session.as_str())
                    .select(SessionRow::as_select())
                    .first(&mut connection)
                    .await
                    .optional()
            })
            .await?;
        Ok(row.map(Session::try_from).transpose()?)
    }

    async fn list_ended(
        &self,
        creator: &UserId,
        scope: PastScope,
        page: &PageRequest<PastKey>,
    ) -> Result<PastSessions, SessionRepositoryError> {
        let (rows, total) = self
            .pool
            .read(async |connection| past(connection, creator, scope, page).await)
            .await?;
        let sessions = rows.into_iter().map(Session::try_from);
        let sessions = sessions.collect::<Result<_, StoreError>>()?;
        Ok(PastSessions {
            page: Page::from_rows(sessions, page.limit, PastKey::of),
            total: total.unsigned_abs(),
        })
    }

    async fn find_last_room(&self, creator: &UserId) -> Result<Option<RoomSid>, SessionRepositoryError> {
        let sid: Option<String> = self
            .pool
            .read_row(async |mut connection| {
                sessions::table
                    .filter(sessions::creator_id.eq(creator.as_str()))
                    .filter(sessions::ended_at.is_not_null())
                    .order((sessions::started_at.desc(), sessions::id.desc()))
                    .select(sessions::room_sid)
                    .first(&mut connection)
                    .await
                    .optional()
            })
            .await?;
        Ok(sid.map(RoomSid::from_trusted))
    }

    async fn list_viewer_counts(
        &self,
        session: &SessionId,
    ) -> Result<Vec<ViewerCount>, SessionRepositoryError> {
        let rows = self
            .pool
            .read(async |connection| viewer_counts::read(connection, session).await)
            .await?;
        let counts = rows.into_iter().map(viewer_counts::viewer_count);
        Ok(counts.collect::<Result<_, StoreError>>()?)
    }

    async fn exclude(
        &self,
        session: &SessionId,
        who: &Identity,
        at: Timestamp,
    ) -> Result<(), SessionRepositoryError> {
        self.pool
            .write(async |connection| {
                diesel::insert_into(session_exclusions::table)
                    .values((
                        session_exclusions::session_id.eq(session.as_str()),
                        session_exclusions::identity.eq(who.as_str()),
                        session_exclusions::created_at.eq(at),
                    ))
                    .on_conflict_do_nothing()
                    .execute(connection)
                    .await
            })
            .await?;
        Ok(())
    }

    async fn find_standing<'a>(
        &self,
        host: &UserId,
        session: Option<&'a SessionId>,
        who: &Identity,
    ) -> Result<Standing, SessionRepositoryError> {
        // No session has an empty id. The identity of a user is the user's id.
        let (session, who) = (session.map_or("", SessionId::as_str), who.as_str());
        let (columns, is_excluded) = self
            .pool
            .read_row(async |mut connection| {
                let exclusion = session_exclusions::table.find((session, who));
                diesel::select((relation(host.as_str(), who), exists(exclusion)))
                    .get_result(&mut connection)
                    .await
            })
            .await?;
        Ok(Standing {
            relation: to_relation(columns),
            is_excluded,
        })
    }

    async fn filter_denied(
        &self,
        host: &UserId,
        session: &SessionId,
        people: &[Identity],
    ) -> Result<Vec<Identity>, SessionRepositoryError> {
        // The identity of a user is the user's id.
        let people: Vec<&str> = people.iter().map(Identity::as_str).collect();
        let excluded = session_exclusions::table
            .filter(session_exclusions::session_id.eq(session.as_str()))
            .filter(session_exclusions::identity.eq_any(&people))
            .select(session_exclusions::identity);
        let blocked = blocks::table
            .filter(blocks::blocker_id.eq(host.as_str()))
            .filter(blocks::blocked_id.eq_any(&people))
            .select(blocks::blocked_id);
        let suspended = users::table
            .filter(users::id.eq_any(&people))
            .filter(users::is_suspended)
            .select(users::id);
        let denied = excluded.union(blocked).union(suspended);
        let found: Vec<String> = self
            .pool
            .read(async move |connection| denied.load(connection).await)
            .await?;
        Ok(found.into_iter().map(Identity::from_outside).collect())
    }
}
