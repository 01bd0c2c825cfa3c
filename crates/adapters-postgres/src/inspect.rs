//! [`PgInspector`]: what a database offers, before a server uses it. Nothing in it is changed.
//!
//! All statements use the simple protocol, which works through every pooler.

mod connect_error;

use std::fmt;

use onair_domain::Timestamp;
use secrecy::ExposeSecret as _;
use tokio_postgres::{Client, SimpleQueryMessage};

pub use connect_error::ConnectError;

use crate::config::PgConfig;
use crate::connect::Address;
use crate::migrate::{OLDEST_SUPPORTED, Schema};

/// The oldest supported version of PostgreSQL.
pub const MIN_VERSION: u32 = 12;

/// The tables of this version.
const TABLES: [&str; 15] = [
    "audit_log",
    "blocks",
    "chat_messages",
    "creator_applications",
    "follows",
    "given_up_usernames",
    "live_search_terms",
    "search_terms",
    "session_attendance",
    "session_exclusions",
    "session_thumbnails",
    "session_viewer_counts",
    "sessions",
    "streams",
    "users",
];

/// Not before this version may the owner of a database create the extension.
const TRUSTED_EXTENSIONS_VERSION: u32 = 13;

/// A statement of the inspection failed.
#[derive(Debug, thiserror::Error)]
#[error("{}", connect_error::with_causes(.0))]
pub struct InspectionError(#[from] tokio_postgres::Error);

/// The version of a PostgreSQL server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PgVersion {
    /// The major version.
    pub major: u32,
    /// The complete version, such as `17.2 (Debian 17.2-1)`.
    pub full: String,
}

/// Whether the extension `pg_trgm` can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrigramSupport {
    /// It is installed in the database.
    Installed,
    /// It is installed in a schema that is not in the search path of the role.
    OutsideSearchPath,
    /// The migration can install it.
    Installable,
    /// It is available, but the role may not install it.
    Forbidden,
    /// The server does not have it.
    Missing,
}

/// The tables in the database, compared with those of this version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// There are none yet.
    Empty,
    /// This version has created them.
    Current,
    /// These migrations have not run yet.
    Older(Vec<String>),
    /// A newer version has run these migrations. This version can still use the tables.
    Newer(Vec<String>),
    /// A newer version has run these migrations. This version does not start, because it can't use the tables.
    TooNew(Vec<String>),
    /// Another program has created tables with these names.
    Foreign(Vec<String>),
    /// The list of migrations can't be read, because the role has no right to it.
    Unreadable,
}

/// How many connections a server can open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionLimit {
    /// The most connections.
    pub max: u32,
    /// What sets this limit: a setting or an attribute of PostgreSQL.
    pub set_by: &'static str,
}

/// A connection to a database that is to be inspected.
pub struct PgInspector {
    address: Address,
    client: Client,
}

impl fmt::Debug for PgInspector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PgInspector").finish_non_exhaustive()
    }
}

impl PgInspector {
    /// Connects.
    pub async fn connect(config: &PgConfig) -> Result<Self, ConnectError> {
        let address = Address::parse(config.url.expose_secret())?;
        let client = address.connect_for_inspection().await?;
        Ok(Self { address, client })
    }

    /// Returns the version of the server.
    pub async fn version(&self) -> Result<PgVersion, InspectionError> {
        let number = self
            .number("SELECT current_setting('server_version_num')")
            .await?;
        let full = self.text("SELECT current_setting('server_version')").await?;
        Ok(PgVersion {
            major: u32::try_from(number / 10_000).unwrap_or_default(),
            full: full.unwrap_or_default(),
        })
    }

    /// Returns whether the extension `pg_trgm` can be used with this version of the server.
    pub async fn trigram_support(&self, version: &PgVersion) -> Result<TrigramSupport, InspectionError> {
        let is_installed = self.is_true("SELECT count(*) > 0 FROM pg_extension WHERE extname = 'pg_trgm'");
        if is_installed.await? {
            let is_visible = self.is_true(
                "SELECT count(*) > 0 FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid)",
            );
            return Ok(if is_visible.await? {
                TrigramSupport::Installed
            } else {
                TrigramSupport::OutsideSearchPath
            });
        }
        let is_available =
            self.is_true("SELECT count(*) > 0 FROM pg_available_extensions WHERE name = 'pg_trgm'");
        if !is_available.await? {
            return Ok(TrigramSupport::Missing);
        }
        let may_install = if version.major < TRUSTED_EXTENSIONS_VERSION {
            self.is_true("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
                .await?
        } else {
            self.is_true("SELECT has_database_privilege(current_database(), 'CREATE')")
                .await?
        };
        Ok(if may_install {
            TrigramSupport::Installable
        } else {
            TrigramSupport::Forbidden
        })
    }

    /// Compares the tables with those of this version.
    pub async fn schema(&self) -> Result<SchemaState, InspectionError> {
        let has_list = self.is_true("SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL");
        if !has_list.await? {
            let tables = self.own_tables("true").await?;
            return Ok(if tables.is_empty() {
                SchemaState::Empty
            } else {
                SchemaState::Foreign(tables)
            });
        }
        let may_read =
            self.is_true("SELECT has_table_privilege(to_regclass('__diesel_schema_migrations'), 'SELECT')");
        if !may_read.await? {
            return Ok(SchemaState::Unreadable);
        }
        let applied = self
            .texts("SELECT version FROM __diesel_schema_migrations ORDER BY version")
            .await?;
        let oldest = self.text(OLDEST_SUPPORTED).await?.unwrap_or_default();
        Ok(match Schema::compare(&applied, &oldest) {
            Schema::Older(_) if applied.is_empty() => SchemaState::Empty,
            Schema::Current => SchemaState::Current,
            Schema::Older(pending) => SchemaState::Older(pending),
            Schema::Newer(unknown) => SchemaState::Newer(unknown),
            Schema::TooNew(unknown) => SchemaState::TooNew(unknown),
        })
    }

    /// Returns what the role may not do although the server needs it, in words that complete "the role may
    /// not …".
    pub async fn missing_rights(&self, schema: &SchemaState) -> Result<Vec<String>, InspectionError> {
        let mut missing = Vec::new();
        let name = self.text("SELECT current_schema()").await?;
        let Some(name) = name else {
            return Ok(vec!["use any schema of its search path".to_owned()]);
        };
        let may_create = self.is_true("SELECT has_schema_privilege(current_schema(), 'CREATE')");
        // A role that may not change tables can run a server if nothing is to be migrated.
        if !matches!(schema, SchemaState::Current | SchemaState::Newer(_)) && !may_create.await? {
            missing.push(format!("create tables in the schema {name}"));
        }
        match schema {
            SchemaState::Older(_) => {
                let foreign = self.own_tables("NOT pg_has_role(relowner, 'USAGE')").await?;
                missing.extend(
                    foreign
                        .iter()
                        .map(|table| format!("alter the table {table}, which another role owns")),
                );
            }
            SchemaState::Current | SchemaState::Newer(_) => {
                let closed = self
                    .own_tables(
                        // The audit log may be append-only for the server.
                        "NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT') AND \
                         (relname = 'audit_log' OR \
                          has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')))",
                    )
                    .await?;
                missing.extend(
                    closed
                        .iter()
                        .map(|table| format!("read and write the table {table}")),
                );
            }
            SchemaState::Unreadable => missing.push("read the table __diesel_schema_migrations".to_owned()),
            SchemaState::Empty | SchemaState::TooNew(_) | SchemaState::Foreign(_) => {}
        }
        Ok(missing)
    }

    /// Whether a connection keeps its session of PostgreSQL between statements, as locks and notifications
    /// need it. Poolers in transaction mode give the session to other connections meanwhile.
    pub async fn keeps_sessions(&self) -> Result<bool, ConnectError> {
        const SESSION: &str = "SELECT pg_backend_pid()";
        let before = self.text(SESSION).await?;
        let other = Self {
            address: self.address.clone(),
            client: self.address.connect_for_inspection().await?,
        };
        // In its transaction, the other connection occupies a session. A pooler gives it the one that was used
        // last.
        if other.text("BEGIN").await.is_err() {
            // Poolers in statement mode refuse transactions.
            return Ok(false);
        }
        let of_other = other.text(SESSION).await?;
        let after = self.text(SESSION).await?;
        other.text("ROLLBACK").await?;
        Ok(before == after && before != of_other)
    }

    /// Returns how many connections the role can open to the database.
    pub async fn connection_limit(&self) -> Result<ConnectionLimit, InspectionError> {
        let of_server = self.number(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int \
             - coalesce(current_setting('reserved_connections', true), '0')::int",
        );
        let of_role = self.number("SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user");
        let of_database =
            self.number("SELECT datconnlimit FROM pg_database WHERE datname = current_database()");
        let limits = [
            (of_server.await?, "max_connections in postgresql.conf"),
            (of_role.await?, "the CONNECTION LIMIT of the role"),
            (of_database.await?, "the CONNECTION LIMIT of the database"),
        ];
        // A negative number means no limit.
        let limits = limits.into_iter().filter_map(|(max, set_by)| {
            let max = u32::try_from(max).ok()?;
            Some(ConnectionLimit { max, set_by })
        });
        let unlimited = ConnectionLimit {
            max: u32::MAX,
            set_by: "nothing",
        };
        Ok(limits.min_by_key(|limit| limit.max).unwrap_or(unlimited))
    }

    /// Returns the time of the server's clock.
    pub async fn now(&self) -> Result<Timestamp, InspectionError> {
        let millis = self
            .number("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint")
            .await?;
        Ok(Timestamp::from_timestamp_millis(millis).unwrap_or_default())
    }

    /// Returns a user who has a stream, if there is one, by name.
    pub async fn any_streamer(&self) -> Result<Option<String>, InspectionError> {
        self.text(
            "SELECT username FROM users JOIN streams ON user_id = users.id WHERE NOT is_suspended LIMIT 1",
        )
        .await
    }

    /// Returns which of this version's tables exist and satisfy a condition.
    async fn own_tables(&self, condition: &str) -> Result<Vec<String>, InspectionError> {
        let names = TABLES.map(|name| format!("'{name}'")).join(", ");
        self.texts(&format!(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace \
             AND relkind IN ('r', 'p') AND relname IN ({names}) AND ({condition}) ORDER BY relname"
        ))
        .await
    }

    async fn texts(&self, sql: &str) -> Result<Vec<String>, InspectionError> {
        let messages = self.client.simple_query(sql).await?;
        let texts = messages.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        Ok(texts.collect())
    }

    async fn text(&self, sql: &str) -> Result<Option<String>, InspectionError> {
        Ok(self.texts(sql).await?.into_iter().next())
    }

    async fn is_true(&self, sql: &str) -> Result<bool, InspectionError> {
        Ok(self.text(sql).await?.as_deref() == Some("t"))
    }

    async fn number(&self, sql: &str) -> Result<i64, InspectionError> {
        let text = self.text(sql).await?;
        Ok(text.and_then(|text| text.parse().ok()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_tables_are_inspected() {
        let schema = include_str!("schema.rs");
        let tables = schema.lines().filter_map(|line| {
            let (name, _) = line.strip_prefix("    ")?.split_once(" (")?;
            (!name.contains(' ')).then_some(name)
        });
        assert_eq!(tables.collect::<Vec<_>>(), TABLES);
    }
}
