//! The browser of the journeys.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::{follow, tool};
use crate::progress::Step;
use crate::workspace::{in_path, is_program};

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// The installed one, else Debian's, installed where that is allowed.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(given) = env::var_os("ONAIR_CHROMIUM").map(PathBuf::from) {
        if is_program(&given) {
            return Ok(given);
        }
        bail!("ONAIR_CHROMIUM is {}, which can't be run", given.display());
    }
    if let Some(found) = in_path(&NAMES) {
        return Ok(found);
    }
    if in_path(&["apt-get"]).is_none() {
        bail!(
            "the journeys need Chromium. Install it by your package manager (or name one in ONAIR_CHROMIUM) \
             and run this again"
        );
    }
    if !nix::unistd::geteuid().is_root() {
        bail!(
            "the journeys need Chromium. Install it with\n\n    sudo apt-get install --no-install-recommends \
             chromium\n\n(or name one in ONAIR_CHROMIUM) and run this again"
        );
    }
    let mut step = Step::begin("Installing Chromium");
    apt_get(&["update"], &mut step)?;
    apt_get(
        &["install", "-y", "--no-install-recommends", "chromium"],
        &mut step,
    )?;
    step.done("");
    in_path(&NAMES).context("apt-get installed the package chromium, but there is no chromium in the PATH")
}

fn apt_get(args: &[&str], step: &mut Step) -> Result<()> {
    let mut command = tool("apt-get");
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
    follow(command, |line| match line {
        Some(line) => step.update(line.trim()),
        None => step.tick(),
    })?
    .require(&format!("apt-get {}", args.join(" ")))
}
