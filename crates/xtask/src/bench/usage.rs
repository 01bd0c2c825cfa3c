//! Processor time and memory of processes, from `/proc`.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result};

/// Linux reports times in this unit on all architectures (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// The processor time that a process and its children have used, including children that have ended.
pub(super) fn tree_time(pid: u32) -> Result<Duration> {
    let own = stat(pid).context("a measured process has ended")?;
    let mut ticks = own.ticks + own.reaped_ticks;
    for entry in fs::read_dir("/proc")?.flatten() {
        let other = entry.file_name().to_str().and_then(|name| name.parse().ok());
        if let Some(child) = other.and_then(stat).filter(|it| it.parent == pid) {
            ticks += child.ticks + child.reaped_ticks;
        }
    }
    Ok(TICK.saturating_mul(ticks))
}

/// The resident memory of a process, in KiB.
pub(super) fn resident_kib(pid: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).context("a measured process has ended")?;
    parse_resident(&status).context("a measured process has ended")
}

fn parse_resident(status: &str) -> Option<u64> {
    let value = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    value.trim().strip_suffix(" kB")?.trim().parse().ok()
}

#[derive(Debug, PartialEq, Eq)]
struct Stat {
    parent: u32,
    ticks: u32,
    /// Of children that have ended
    reaped_ticks: u32,
}

fn stat(pid: u32) -> Option<Stat> {
    parse_stat(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// Parses `/proc/PID/stat`. The second field is the program's name, which may contain anything.
fn parse_stat(text: &str) -> Option<Stat> {
    let (_, rest) = text.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    // The number of a field in the manual, where the state is the third.
    let number = |field: usize| fields.get(field - 3)?.parse::<u32>().ok();
    Some(Stat {
        parent: number(4)?,
        ticks: number(14)? + number(15)?,
        reaped_ticks: number(16)? + number(17)?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Stat, parse_resident, parse_stat};

    #[test]
    fn times_are_parsed_behind_any_name() {
        let text = "42 (a) (b c) S 7 42 42 0 -1 4194560 900 800 0 0 11 22 33 44 20 0 5 0 100 1 2";
        let expected = Stat {
            parent: 7,
            ticks: 33,
            reaped_ticks: 77,
        };
        assert_eq!(parse_stat(text), Some(expected));
        assert_eq!(parse_stat("42 (a) S"), None);
    }

    #[test]
    fn resident_memory_is_parsed() {
        assert_eq!(
            parse_resident("Name:\tserver\nVmRSS:\t   25600 kB\nThreads: 3\n"),
            Some(25_600)
        );
        assert_eq!(parse_resident("Name:\tserver\n"), None);
    }
}
