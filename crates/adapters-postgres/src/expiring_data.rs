//! The deletion of expired data. Each batch finds its rows by an index and deletes them by their position, so its
//! cost does not depend on the size of the tables.

use async_trait::async_trait;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Text, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::ports::{DeletedBatch, ExpiringData, ExpiringDataError};
use onair_domain::retention::ExpiringKind;

use crate::error::StoreError;
use crate::pool::Pool;
use crate::rows::to_limit;
use crate::schema::sessions;

/// Deletes expired data from PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgExpiringData {
    pool: Pool,
}

impl PgExpiringData {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

impl From<StoreError> for ExpiringDataError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// The most sessions whose chats one batch deletes. Many sessions have no messages.
const MAX_CHATS: usize = 100;

/// The condition is repeated for rows that change while they are found.
const EXCLUSIONS: &str = "
    DELETE FROM session_exclusions WHERE ctid = ANY (ARRAY(
        SELECT excluded.ctid FROM session_exclusions AS excluded
        JOIN sessions ON sessions.id = excluded.session_id WHERE ended_at < $1 LIMIT $2
    ))";
const SESSIONS: &str = "
    DELETE FROM sessions WHERE ended_at < $1 AND is_chat_deleted AND ctid = ANY (ARRAY(
        SELECT ctid FROM sessions WHERE ended_at < $1 AND is_chat_deleted
            AND NOT EXISTS (SELECT FROM session_exclusions WHERE session_id = sessions.id)
        ORDER BY ended_at, id LIMIT $2
    ))";
const USERNAMES: &str = "
    DELETE FROM given_up_usernames WHERE given_up_at < $1 AND ctid = ANY (ARRAY(
        SELECT ctid FROM given_up_usernames WHERE given_up_at < $1 LIMIT $2
    ))";
const AUDIT: &str = "
    DELETE FROM audit_log WHERE created_at < $1 AND ctid = ANY (ARRAY(
        SELECT ctid FROM audit_log WHERE created_at < $1 ORDER BY created_at, id LIMIT $2
    ))";

async fn delete(
    connection: &mut AsyncPgConnection,
    statement: &str,
    before: Timestamp,
    limit: usize,
) -> QueryResult<DeletedBatch> {
    let deleted = sql_query(statement)
        .bind::<Timestamptz, _>(before)
        .bind::<BigInt, _>(to_limit(limit))
        .execute(connection)
        .await?;
    Ok(DeletedBatch {
        deleted,
        has_more: deleted >= limit,
    })
}

/// Deletes messages of the sessions that ended first, and marks the sessions that have none left.
async fn delete_chats(
    connection: &mut AsyncPgConnection,
    before: Timestamp,
    limit: usize,
) -> QueryResult<DeletedBatch> {
    let ended: Vec<String> = sessions::table
        .filter(sessions::ended_at.lt(before))
        .filter(diesel::dsl::not(sessions::is_chat_deleted))
        .order((sessions::ended_at, sessions::id))
        .limit(to_limit(MAX_CHATS))
        .select(sessions::id)
        .load(connection)
        .await?;
    // For each session an index range, until the limit is reached.
    let deleted = sql_query(
        "DELETE FROM chat_messages WHERE ctid = ANY (ARRAY(
             SELECT message.ctid FROM unnest($1) AS ended (id) CROSS JOIN LATERAL (
                 SELECT ctid FROM chat_messages WHERE session_id = ended.id ORDER BY seq LIMIT $2
             ) AS message LIMIT $2
         ))",
    )
    .bind::<Array<Text>, _>(&ended)
    .bind::<BigInt, _>(to_limit(limit))
    .execute(connection)
    .await?;
    let marked = sql_query(
        "UPDATE sessions SET is_chat_deleted = true WHERE id = ANY ($1)
             AND NOT EXISTS (SELECT FROM chat_messages WHERE session_id = sessions.id)",
    )
    .bind::<Array<Text>, _>(&ended)
    .execute(connection)
    .await?;
    Ok(DeletedBatch {
        deleted,
        has_more: ended.len() >= MAX_CHATS || marked < ended.len(),
    })
}

#[async_trait]
impl ExpiringData for PgExpiringData {
    async fn delete_expired(
        &self,
        kind: ExpiringKind,
        before: Timestamp,
        limit: usize,
    ) -> Result<DeletedBatch, ExpiringDataError> {
        let statement = match kind {
            ExpiringKind::Chat => None,
            ExpiringKind::Exclusions => Some(EXCLUSIONS),
            ExpiringKind::Sessions => Some(SESSIONS),
            ExpiringKind::Usernames => Some(USERNAMES),
            ExpiringKind::Audit => Some(AUDIT),
        };
        let batch = self
            .pool
            .write(async |connection| match statement {
                Some(statement) => delete(connection, statement, before, limit).await,
                None => {
                    connection
                        .transaction(async |connection| delete_chats(connection, before, limit).await)
                        .await
                }
            })
            .await?;
        Ok(batch)
    }
}
