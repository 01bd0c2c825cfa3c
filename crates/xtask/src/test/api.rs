//! Tests the running product against its OpenAPI document, with generated requests, by schemathesis.

use anyhow::{Result, bail};

use super::prepare::Tools;
use super::report::{Entry, Outcome, Report};
use crate::process::stream_output;
use crate::progress::Step;
use crate::python::{self, SCHEMATHESIS};
use crate::test_stack::TestStack;

/// States what is generated and checked.
const CONFIG: &str = include_str!("../../schemathesis.toml");

/// Who calls which operations. Admins can suspend the other user, so their operations come last.
const RUNS: [(&str, [&str; 2]); 2] = [
    ("ada", ["--exclude-path-regex", "^/api/admin/"]),
    ("admin", ["--include-path-regex", "^/api/admin/"]),
];

pub(crate) fn run(tools: &Tools, report: &mut Report) -> Result<()> {
    let Some(server) = tools.server_of_stack() else {
        let name = "API: a prerequisite failed, see above";
        report.add([Entry::new(name, Outcome::Failed)]);
        return Ok(());
    };
    let prepared = report.prepare("stack for the API", || {
        let mut step = Step::begin("Schemathesis");
        let package = python::install(&SCHEMATHESIS, &mut step)?;
        step.succeed("from a Python package");
        let stack = TestStack::start(server, Step::begin("Stack for the API"))?;
        std::fs::write(stack.file("schemathesis.toml"), CONFIG)?;
        Ok((package, stack))
    })?;
    let Some((package, stack)) = prepared else {
        return Ok(());
    };
    for (user, operations) in RUNS {
        report.check(
            &format!("API: requests of {user} by the OpenAPI document"),
            || {
                let mut step = Step::begin(format!("Generated requests of {user}"));
                let config = stack.file("schemathesis.toml");
                let url = stack.state()?.url;
                let mut command = python::script(&SCHEMATHESIS, &package, "schemathesis")?;
                command
                    .arg("--no-color")
                    .arg("--config-file")
                    .arg(&config)
                    .args(["run", &format!("{url}/api/openapi.json")])
                    .args(operations)
                    .env("ONAIR_USER", user)
                    .current_dir(stack.file(""));
                let completed = stream_output(command, |line| match line {
                    Some(line) => step.update(line.trim()),
                    None => step.refresh(),
                })?;
                if !completed.status.success() {
                    step.fail("see below");
                    bail!("{}\n{}", completed.output_lines.join("\n"), stack.log_tail());
                }
                let cases = completed
                    .output_lines
                    .iter()
                    .find(|line| line.contains(" generated, "));
                step.succeed(cases.map_or("", |line| line.trim()));
                Ok(())
            },
        )?;
    }
    Ok(())
}
