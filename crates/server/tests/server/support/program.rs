//! The server's program with its environment, as it is shipped and with fail points.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;

use onair_adapters_postgres::testing::TestDatabase;
use tokio::process::Command;

use super::{JWT_SECRET, Server, livekit};

/// The server's command with all required variables and none of the test's own environment.
pub(crate) fn command(database_url: &str, subcommand: &str) -> Command {
    command_of(env!("CARGO_BIN_EXE_server").as_ref(), database_url, subcommand)
}

/// Starts a server that stops after a certain call of a port. `tests/fail_points` describes the names of these
/// calls.
pub(crate) async fn start_with_fail_point(database: &TestDatabase, fail_point: &str) -> Server {
    // Cargo tells tests the paths of programs, but not of examples.
    let program = Path::new(env!("CARGO_BIN_EXE_server")).with_file_name("examples/server-with-fail-points");
    assert!(
        program.exists(),
        "{} is missing: `cargo build --package onair-server --examples` builds it",
        program.display()
    );
    let mut command = command_of(program.as_ref(), database.url(), "serve");
    command.env("FAIL_POINT", fail_point);
    Server::start(command).await
}

/// As [`command`], for the server of the previous release.
pub(crate) fn previous_command(database_url: &str, subcommand: &str) -> Command {
    const VARIABLE: &str = "ONAIR_TEST_PREVIOUS_SERVER";
    let program = std::env::var_os(VARIABLE).unwrap_or_else(|| {
        panic!("run this test by `cargo xtask test --only previous-release`, which sets {VARIABLE}")
    });
    command_of(&program, database_url, subcommand)
}

fn command_of(program: &OsStr, database_url: &str, subcommand: &str) -> Command {
    let mut command = Command::new(program);
    command
        .arg(subcommand)
        .env_clear()
        .env("DATABASE_URL", database_url)
        .env("LIVEKIT_URL", livekit("URL"))
        .env("LIVEKIT_API_KEY", livekit("KEY"))
        .env("LIVEKIT_API_SECRET", livekit("SECRET"))
        .env("JWT_SECRET", JWT_SECRET)
        .env("DEV_LOGIN", "true")
        .env("BIND_ADDRESS", "127.0.0.1:0")
        .env("HTTP_WORKERS", "1")
        .env("DATABASE_POOL_SIZE", "4")
        .env("RATE_LIMIT_TOKENS", "off")
        .env("RATE_LIMIT_CHAT", "off")
        .env("RATE_LIMIT_WRITES", "off")
        .env("RATE_LIMIT_LISTS", "off")
        .env("MAX_EVENT_STREAMS_PER_ADDRESS", "off")
        .env("MAX_CONNECTIONS_PER_ADDRESS", "off")
        .env("SHUTDOWN_DRAIN_SECONDS", "0")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}
