//! `cargo xtask test`: runs all checks and tests with one command.

mod api;
mod deny;
mod deploy;
mod journeys;
mod libtest_parser;
mod lint;
mod monitoring;
mod prepare;
pub(crate) mod previous_server;
mod report;
mod runners;
mod rust;
mod web;

use std::process::ExitCode;
use std::thread;

use anyhow::{Result, anyhow};

use crate::cli::{Part, TestArgs};
use crate::node;
use crate::programs::{CHROMIUM, FIREFOX, REDIS};

use prepare::Tools;
use report::Report;

/// The requested parts and the filter.
#[derive(Clone)]
pub(crate) struct Plan {
    parts: Vec<Part>,
    filter: Option<String>,
    /// Whether the user selects nothing.
    is_whole: bool,
}

impl Plan {
    fn of(args: &TestArgs) -> Self {
        let all = [
            Part::Lint,
            Part::PreviousRelease,
            Part::Rust,
            Part::Web,
            Part::Api,
            Part::Journeys,
            Part::Cluster,
        ];
        // A filter selects tests by name, so lints don't apply, and no other server is built.
        let default = if args.filter.is_some() { &all[2..] } else { &all };
        let parts = if args.only.is_empty() {
            default.to_vec()
        } else {
            args.only.clone()
        };
        Self {
            parts,
            filter: args.filter.clone(),
            is_whole: args.only.is_empty() && args.filter.is_none(),
        }
    }

    fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// Whether clippy compiles the tests.
    fn has_lints_in_build(&self) -> bool {
        self.has(Part::Lint) && self.has(Part::Rust)
    }

    fn has_any(&self, parts: &[Part]) -> bool {
        parts.iter().any(|part| self.has(*part))
    }
}

pub(crate) fn run(args: &TestArgs) -> Result<ExitCode> {
    let plan = Plan::of(args);
    // Steps that may need user action come first, before minutes of work.
    if plan.has_any(&[Part::Journeys, Part::Cluster]) {
        for program in [CHROMIUM, FIREFOX, REDIS] {
            program.find()?;
        }
    }
    if plan.has(Part::Lint) {
        lint::require()?;
    }
    if plan.has_any(&[Part::Lint, Part::Web, Part::Api, Part::Journeys, Part::Cluster]) {
        node::require()?;
    }
    let mut report = Report::default();

    // Go and npm mostly download, so they run concurrently with cargo.
    let tools = thread::scope(|scope| -> Result<Tools> {
        let concurrent = scope.spawn(|| prepare::prepare_without_cargo(&plan));
        let built = prepare::prepare_with_cargo(&plan, &mut report)?;
        let (tools, other) = concurrent
            .join()
            .map_err(|_| anyhow!("a thread of xtask panicked"))??;
        report.append(other);
        Ok(Tools {
            livekit: tools.livekit,
            programs: tools.programs,
            is_page_built: tools.is_page_built,
            ..built
        })
    })?;

    if plan.has(Part::Lint) {
        lint::check_generated_files(&tools, &mut report)?;
    }
    if plan.has_any(&[Part::Rust, Part::PreviousRelease]) {
        rust::run(&plan, &tools, &mut report)?;
    }
    if plan.has(Part::Api) && plan.filter.is_none() {
        api::run(&tools, &mut report)?;
    }
    // Nothing runs concurrently, because journeys depend on timing.
    if plan.has_any(&[Part::Journeys, Part::Cluster]) {
        journeys::run(&plan, &tools, &mut report)?;
    }
    Ok(report.finish())
}

#[cfg(test)]
mod tests {
    use super::Plan;
    use crate::cli::{Part, TestArgs};

    #[test]
    fn filter_excludes_lints() {
        let plan = |only: &[Part], filter: Option<&str>| {
            Plan::of(&TestArgs {
                only: only.to_vec(),
                filter: filter.map(Into::into),
            })
        };
        assert!(plan(&[], None).has(Part::Lint));
        assert!(!plan(&[], Some("chat")).has(Part::Lint));
        assert!(plan(&[], Some("chat")).has(Part::Journeys));
        assert!(plan(&[Part::Lint], Some("chat")).has(Part::Lint));
        assert!(!plan(&[Part::Rust], None).has(Part::Web));
        assert!(plan(&[], None).has(Part::PreviousRelease));
        assert!(!plan(&[], Some("chat")).has(Part::PreviousRelease));
    }
}
