//! Handles termination signals. One thread counts them, and all other code polls the count.

use std::error::Error;
use std::fmt;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};
use nix::sys::signal::{SigSet, Signal};

static SIGNAL_COUNT: AtomicUsize = AtomicUsize::new(0);

/// The user interrupted the work.
#[derive(Debug)]
pub(crate) struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl Error for Interrupted {}

/// Starts the signal thread. Must run before any other thread starts, because threads inherit the signal
/// mask.
pub(crate) fn start_signal_thread() -> Result<()> {
    let mut signals = SigSet::empty();
    signals.add(Signal::SIGINT);
    signals.add(Signal::SIGTERM);
    // `nohup` ignores SIGHUP on purpose.
    if !is_ignored(Signal::SIGHUP) {
        signals.add(Signal::SIGHUP);
    }
    signals.thread_block().context("can't block signals")?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        while signals.wait().is_ok() {
            SIGNAL_COUNT.fetch_add(1, Ordering::SeqCst);
        }
    })?;
    Ok(())
}

fn is_ignored(signal: Signal) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|hex| u64::from_str_radix(hex.trim(), 16).ok())
        .is_some_and(|mask| mask & (1 << (signal as i32 - 1)) != 0)
}

/// Returns the number of received signals. The second signal means "stop immediately".
pub(crate) fn signal_count() -> usize {
    SIGNAL_COUNT.load(Ordering::SeqCst)
}

pub(crate) fn check() -> Result<()> {
    if signal_count() > 0 {
        Err(Interrupted.into())
    } else {
        Ok(())
    }
}
