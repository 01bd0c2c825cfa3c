//! Reports the progress of steps.
//!
//! A terminal shows one line that is rewritten. A log receives an occasional line, which keeps it short.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

const REDRAW_EVERY: Duration = Duration::from_millis(150);
const LOG_EVERY: Duration = Duration::from_secs(20);
const MAX_LINE_CHARS: usize = 110;

const ERASE: &str = "\r\x1b[2K";

/// Serialises the output of concurrent steps.
static SCREEN: Mutex<Screen> = Mutex::new(Screen { is_line_open: false });

struct Screen {
    /// Whether the last line belongs to a step that rewrites it.
    is_line_open: bool,
}

impl Screen {
    /// Returns the output that replaces an open line by whole lines.
    fn replace_line(&mut self, text: &str) -> String {
        let erase = if std::mem::take(&mut self.is_line_open) {
            ERASE
        } else {
            ""
        };
        format!("{erase}{text}\n")
    }

    /// Returns the output that rewrites the open line. Line wrapping is off, because erasing affects only
    /// the last row of a wrapped line.
    fn rewrite_line(&mut self, line: &str) -> String {
        self.is_line_open = true;
        format!("{ERASE}\x1b[?7l{line}\x1b[?7h")
    }
}

fn write_screen(mut stream: impl Write, text: impl FnOnce(&mut Screen) -> String) {
    let mut screen = SCREEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    // Ignore a closed pipe or terminal, because an abort would leave servers running.
    let _ = stream.write_all(text(&mut screen).as_bytes());
    let _ = stream.flush();
}

/// Prints a line to standard output.
pub(crate) fn print_line(line: &str) {
    write_screen(io::stdout(), |screen| screen.replace_line(line));
}

pub(crate) fn print_error(line: &str) {
    write_screen(io::stderr(), |screen| screen.replace_line(line));
}

/// A unit of work whose progress is shown.
pub(crate) struct Step {
    title: String,
    started_at: Instant,
    displayed_at: Instant,
    progress: String,
    is_live: bool,
    is_silent: bool,
    is_finished: bool,
}

impl Step {
    /// Begins a step that may rewrite the terminal's last line.
    pub(crate) fn begin(title: impl Into<String>) -> Self {
        Self::new(title.into(), io::stdout().is_terminal())
    }

    /// Begins a step that runs concurrently with others and prints whole lines only.
    pub(crate) fn begin_concurrent(title: impl Into<String>) -> Self {
        Self::new(title.into(), false)
    }

    /// Begins a step that prints nothing, for repeated work that others report.
    pub(crate) fn silent() -> Self {
        let now = Instant::now();
        Self {
            title: String::new(),
            started_at: now,
            displayed_at: now,
            progress: String::new(),
            is_live: false,
            is_silent: true,
            is_finished: false,
        }
    }

    fn new(title: String, is_live: bool) -> Self {
        let now = Instant::now();
        let step = Self {
            title,
            started_at: now,
            displayed_at: now,
            progress: String::new(),
            is_live,
            is_silent: false,
            is_finished: false,
        };
        let first = format!("• {}", step.title);
        if is_live {
            write_screen(io::stdout(), |screen| screen.rewrite_line(&first));
        } else {
            print_line(&first);
        }
        step
    }

    /// Sets the progress text. The display is rate limited.
    pub(crate) fn update(&mut self, progress: impl Into<String>) {
        self.progress = progress.into();
        self.refresh();
    }

    pub(crate) fn refresh(&mut self) {
        let every = if self.is_live { REDRAW_EVERY } else { LOG_EVERY };
        if self.is_silent || self.displayed_at.elapsed() < every {
            return;
        }
        self.displayed_at = Instant::now();
        let line = format!(
            "{} … {} {}",
            self.title,
            format_duration(self.started_at.elapsed()),
            self.progress
        );
        let line: String = line.trim_end().chars().take(MAX_LINE_CHARS).collect();
        if self.is_live {
            write_screen(io::stdout(), |screen| screen.rewrite_line(&format!("• {line}")));
        } else {
            print_line(&format!("  {line}"));
        }
    }

    /// Ends the step as successful.
    pub(crate) fn succeed(mut self, outcome: &str) {
        self.end('✓', outcome);
    }

    /// Ends the step as failed.
    pub(crate) fn fail(mut self, outcome: &str) {
        self.end('✗', outcome);
    }

    fn end(&mut self, mark: char, outcome: &str) {
        self.is_finished = true;
        if self.is_silent {
            return;
        }
        let outcome = if outcome.is_empty() {
            String::new()
        } else {
            format!(": {outcome}")
        };
        let duration = format_duration(self.started_at.elapsed());
        print_line(&format!("{mark} {}{outcome} ({duration})", self.title));
    }
}

impl Drop for Step {
    /// A step without an outcome was abandoned. The error is reported elsewhere.
    fn drop(&mut self) {
        if !self.is_finished {
            self.end('✗', "");
        }
    }
}

/// Formats a duration.
pub(crate) fn format_duration(time: Duration) -> String {
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

    use super::{ERASE, Screen, format_duration};

    #[test]
    fn durations_are_formatted_with_units() {
        assert_eq!(format_duration(Duration::from_millis(340)), "0.3 s");
        assert_eq!(format_duration(Duration::from_secs(42)), "42 s");
        assert_eq!(format_duration(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn message_replaces_the_open_line() {
        let mut screen = Screen { is_line_open: false };
        assert_eq!(screen.replace_line("one"), "one\n");
        assert!(screen.rewrite_line("• building").contains("• building"));
        assert_eq!(
            screen.replace_line("warning: unused"),
            format!("{ERASE}warning: unused\n")
        );
        assert_eq!(screen.replace_line("two"), "two\n");
    }
}
