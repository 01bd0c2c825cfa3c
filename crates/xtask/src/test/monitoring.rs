//! Checks the alert rules and the dashboard in docs/monitoring with promtool.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::Value;

use super::report::{Entry, Outcome, Report};
use crate::debian;
use crate::interrupt::Interrupted;
use crate::process::{stream_output, tool};
use crate::progress::{Step, print_line};
use crate::workspace;

const NAME: &str = "alert rules and dashboard";

pub(crate) fn check(report: &mut Report) -> Result<()> {
    let mut step = Step::begin_concurrent("promtool");
    let promtool = match debian::find_or_unpack("prometheus", "promtool", &mut step) {
        Ok(promtool) => promtool,
        Err(error) if error.is::<Interrupted>() => return Err(error),
        Err(error) => {
            print_line(&format!("{NAME}: skipped: {error:#}"));
            report.add([Entry::new(NAME, Outcome::Skipped)]);
            return Ok(());
        }
    };
    step.succeed("");
    report.check(NAME, || {
        let folder = workspace::root().join("docs/monitoring");
        let run = |arguments: &[&str], file: &Path| {
            let mut command = tool(&promtool.to_string_lossy());
            command.args(arguments).arg(file).current_dir(&folder);
            stream_output(command, |_| {})?.require_success(&format!("promtool {}", arguments.join(" ")))
        };
        run(&["check", "rules"], Path::new("alerts.yml"))?;
        run(&["test", "rules"], Path::new("alerts.test.yml"))?;
        let dashboard = std::fs::read_to_string(folder.join("grafana-dashboard.json"))?;
        let rules = tempfile::Builder::new().suffix(".yml").tempfile()?;
        std::fs::write(rules.path(), rules_of(&serde_json::from_str(&dashboard)?)?)?;
        run(&["check", "rules"], rules.path())
    })?;
    Ok(())
}

/// The queries of a dashboard as recording rules, because promtool checks only these.
fn rules_of(dashboard: &Value) -> Result<String> {
    let panels = dashboard["panels"].as_array().into_iter().flatten();
    let targets = panels.flat_map(|panel| panel["targets"].as_array().into_iter().flatten());
    let queries: Vec<_> = targets.filter_map(|target| target["expr"].as_str()).collect();
    ensure!(!queries.is_empty(), "the dashboard has no queries");
    let mut rules = "groups:\n  - name: dashboard\n    rules:\n".to_owned();
    for (index, query) in queries.into_iter().enumerate() {
        let query = serde_json::to_string(&query.replace("$instance", ".*"))?;
        writeln!(rules, "      - {{ record: \"query:{index}\", expr: {query} }}")?;
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::rules_of;

    #[test]
    fn each_query_of_a_dashboard_becomes_a_rule() {
        let dashboard = json!({ "panels": [
            { "type": "row" },
            { "targets": [{ "expr": "up{instance=~\"$instance\"}" }, { "expr": "b" }] },
        ] });
        let rules = rules_of(&dashboard).unwrap();
        assert!(
            rules.contains(r#"{ record: "query:0", expr: "up{instance=~\".*\"}" }"#),
            "{rules}"
        );
        assert!(rules.contains(r#"{ record: "query:1", expr: "b" }"#), "{rules}");
        assert!(rules_of(&json!({ "panels": [] })).is_err());
    }
}
