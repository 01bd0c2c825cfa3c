//! The server: reads its configuration, connects ports with adapters, and runs.

mod authentication;
mod config;
mod doctor;
mod erase;
mod import;
mod logging;
mod metrics;
mod seed;
mod serve;
mod system;
mod version;
mod wiring;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use onair_domain::port_set::PortSet;

pub use crate::config::ConfigErrors;

use crate::config::Config;

/// Onair: live video from a browser, to browsers.
#[derive(Debug, Parser)]
#[command(name = "server", version = version::LONG_VERSION, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate the database and serve requests until SIGTERM or SIGINT.
    Serve,
    /// Migrate the database and exit.
    Migrate,
    /// Print the interface's description in OpenAPI's JSON.
    Openapi,
    /// Migrate the database and make the demo users; for development.
    SeedDemo,
    /// Migrate the database and carry the rows of the previous system over; see docs/migrating.md.
    ImportLegacy(import::ImportArgs),
    /// Check the configuration and everything that it names, and tell what to do; see docs/doctor.md.
    ///
    /// The status is 0 if there is no error, else 1.
    Doctor(doctor::DoctorArgs),
    /// Erase a user and what they wrote; see docs/operations.md.
    EraseUser(erase::EraseArgs),
    /// Delete the data whose retention is over, and exit. The server does this by itself every hour.
    DeleteExpired,
}

/// Checks a configuration as the server does at start. `lookup` returns the value of a variable.
///
/// Returns all errors. They contain no secret.
pub fn check_configuration(lookup: &dyn Fn(&str) -> Option<String>) -> Result<(), ConfigErrors> {
    Config::read(lookup).map(drop)
}

/// Runs the command of the program's arguments until it ends or the process receives a signal to stop.
///
/// `decorate` receives the adapters before anything uses them. It may wrap them; the program `server` returns
/// them unchanged.
pub async fn run(decorate: impl FnOnce(PortSet) -> PortSet) -> ExitCode {
    match run_command(Arguments::parse().command, decorate).await {
        Ok(code) => code,
        Err(error) => {
            print_error(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run_command(
    command: Command,
    decorate: impl FnOnce(PortSet) -> PortSet,
) -> anyhow::Result<ExitCode> {
    if let Command::Openapi = command {
        print_openapi()?;
        return Ok(ExitCode::SUCCESS);
    }
    load_env_file()?;
    let lookup = |name: &str| std::env::var(name).ok();
    if let Command::Doctor(args) = &command {
        let is_healthy = doctor::run(args, &lookup).await?;
        return Ok(if is_healthy {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    let config = Config::read(&lookup)?;
    let export = logging::start(&config.log)?;
    let result = match command {
        Command::Serve => serve::serve(config, decorate).await,
        Command::Migrate => wiring::migrate(&config).await,
        Command::SeedDemo => {
            wiring::migrate(&config).await?;
            seed::run(&wiring::adapters(&config, decorate)?.ports).await
        }
        Command::ImportLegacy(args) => {
            wiring::migrate(&config).await?;
            import::run(&config, &args).await
        }
        Command::EraseUser(args) => erase::run(&config, &args).await,
        Command::DeleteExpired => delete_expired(&config, decorate).await,
        Command::Openapi | Command::Doctor(_) => Ok(()),
    };
    tokio::task::spawn_blocking(|| export.finish()).await?;
    result.map(|()| ExitCode::SUCCESS)
}

/// Deletes all expired data.
async fn delete_expired(config: &Config, decorate: impl FnOnce(PortSet) -> PortSet) -> anyhow::Result<()> {
    let retention = wiring::adapters(config, decorate)?
        .ports
        .retention(config.retention);
    onair_workers::delete_expired(&retention)
        .await
        .map_err(Into::into)
}

/// Debug builds read `.env`. A server in production uses its environment only.
fn load_env_file() -> anyhow::Result<()> {
    if !cfg!(debug_assertions) {
        return Ok(());
    }
    match dotenvy::from_path(".env") {
        Ok(()) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        Err(error) => Err(error).context("reading .env"),
    }
}

fn print_openapi() -> anyhow::Result<()> {
    let description = serde_json::to_string_pretty(&onair_http::openapi())?;
    writeln!(std::io::stdout(), "{description}").context("printing")
}

/// Prints to standard error, because logging may not have started yet.
#[expect(clippy::print_stderr, reason = "a command that fails reports the error")]
fn print_error(error: &anyhow::Error) {
    eprintln!("server: {error:#}");
}
