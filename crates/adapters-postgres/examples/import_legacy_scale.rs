//! Measures the import from a generated database of the previous system. `cargo xtask bench import-legacy` runs
//! it with a PostgreSQL of its own.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement fails by panicking, and prints its results"
)]

use std::io;
use std::time::Instant;

use onair_adapters_postgres::testing::{blank_database, fresh_database};
use onair_adapters_postgres::{ImportReport, Imported, LegacyImport, SourceAddress, import_legacy};
use onair_domain::legacy::{Finding, Subjects, Table};
use secrecy::SecretString;

const OLD_SYSTEM: &str = include_str!("import_legacy_scale.sql");

/// Counts findings, and notes when the first rows of each table were read.
#[derive(Default)]
struct Report {
    findings: u64,
    begun: Vec<(Table, Instant)>,
}

impl Report {
    /// The seconds for each table. The rest of the import belongs to the last one.
    fn seconds(&self) -> String {
        let ends = self
            .begun
            .iter()
            .skip(1)
            .map(|(_, end)| *end)
            .chain([Instant::now()]);
        let tables = self.begun.iter().zip(ends);
        let seconds =
            tables.map(|((table, begin), end)| format!("{table} {:.1}", (end - *begin).as_secs_f64()));
        seconds.collect::<Vec<_>>().join(", ")
    }
}

impl ImportReport for Report {
    fn add(&mut self, _: &Finding) -> io::Result<()> {
        self.findings += 1;
        Ok(())
    }

    fn progress(&mut self, table: Table, _: u64) {
        if self.begun.iter().all(|(begun, _)| *begun != table) {
            self.begun.push((table, Instant::now()));
        }
    }

    fn complete(&mut self, _: &Imported) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::main]
async fn main() {
    let (old, new) = (blank_database().await, fresh_database().await);
    old.execute(OLD_SYSTEM).await.unwrap();
    for run in ["dry run", "import", "second import"] {
        let mut report = Report::default();
        let start = Instant::now();
        let import = LegacyImport {
            from: &SourceAddress::parse(&SecretString::from(old.url())).unwrap(),
            to: &SecretString::from(new.url()),
            subjects: &Subjects::default(),
            now: "2026-01-01T00:00:00Z".parse().unwrap(),
            is_dry_run: run == "dry run",
        };
        let imported = import_legacy(&import, &mut report).await.unwrap();
        let seconds = start.elapsed().as_secs_f64();
        let rows: u64 = imported.counts.values().map(|counts| counts.read).sum();
        let carried_over: u64 = imported.counts.values().map(|counts| counts.carried_over).sum();
        println!(
            "{run:<14} {seconds:>6.1} s ({})   {rows} rows read, {carried_over} carried over, {} findings",
            report.seconds(),
            report.findings
        );
    }
    if let Some(peak) = peak_memory() {
        println!("peak memory of the importing process: {peak}");
    }
}

/// The highest resident size of this process; `None` where the kernel does not tell it.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
