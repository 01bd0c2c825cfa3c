//! The checks of PostgreSQL.

use onair_adapters_postgres::{
    ConnectError, MIN_VERSION, PgInspector, PgVersion, SchemaState, TrigramSupport,
};
use onair_domain::ports::Clock;

use super::report::{Report, foreign, list, or_timeout, timeout_text, within_limit};
use super::{MAX_CLOCK_OFFSET, certificate};
use crate::config::DatabaseConfig;
use crate::wiring::pg_config;

const CONNECTION: &str = "database.connection";
const ENCRYPTION: &str = "database.encryption";
const VERSION: &str = "database.version";
const EXTENSION: &str = "database.extension";
const SCHEMA: &str = "database.schema";
const RIGHTS: &str = "database.rights";
const SESSIONS: &str = "database.sessions";
const CONNECTIONS: &str = "database.connections";
const CLOCK: &str = "database.clock";

/// All checks.
pub(super) const ALL: [&str; 9] = [
    ENCRYPTION,
    CONNECTION,
    VERSION,
    EXTENSION,
    SCHEMA,
    RIGHTS,
    SESSIONS,
    CONNECTIONS,
    CLOCK,
];

/// The checks that need a connection.
fn dependent() -> &'static [&'static str] {
    &ALL[2..]
}

/// Returns the name of a user with a stream, if there is one, for other checks, or why it can't be read.
pub(super) async fn check(
    report: &mut Report,
    config: Option<&DatabaseConfig>,
    clock: &dyn Clock,
) -> Result<Option<String>, String> {
    let Some(config) = config else {
        report.skip_all(&[ENCRYPTION, CONNECTION], "DATABASE_URL");
        report.skip_all(dependent(), CONNECTION);
        return Ok(None);
    };
    let config = pg_config(config);
    match config.is_plaintext_over_network() {
        Ok(true) => report.warning(
            ENCRYPTION,
            "The connection to the database is not encrypted and leaves this machine.",
            "Add sslmode=verify-full to DATABASE_URL, unless the network is private.",
        ),
        Ok(false) => report.ok(
            ENCRYPTION,
            "The connection to the database is encrypted or stays on this machine.",
        ),
        // The connection reports it.
        Err(_) => report.skip_all(&[ENCRYPTION], "DATABASE_URL"),
    }
    let connected = or_timeout(PgInspector::connect(&config)).await;
    let connected = connected.unwrap_or_else(|| Err(ConnectError::Unreachable(timeout_text())));
    let inspector = match connected {
        Ok(inspector) => inspector,
        Err(error) => {
            let (message, advice) = connection_finding(&error);
            report.error(CONNECTION, message, advice);
            report.skip_all(dependent(), CONNECTION);
            return Ok(None);
        }
    };
    report.ok(CONNECTION, "PostgreSQL accepts user and password.");
    match check_version(report, &inspector).await {
        Some(version) => check_extension(report, &inspector, &version).await,
        None => report.skip_all(&[EXTENSION], VERSION),
    }
    let schema = check_schema(report, &inspector).await;
    match &schema {
        Some(schema) => check_rights(report, &inspector, schema).await,
        None => report.skip_all(&[RIGHTS], SCHEMA),
    }
    check_sessions(report, &inspector).await;
    check_connections(report, &inspector, config.max_connections_in_all()).await;
    check_clock(report, &inspector, clock).await;
    match schema {
        Some(SchemaState::Current | SchemaState::Newer(_)) => within_limit(inspector.any_streamer()).await,
        _ => Ok(None),
    }
}

fn connection_finding(error: &ConnectError) -> (String, String) {
    let text = foreign(error);
    let (message, advice) = match error {
        ConnectError::Address(_) => (
            format!("DATABASE_URL can't be used: {text}."),
            "It has the form postgres://user:password@host:5432/database.",
        ),
        ConnectError::Unreachable(_) => (
            format!("PostgreSQL does not answer: {text}."),
            "Start it, or correct host and port in DATABASE_URL.",
        ),
        ConnectError::Rejected(_) => (
            format!("PostgreSQL refuses to sign in the user: {text}."),
            "Correct user and password in DATABASE_URL, or admit the user in pg_hba.conf.",
        ),
        ConnectError::NoDatabase(_) => (
            format!("PostgreSQL has no such database: {text}."),
            "Create it by CREATE DATABASE … OWNER …, or correct its name in DATABASE_URL.",
        ),
        ConnectError::Tls { source, .. } => {
            let (cause, advice) = certificate::problem(source, &certificate::POSTGRES).unwrap_or_else(|| {
                (
                    text,
                    "Switch on ssl in postgresql.conf with a certificate for this host name; for an authority of your own add sslrootcert to DATABASE_URL.".to_owned(),
                )
            });
            return (
                format!("No encrypted connection to PostgreSQL is possible: {cause}."),
                advice,
            );
        }
        ConnectError::Full(_) => (
            format!("PostgreSQL accepts no more connections: {text}."),
            "Raise max_connections in postgresql.conf or the limit of the role, or stop other programs.",
        ),
        ConnectError::NotReady(_) => (
            format!("PostgreSQL is starting or stopping: {text}."),
            "Try again when it is running.",
        ),
        ConnectError::Other(_) => (
            format!("No connection to PostgreSQL: {text}."),
            "See the log of PostgreSQL.",
        ),
    };
    (message, advice.to_owned())
}

async fn check_version(report: &mut Report, inspector: &PgInspector) -> Option<PgVersion> {
    match within_limit(inspector.version()).await {
        Ok(version) if version.major < MIN_VERSION => {
            report.error(
                VERSION,
                format!("PostgreSQL is {}, which is too old.", foreign(&version.full)),
                format!("Install version {MIN_VERSION} or newer."),
            );
            Some(version)
        }
        Ok(version) => {
            report.ok(VERSION, format!("PostgreSQL is {}.", foreign(&version.full)));
            Some(version)
        }
        Err(error) => {
            failed(report, VERSION, "The version of PostgreSQL", &error);
            None
        }
    }
}

async fn check_extension(report: &mut Report, inspector: &PgInspector, version: &PgVersion) {
    match within_limit(inspector.trigram_support(version)).await {
        Ok(TrigramSupport::Installed) => report.ok(EXTENSION, "The extension pg_trgm is installed."),
        Ok(TrigramSupport::Installable) => {
            report.ok(EXTENSION, "The server will install the extension pg_trgm.");
        }
        Ok(TrigramSupport::OutsideSearchPath) => report.error(
            EXTENSION,
            "The extension pg_trgm is installed in a schema that the role does not search.",
            "Move it by ALTER EXTENSION pg_trgm SET SCHEMA public.",
        ),
        Ok(TrigramSupport::Forbidden) => report.error(
            EXTENSION,
            "The extension pg_trgm is not installed, and the role may not install it.",
            "Run CREATE EXTENSION pg_trgm in the database as a superuser, or make the role the owner of the database.",
        ),
        Ok(TrigramSupport::Missing) => report.error(
            EXTENSION,
            "PostgreSQL does not have the extension pg_trgm.",
            "Install it with PostgreSQL's contrib package, in Debian a part of postgresql, in Fedora postgresql-contrib.",
        ),
        Err(error) => failed(report, EXTENSION, "The extension pg_trgm", &error),
    }
}

async fn check_schema(report: &mut Report, inspector: &PgInspector) -> Option<SchemaState> {
    let schema = match within_limit(inspector.schema()).await {
        Ok(schema) => schema,
        Err(error) => {
            failed(report, SCHEMA, "The schema", &error);
            return None;
        }
    };
    match &schema {
        SchemaState::Current => report.ok(SCHEMA, "The tables are those of this version."),
        SchemaState::Empty => report.ok(
            SCHEMA,
            "The database is empty; the server creates its tables at start.",
        ),
        SchemaState::Older(pending) => report.ok(
            SCHEMA,
            format!(
                "The tables are those of an older version; the server migrates them at start ({}).",
                list(pending)
            ),
        ),
        SchemaState::Newer(unknown) => report.warning(
            SCHEMA,
            format!(
                "A newer version has migrated the database, but this version can still use it (unknown migrations: \
                 {}).",
                foreign(list(unknown))
            ),
            "Start the version that did it, or a newer one, when the update goes on.",
        ),
        SchemaState::TooNew(unknown) => report.error(
            SCHEMA,
            format!(
                "A newer version has migrated the database, and this version can't use it (unknown migrations: {}).",
                foreign(list(unknown))
            ),
            "Start the version that did it, or a newer one.",
        ),
        SchemaState::Foreign(tables) => report.error(
            SCHEMA,
            format!(
                "Another program has created tables of the same names: {}.",
                list(tables)
            ),
            "Give the server a database of its own.",
        ),
        SchemaState::Unreadable => report.error(
            SCHEMA,
            "The role may not read the list of migrations.",
            "Make the role of DATABASE_URL the owner of the database and its tables.",
        ),
    }
    Some(schema)
}

async fn check_rights(report: &mut Report, inspector: &PgInspector, schema: &SchemaState) {
    match within_limit(inspector.missing_rights(schema)).await {
        Ok(missing) if missing.is_empty() => {
            report.ok(RIGHTS, "The role has the rights that the server needs.");
        }
        Ok(missing) => report.error(
            RIGHTS,
            format!("The role may not {}.", list(&missing)),
            "Make the role of DATABASE_URL the owner of the database and its tables.",
        ),
        Err(error) => failed(report, RIGHTS, "The rights of the role", &error),
    }
}

async fn check_sessions(report: &mut Report, inspector: &PgInspector) {
    match within_limit(inspector.keeps_sessions()).await {
        Ok(true) => report.ok(SESSIONS, "Connections keep their sessions, which locks and notifications need."),
        Ok(false) => report.error(
            SESSIONS,
            "A pooler gives the session of a connection to other connections, so locks and notifications are lost.",
            "Set pool_mode = session in PgBouncer, or give DATABASE_URL the address of PostgreSQL itself.",
        ),
        Err(error) => failed(report, SESSIONS, "Whether connections keep their sessions", &error),
    }
}

async fn check_connections(report: &mut Report, inspector: &PgInspector, needed: usize) {
    match within_limit(inspector.connection_limit()).await {
        Ok(limit) if needed > limit.max as usize => report.error(
            CONNECTIONS,
            format!(
                "A server opens up to {needed} connections, and PostgreSQL permits {} ({}).",
                limit.max, limit.set_by
            ),
            format!("Raise {}, or lower DATABASE_POOL_SIZE.", limit.set_by),
        ),
        Ok(limit) => report.ok(
            CONNECTIONS,
            format!(
                "A server opens up to {needed} connections, and PostgreSQL permits {}, for all servers and programs together.",
                limit.max
            ),
        ),
        Err(error) => failed(report, CONNECTIONS, "The number of connections", &error),
    }
}

async fn check_clock(report: &mut Report, inspector: &PgInspector, clock: &dyn Clock) {
    let before = clock.now();
    let now = match within_limit(inspector.now()).await {
        Ok(now) => now,
        Err(error) => return failed(report, CLOCK, "The clock of PostgreSQL", &error),
    };
    let (before, after) = (now - before, now - clock.now());
    // The clock was read between both times.
    let offset = if after.num_milliseconds() > 0 {
        after
    } else {
        before.min(chrono::TimeDelta::zero())
    };
    if offset.abs().to_std().unwrap_or_default() > MAX_CLOCK_OFFSET {
        report.warning(
            CLOCK,
            format!(
                "The clock of PostgreSQL differs from the one of this machine by {} s.",
                offset.num_seconds().abs()
            ),
            "Synchronise the clocks of all machines, for example by NTP.",
        );
    } else {
        report.ok(
            CLOCK,
            "The clock of PostgreSQL agrees with the one of this machine.",
        );
    }
}

fn failed(report: &mut Report, id: &'static str, subject: &str, error: &str) {
    report.error(
        id,
        format!("{subject} can't be read: {error}."),
        "See the log of PostgreSQL.",
    );
}
