//! Ctrl-C and its kin: one thread waits for them, everything else asks whether they came.

use std::error::Error;
use std::fmt;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};
use nix::sys::signal::{SigSet, Signal};

static RECEIVED: AtomicUsize = AtomicUsize::new(0);

/// The work was given up because a person asked for it.
#[derive(Debug)]
pub(crate) struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl Error for Interrupted {}

/// Must run before the first other thread starts, as threads inherit what is blocked.
pub(crate) fn listen() -> Result<()> {
    let mut signals = SigSet::empty();
    signals.add(Signal::SIGINT);
    signals.add(Signal::SIGTERM);
    // `nohup` ignores it on purpose.
    if !is_ignored(Signal::SIGHUP) {
        signals.add(Signal::SIGHUP);
    }
    signals.thread_block().context("can't block signals")?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        while signals.wait().is_ok() {
            RECEIVED.fetch_add(1, Ordering::SeqCst);
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

/// How often it was asked to stop; the second time means "at once".
pub(crate) fn count() -> usize {
    RECEIVED.load(Ordering::SeqCst)
}

pub(crate) fn check() -> Result<()> {
    if count() > 0 {
        Err(Interrupted.into())
    } else {
        Ok(())
    }
}
