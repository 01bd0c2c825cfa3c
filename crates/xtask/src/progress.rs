//! How steps report what they do and how far they are.
//!
//! On a terminal one line is rewritten; in a log a line appears now and then, so that it stays short.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

const REDRAW_EVERY: Duration = Duration::from_millis(150);
const LOG_EVERY: Duration = Duration::from_secs(20);
const LONGEST: usize = 110;

const ERASE: &str = "\r\x1b[2K";

/// Keeps lines of parallel steps whole.
static SCREEN: Mutex<Screen> = Mutex::new(Screen { open: false });

struct Screen {
    /// Whether the last line is one that a step rewrites.
    open: bool,
}

impl Screen {
    /// What brings whole lines onto it, in place of an open one.
    fn lines(&mut self, text: &str) -> String {
        let erase = if std::mem::take(&mut self.open) { ERASE } else { "" };
        format!("{erase}{text}\n")
    }

    /// What writes the open line anew. It is cut at the terminal's edge: erasing would leave the rows
    /// above of one that wraps.
    fn rewritten(&mut self, line: &str) -> String {
        self.open = true;
        format!("{ERASE}\x1b[?7l{line}\x1b[?7h")
    }
}

fn put(mut stream: impl Write, text: impl FnOnce(&mut Screen) -> String) {
    let mut screen = SCREEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    // A closed pipe (`| head`) or terminal is no reason to leave servers behind.
    let _ = stream.write_all(text(&mut screen).as_bytes());
    let _ = stream.flush();
}

/// One line for the person.
pub(crate) fn say(line: &str) {
    put(io::stdout(), |screen| screen.lines(line));
}

pub(crate) fn complain(line: &str) {
    put(io::stderr(), |screen| screen.lines(line));
}

/// A piece of work with a beginning and an end.
pub(crate) struct Step {
    title: String,
    began: Instant,
    shown: Instant,
    how_far: String,
    live: bool,
    is_over: bool,
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
        let step = Self {
            title,
            began: now,
            shown: now,
            how_far: String::new(),
            live,
            is_over: false,
        };
        let first = format!("• {}", step.title);
        if live {
            put(io::stdout(), |screen| screen.rewritten(&first));
        } else {
            say(&first);
        }
        step
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
        let line: String = line.trim_end().chars().take(LONGEST).collect();
        if self.live {
            put(io::stdout(), |screen| screen.rewritten(&format!("• {line}")));
        } else {
            say(&format!("  {line}"));
        }
    }

    /// Ends the step with what came of it.
    pub(crate) fn done(mut self, outcome: &str) {
        self.end('✓', outcome);
    }

    /// Ends the step of which no good came.
    pub(crate) fn failed(mut self, outcome: &str) {
        self.end('✗', outcome);
    }

    fn end(&mut self, mark: char, outcome: &str) {
        self.is_over = true;
        let outcome = if outcome.is_empty() {
            String::new()
        } else {
            format!(": {outcome}")
        };
        let took = elapsed(self.began.elapsed());
        say(&format!("{mark} {}{outcome} ({took})", self.title));
    }
}

impl Drop for Step {
    /// Nobody said what came of it: it was given up, and why is told elsewhere.
    fn drop(&mut self) {
        if !self.is_over {
            self.end('✗', "");
        }
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

    use super::{ERASE, Screen, elapsed};

    #[test]
    fn durations_read_naturally() {
        assert_eq!(elapsed(Duration::from_millis(340)), "0.3 s");
        assert_eq!(elapsed(Duration::from_secs(42)), "42 s");
        assert_eq!(elapsed(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn a_message_takes_the_place_of_the_line_being_rewritten() {
        let mut screen = Screen { open: false };
        assert_eq!(screen.lines("one"), "one\n");
        assert!(screen.rewritten("• building").contains("• building"));
        assert_eq!(
            screen.lines("warning: unused"),
            format!("{ERASE}warning: unused\n")
        );
        assert_eq!(screen.lines("two"), "two\n");
    }
}
