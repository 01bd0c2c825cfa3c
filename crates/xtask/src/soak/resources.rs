//! What the server uses over time, and whether it grows.

use std::fs;
use std::time::Duration;

use super::model::Moment;

/// The first minutes fill caches and pools.
const WARM_UP: Duration = Duration::from_mins(2);

/// Fewer samples in a quarter say nothing.
const MIN_SAMPLES: usize = 20;

/// One look at a process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Sample {
    pub(super) at: Moment,
    /// Another after each restart.
    pub(super) pid: u32,
    pub(super) memory_kib: u64,
    pub(super) threads: u64,
    pub(super) files: u64,
}

/// A quantity at the beginning and at the end of a time with the same process.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Growth {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    /// The medians of the first and of the last quarter.
    pub(super) first: u64,
    pub(super) last: u64,
    /// How much more the last may be.
    pub(super) allowed: u64,
}

impl Growth {
    pub(super) fn is_flat(&self) -> bool {
        self.last <= self.first + self.allowed
    }
}

impl Sample {
    /// `None` if the process has ended.
    pub(super) fn take(at: Moment, pid: u32) -> Option<Self> {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim_start_matches(':')
                .split_whitespace()
                .next()?
                .parse()
                .ok()
        };
        Some(Self {
            at,
            pid,
            memory_kib: number("VmRSS")?,
            threads: number("Threads")?,
            files: fs::read_dir(format!("/proc/{pid}/fd")).ok()?.count() as u64,
        })
    }
}

/// Compares the quarters of the longest time at the end of the run in which the server was the same process. `None` if
/// that time is too short.
pub(super) fn growth(samples: &[Sample]) -> Option<Vec<Growth>> {
    let last = samples.last()?;
    let of_last = samples.iter().filter(|sample| sample.pid == last.pid);
    let began = of_last.clone().next()?.at;
    let steady: Vec<_> = of_last.filter(|sample| sample.at >= began + WARM_UP).collect();
    let quarter = steady.len() / 4;
    if quarter < MIN_SAMPLES {
        return None;
    }
    let first = steady.get(..quarter)?;
    let rest = steady.get(steady.len() - quarter..)?;
    let compare = |name, unit, allowed, value: fn(&Sample) -> u64| Growth {
        name,
        unit,
        first: median(first, value),
        last: median(rest, value),
        allowed,
    };
    Some(vec![
        compare("resident memory", "KiB", 8 * 1024, |sample| sample.memory_kib),
        compare("threads", "", 2, |sample| sample.threads),
        compare("open files", "", 10, |sample| sample.files),
    ])
}

fn median(samples: &[&Sample], value: fn(&Sample) -> u64) -> u64 {
    let mut values: Vec<_> = samples.iter().map(|sample| value(sample)).collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use quickcheck::quickcheck;

    use super::{Sample, growth};

    fn sample(number: u64, pid: u32, memory_kib: u64) -> Sample {
        Sample {
            at: Duration::from_secs(number * 5),
            pid,
            memory_kib,
            threads: 10,
            files: 50,
        }
    }

    fn is_flat(samples: &[Sample]) -> Option<bool> {
        Some(growth(samples)?.iter().all(super::Growth::is_flat))
    }

    quickcheck! {
        fn noise_is_no_growth(noise: Vec<u16>) -> bool {
            let memory = |number: u64| {
                let index = usize::try_from(number).unwrap_or_default();
                let noise = noise.get(index % noise.len().max(1)).copied().unwrap_or_default();
                50_000 + u64::from(noise) % 8_192
            };
            let samples: Vec<_> = (0..200).map(|number| sample(number, 1, memory(number))).collect();
            is_flat(&samples) == Some(true)
        }

        fn a_leak_is_growth(step: u8) -> bool {
            // 130 samples are between the medians of the quarters.
            let step = u64::from(step) + 64;
            let samples: Vec<_> = (0..200).map(|number| sample(number, 1, 50_000 + number * step)).collect();
            is_flat(&samples) == Some(false)
        }
    }

    #[test]
    fn only_the_last_process_counts() {
        let before = (0..200).map(|number| sample(number, 1, 10_000));
        let after = (200..400).map(|number| sample(number, 2, 90_000));
        let samples: Vec<_> = before.chain(after).collect();
        assert_eq!(is_flat(&samples), Some(true));
        assert_eq!(growth(&samples).unwrap()[0].first, 90_000);
    }

    #[test]
    fn a_short_time_says_nothing() {
        let samples: Vec<_> = (0..100).map(|number| sample(number, 1, 10_000)).collect();
        assert_eq!(growth(&samples), None);
        assert_eq!(growth(&[]), None);
    }
}
