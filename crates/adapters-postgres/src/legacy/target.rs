//! The transaction in the database of this server.

use onair_domain::Timestamp;
use onair_domain::legacy::Table;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row};

use super::error::{Database, ImportError, SqlError as _};
use crate::connect::Address;

/// A transaction. Dropping it closes the connection, which rolls the transaction back.
pub(super) struct Target(Client);

/// An arbitrary key that no other lock in the database uses.
const LOCK: i64 = 0x0061_6972_6c65_6761;

impl Target {
    pub(super) async fn begin(url: &str) -> Result<Self, ImportError> {
        let address = Address::parse(url).map_err(|error| ImportError::Address(Database::New, error))?;
        let client = address.connect_plainly().await;
        let client = client.map_err(|error| ImportError::Unreachable(Database::New, error.into()))?;
        let target = Self(client);
        target.vacuum().await;
        // An import that does not continue must not hold its locks for ever.
        let statements = "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '1min';
                     SET LOCAL idle_in_transaction_session_timeout = '5min';
                     SET LOCAL onair.search_terms = 'deferred'";
        let begun = target.0.batch_execute(statements).await;
        begun.of(Database::New, || "beginning the transaction".to_owned())?;
        let locked = target
            .query(
                "locking the import",
                "SELECT pg_try_advisory_xact_lock($1)",
                &[&LOCK],
            )
            .await?;
        if first::<bool>(&locked)? == Some(true) {
            target.set_pending_lists("on").await?;
            Ok(target)
        } else {
            Err(ImportError::AlreadyRunning)
        }
    }

    /// Turns the pending lists of the trigram indexes on or off. With them, an index takes the entries of a batch
    /// in order, which costs a fifth. The server turns them off, because searches read them whole.
    /// Only the owner of the tables may do this; for others, the import takes longer.
    async fn set_pending_lists(&self, state: &str) -> Result<(), ImportError> {
        const ACTION: &str = "preparing the indexes";
        let owned = "SELECT relname::text FROM pg_class
                     WHERE oid = ANY (ARRAY['users_by_search_text', 'streams_by_search_text']::regclass[])
                       AND pg_has_role(relowner, 'USAGE')";
        for row in self.query(ACTION, owned, &[]).await? {
            let index: String = value(&row, 0)?;
            let set = format!("ALTER INDEX {index} SET (fastupdate = {state})");
            self.execute(ACTION, &set, &[]).await?;
            self.query(
                ACTION,
                "SELECT gin_clean_pending_list($1::text::regclass)",
                &[&index],
            )
            .await?;
        }
        Ok(())
    }

    /// Removes the dead rows of an import that was rolled back, such as a dry run. Statistics that count them
    /// as pages without rows would mislead the planner for the whole import.
    async fn vacuum(&self) {
        let statements = [
            "SET statement_timeout = 0".to_owned(),
            "SET lock_timeout = '10s'".to_owned(),
            format!("VACUUM (ANALYZE) {TABLES}"),
        ];
        for statement in statements {
            if let Err(error) = self.0.batch_execute(&statement).await {
                tracing::warn!(%error, "the tables were not vacuumed before the import");
            }
        }
    }

    /// Updates the statistics of a table within the transaction. Otherwise statements are planned for the
    /// rows that were there before, and checks of foreign keys may scan whole indexes.
    pub(super) async fn analyze(&self, table: Table) -> Result<(), ImportError> {
        let analyzed = self
            .0
            .batch_execute(&format!("ANALYZE {}", table_name(table)))
            .await;
        analyzed.of(Database::New, || format!("analyzing {}", table_name(table)))
    }

    /// Runs a query. `action` completes "while …" in an error.
    pub(super) async fn query(
        &self,
        action: &str,
        statement: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, ImportError> {
        let rows = self.0.query(statement, parameters).await;
        rows.of(Database::New, || action.to_owned())
    }

    /// Runs a statement, and returns the number of rows.
    pub(super) async fn execute(
        &self,
        action: &str,
        statement: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, ImportError> {
        let rows = self.0.execute(statement, parameters).await;
        rows.of(Database::New, || action.to_owned())
    }

    /// Counts the rows of a table that this transaction inserted.
    pub(super) async fn count_inserted(&self, table: Table) -> Result<u64, ImportError> {
        let statement = format!("SELECT count(*) FROM {} WHERE {INSERTED_HERE}", table_name(table));
        let rows = self.query("counting rows", &statement, &[]).await?;
        Ok(first::<i64>(&rows)?.unwrap_or_default().unsigned_abs())
    }

    /// Writes the search terms of the inserted streams, whose triggers are off: at once and in the order of the index,
    /// this takes half of the time. The streams are new, so none of the terms is there.
    pub(super) async fn insert_search_terms(&self) -> Result<(), ImportError> {
        const ACTION: &str = "inserting search terms";
        // A concurrent change of a user's names waits, or is waited for and then read.
        let users = format!(
            "SELECT FROM users JOIN streams ON user_id = users.id
             WHERE streams.{INSERTED_HERE} AND NOT users.{INSERTED_HERE} FOR SHARE OF users"
        );
        self.query(ACTION, &users, &[]).await?;
        let terms = format!(
            "INSERT INTO search_terms (term, is_part, stream_id, is_name)
             SELECT DISTINCT term COLLATE \"C\", is_part, stream_id, is_name
             FROM (
                 SELECT id, false, search_text FROM streams WHERE {INSERTED_HERE}
                 UNION ALL
                 SELECT streams.id, true, users.search_text
                 FROM streams JOIN users ON users.id = user_id WHERE streams.{INSERTED_HERE}
             ) AS texts (stream_id, is_name, search_text), onair_search_terms(search_text)
             ORDER BY 1, 2, 3, 4"
        );
        self.execute(ACTION, &terms, &[]).await?;
        Ok(())
    }

    pub(super) async fn count_streams_without_creator(&self) -> Result<u64, ImportError> {
        let statement = "SELECT count(*) FROM streams WHERE NOT EXISTS (
                             SELECT FROM creator_applications
                             WHERE user_id = streams.user_id AND status = 'approved'
                         )";
        let rows = self.query("counting streams", statement, &[]).await?;
        Ok(first::<i64>(&rows)?.unwrap_or_default().unsigned_abs())
    }

    /// Commits. A dry run checks the deferred constraints too, and rolls back.
    pub(super) async fn finish(&self, is_dry_run: bool) -> Result<(), ImportError> {
        self.set_pending_lists("off").await?;
        let checked = self.0.batch_execute("SET CONSTRAINTS ALL IMMEDIATE").await;
        checked.of(Database::New, || "checking the constraints".to_owned())?;
        if is_dry_run {
            let rolled_back = self.0.batch_execute("ROLLBACK").await;
            return rolled_back.of(Database::New, || "rolling back".to_owned());
        }
        self.0
            .batch_execute("COMMIT")
            .await
            .map_err(ImportError::Commit)?;
        Ok(())
    }
}

/// Whether this transaction inserted a row. A row's `xmin` has the lower 32 bits of a transaction's number.
pub(super) const INSERTED_HERE: &str = "xmin::text::bigint = txid_current() % 4294967296";

const TABLES: &str = "users, streams, blocks, follows, creator_applications";

/// The table into which an old table is imported.
pub(super) fn table_name(table: Table) -> &'static str {
    match table {
        Table::User => "users",
        Table::Stream => "streams",
        Table::Block => "blocks",
        Table::Follow => "follows",
        Table::CreatorApplication => "creator_applications",
    }
}

/// The value of a row's column.
pub(super) fn value<'a, T: tokio_postgres::types::FromSql<'a>>(
    row: &'a Row,
    position: usize,
) -> Result<T, ImportError> {
    let value = row.try_get(position);
    value.of(Database::New, || "reading a result".to_owned())
}

fn first<'a, T: tokio_postgres::types::FromSql<'a>>(rows: &'a [Row]) -> Result<Option<T>, ImportError> {
    rows.first().map(|row| value(row, 0)).transpose()
}

/// Milliseconds since 1970, which `timestamptz 'epoch' + … * interval '1 ms'` converts back.
pub(super) fn millis(times: impl Iterator<Item = Timestamp>) -> Vec<i64> {
    times.map(|time| time.timestamp_millis()).collect()
}
