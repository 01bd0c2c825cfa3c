//! A process with a real participant: see `crates/web/app/demo/soak`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use nix::sys::signal::Signal;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::node;

/// How long the observer may take for an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// What the process reports.
#[derive(Deserialize, Debug)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(super) enum Event {
    Joined {
        number: u64,
    },
    Sending {
        number: u64,
    },
    Failed {
        number: u64,
        text: String,
    },
    /// The connection is lost.
    Reconnecting {
        number: u64,
    },
    Closed {
        number: u64,
        cause: String,
    },
    /// Frames of a video that arrived in the last second.
    Frames {
        number: u64,
        frames: u64,
    },
    /// A chat message or a removal that the service sent to the room.
    Chat {
        number: u64,
        r#type: String,
        id: String,
    },
    Answer {
        id: u64,
        value: Option<Value>,
        error: Option<String>,
    },
    /// An error of the library that belongs to no call.
    Problem {
        text: String,
    },
}

/// The process. On drop, it is killed.
pub(super) struct Person {
    child: Child,
    commands: ChildStdin,
    events: Receiver<Event>,
    last_number: u64,
}

impl Person {
    /// The calling thread must live as long as the process: see [`crate::child::command`].
    pub(super) fn start(program: &Path, log: &Path) -> Result<Self> {
        let mut command = node::script(program, Signal::SIGKILL)?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(super::stack::append(log)?);
        let mut child = command.spawn().context("can't start a participant")?;
        let commands = child
            .stdin
            .take()
            .context("the participant has no standard input")?;
        let output = child
            .stdout
            .take()
            .context("the participant has no standard output")?;
        let (sender, events) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // The native library prints lines of its own.
                if let Ok(event) = serde_json::from_str(&line)
                    && sender.send(event).is_err()
                {
                    break;
                }
            }
        });
        Ok(Self {
            child,
            commands,
            events,
            last_number: 0,
        })
    }

    /// Joins a room. Returns the number of the connection, which its events have.
    pub(super) fn join(&mut self, url: &str, token: &str, is_creator: bool) -> u64 {
        self.last_number += 1;
        let number = self.last_number;
        self.send(
            &json!({"do": "join", "number": number, "url": url, "token": token, "isCreator": is_creator}),
        );
        number
    }

    pub(super) fn leave(&mut self) {
        self.send(&json!({"do": "leave"}));
    }

    /// Returns the next event that has arrived.
    pub(super) fn next_event(&self) -> Option<Event> {
        self.events.try_recv().ok()
    }

    /// Ends the process without a goodbye.
    pub(super) fn crash(&mut self) {
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }

    /// Whether the process has ended by itself.
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks LiveKit or PostgreSQL and waits for the answer.
    pub(super) fn ask(&mut self, mut question: Value) -> Result<Value> {
        self.last_number += 1;
        question["id"] = self.last_number.into();
        self.send(&question);
        loop {
            match self
                .events
                .recv_timeout(ANSWER_TIMEOUT)
                .context("the observer does not answer")?
            {
                Event::Answer { id, value, error } if id == self.last_number => match (value, error) {
                    (Some(value), _) => return Ok(value),
                    (None, error) => bail!("{}", error.unwrap_or_default()),
                },
                _ => {}
            }
        }
    }

    fn send(&mut self, command: &Value) {
        // If the process has ended, its owner notices.
        let _gone = writeln!(self.commands, "{command}");
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        self.crash();
    }
}
