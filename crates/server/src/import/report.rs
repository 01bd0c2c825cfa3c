//! The report of an import: a file with one JSON object per finding, and a summary for people.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use onair_adapters_postgres::{ImportReport, Imported};
use onair_domain::legacy::{Finding, Outcome, Rule, Table};
use serde_json::json;

/// The ingress columns of the old table `stream`, without underscores and in lower case.
const INGRESS_COLUMNS: [&str; 3] = ["ingressid", "serverurl", "streamkey"];

/// Collects the findings of an import. Without a file, it prints each.
pub(super) struct Report {
    file: Option<ReportFile>,
    groups: BTreeMap<(Outcome, Table, Rule), Group>,
}

struct ReportFile {
    path: PathBuf,
    writer: BufWriter<File>,
}

/// The findings of one table by one rule.
#[derive(Default)]
struct Group {
    count: u64,
    examples: Vec<String>,
}

impl Report {
    /// Creates the file, which must not exist: an earlier report may contain the only copy of a text outside
    /// the old database.
    pub(super) fn create(path: Option<&Path>) -> anyhow::Result<Self> {
        let file = path.map(|path| {
            let file = File::create_new(path).with_context(|| format!("--report {}", path.display()))?;
            anyhow::Ok(ReportFile {
                path: path.to_owned(),
                writer: BufWriter::new(file),
            })
        });
        Ok(Self {
            file: file.transpose()?,
            groups: BTreeMap::new(),
        })
    }

    /// Deletes the file of an import that failed.
    pub(super) fn discard(self) {
        if let Some(ReportFile { path, writer }) = self.file {
            drop(writer);
            if let Err(error) = fs::remove_file(&path) {
                tracing::warn!(%error, file = %path.display(), "the report of the failed import was not deleted");
            }
        }
    }

    /// Prints the summary.
    pub(super) fn print_result(&self, imported: &Imported, is_dry_run: bool) -> anyhow::Result<()> {
        let mut text = self.summary(imported);
        if let Some(file) = &self.file {
            text.extend(["\nThe whole list: ", &file.path.to_string_lossy(), "\n"]);
        } else if self.groups.keys().any(|(.., rule)| *rule == Rule::TruncatedText) {
            text += "\nTexts were cut off. --report FILE keeps the whole texts in a file.\n";
        }
        text += if is_dry_run {
            "\nDry run: everything was rolled back. Nothing was imported.\n"
        } else {
            "\nThe import is complete.\n"
        };
        io::stdout().write_all(text.as_bytes())?;
        Ok(())
    }

    fn summary(&self, imported: &Imported) -> String {
        let mut lines = vec![format!(
            "{:<20} {:>10} {:>13} {:>14} {:>9}",
            "table", "read", "carried over", "already there", "left out"
        )];
        for (table, counts) in &imported.counts {
            lines.push(format!(
                "{:<20} {:>10} {:>13} {:>14} {:>9}",
                table.to_string(),
                counts.read,
                counts.carried_over,
                counts.already_there,
                counts.left_out
            ));
        }
        for outcome in [Outcome::Corrected, Outcome::LeftOut, Outcome::Noted] {
            let groups = || self.groups.iter().filter(|((it, ..), _)| *it == outcome);
            if groups().next().is_some() {
                lines.push(format!("\n{}:", heading(outcome)));
            }
            for ((_, table, rule), group) in groups() {
                lines.push(format!(
                    "  {} {table}: {rule}. {}",
                    group.count,
                    rule.explanation()
                ));
                lines.extend(group.examples.iter().map(|example| format!("    {example}")));
            }
        }
        lines.extend(left_behind(imported));
        let defaults = imported
            .defaults
            .iter()
            .filter(|(_, columns)| !columns.is_empty());
        for (table, columns) in defaults {
            lines.push(format!(
                "The table {table} has no column {}: the default applies.",
                columns.join(", ")
            ));
        }
        if imported.streams_without_creator > 0 {
            lines.push(format!(
                "\n{} streams belong to users who are not approved creators. They are kept; their users can go live \
                 after an admin has approved their application.",
                imported.streams_without_creator
            ));
        }
        lines.join("\n") + "\n"
    }
}

fn heading(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Corrected => "Corrected values",
        Outcome::LeftOut => "Rows that were left out",
        Outcome::Noted => "Notes",
    }
}

fn left_behind(imported: &Imported) -> Vec<String> {
    let is_ingress = |name: &str| {
        let name: String = name.chars().filter(|c| *c != '_').collect();
        INGRESS_COLUMNS.contains(&name.to_lowercase().as_str())
    };
    let mut lines = vec![String::new()];
    for (table, columns) in &imported.left_behind {
        let (ingress, other): (Vec<_>, Vec<_>) = columns
            .iter()
            .map(String::as_str)
            .partition(|name| *table == Table::Stream && is_ingress(name));
        for (kind, columns) in [("Ingress columns", ingress), ("Columns", other)] {
            if !columns.is_empty() {
                lines.push(format!("{kind} of {table} left behind: {}.", columns.join(", ")));
            }
        }
    }
    lines
}

/// One line for people. Quotes and escapes make control and invisible characters visible.
fn line(finding: &Finding) -> String {
    let values: Vec<_> = finding
        .values
        .iter()
        .map(|(column, value)| format!("{column} {}", shown(value.as_deref())))
        .collect();
    let values = values.join(", ");
    match (&finding.new, finding.rule.outcome()) {
        (Some(new), _) => format!("{:?}: {values} became {}", finding.row, shown(Some(new))),
        (None, Outcome::Corrected) => format!("{:?}: {values} was removed", finding.row),
        (None, _) => format!("{:?}: {values}", finding.row),
    }
}

fn shown(value: Option<&str>) -> String {
    const MAX: usize = 60;
    let Some(value) = value else {
        return "null".to_owned();
    };
    let length = value.chars().count();
    if length <= MAX {
        return format!("{value:?}");
    }
    let start: String = value.chars().take(MAX).collect();
    format!("{start:?}… ({length} characters)")
}

impl ImportReport for Report {
    fn add(&mut self, finding: &Finding) -> io::Result<()> {
        const MAX_EXAMPLES: usize = 3;
        let rule = finding.rule;
        let key = (rule.outcome(), finding.table, rule);
        let group = self.groups.entry(key).or_default();
        group.count += 1;
        let Some(file) = &mut self.file else {
            let text = format!("{} {}: {}\n", finding.table, rule, line(finding));
            return io::stdout().write_all(text.as_bytes());
        };
        if group.examples.len() < MAX_EXAMPLES {
            group.examples.push(line(finding));
        }
        let values: serde_json::Map<_, _> = finding
            .values
            .iter()
            .map(|(column, value)| ((*column).to_owned(), json!(value)))
            .collect();
        let entry = json!({
            "table": finding.table.to_string(),
            "row": finding.row,
            "outcome": rule.outcome().to_string(),
            "rule": rule.to_string(),
            "explanation": rule.explanation(),
            "old": values,
            "new": finding.new,
        });
        writeln!(file.writer, "{entry}")
    }

    fn progress(&mut self, table: Table, rows: u64) {
        const INTERVAL: u64 = 100_000;
        if rows > 0 && rows.is_multiple_of(INTERVAL) {
            tracing::info!(%table, rows, "importing");
        }
    }

    fn complete(&mut self, imported: &Imported) -> io::Result<()> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let tables: serde_json::Map<_, _> = imported
            .counts
            .iter()
            .map(|(table, counts)| {
                let counts = json!({
                    "read": counts.read,
                    "carriedOver": counts.carried_over,
                    "alreadyThere": counts.already_there,
                    "leftOut": counts.left_out,
                    "columnsLeftBehind": imported.left_behind.get(table),
                });
                (table.to_string(), counts)
            })
            .collect();
        writeln!(file.writer, "{}", json!({ "summary": tables }))?;
        file.writer.flush()?;
        file.writer.get_ref().sync_all()
    }
}
