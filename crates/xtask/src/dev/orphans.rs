//! Processes that an earlier run could not end, because it was killed itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::folder::Folder;
use super::parts::Parts;
use crate::state::Pids;
use crate::{files, interrupt};

/// The server has it in its environment, which tells it from a stranger that got its number. The others
/// name the folder in their command lines.
pub(crate) const MARK: &str = "ONAIR_DEV_DATA";

fn list(folder: &Folder) -> PathBuf {
    folder.path().join("processes.json")
}

/// Writes down what runs now.
pub(crate) fn note(folder: &Folder, parts: &Parts, server: Option<u32>) -> Result<()> {
    let pids = Pids {
        server,
        ..parts.pids()
    };
    files::write_private(&list(folder), &serde_json::to_string(&pids)?)
}

/// Ends what the list names and still runs. PostgreSQL has a way of its own: its pid file.
pub(crate) fn end(folder: &Folder) -> Result<()> {
    let text = fs::read_to_string(list(folder)).unwrap_or_default();
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
        if belongs_to(pid, folder.path()) {
            end_one(pid, signal, folder.path())?;
        }
    }
    Ok(())
}

fn end_one(pid: i32, signal: Signal, folder: &Path) -> Result<()> {
    crate::progress::say(&format!("ending process {pid}, which an earlier run left"));
    kill(Pid::from_raw(pid), signal)?;
    let asked = Instant::now();
    while belongs_to(pid, folder) {
        interrupt::check()?;
        if asked.elapsed() > Duration::from_secs(20) {
            kill(Pid::from_raw(pid), Signal::SIGKILL)?;
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn belongs_to(pid: i32, folder: &Path) -> bool {
    let read = |name| fs::read(format!("/proc/{pid}/{name}")).unwrap_or_default();
    let marked = format!("{MARK}={}", folder.display());
    let has_mark = read("environ")
        .split(|byte| *byte == 0)
        .any(|word| word == marked.as_bytes());
    has_mark || String::from_utf8_lossy(&read("cmdline")).contains(&format!("{}/", folder.display()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::process::Command;
    use std::thread;

    use super::{MARK, belongs_to};

    #[test]
    fn a_stranger_with_the_same_number_is_left_alone() {
        let folder = Path::new("/some/data");
        let start = |data: &str| {
            let child = Command::new("sleep").arg("60").env(MARK, data).spawn().unwrap();
            // The kernel shows a new program's environment a moment after it has started.
            let environment = format!("/proc/{}/environ", child.id());
            while fs::read(&environment).unwrap().is_empty() {
                thread::yield_now();
            }
            child
        };
        let (mut ours, mut strange) = (start("/some/data"), start("/some/data-2"));
        let id = |child: &std::process::Child| i32::try_from(child.id()).unwrap();
        let found = (belongs_to(id(&ours), folder), belongs_to(id(&strange), folder));
        for child in [&mut ours, &mut strange] {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert_eq!(found, (true, false));
        assert!(!belongs_to(id(&ours), folder));
    }
}
