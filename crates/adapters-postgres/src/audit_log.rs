//! The audit log of administrative actions.

use async_trait::async_trait;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::audit::{AuditEntry, AuditId, AuditKey, Reason};
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{AuditLog, AuditLogError};
use onair_domain::user::UserId;

use crate::error::StoreError;
use crate::pool::Pool;
use crate::rows::{limit_with_lookahead, parse_variant, text};
use crate::schema::audit_log;

/// Reads the audit log from PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgAuditLog {
    pool: Pool,
}

impl PgAuditLog {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

impl From<StoreError> for AuditLogError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// A row of `audit_log`.
#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_log, check_for_backend(diesel::pg::Pg))]
struct EntryRow {
    id: String,
    created_at: Timestamp,
    actor_id: String,
    action: String,
    target: String,
    reason: Option<String>,
}

impl TryFrom<EntryRow> for AuditEntry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self, StoreError> {
        let reason = row.reason.map(|reason| text(Reason::parse(&reason)));
        Ok(Self {
            id: AuditId::from_trusted(row.id),
            at: row.created_at,
            actor: text(UserId::parse(&row.actor_id))?,
            action: parse_variant("action", &row.action)?,
            target: row.target,
            reason: reason.transpose()?,
        })
    }
}

/// Inserts an entry. Call it in the transaction of the action.
pub(crate) async fn record(connection: &mut AsyncPgConnection, entry: &AuditEntry) -> QueryResult<()> {
    let row = EntryRow {
        id: entry.id.to_string(),
        created_at: entry.at,
        actor_id: entry.actor.to_string(),
        action: <&str>::from(entry.action).to_owned(),
        target: entry.target.clone(),
        reason: entry.reason.as_ref().map(ToString::to_string),
    };
    diesel::insert_into(audit_log::table)
        .values(row)
        .execute(connection)
        .await?;
    Ok(())
}

#[async_trait]
impl AuditLog for PgAuditLog {
    async fn list(&self, page: &PageRequest<AuditKey>) -> Result<Page<AuditEntry, AuditKey>, AuditLogError> {
        let rows = self
            .pool
            .read(async |connection| {
                let mut query = audit_log::table
                    .select(EntryRow::as_select())
                    .order((audit_log::created_at.desc(), audit_log::id.desc()))
                    .limit(limit_with_lookahead(page.limit))
                    .into_boxed();
                if let Some(after) = &page.after {
                    let is_older = sql::<Bool>("(created_at, id) < (")
                        .bind::<Timestamptz, _>(after.at)
                        .sql(", ")
                        .bind::<Text, _>(after.id.as_str())
                        .sql(")");
                    query = query.filter(is_older);
                }
                query.load(connection).await
            })
            .await?;
        let entries = rows.into_iter().map(AuditEntry::try_from);
        let entries = entries.collect::<Result<_, StoreError>>()?;
        Ok(Page::from_rows(entries, page.limit, AuditEntry::key))
    }
}
