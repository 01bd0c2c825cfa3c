//! A program that runs beside xtask until it is told to stop.

use std::fs::File;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::interrupt;

const POLL: Duration = Duration::from_millis(10);

/// The signals that end a service, each with the time it gets; after the last it is killed.
pub(crate) type Farewell = &'static [(Signal, Duration)];

pub(crate) struct Service {
    name: &'static str,
    child: Child,
    farewell: Farewell,
}

impl Service {
    /// Starts it; its output goes to `log`, or to the terminal.
    ///
    /// Call it on a thread that lives as long as xtask: see [`crate::bound::command`].
    pub(crate) fn start(
        name: &'static str,
        mut command: Command,
        log: Option<File>,
        farewell: Farewell,
    ) -> Result<Self> {
        if let Some(log) = log {
            command.stdout(log.try_clone()?).stderr(log);
        }
        let child = command.spawn().with_context(|| format!("can't start {name}"))?;
        Ok(Self {
            name,
            child,
            farewell,
        })
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Ends it and waits until it is gone. Says whether it had to be killed.
    pub(crate) fn stop(&mut self) -> bool {
        for (signal, patience) in self.farewell {
            if self.ended().is_some() {
                return false;
            }
            self.signal(*signal);
            // One that a test has frozen can't hear the other.
            self.signal(Signal::SIGCONT);
            if self.gone_within(*patience) {
                return false;
            }
        }
        self.signal(Signal::SIGKILL);
        let _ = self.child.wait();
        true
    }

    fn gone_within(&mut self, patience: Duration) -> bool {
        let asked = Instant::now();
        let signals = interrupt::count();
        while self.ended().is_none() {
            // Asked once more meanwhile: a person who has no patience left.
            if asked.elapsed() > patience || (signals > 0 && interrupt::count() > signals) {
                return false;
            }
            thread::sleep(POLL);
        }
        true
    }

    fn signal(&self, signal: Signal) {
        if let Ok(pid) = i32::try_from(self.child.id()) {
            let _ = kill(Pid::from_raw(pid), signal);
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::Duration;

    use nix::sys::signal::Signal;

    use super::{Farewell, Service};

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn one_that_listens_ends_by_itself() {
        const FAREWELL: Farewell = &[(Signal::SIGTERM, Duration::from_secs(20))];
        let mut service = Service::start("sleep", shell("exec sleep 300"), None, FAREWELL).unwrap();
        assert!(service.ended().is_none());
        assert!(!service.stop());
        assert!(service.ended().is_some());
    }

    #[test]
    fn a_deaf_one_is_killed() {
        const FAREWELL: Farewell = &[(Signal::SIGURG, Duration::from_millis(10))];
        let mut service = Service::start("deaf", shell("exec sleep 300"), None, FAREWELL).unwrap();
        assert!(service.stop());
    }
}
