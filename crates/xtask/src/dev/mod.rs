//! `cargo xtask dev`: runs the whole product on one machine until Ctrl-C.

mod backing_services;
mod data_dir;
mod demo;
mod messages;
mod orphans;
mod server;
mod supervise;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::DevArgs;
use crate::progress::{self, Step};
use crate::{cargo, files, node, ports};

use backing_services::{BackingServices, Sources};
use data_dir::DataDir;
use server::Server;

pub(crate) use server::{DEFAULT_LIMITS, LIMITS};

pub(crate) fn run(args: &DevArgs) -> Result<ExitCode> {
    let folder = DataDir::acquire(args.data.as_deref())?;
    let state_file = args.state.as_deref().map(absolute);
    if let Some(file) = &state_file {
        // A stale file of an earlier run must not signal readiness.
        files::prepare_output(file)?;
    }
    progress::print_line(&format!("data: {}", folder.path().display()));
    orphans::stop(&folder)?;
    if args.fresh {
        folder.clear()?;
    }
    let port = ports::reserve_from(args.port)?;
    if args.port != 0 && port.number != args.port {
        progress::print_line(&format!("port {} is in use, using {}", args.port, port.number));
    }
    let mut settings = folder.settings()?;
    let number = port.number;

    node::require()?;
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let sources = Sources::find(&folder, variable)?;
    if args.fresh && sources.has_external_database() {
        progress::print_line("--fresh does not delete the external database of DATABASE_URL");
    }
    node::install(Step::begin("Web page's packages"))?;
    node::build(Step::begin("Web page"))?;
    let demo = if args.demo { demo::prepare()? } else { None };
    let program = cargo::build_server(Step::begin("Server (cargo build)"))?;
    let services = BackingServices::start(sources, &folder, &mut settings, number)?;
    folder.save(&settings)?;
    orphans::record(&folder, &services, None)?;

    let server = Server::new(program, &folder, &services, &settings, number);
    server.run_once("migrate", Step::begin("Database schema"))?;
    server.run_once("seed-demo", Step::begin("Demo users"))?;
    // Reserved until now, so that no other process could take the port during the build.
    drop(port);
    supervise::run_until_interrupted(server, services, demo, &folder, state_file.as_deref())?;
    Ok(ExitCode::SUCCESS)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
