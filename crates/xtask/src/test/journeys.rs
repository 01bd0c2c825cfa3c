//! Runs the journeys: Playwright tests of the whole product on its own stack.

use std::path::PathBuf;

use anyhow::Result;

use super::prepare::Tools;
use super::report::{Entry, Outcome, Report};
use super::{Plan, report, runners, web};
use crate::cli::Part;
use crate::debian;
use crate::process::stream_output;
use crate::programs::{CHROMIUM, FIREFOX, HEADLESS_CHROMIUM, REDIS};
use crate::progress::{Step, print_line};
use crate::test_stack::TestStack;

/// Some of Playwright's projects, which run at the same time.
struct Run {
    title: &'static str,
    projects: &'static [(Part, &'static str)],
    /// How many tests run at the same time, if it is not the number in Playwright's configuration.
    workers: Option<u32>,
}

/// The runs. Tests that break services run last, because their limits of time are the product's. Most of the time
/// they wait until the product has noticed something. Those of the cluster, each with ten processes, run by themselves.
const RUNS: [Run; 3] = [
    Run {
        title: "Journeys in Chromium and Firefox",
        projects: &[
            (Part::Journeys, "journeys"),
            (Part::Journeys, "light"),
            (Part::Journeys, "firefox"),
        ],
        workers: None,
    },
    Run {
        title: "Journeys with failing services",
        projects: &[(Part::Journeys, "faults")],
        workers: Some(4),
    },
    Run {
        title: "Journeys with several servers",
        projects: &[(Part::Cluster, "cluster")],
        workers: Some(2),
    },
];

/// The installed programs that the journeys use.
pub(crate) struct Programs {
    pub(crate) chromium: PathBuf,
    /// Where there is none, Chromium runs all journeys.
    pub(crate) headless_chromium: Option<PathBuf>,
    pub(crate) firefox: PathBuf,
    pub(crate) caddy: PathBuf,
    pub(crate) redis: PathBuf,
}

impl Programs {
    pub(crate) fn find_or_install() -> Result<Self> {
        let mut step = Step::begin_concurrent("Caddy");
        let caddy = debian::find_or_unpack("caddy", "caddy", &mut step)?;
        step.succeed("");
        Ok(Self {
            chromium: CHROMIUM.find_or_install()?,
            headless_chromium: HEADLESS_CHROMIUM.find_optional()?,
            firefox: FIREFOX.find_or_install()?,
            caddy,
            redis: REDIS.find_or_install()?,
        })
    }
}

pub(crate) fn run(plan: &Plan, tools: &Tools, report: &mut Report) -> Result<()> {
    let (Some(server), Some(programs)) = (tools.server_of_stack(), &tools.programs) else {
        report.add([Entry::new(
            "journeys: a prerequisite failed, see above",
            Outcome::Failed,
        )]);
        return Ok(());
    };
    let tests = report.prepare("journeys", || {
        let step = Step::begin("Stack for the journeys");
        let stack = TestStack::start_with(server, &[("EMBED_ORIGINS", "*")], step)?;
        let mut tests = Vec::new();
        for run in &RUNS {
            tests.extend(run_projects(plan, &stack, programs, run)?);
        }
        if tests.iter().any(|test| test.outcome == Outcome::Failed) {
            print_line(&format!("The stack's log ends with:\n{}", stack.log_tail()));
        }
        Ok(tests)
    })?;
    report.add(tests.into_iter().flatten());
    Ok(())
}

fn run_projects(plan: &Plan, stack: &TestStack, programs: &Programs, run: &Run) -> Result<Vec<Entry>> {
    let projects = run.projects.iter().filter(|(part, _)| plan.has(*part));
    let projects: Vec<_> = projects.map(|(_, project)| *project).collect();
    if projects.is_empty() {
        return Ok(Vec::new());
    }
    let mut step = Step::begin(run.title);
    let file = stack.file(&format!("{}.json", projects.join("-")));
    let mut command = stack.script("journeys", &["--reporter=list,json"], &programs.chromium)?;
    for project in &projects {
        command.args(["--project", project]);
    }
    if let Some(workers) = run.workers {
        command.args(["--workers", &workers.to_string()]);
    }
    if let Some(filter) = &plan.filter {
        command.args(["--pass-with-no-tests", "-g", filter]);
    }
    if let Some(headless) = &programs.headless_chromium {
        command.env(HEADLESS_CHROMIUM.variable, headless);
    }
    command
        .env(FIREFOX.variable, &programs.firefox)
        .env("ONAIR_CADDY", &programs.caddy)
        .env("ONAIR_REDIS", &programs.redis)
        // Older and newer versions of Playwright use different names.
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &file)
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &file);
    let completed = stream_output(command, |line| match line {
        Some(line) => print_line(line),
        None => step.refresh(),
    })?;
    let tests = web::read(&file, runners::playwright)?;
    report::finish_step(step, &tests);
    if tests.iter().all(|test| test.outcome != Outcome::Failed) {
        completed.require_success("npm run journeys")?;
    }
    Ok(tests)
}
