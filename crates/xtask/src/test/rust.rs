//! `cargo test` over a PostgreSQL and a LiveKit of its own.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::libtest::Listener;
use super::prepare::Tools;
use super::report::{Entry, Outcome, Report};
use super::{Plan, report};
use crate::cargo::{self, cargo};
use crate::livekit::{self, LiveKit};
use crate::postgres::{self, Postgres};
use crate::process::follow;
use crate::progress::{Step, say};
use crate::{personal, secret, stage};

/// Compiles, so that a fault shows early and the tests then start at once.
pub(crate) fn build(report: &mut Report) -> Result<bool> {
    let built = report.need("build of the Rust tests", || {
        let mut step = Step::beside("Rust tests (cargo test --no-run)");
        cargo::run(&["test", "--workspace", "--no-run"], &mut step, |_| {})?;
        step.done("");
        Ok(())
    })?;
    Ok(built.is_some())
}

pub(crate) fn run(plan: &Plan, tools: &Tools, report: &mut Report) -> Result<()> {
    if !tools.rust_tests {
        report.add([Entry::new(
            "Rust tests: they don't compile, see above",
            Outcome::Failed,
        )]);
        return Ok(());
    }
    let mut listener = Listener::default();
    report.need("Rust tests", || {
        let folder = stage::temporary_folder()?;
        let services = Services::start(folder.path(), tools)?;
        let filter = plan.filter.as_deref();
        let mut command = cargo(&["test", "--workspace", "--no-fail-fast"]);
        personal::leave_out(&mut command);
        command.args(filter).envs(services.environment());
        let mut step = Step::begin("Rust tests");
        let finished = follow(command, |line| match line {
            Some(line) => {
                if let Some(worth_showing) = listener.hear(line) {
                    say(worth_showing);
                }
                step.update(format!("{} so far", listener.count()));
            }
            None => step.tick(),
        })?;
        listener.finish();
        if finished.status.success() || listener.has_failures() {
            report::tell(step, listener.entries());
        }
        // Each failed test is in the list by its own name.
        if listener.has_failures() {
            Ok(())
        } else {
            finished.require("cargo test")
        }
    })?;
    report.add(listener.into_entries());
    Ok(())
}

/// What the tests of the adapters talk to. Given ones are used, so that a machine that can't run them can
/// still test.
struct Services {
    postgres: Option<Postgres>,
    livekit: Option<(LiveKit, String)>,
    /// For tests that need a LiveKit of their own: the program, and a configuration to start from.
    livekit_to_start: Option<(PathBuf, PathBuf)>,
}

const KEY: &str = "onair-test";

impl Services {
    fn start(folder: &Path, tools: &Tools) -> Result<Self> {
        let mut services = Self {
            postgres: None,
            livekit: None,
            livekit_to_start: None,
        };
        if env::var_os("ONAIR_TEST_DATABASE_URL").is_none() {
            let password = secret::new();
            let settings = &postgres::FLEETING;
            let wishes = postgres::Wishes {
                port: None,
                password: &password,
                settings,
            };
            let step = Step::begin("Database for the tests");
            services.postgres = Some(Postgres::start(folder, &wishes, step)?);
        }
        if env::var_os("ONAIR_TEST_LIVEKIT_URL").is_none() {
            let program = tools
                .livekit
                .as_ref()
                .context("there is no LiveKit to test with")?;
            let secret = secret::new();
            let wishes = livekit::Wishes {
                port: None,
                udp_port: None,
                key: KEY,
                secret: &secret,
                webhook: None,
            };
            let step = Step::begin("LiveKit for the tests");
            let livekit = LiveKit::start(program, folder, &wishes)?;
            step.done(&format!("on port {}", livekit.port));
            services.livekit_to_start = Some((program.clone(), livekit.config.clone()));
            services.livekit = Some((livekit, secret));
        }
        Ok(services)
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let mut variables = Vec::new();
        if let Some(postgres) = &self.postgres {
            // The tests make databases of their own, from here.
            variables.push(("ONAIR_TEST_DATABASE_URL", postgres.url("postgres")));
        }
        if let Some((livekit, secret)) = &self.livekit {
            variables.extend([
                ("ONAIR_TEST_LIVEKIT_URL", livekit.url()),
                ("ONAIR_TEST_LIVEKIT_KEY", KEY.to_owned()),
                ("ONAIR_TEST_LIVEKIT_SECRET", secret.clone()),
            ]);
        }
        if let Some((program, config)) = &self.livekit_to_start {
            variables.extend([
                ("ONAIR_TEST_LIVEKIT_PROGRAM", program.display().to_string()),
                ("ONAIR_TEST_LIVEKIT_CONFIG", config.display().to_string()),
            ]);
        }
        variables
    }
}
