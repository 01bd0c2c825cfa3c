//! Runs programs in the background until they are stopped.

use std::fs::File;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;

use crate::interrupt;

const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// Signals that stop a service, each with a timeout. After the last timeout the service is killed.
pub(crate) type StopSequence = &'static [(Signal, Duration)];

pub(crate) struct Service {
    name: &'static str,
    child: Child,
    stop_sequence: StopSequence,
}

impl Service {
    /// Starts a service. Its output goes to `log`, or to the terminal.
    ///
    /// The calling thread must live as long as xtask: see [`crate::child::command`].
    pub(crate) fn start(
        name: &'static str,
        mut command: Command,
        log: Option<File>,
        stop_sequence: StopSequence,
    ) -> Result<Self> {
        if let Some(log) = log {
            command.stdout(log.try_clone()?).stderr(log);
        }
        let child = command.spawn().with_context(|| format!("can't start {name}"))?;
        Ok(Self {
            name,
            child,
            stop_sequence,
        })
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Returns the exit status if the service has ended.
    pub(crate) fn exit_status(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Stops the service and waits for its exit. Returns whether killed.
    pub(crate) fn stop(&mut self) -> bool {
        for (signal, timeout) in self.stop_sequence {
            if self.exit_status().is_some() {
                return false;
            }
            self.send(*signal);
            // A stopped process handles the first signal only after SIGCONT.
            self.send(Signal::SIGCONT);
            if self.wait_for_exit(*timeout) {
                return false;
            }
        }
        self.kill_group();
        let _ = self.child.wait();
        true
    }

    fn wait_for_exit(&mut self, timeout: Duration) -> bool {
        let started_at = Instant::now();
        let signals = interrupt::signal_count();
        while self.exit_status().is_none() {
            // A further interrupt skips the remaining timeout.
            if started_at.elapsed() > timeout || (signals > 0 && interrupt::signal_count() > signals) {
                return false;
            }
            thread::sleep(POLL_INTERVAL);
        }
        true
    }

    /// A service that is a script leaves its program behind if only the script is killed.
    fn kill_group(&self) {
        self.send(Signal::SIGKILL);
        if let Ok(pid) = i32::try_from(self.child.id()) {
            let _ = killpg(Pid::from_raw(pid), Signal::SIGKILL);
        }
    }

    fn send(&self, signal: Signal) {
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
    use std::io::Read;
    use std::os::unix::process::CommandExt;
    use std::process::Command;
    use std::time::Duration;

    use nix::sys::signal::Signal;

    use super::{Service, StopSequence};

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn service_stops_on_signal() {
        const STOP_SEQUENCE: StopSequence = &[(Signal::SIGTERM, Duration::from_secs(20))];
        let mut service = Service::start("sleep", shell("exec sleep 300"), None, STOP_SEQUENCE).unwrap();
        assert!(service.exit_status().is_none());
        assert!(!service.stop());
        assert!(service.exit_status().is_some());
    }

    #[test]
    fn program_of_an_unresponsive_script_is_killed_too() {
        const STOP_SEQUENCE: StopSequence = &[(Signal::SIGURG, Duration::from_millis(10))];
        let (mut reader, writer) = std::io::pipe().unwrap();
        let mut command = shell("sh -c 'echo started; sleep 60; echo survived'; true");
        command.stdout(writer).process_group(0);
        let mut service = Service::start("script", command, None, STOP_SEQUENCE).unwrap();
        let mut first = [0; 8];
        reader.read_exact(&mut first).unwrap();
        assert!(service.stop());
        // The pipe ends when the last process that has it open has ended.
        let mut rest = String::new();
        reader.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
    }

    #[test]
    fn unresponsive_service_is_killed() {
        const STOP_SEQUENCE: StopSequence = &[(Signal::SIGURG, Duration::from_millis(10))];
        let mut service =
            Service::start("unresponsive", shell("exec sleep 300"), None, STOP_SEQUENCE).unwrap();
        assert!(service.stop());
    }
}
