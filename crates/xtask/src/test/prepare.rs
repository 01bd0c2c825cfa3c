//! Prepares builds and tools for the tests on two concurrent threads.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use tempfile::TempDir;

use super::journeys::Programs;
use super::report::{Entry, Outcome, Report};
use super::{Plan, deny, deploy, lint, monitoring, previous_server, rust, web};
use crate::cli::Part;
use crate::progress::Step;
use crate::{cargo, livekit, node};

/// The prepared tools. A value is `None` if it was not needed or its preparation failed.
#[derive(Default)]
pub(crate) struct Tools {
    pub(crate) livekit: Option<PathBuf>,
    pub(crate) programs: Option<Programs>,
    pub(crate) server: Option<ServerCopy>,
    /// The server of the previous release.
    pub(crate) previous_server: Option<PathBuf>,
    pub(crate) is_page_built: bool,
    pub(crate) are_rust_tests_built: bool,
}

impl Tools {
    /// The server's program, if everything is prepared that a stack consists of.
    pub(crate) fn server_of_stack(&self) -> Option<&Path> {
        let server = self.server.as_ref()?;
        (self.is_page_built && self.livekit.is_some()).then_some(server.program.as_path())
    }
}

/// A copy of the built server, because the user may build another one meanwhile.
pub(crate) struct ServerCopy {
    pub(crate) program: PathBuf,
    _folder: TempDir,
}

impl ServerCopy {
    fn of(built: &Path) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let program = folder.path().join("server");
        fs::copy(built, &program)?;
        Ok(Self {
            program,
            _folder: folder,
        })
    }
}

/// Builds the servers and the Rust tests with cargo.
pub(crate) fn prepare_with_cargo(plan: &Plan, report: &mut Report) -> Result<Tools> {
    if plan.has(Part::Lint) {
        lint::check_formatting(report)?;
    }
    let mut server = None;
    let mut are_rust_tests_built = false;
    if plan.has(Part::Rust) {
        let step = Step::begin_concurrent("Server and Rust tests (cargo test --no-run)");
        let has_lints = plan.has_lints_in_build();
        let built = report.prepare("build of the server and the Rust tests", || {
            let built = cargo::build_server_and_tests(step, has_lints)?;
            Ok((ServerCopy::of(&built.server)?, built.has_warnings))
        })?;
        are_rust_tests_built = built.is_some();
        let outcome = match built {
            Some((_, false)) => Outcome::Passed,
            _ => Outcome::Failed,
        };
        if has_lints {
            report.add([Entry::new(lint::CLIPPY, outcome)]);
        }
        server = built.map(|(copy, _)| copy);
    } else if plan.has_any(&[Part::Lint, Part::Api, Part::Journeys, Part::Cluster]) {
        let step = Step::begin_concurrent("Server (cargo build)");
        server = report.prepare("build of the server", || {
            ServerCopy::of(&cargo::build_server(step)?)
        })?;
    }
    if !plan.has(Part::Rust) && plan.has(Part::PreviousRelease) {
        are_rust_tests_built = rust::build_selected(report)?;
    }
    let mut previous_server = None;
    if are_rust_tests_built {
        previous_server = previous_server::prepare(plan, report)?;
    }
    if plan.has(Part::Lint) && !plan.has_lints_in_build() {
        lint::check_clippy(report)?;
    }
    Ok(Tools {
        server,
        previous_server,
        are_rust_tests_built,
        ..Tools::default()
    })
}

pub(crate) fn prepare_without_cargo(plan: &Plan) -> Result<(Tools, Report)> {
    let mut tools = Tools::default();
    let mut report = Report::default();
    if plan.has_any(&[Part::Journeys, Part::Cluster]) {
        tools.programs = report.prepare("programs of the journeys", Programs::find_or_install)?;
    }
    if plan.has(Part::Lint) {
        deny::check_dependencies(&mut report)?;
        monitoring::check(&mut report)?;
        deploy::check(&mut report)?;
    }
    if plan.has_any(&[
        Part::Rust,
        Part::PreviousRelease,
        Part::Api,
        Part::Journeys,
        Part::Cluster,
    ]) {
        tools.livekit = report.prepare("LiveKit's program", || {
            livekit::find(Step::begin_concurrent("LiveKit's program"))
        })?;
    }
    if plan.has_any(&[Part::Lint, Part::Web, Part::Api, Part::Journeys, Part::Cluster]) {
        let installed = report.prepare("web page's packages", || {
            node::install(Step::begin_concurrent("Web page's packages"))?;
            node::build(Step::begin_concurrent("Web page"))?;
            // The journeys use the bots.
            node::build_demo(Step::begin_concurrent("Demo"))
        })?;
        tools.is_page_built = installed.is_some();
    }
    if plan.has(Part::Web) && tools.is_page_built {
        web::run(plan, &mut report)?;
    }
    Ok((tools, report))
}
