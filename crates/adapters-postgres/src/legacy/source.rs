//! The old database.

use std::fmt;

use futures_util::StreamExt as _;
use futures_util::stream::Fuse;
use onair_domain::legacy::{Cell, OldTime, Table};
use secrecy::{ExposeSecret as _, SecretString};
use tokio_postgres::{Client, Row, RowStream};
use url::Url;

use super::BATCH_SIZE;
use super::error::{Database, ImportError, SqlError as _};
use super::tables::{self, Column, Found};
use crate::connect::Address;
use crate::error::AddressError;

/// The address of the old database.
pub struct SourceAddress {
    address: Address,
    schema: String,
}

impl fmt::Debug for SourceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceAddress")
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

impl SourceAddress {
    /// Parses a URL as Prisma has it: see [`crate::PgConfig::url`], with the parameter `schema` (default
    /// `public`). Parameters of Prisma's connection pool are ignored.
    pub fn parse(url: &SecretString) -> Result<Self, AddressError> {
        const POOL_PARAMETERS: [&str; 6] = [
            "connection_limit",
            "pool_timeout",
            "socket_timeout",
            "pgbouncer",
            "statement_cache_size",
            "single_use_connections",
        ];
        let url = url.expose_secret();
        let Some((base, query)) = url.split_once('?') else {
            return Ok(Self {
                address: Address::parse(url)?,
                schema: "public".to_owned(),
            });
        };
        // Only the query is decoded; the parser of the address reports an invalid URL.
        let parsed = Url::parse(&format!("postgres://host/?{query}"));
        let parsed = parsed.map_err(|error| AddressError(error.to_string()))?;
        let mut schema = "public".to_owned();
        let mut rest = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in parsed.query_pairs() {
            match &*name {
                "schema" => schema = value.into_owned(),
                "sslaccept" if value == "strict" => {}
                name if POOL_PARAMETERS.contains(&name) => {}
                name => {
                    rest.append_pair(name, &value);
                }
            }
        }
        let rest = rest.finish();
        let url = if rest.is_empty() {
            base.to_owned()
        } else {
            format!("{base}?{rest}")
        };
        Ok(Self {
            address: Address::parse(&url)?,
            schema,
        })
    }

    /// See [`crate::PgConfig::is_plaintext_over_network`].
    #[must_use]
    pub fn is_plaintext_over_network(&self) -> bool {
        self.address.is_plaintext_over_network()
    }
}

/// A read-only snapshot of the old database.
pub(super) struct Source {
    client: Client,
    tables: Vec<Found>,
}

/// All columns of the schema. Domains count as their base type.
const COLUMNS: &str = "
    SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), b.typcategory::text,
           b.typname = 'timestamptz'
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    JOIN pg_catalog.pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
    WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attnum";

impl Source {
    pub(super) async fn open(address: &SourceAddress) -> Result<Self, ImportError> {
        let client = address.address.connect_plainly().await;
        let client = client.map_err(|error| ImportError::Unreachable(Database::Old, error.into()))?;
        client
            .batch_execute(
                "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
                 BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            )
            .await
            .of(Database::Old, || "beginning to read".to_owned())?;
        let rows = client
            .query(COLUMNS, &[&address.schema])
            .await
            .of(Database::Old, || "looking for its tables".to_owned())?;
        let columns = rows.iter().map(column).collect::<Result<_, _>>();
        let columns = columns.of(Database::Old, || "looking for its tables".to_owned())?;
        let tables = tables::find(&address.schema, columns).map_err(ImportError::Tables)?;
        Ok(Self { client, tables })
    }

    pub(super) fn tables(&self) -> &[Found] {
        &self.tables
    }

    pub(super) async fn count(&self, table: &Found) -> Result<u64, ImportError> {
        let row = self.client.query_one(&table.count(), &[]).await;
        let count: i64 = row
            .and_then(|row| row.try_get(0))
            .of(Database::Old, || format!("counting {}", table.table()))?;
        Ok(count.unsigned_abs())
    }

    /// Streams the rows of a table, ordered by the columns at these positions.
    pub(super) async fn rows(&self, table: Table, order: &[usize]) -> Result<OldRows, ImportError> {
        let found = self.tables.iter().position(|it| it.table() == table);
        let found = found.and_then(|position| self.tables.get(position));
        let Some(found) = found else {
            return Err(ImportError::Tables(vec![format!("no table \"{table}\"")]));
        };
        let no_parameters: [&str; 0] = [];
        let rows = self.client.query_raw(&found.select(order), no_parameters).await;
        let rows = rows.of(Database::Old, || format!("reading {table}"))?;
        let has_column = (0..16).map(|position| found.has_column(position)).collect();
        Ok(OldRows {
            table,
            rows: Box::pin(rows.fuse()),
            has_column,
        })
    }
}

fn column(row: &Row) -> Result<Column, tokio_postgres::Error> {
    Ok(Column {
        relation: row.try_get(0)?,
        name: row.try_get(1)?,
        type_name: row.try_get(2)?,
        category: row.try_get(3)?,
        has_time_zone: row.try_get(4)?,
    })
}

/// The rows of an old table. Rows that are not read yet stay in the network's buffers.
pub(super) struct OldRows {
    table: Table,
    rows: std::pin::Pin<Box<Fuse<RowStream>>>,
    has_column: Vec<bool>,
}

impl OldRows {
    /// Reads the next row.
    async fn next(&mut self) -> Result<Option<OldRow>, ImportError> {
        let row = self.rows.next().await.transpose();
        let row = row.of(Database::Old, || format!("reading {}", self.table))?;
        Ok(row.map(|row| OldRow {
            row,
            table: self.table,
        }))
    }

    /// Reads the next rows, which are then written by one statement. Empty at the end.
    pub(super) async fn next_batch<T>(
        &mut self,
        convert: impl Fn(&Self, &OldRow) -> Result<T, ImportError>,
    ) -> Result<Vec<T>, ImportError> {
        /// Old texts have no maximum length.
        const MAX_BYTES: usize = 8 << 20;
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < BATCH_SIZE && bytes < MAX_BYTES {
            let Some(row) = self.next().await? else { break };
            bytes += row.row.raw_size_bytes();
            batch.push(convert(self, &row)?);
        }
        Ok(batch)
    }

    pub(super) fn cell<T>(&self, position: usize, value: Option<T>) -> Cell<T> {
        match value {
            Some(value) => Cell::Is(value),
            None if self.has_column.get(position) == Some(&true) => Cell::Null,
            None => Cell::Absent,
        }
    }
}

/// A row of an old table.
pub(super) struct OldRow {
    row: Row,
    table: Table,
}

impl OldRow {
    pub(super) fn text(&self, position: usize) -> Result<Option<String>, ImportError> {
        self.get(position)
    }

    pub(super) fn flag(&self, position: usize) -> Result<Option<bool>, ImportError> {
        self.get(position)
    }

    pub(super) fn time(&self, position: usize) -> Result<Option<OldTime>, ImportError> {
        self.get(position)
    }

    fn get<'a, T: tokio_postgres::types::FromSql<'a>>(&'a self, position: usize) -> Result<T, ImportError> {
        let value = self.row.try_get(position);
        value.of(Database::Old, || format!("reading a row of {}", self.table))
    }
}
