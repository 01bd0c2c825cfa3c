//! `cargo xtask dev`: the whole product on one machine, until Ctrl-C.

mod demo;
mod folder;
mod leftovers;
mod parts;
mod server;
mod summary;
mod supervise;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::DevArgs;
use crate::progress::{self, Step};
use crate::{cargo, files, node, ports};

use folder::Folder;
use parts::{Parts, Sources};
use server::Server;

pub(crate) fn run(args: &DevArgs) -> Result<ExitCode> {
    let folder = Folder::claim(args.data.as_deref())?;
    let state_file = args.state.as_deref().map(absolute);
    if let Some(file) = &state_file {
        // Who waits for it must not read the one of a run that was killed.
        files::make_way(file)?;
    }
    progress::say(&format!("data: {}", folder.path().display()));
    leftovers::end(&folder)?;
    if args.fresh {
        folder.clear()?;
    }
    let port = ports::hold_from(args.port)?;
    if args.port != 0 && port.number != args.port {
        progress::say(&format!("port {} is taken, using {}", args.port, port.number));
    }
    let mut settings = folder.settings()?;
    let number = port.number;

    node::require()?;
    let given = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let sources = Sources::find(&folder, given)?;
    if args.fresh && sources.has_given_database() {
        progress::say("--fresh leaves the database of DATABASE_URL as it is: it is not from here");
    }
    node::install(Step::begin("Web page's packages"))?;
    node::build(Step::begin("Web page"))?;
    let demo = if args.demo { demo::prepare()? } else { None };
    let program = cargo::build_server(Step::begin("Server (cargo build)"))?;
    let parts = Parts::start(sources, &folder, &mut settings, number)?;
    folder.save(&settings)?;
    leftovers::note(&folder, &parts, None)?;

    let server = Server::new(program, &folder, &parts, &settings, number);
    server.run_once("migrate", Step::begin("Database schema"))?;
    server.run_once("seed-demo", Step::begin("Demo users"))?;
    // Held until now, so that no other copy could take it during the build.
    drop(port);
    supervise::until_told_to_stop(server, parts, demo, &folder, state_file.as_deref())?;
    Ok(ExitCode::SUCCESS)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
