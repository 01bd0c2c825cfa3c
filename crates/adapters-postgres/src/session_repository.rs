//! Sessions, and with them whether a stream is live.

use async_trait::async_trait;
use diesel::declare_sql_function;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::ports::{Opening, SessionRepository, SessionRepositoryError};
use onair_domain::session::{EndReason, Identity, LiveState, NewSession, Session, SessionId};
use onair_domain::user::UserId;

use crate::error::StoreError;
use crate::pool::Pool;
use crate::rows::{ENDED, SessionRow, state_columns};
use crate::schema::{session_exclusions, sessions, streams};

#[declare_sql_function]
extern "SQL" {
    /// The greater of the two.
    fn greatest(a: BigInt, b: BigInt) -> BigInt;
}

/// Keeps sessions in PostgreSQL.
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
        if error.is_missing_reference() {
            Self::StreamUnknown
        } else {
            Self::Unavailable(error.into())
        }
    }
}

/// Makes the transactions that open and end sessions of one stream take turns. They all take this
/// lock first, so none waits for another that waits for it. `None` if there is no such stream.
async fn lock(connection: &mut AsyncPgConnection, stream: &str) -> QueryResult<Option<()>> {
    let locked = streams::table
        .filter(streams::id.eq(stream))
        .select(streams::id)
        .for_no_key_update()
        .first::<String>(connection)
        .await
        .optional()?;
    Ok(locked.map(drop))
}

async fn set_live(connection: &mut AsyncPgConnection, stream: &str, is_live: bool) -> QueryResult<()> {
    diesel::update(streams::table.filter(streams::id.eq(stream)))
        .set(streams::is_live.eq(is_live))
        .execute(connection)
        .await?;
    Ok(())
}

/// `None` if the stream is unknown; whether the session is new.
async fn open(
    connection: &mut AsyncPgConnection,
    new: &NewSession,
) -> QueryResult<Option<(SessionRow, bool)>> {
    let stream = new.stream_id.as_str();
    if lock(connection, stream).await?.is_none() {
        return Ok(None);
    }
    let open = sessions::table
        .filter(sessions::stream_id.eq(stream))
        .filter(sessions::ended_at.is_null());
    let resumed = diesel::update(open)
        .set(sessions::room_sid.eq(new.room_sid.as_str()))
        .returning(SessionRow::as_returning())
        .get_result(connection)
        .await
        .optional()?;
    if let Some(session) = resumed {
        return Ok(Some((session, false)));
    }
    let (state, since) = state_columns(LiveState::Starting);
    let session = diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(new.id.as_str()),
            sessions::stream_id.eq(stream),
            sessions::creator_id.eq(new.creator_id.as_str()),
            sessions::title.eq(new.title.as_str()),
            sessions::room_sid.eq(new.room_sid.as_str()),
            sessions::started_at.eq(new.started_at),
            sessions::state.eq(state),
            sessions::interrupted_since.eq(since),
        ))
        .returning(SessionRow::as_returning())
        .get_result(connection)
        .await?;
    set_live(connection, stream, true).await?;
    Ok(Some((session, true)))
}

/// `None` if there is no such session, or it is over already.
async fn end(
    connection: &mut AsyncPgConnection,
    session: &str,
    reason: EndReason,
    at: Timestamp,
) -> QueryResult<Option<SessionRow>> {
    let stream = sessions::table
        .filter(sessions::id.eq(session))
        .select(sessions::stream_id)
        .first::<String>(connection)
        .await
        .optional()?;
    let Some(stream) = stream else {
        return Ok(None);
    };
    lock(connection, &stream).await?;
    let ended = diesel::update(sessions::table.filter(sessions::id.eq(session)))
        .filter(sessions::ended_at.is_null())
        .set((
            sessions::state.eq(ENDED),
            sessions::interrupted_since.eq(None::<Timestamp>),
            sessions::ended_at.eq(at),
            sessions::end_reason.eq(reason.as_str()),
            sessions::viewers.eq(0),
        ))
        .returning(SessionRow::as_returning())
        .get_result(connection)
        .await
        .optional()?;
    if ended.is_some() {
        set_live(connection, &stream, false).await?;
    }
    Ok(ended)
}

#[async_trait]
impl SessionRepository for PgSessionRepository {
    async fn open(&self, new: &NewSession) -> Result<Opening, SessionRepositoryError> {
        let opening = self
            .pool
            .write(async |connection| {
                connection
                    .transaction(async |connection| open(connection, new).await)
                    .await
            })
            .await?;
        let (session, is_new) = opening.ok_or(SessionRepositoryError::StreamUnknown)?;
        Ok(Opening {
            session: session.try_into()?,
            is_new,
        })
    }

    async fn current(&self, creator: &UserId) -> Result<Option<Session>, SessionRepositoryError> {
        let row = self
            .pool
            .read(async |connection| {
                sessions::table
                    .filter(sessions::creator_id.eq(creator.as_str()))
                    .filter(sessions::ended_at.is_null())
                    .select(SessionRow::as_select())
                    .first(connection)
                    .await
                    .optional()
            })
            .await?;
        Ok(row.map(Session::try_from).transpose()?)
    }

    async fn all_open(&self) -> Result<Vec<Session>, SessionRepositoryError> {
        let rows = self
            .pool
            .read(async |connection| {
                sessions::table
                    .filter(sessions::ended_at.is_null())
                    .select(SessionRow::as_select())
                    .load(connection)
                    .await
            })
            .await?;
        Ok(rows
            .into_iter()
            .map(Session::try_from)
            .collect::<Result<_, _>>()?)
    }

    async fn transition(
        &self,
        session: &SessionId,
        from: LiveState,
        to: LiveState,
    ) -> Result<bool, SessionRepositoryError> {
        let ((from, from_since), (to, to_since)) = (state_columns(from), state_columns(to));
        let moved = self
            .pool
            .write(async |connection| {
                diesel::update(sessions::table.filter(sessions::id.eq(session.as_str())))
                    .filter(sessions::state.eq(from))
                    .filter(sessions::interrupted_since.is_not_distinct_from(from_since))
                    .set((sessions::state.eq(to), sessions::interrupted_since.eq(to_since)))
                    .execute(connection)
                    .await
            })
            .await?;
        Ok(moved > 0)
    }

    async fn end(
        &self,
        session: &SessionId,
        reason: EndReason,
        at: Timestamp,
    ) -> Result<Option<Session>, SessionRepositoryError> {
        let row = self
            .pool
            .write(async |connection| {
                connection
                    .transaction(async |connection| end(connection, session.as_str(), reason, at).await)
                    .await
            })
            .await?;
        Ok(row.map(Session::try_from).transpose()?)
    }

    async fn record_viewers(&self, session: &SessionId, viewers: u32) -> Result<(), SessionRepositoryError> {
        let viewers = i64::from(viewers);
        self.pool
            .write(async |connection| {
                diesel::update(sessions::table.filter(sessions::id.eq(session.as_str())))
                    .filter(sessions::ended_at.is_null())
                    .set((
                        sessions::viewers.eq(viewers),
                        sessions::peak_viewers.eq(greatest(sessions::peak_viewers, viewers)),
                    ))
                    .execute(connection)
                    .await
            })
            .await?;
        Ok(())
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

    async fn is_excluded(&self, session: &SessionId, who: &Identity) -> Result<bool, SessionRepositoryError> {
        let found = self
            .pool
            .read(async |connection| {
                let exclusion = session_exclusions::table.find((session.as_str(), who.as_str()));
                diesel::select(exists(exclusion)).get_result(connection).await
            })
            .await?;
        Ok(found)
    }
}
