//! The table at the end.

use std::time::Duration;

use super::leftovers::Idle;
use super::resources::Growth;
use super::world::{World, format_moment};

/// Builds the table and the verdicts.
pub(super) fn report(world: &World, growth: Option<&[Growth]>, idle: Option<(Idle, Idle)>) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        format!(
            "Endurance test of {}, seed {}",
            format_moment(world.now()),
            world.seed
        ),
    ];
    lines.extend(
        world
            .counts()
            .iter()
            .map(|(what, count)| format!("  {count:>8}  {what}")),
    );
    lines.push("Times in seconds: number, median, longest".into());
    for (what, mut values) in world.times() {
        values.sort_by(f64::total_cmp);
        let median = values.get(values.len() / 2).copied().unwrap_or_default();
        let longest = values.last().copied().unwrap_or_default();
        lines.push(format!(
            "  {:>8}  {median:>6.1}  {longest:>6.1}  {what}",
            values.len()
        ));
    }
    if let Some((before, after)) = idle {
        lines.push("The server without load: before, after".into());
        for (what, before, after) in [
            (
                "resident memory in KiB",
                before.sample.memory_kib,
                after.sample.memory_kib,
            ),
            ("threads", before.sample.threads, after.sample.threads),
            (
                "open files besides connections to PostgreSQL",
                before.files(),
                after.files(),
            ),
            (
                "connections to PostgreSQL",
                before.database_connections,
                after.database_connections,
            ),
        ] {
            lines.push(format!("  {before:>8}  {after:>8}  {what}"));
        }
    }
    match growth {
        Some(growth) => {
            lines.push(
                "The same process under load, medians of the first and the last quarter; allowed growth"
                    .into(),
            );
            for it in growth {
                lines.push(format!(
                    "  {:>8}  {:>8}  {:>8}  {} {}",
                    it.first, it.last, it.allowed, it.name, it.unit
                ));
            }
        }
        None => lines.push("The time was too short to compare memory, threads and open files".into()),
    }
    lines
}

/// Lists the broken invariants.
pub(super) fn violations(world: &World) -> Vec<String> {
    let violations = world.violations();
    let mut lines = vec![format!("{} invariants were broken", violations.len())];
    for (key, violation) in violations {
        lines.push(format!(
            "✗ {} {key} (seen {} times): {}",
            format_moment(violation.at),
            violation.count,
            violation.text
        ));
    }
    lines
}

/// One line about what happens.
pub(super) fn progress(world: &World, memory_kib: u64) -> String {
    let counts = world.counts();
    let count = |prefix: &str| -> u64 {
        let matching = counts.iter().filter(|(what, _)| what.starts_with(prefix));
        matching.map(|(_, count)| count).sum()
    };
    format!(
        "  {} {} faults, {} broadcasts, {} viewers, {} messages, {} calls, {} comparisons, {} MiB, {} violations",
        format_moment(rounded(world.now())),
        count("fault "),
        count("sessions: creator starts"),
        count("viewers joined"),
        count("messages accepted"),
        count("answers "),
        count("comparisons"),
        memory_kib / 1024,
        world.violations().len()
    )
}

fn rounded(time: Duration) -> Duration {
    Duration::from_secs(time.as_secs())
}
