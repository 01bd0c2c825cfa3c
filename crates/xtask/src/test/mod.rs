//! `cargo xtask test`: everything that must pass, by one command, on any machine.

mod deny;
mod journeys;
mod libtest;
mod lint;
mod prepare;
mod report;
mod runners;
mod rust;
mod web;

use std::process::ExitCode;
use std::thread;

use anyhow::{Result, anyhow};

use crate::browsers::{CHROMIUM, FIREFOX};
use crate::cli::{Part, TestArgs};
use crate::node;

use prepare::Tools;
use report::Report;

/// What was asked for.
#[derive(Clone)]
pub(crate) struct Plan {
    parts: Vec<Part>,
    filter: Option<String>,
}

impl Plan {
    fn of(args: &TestArgs) -> Self {
        let all = [Part::Lint, Part::Rust, Part::Web, Part::Journeys];
        // A filter names tests, and lints are none.
        let default = if args.filter.is_some() { &all[1..] } else { &all };
        let parts = if args.only.is_empty() {
            default.to_vec()
        } else {
            args.only.clone()
        };
        Self {
            parts,
            filter: args.filter.clone(),
        }
    }

    fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    fn has_any(&self, parts: &[Part]) -> bool {
        parts.iter().any(|part| self.has(*part))
    }
}

pub(crate) fn run(args: &TestArgs) -> Result<ExitCode> {
    let plan = Plan::of(args);
    // First what may need a person, who should not learn of it after minutes.
    let browsers = if plan.has(Part::Journeys) {
        Some((CHROMIUM.find_or_install()?, FIREFOX.find_or_install()?))
    } else {
        None
    };
    if plan.has(Part::Lint) {
        lint::require()?;
    }
    if plan.has_any(&[Part::Lint, Part::Web, Part::Journeys]) {
        node::require()?;
    }
    let mut report = Report::default();

    // One thread is busy with Go and npm, mostly downloading; this one with cargo.
    let tools = thread::scope(|scope| -> Result<Tools> {
        let beside = scope.spawn(|| prepare::beside_cargo(&plan));
        let (server, rust_tests) = prepare::with_cargo(&plan, &mut report)?;
        let (tools, other) = beside
            .join()
            .map_err(|_| anyhow!("a thread of xtask panicked"))??;
        report.append(other);
        Ok(Tools {
            server,
            rust_tests,
            ..tools
        })
    })?;

    if plan.has(Part::Lint) {
        lint::generated(&tools, &mut report)?;
    }
    if plan.has(Part::Rust) {
        rust::run(&plan, &tools, &mut report)?;
    }
    // By themselves: they measure times as a person would feel them.
    if let Some((chromium, firefox)) = browsers {
        journeys::run(&plan, &tools, &chromium, &firefox, &mut report)?;
    }
    Ok(report.finish())
}

#[cfg(test)]
mod tests {
    use super::Plan;
    use crate::cli::{Part, TestArgs};

    #[test]
    fn a_filter_leaves_out_the_lints() {
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
    }
}
