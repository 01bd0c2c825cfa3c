//! Runs `cargo test` with private PostgreSQL and LiveKit services.

use std::env;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result};

use super::libtest_parser::LibtestParser;
use super::prepare::Tools;
use super::report::{Entry, Outcome, Report};
use super::{Plan, previous_server, report};
use crate::cargo;
use crate::cli::Part;
use crate::livekit::{self, LiveKit};
use crate::postgres::{self, Postgres};
use crate::process::stream_output;
use crate::progress::{Step, print_line};
use crate::{secret, server_variables, test_stack};

/// How many tests of a program run at once. Most wait for a service or for time to pass, so there are more than cores.
const TEST_THREADS: &str = "RUST_TEST_THREADS";

/// Compiles the tests that run without `Part::Rust`, so that errors show early.
pub(crate) fn build_selected(report: &mut Report) -> Result<bool> {
    let built = report.prepare("build of the Rust tests", || {
        let mut step = Step::begin_concurrent("Rust tests (cargo test --no-run)");
        let [test, server, _] = previous_server::selected_tests();
        cargo::run(&["test", "--workspace", "--no-run", test, server], &mut step)?;
        step.succeed("");
        Ok(())
    })?;
    Ok(built.is_some())
}

pub(crate) fn run(plan: &Plan, tools: &Tools, report: &mut Report) -> Result<()> {
    if !tools.are_rust_tests_built {
        report.add([Entry::new(
            "Rust tests: they do not compile, see above",
            Outcome::Failed,
        )]);
        return Ok(());
    }
    if !plan.has(Part::Rust) && tools.previous_server.is_none() {
        return Ok(());
    }
    let mut parser = LibtestParser::default();
    report.prepare("Rust tests", || {
        let folder = test_stack::temporary_folder()?;
        let services = Services::start(folder.path(), tools)?;
        let args = ["test", "--workspace", "--no-fail-fast"];
        let mut command = cargo::cargo_with_lints(&args, plan.has_lints_in_build());
        server_variables::clear(&mut command);
        if plan.has(Part::Rust) {
            command.args(plan.filter.as_deref());
        } else {
            command.args(previous_server::selected_tests());
        }
        let excluded = previous_server::excluded_tests(tools.previous_server.is_some());
        command.arg("--").args(excluded).envs(services.environment());
        if env::var_os(TEST_THREADS).is_none() {
            let cores = thread::available_parallelism().map_or(1, usize::from);
            command.env(TEST_THREADS, (3 * cores).to_string());
        }
        if let Some(program) = &tools.previous_server {
            command.env(previous_server::VARIABLE, program);
        }
        let mut step = Step::begin("Rust tests");
        let completed = stream_output(command, |line| match line {
            Some(line) => {
                if let Some(relevant) = parser.parse_line(line) {
                    print_line(relevant);
                }
                step.update(format!("{} so far", parser.count()));
            }
            None => step.refresh(),
        })?;
        parser.finish();
        if completed.status.success() || parser.has_failures() {
            report::finish_step(step, parser.entries());
        }
        // The report already lists each failed test.
        if parser.has_failures() {
            Ok(())
        } else {
            completed.require_success("cargo test")
        }
    })?;
    report.add(parser.into_entries());
    Ok(())
}

/// The services for the adapter tests. External services take precedence, so that the tests also run on
/// machines that cannot start private ones.
struct Services {
    postgres: Option<Postgres>,
    livekit: Option<(LiveKit, String)>,
    /// For tests that start their own LiveKit: the program and a base configuration.
    livekit_template: Option<(PathBuf, PathBuf)>,
}

const LIVEKIT_KEY: &str = "onair-test";

impl Services {
    fn start(folder: &Path, tools: &Tools) -> Result<Self> {
        let mut services = Self {
            postgres: None,
            livekit: None,
            livekit_template: None,
        };
        if env::var_os("ONAIR_TEST_DATABASE_URL").is_none() {
            let password = secret::generate();
            let settings = &postgres::DISPOSABLE_DATA_SETTINGS;
            let options = postgres::StartOptions {
                port: None,
                password: &password,
                settings,
            };
            let step = Step::begin("Database for the tests");
            services.postgres = Some(Postgres::start(folder, &options, step)?);
        }
        if env::var_os("ONAIR_TEST_LIVEKIT_URL").is_none() {
            let program = tools.livekit.as_ref().context("LiveKit is missing")?;
            let secret = secret::generate();
            let options = livekit::StartOptions {
                port: None,
                udp_port: None,
                key: LIVEKIT_KEY,
                secret: &secret,
                webhook: None,
            };
            let step = Step::begin("LiveKit for the tests");
            let livekit = LiveKit::start(program, folder, &options)?;
            step.succeed(&format!("on port {}", livekit.port));
            services.livekit_template = Some((program.clone(), livekit.config.clone()));
            services.livekit = Some((livekit, secret));
        }
        Ok(services)
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let mut variables = Vec::new();
        if let Some(postgres) = &self.postgres {
            // The tests create their own databases from this one.
            variables.push(("ONAIR_TEST_DATABASE_URL", postgres.url("postgres")));
        }
        if let Some((livekit, secret)) = &self.livekit {
            variables.extend([
                ("ONAIR_TEST_LIVEKIT_URL", livekit.url()),
                ("ONAIR_TEST_LIVEKIT_KEY", LIVEKIT_KEY.to_owned()),
                ("ONAIR_TEST_LIVEKIT_SECRET", secret.clone()),
            ]);
        }
        if let Some((program, config)) = &self.livekit_template {
            variables.extend([
                ("ONAIR_TEST_LIVEKIT_PROGRAM", program.display().to_string()),
                ("ONAIR_TEST_LIVEKIT_CONFIG", config.display().to_string()),
            ]);
        }
        variables
    }
}
