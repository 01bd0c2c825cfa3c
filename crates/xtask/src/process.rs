//! Running a program to its end, with its output line by line, its failure in words, and Ctrl-C heard.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, PipeReader, Write};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::bound::{self, RunAs};
use crate::interrupt;

const POLL: Duration = Duration::from_millis(20);
/// Some tools tell the fault first and a long help after it, most the other way round.
const HEAD: usize = 30;
const TAIL: usize = 50;

/// A tool that runs to its end and dies with xtask.
pub(crate) fn tool(program: &str) -> Command {
    bound::command(program, RunAs::Myself, Signal::SIGKILL)
}

/// What a finished program left.
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    /// The first and the last lines it said.
    pub(crate) said: Vec<String>,
}

impl Finished {
    /// An error with the program's own words, unless it succeeded.
    pub(crate) fn require(self, what: &str) -> Result<()> {
        if self.status.success() {
            return Ok(());
        }
        bail!(
            "{what} failed ({}). It said:\n{}",
            self.status,
            self.said.join("\n")
        );
    }
}

/// Runs it to the end. `each` gets every line of both outputs, and `None` while nothing is said.
pub(crate) fn follow(mut command: Command, mut each: impl FnMut(Option<&str>)) -> Result<Finished> {
    let (reader, writer) = io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let child = command
        .spawn()
        .with_context(|| format!("can't start {}", name(&command)))?;
    // The command holds the pipe's other end, and the reader would never see it closed.
    drop(command);
    let mut child = Group(child);
    let lines = read_lines(reader);
    let (mut head, mut tail) = (Vec::new(), VecDeque::new());
    let mut take = |line: &str, each: &mut dyn FnMut(Option<&str>)| {
        each(Some(line));
        if head.len() < HEAD {
            head.push(line.to_owned());
            return;
        }
        if tail.len() == TAIL {
            tail.pop_front();
        }
        tail.push_back(line.to_owned());
    };
    let mut ended: Option<(ExitStatus, Instant)> = None;
    let status = loop {
        interrupt::check()?;
        match lines.recv_timeout(POLL) {
            Ok(line) => take(&line, &mut each),
            Err(RecvTimeoutError::Disconnected) => break child.0.wait()?,
            Err(RecvTimeoutError::Timeout) => each(None),
        }
        match ended {
            None => ended = child.0.try_wait()?.map(|status| (status, Instant::now())),
            // A grandchild may keep the pipe open for ever; what it says no longer matters.
            Some((status, when)) if when.elapsed() > Duration::from_secs(2) => break status,
            Some(_) => {}
        }
    };
    head.extend(tail);
    Ok(Finished { status, said: head })
}

/// Runs it to the end for its output, both streams in one text.
pub(crate) fn output(command: Command, what: &str) -> Result<String> {
    let mut all = String::new();
    follow(command, |line| {
        if let Some(line) = line {
            all.push_str(line);
            all.push('\n');
        }
    })?
    .require(what)?;
    Ok(all)
}

/// Gives it `text` to read.
pub(crate) fn feed(command: &mut Command, text: &str) -> Result<()> {
    let (reader, mut writer) = io::pipe()?;
    // Fits the pipe's buffer, so nobody need read yet.
    writer.write_all(text.as_bytes())?;
    command.stdin(reader);
    Ok(())
}

fn name(command: &Command) -> String {
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

/// A child with all it started: when given up, none of them goes on.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            if let Ok(id) = i32::try_from(self.0.id()) {
                let _ = killpg(Pid::from_raw(id), Signal::SIGTERM);
                let asked = Instant::now();
                while matches!(self.0.try_wait(), Ok(None)) && asked.elapsed() < Duration::from_secs(20) {
                    thread::sleep(POLL);
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

    use super::{feed, follow, output};

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_outputs_arrive_in_order() {
        assert_eq!(
            output(shell("echo one; echo two >&2; echo three"), "echo").unwrap(),
            "one\ntwo\nthree\n"
        );
    }

    #[test]
    fn a_failure_quotes_the_program() {
        let finished = follow(shell("echo no such table; exit 3"), |_| {}).unwrap();
        let error = finished.require("the query").unwrap_err().to_string();
        assert!(
            error.contains("the query failed") && error.contains("no such table"),
            "{error}"
        );
    }

    #[test]
    fn a_grandchild_that_keeps_the_output_open_is_not_waited_for() {
        assert!(follow(shell("sleep 4 &"), |_| {}).unwrap().status.success());
    }

    #[test]
    fn a_program_can_be_fed() {
        let mut command = Command::new("cat");
        feed(&mut command, "hello\n").unwrap();
        assert_eq!(output(command, "cat").unwrap(), "hello\n");
    }
}
