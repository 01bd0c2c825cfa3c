//! Everything that takes long and that tests need, in two strands beside each other.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use tempfile::TempDir;

use super::report::Report;
use super::{Plan, deny, lint, rust, web};
use crate::cli::Part;
use crate::progress::Step;
use crate::{cargo, livekit, node};

/// What the preparation found; `None` where it wasn't needed or failed.
#[derive(Default)]
pub(crate) struct Tools {
    pub(crate) livekit: Option<PathBuf>,
    pub(crate) server: Option<ServerCopy>,
    pub(crate) page: bool,
    /// Whether the Rust tests compiled.
    pub(crate) rust_tests: bool,
}

/// The server as built, kept apart: a person may build another meanwhile.
pub(crate) struct ServerCopy {
    pub(crate) program: PathBuf,
    _folder: TempDir,
}

/// What cargo makes: the server and the Rust tests, which are a part of [`Tools`].
pub(crate) fn with_cargo(plan: &Plan, report: &mut Report) -> Result<(Option<ServerCopy>, bool)> {
    if plan.has(Part::Lint) {
        lint::formatting(report)?;
    }
    let mut server = None;
    let needs_server = plan.has_any(&[Part::Lint, Part::Journeys]);
    if needs_server {
        server = report.need("build of the server", || {
            let built = cargo::build_server(Step::beside("Server (cargo build)"))?;
            let folder = tempfile::tempdir()?;
            let program = folder.path().join("server");
            fs::copy(built, &program)?;
            Ok(ServerCopy {
                program,
                _folder: folder,
            })
        })?;
    }
    // They contain the server: one that doesn't compile would only be told once more.
    let mut rust_tests = false;
    if plan.has(Part::Rust) && (server.is_some() || !needs_server) {
        rust_tests = rust::build(report)?;
    }
    if plan.has(Part::Lint) {
        lint::clippy(report)?;
    }
    Ok((server, rust_tests))
}

pub(crate) fn beside_cargo(plan: &Plan) -> Result<(Tools, Report)> {
    let mut tools = Tools::default();
    let mut report = Report::default();
    if plan.has(Part::Lint) {
        deny::dependencies(&mut report)?;
    }
    if plan.has_any(&[Part::Rust, Part::Journeys]) {
        tools.livekit = report.need("LiveKit's program", || {
            livekit::find(Step::beside("LiveKit's program"))
        })?;
    }
    if plan.has_any(&[Part::Lint, Part::Web, Part::Journeys]) {
        let installed = report.need("web page's packages", || {
            node::install(Step::beside("Web page's packages"))?;
            node::build(Step::beside("Web page"))?;
            // Journeys have it play.
            node::build_demo(Step::beside("Demo"))
        })?;
        tools.page = installed.is_some();
    }
    if plan.has(Part::Web) && tools.page {
        web::run(plan, &mut report)?;
    }
    Ok((tools, report))
}
