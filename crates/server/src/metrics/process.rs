//! What this process uses, under the names that Prometheus' own client libraries use. Only Linux tells it.

use metrics::{counter, describe_counter, describe_gauge, gauge};

const CPU: &str = "process_cpu_seconds_total";
const RESIDENT_MEMORY: &str = "process_resident_memory_bytes";
const OPEN_FILES: &str = "process_open_fds";
const MAX_OPEN_FILES: &str = "process_max_fds";
const START_TIME: &str = "process_start_time_seconds";

/// Describes the metrics.
pub(super) fn describe() {
    if cfg!(target_os = "linux") {
        describe_gauge!(START_TIME, "When this process started, in seconds since 1970.");
        describe_counter!(
            CPU,
            "CPU time of this process, user and system, in whole seconds."
        );
        describe_gauge!(RESIDENT_MEMORY, "Memory of this process in RAM, in bytes.");
        describe_gauge!(OPEN_FILES, "Open files and sockets of this process.");
        describe_gauge!(
            MAX_OPEN_FILES,
            "The most files and sockets that this process may open."
        );
    }
}

/// Reads the current values. A value that cannot be read does not change.
#[cfg(target_os = "linux")]
pub(super) fn update() {
    use procfs::process::{LimitValue, Process};

    let Ok(process) = Process::myself() else {
        return;
    };
    if let Ok(stat) = process.stat() {
        counter!(CPU).absolute((stat.utime + stat.stime) / procfs::ticks_per_second());
        if let Ok(boot) = procfs::boot_time_secs() {
            gauge!(START_TIME).set(super::number(boot + stat.starttime / procfs::ticks_per_second()));
        }
        gauge!(RESIDENT_MEMORY).set(super::number(stat.rss * procfs::page_size()));
    }
    if let Ok(count) = process.fd_count() {
        gauge!(OPEN_FILES).set(super::number(count as u64));
    }
    if let Ok(limits) = process.limits()
        && let LimitValue::Value(max) = limits.max_open_files.soft_limit
    {
        gauge!(MAX_OPEN_FILES).set(super::number(max));
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn update() {}
