//! How steps report what they do and how far they are.
//!
//! On a terminal one line is rewritten; in a log a line appears now and then, so that it stays short.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

const REDRAW_EVERY: Duration = Duration::from_millis(150);
const LOG_EVERY: Duration = Duration::from_secs(20);
const WIDTH: usize = 110;

/// Keeps lines of parallel steps whole.
static TERMINAL: Mutex<()> = Mutex::new(());

fn put(text: &str) {
    let _guard = TERMINAL.lock();
    // A closed pipe (`| head`) is no reason to leave servers behind.
    let mut out = io::stdout();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// One line for the person.
pub(crate) fn say(line: &str) {
    put(&format!("{line}\n"));
}

pub(crate) fn complain(line: &str) {
    let _guard = TERMINAL.lock();
    eprintln!("{line}");
}

/// A piece of work with a beginning and an end.
pub(crate) struct Step {
    title: String,
    began: Instant,
    shown: Instant,
    how_far: String,
    live: bool,
}

impl Step {
    /// A step that has the terminal for itself.
    pub(crate) fn begin(title: impl Into<String>) -> Self {
        Self::new(title.into(), io::stdout().is_terminal())
    }

    /// A step beside others: whole lines only.
    pub(crate) fn beside(title: impl Into<String>) -> Self {
        Self::new(title.into(), false)
    }

    fn new(title: String, live: bool) -> Self {
        let now = Instant::now();
        put(&if live {
            format!("• {title}")
        } else {
            format!("• {title}\n")
        });
        Self {
            title,
            began: now,
            shown: now,
            how_far: String::new(),
            live,
        }
    }

    /// How far it is, in words; shown when it is time to.
    pub(crate) fn update(&mut self, how_far: impl Into<String>) {
        self.how_far = how_far.into();
        self.tick();
    }

    pub(crate) fn tick(&mut self) {
        let every = if self.live { REDRAW_EVERY } else { LOG_EVERY };
        if self.shown.elapsed() < every {
            return;
        }
        self.shown = Instant::now();
        let line = format!(
            "{} … {} {}",
            self.title,
            elapsed(self.began.elapsed()),
            self.how_far
        );
        let line: String = line.trim_end().chars().take(WIDTH).collect();
        put(&if self.live {
            format!("\r\x1b[2K• {line}")
        } else {
            format!("  {line}\n")
        });
    }

    /// Ends the step with what came of it.
    pub(crate) fn done(self, outcome: &str) {
        let title = &self.title;
        let took = elapsed(self.began.elapsed());
        let outcome = if outcome.is_empty() {
            String::new()
        } else {
            format!(": {outcome}")
        };
        put(&format!(
            "{}✓ {title}{outcome} ({took})\n",
            if self.live { "\r\x1b[2K" } else { "" }
        ));
    }
}

/// A duration as people say it.
pub(crate) fn elapsed(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f32()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::elapsed;

    #[test]
    fn durations_read_naturally() {
        assert_eq!(elapsed(Duration::from_millis(340)), "0.3 s");
        assert_eq!(elapsed(Duration::from_secs(42)), "42 s");
        assert_eq!(elapsed(Duration::from_secs(125)), "2 min 05 s");
    }
}
