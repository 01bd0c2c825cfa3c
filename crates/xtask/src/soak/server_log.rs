//! Reads the server's log while it is written.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::world::World;

/// A line is read a little after it was written.
const DELAY: Duration = Duration::from_secs(2);
const INTERVAL: Duration = Duration::from_millis(500);

pub(super) struct ServerLog {
    reader: BufReader<File>,
    /// The beginning of a line that is not complete yet.
    line: String,
}

impl ServerLog {
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            reader: BufReader::new(File::open(path)?),
            line: String::new(),
        })
    }

    /// Reads until `is_over`, also while a fault keeps the main thread busy.
    pub(super) fn follow(&mut self, world: &World, is_over: &AtomicBool) {
        while !is_over.load(Ordering::SeqCst) {
            self.read(world);
            thread::sleep(INTERVAL);
        }
    }

    /// Counts new lines. A panic is a violation, and an error too unless a part is away.
    pub(super) fn read(&mut self, world: &World) {
        while self.reader.read_line(&mut self.line).is_ok_and(|count| count > 0) {
            if !self.line.ends_with('\n') {
                return;
            }
            judge(world, self.line.trim());
            self.line.clear();
        }
    }
}

fn judge(world: &World, line: &str) {
    let level = serde_json::from_str::<Value>(line).ok();
    let level = level
        .as_ref()
        .and_then(|line| line["level"].as_str())
        .unwrap_or("other");
    world.count(format!("log lines {level}"));
    if line.contains("panicked") {
        world.violate("panic", line);
    } else if level == "ERROR"
        && !line.contains("\"cause\":\"BUSY\"")
        && world.model().parts.was_calm(world.now().saturating_sub(DELAY))
    {
        world.violate("log", line);
    }
}
