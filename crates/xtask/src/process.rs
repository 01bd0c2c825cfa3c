//! Runs programs to completion, streams their output line by line, and reacts to interrupts.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, PipeReader, Write};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::child::{self, RunAs};
use crate::interrupt;

const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// Some tools print the error first and a long help text after it. Most print the error last.
const MAX_HEAD_LINES: usize = 30;
const MAX_TAIL_LINES: usize = 50;

/// Creates a command for a tool. The tool is killed if xtask ends.
pub(crate) fn tool(program: &str) -> Command {
    child::command(program, RunAs::CurrentUser, Signal::SIGKILL)
}

/// The result of a completed program.
pub(crate) struct Completed {
    pub(crate) status: ExitStatus,
    /// The first and last lines of the output.
    pub(crate) output_lines: Vec<String>,
}

impl Completed {
    /// Returns an error with the program's output unless it succeeded.
    pub(crate) fn require_success(self, action: &str) -> Result<()> {
        if self.status.success() {
            return Ok(());
        }
        bail!(
            "{action} failed ({}). Its output:\n{}",
            self.status,
            self.output_lines.join("\n")
        );
    }
}

/// Runs a command to completion. `on_line` receives each line of both output streams, and `None` when no
/// output arrives.
pub(crate) fn stream_output(
    mut command: Command,
    mut on_line: impl FnMut(Option<&str>),
) -> Result<Completed> {
    let (reader, writer) = io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let child = command
        .spawn()
        .with_context(|| format!("can't start {}", command_name(&command)))?;
    // The command holds the write end of the pipe. While it is open, the reader sees no end of file.
    drop(command);
    let mut child = ProcessGroup(child);
    let lines = read_lines(reader);
    let (mut head, mut tail) = (Vec::new(), VecDeque::new());
    let mut record = |line: &str, on_line: &mut dyn FnMut(Option<&str>)| {
        on_line(Some(line));
        if head.len() < MAX_HEAD_LINES {
            head.push(line.to_owned());
            return;
        }
        if tail.len() == MAX_TAIL_LINES {
            tail.pop_front();
        }
        tail.push_back(line.to_owned());
    };
    let mut ended: Option<(ExitStatus, Instant)> = None;
    let status = loop {
        interrupt::check()?;
        match lines.recv_timeout(POLL_INTERVAL) {
            Ok(line) => record(&line, &mut on_line),
            Err(RecvTimeoutError::Disconnected) => break child.0.wait()?,
            Err(RecvTimeoutError::Timeout) => on_line(None),
        }
        match ended {
            None => ended = child.0.try_wait()?.map(|status| (status, Instant::now())),
            // A grandchild may keep the pipe open forever. Its output is irrelevant.
            Some((status, when)) if when.elapsed() > Duration::from_secs(2) => break status,
            Some(_) => {}
        }
    };
    head.extend(tail);
    Ok(Completed {
        status,
        output_lines: head,
    })
}

/// Runs a command to completion. Returns the output of both streams.
pub(crate) fn capture_output(command: Command, action: &str) -> Result<String> {
    let mut text = String::new();
    stream_output(command, |line| {
        if let Some(line) = line {
            text.push_str(line);
            text.push('\n');
        }
    })?
    .require_success(action)?;
    Ok(text)
}

/// Sets the standard input of a command to `text`.
pub(crate) fn set_stdin(command: &mut Command, text: &str) -> Result<()> {
    let (reader, mut writer) = io::pipe()?;
    // The text fits into the pipe's buffer, so this write does not block.
    writer.write_all(text.as_bytes())?;
    command.stdin(reader);
    Ok(())
}

fn command_name(command: &Command) -> String {
    command
        .get_args()
        .last()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned()
}

fn read_lines(reader: PipeReader) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line)
                .trim_end_matches(['\n', '\r'])
                .to_owned();
            line.clear();
            if sender.send(text).is_err() {
                break;
            }
        }
    });
    receiver
}

/// A child process and its descendants. On drop, the whole process group is terminated.
struct ProcessGroup(Child);

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            if let Ok(id) = i32::try_from(self.0.id()) {
                let _ = killpg(Pid::from_raw(id), Signal::SIGTERM);
                let started_at = Instant::now();
                while matches!(self.0.try_wait(), Ok(None)) && started_at.elapsed() < Duration::from_secs(20)
                {
                    thread::sleep(POLL_INTERVAL);
                }
                let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
            }
            let _ = self.0.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{capture_output, set_stdin, stream_output};

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_output_streams_arrive_in_order() {
        assert_eq!(
            capture_output(shell("echo one; echo two >&2; echo three"), "echo").unwrap(),
            "one\ntwo\nthree\n"
        );
    }

    #[test]
    fn failure_contains_the_output() {
        let completed = stream_output(shell("echo no such table; exit 3"), |_| {}).unwrap();
        let error = completed.require_success("the query").unwrap_err().to_string();
        assert!(
            error.contains("the query failed") && error.contains("no such table"),
            "{error}"
        );
    }

    #[test]
    fn grandchild_with_open_output_is_not_waited_for() {
        assert!(
            stream_output(shell("sleep 4 &"), |_| {})
                .unwrap()
                .status
                .success()
        );
    }

    #[test]
    fn stdin_is_passed_to_the_program() {
        let mut command = Command::new("cat");
        set_stdin(&mut command, "hello\n").unwrap();
        assert_eq!(capture_output(command, "cat").unwrap(), "hello\n");
    }
}
