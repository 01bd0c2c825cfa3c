//! The server: reads its configuration, joins ports with adapters, and runs.

mod config;
#[cfg(debug_assertions)]
mod fail_points;
mod logging;
mod metrics;
mod seed;
mod serve;
mod system;
mod wiring;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::config::Config;

/// Onair: live video from a browser, to browsers.
#[derive(Debug, Parser)]
#[command(name = "server", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate the database and serve requests until told to stop.
    Serve,
    /// Migrate the database and exit.
    Migrate,
    /// Print the interface's description in OpenAPI's JSON.
    Openapi,
    /// Migrate the database and make the demo users; for development.
    SeedDemo,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    if let Command::Openapi = command {
        return print_openapi();
    }
    load_env_file()?;
    logging::start()?;
    let config = Config::read(&|name| std::env::var(name).ok())?;
    match command {
        Command::Serve => serve::serve(config).await,
        Command::Migrate => wiring::migrate(&config).await,
        Command::SeedDemo => {
            wiring::migrate(&config).await?;
            seed::run(&wiring::adapters(&config)?.ports).await
        }
        Command::Openapi => Ok(()),
    }
}

/// Debug builds read `.env`, for those who develop; a server in production is told by its environment.
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

/// The last word before a failing exit goes to standard error as it is: the log may not run yet.
#[expect(clippy::print_stderr, reason = "a command that fails says why")]
fn complain(error: &anyhow::Error) {
    eprintln!("server: {error:#}");
}
