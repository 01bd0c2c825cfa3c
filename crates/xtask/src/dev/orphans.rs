//! Stops processes that survived an earlier run.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::backing_services::BackingServices;
use super::data_dir::DataDir;
use crate::state::Pids;
use crate::{files, interrupt};

/// The environment variable that identifies the server's process, because process ids are reused. The other
/// processes have the data directory in their command lines.
pub(crate) const DATA_DIR_VARIABLE: &str = "ONAIR_DEV_DATA";

fn list_path(folder: &DataDir) -> PathBuf {
    folder.path().join("processes.json")
}

/// Records the running processes.
pub(crate) fn record(folder: &DataDir, services: &BackingServices, server: Option<u32>) -> Result<()> {
    let pids = Pids {
        server,
        ..services.pids()
    };
    files::write_private(&list_path(folder), &serde_json::to_string(&pids)?)
}

/// Stops the recorded processes that still run. For PostgreSQL, its pid file is the second source.
pub(crate) fn stop(folder: &DataDir) -> Result<()> {
    let text = fs::read_to_string(list_path(folder)).unwrap_or_default();
    let Ok(pids) = serde_json::from_str::<Pids>(&text) else {
        return Ok(());
    };
    for (pid, signal) in [
        (pids.server, Signal::SIGTERM),
        (pids.livekit, Signal::SIGKILL),
        (pids.postgres, Signal::SIGINT),
    ] {
        let Some(pid) = pid.and_then(|pid| i32::try_from(pid).ok()) else {
            continue;
        };
        if belongs_to_stack(pid, folder.path()) {
            stop_process(pid, signal, folder.path())?;
        }
    }
    Ok(())
}

fn stop_process(pid: i32, signal: Signal, folder: &Path) -> Result<()> {
    crate::progress::print_line(&format!("stopping process {pid} of an earlier run"));
    kill(Pid::from_raw(pid), signal)?;
    let started_at = Instant::now();
    while belongs_to_stack(pid, folder) {
        interrupt::check()?;
        if started_at.elapsed() > Duration::from_secs(20) {
            kill(Pid::from_raw(pid), Signal::SIGKILL)?;
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn belongs_to_stack(pid: i32, folder: &Path) -> bool {
    let read = |name| fs::read(format!("/proc/{pid}/{name}")).unwrap_or_default();
    let entry = format!("{DATA_DIR_VARIABLE}={}", folder.display());
    let has_entry = read("environ")
        .split(|byte| *byte == 0)
        .any(|word| word == entry.as_bytes());
    has_entry || String::from_utf8_lossy(&read("cmdline")).contains(&format!("{}/", folder.display()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::process::Command;
    use std::thread;

    use super::{DATA_DIR_VARIABLE, belongs_to_stack};

    #[test]
    fn process_of_another_stack_is_not_an_orphan() {
        let folder = Path::new("/some/data");
        let start = |data: &str| {
            let child = Command::new("sleep")
                .arg("60")
                .env(DATA_DIR_VARIABLE, data)
                .spawn()
                .unwrap();
            // The kernel exposes the environment of a new process with a delay.
            let environment = format!("/proc/{}/environ", child.id());
            while fs::read(&environment).unwrap().is_empty() {
                thread::yield_now();
            }
            child
        };
        let (mut own, mut other) = (start("/some/data"), start("/some/data-2"));
        let id = |child: &std::process::Child| i32::try_from(child.id()).unwrap();
        let results = (
            belongs_to_stack(id(&own), folder),
            belongs_to_stack(id(&other), folder),
        );
        for child in [&mut own, &mut other] {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert_eq!(results, (true, false));
        assert!(!belongs_to_stack(id(&own), folder));
    }
}
