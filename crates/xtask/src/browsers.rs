//! The browsers of the journeys.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::{follow, tool};
use crate::progress::Step;
use crate::workspace::{in_path, is_program};

/// A browser that is installed by the system's package manager.
pub(crate) struct Browser {
    title: &'static str,
    /// What its program may be called.
    names: &'static [&'static str],
    /// Debian's package.
    package: &'static str,
    /// An environment variable that names its program.
    pub(crate) variable: &'static str,
}

pub(crate) const CHROMIUM: Browser = Browser {
    title: "Chromium",
    names: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ],
    package: "chromium",
    variable: "ONAIR_CHROMIUM",
};

pub(crate) const FIREFOX: Browser = Browser {
    title: "Firefox",
    names: &["firefox-esr", "firefox"],
    package: "firefox-esr",
    variable: "ONAIR_FIREFOX",
};

impl Browser {
    /// The installed one, else Debian's, installed where that is allowed.
    pub(crate) fn find_or_install(&self) -> Result<PathBuf> {
        let Self {
            title,
            names,
            package,
            variable,
        } = self;
        if let Some(given) = env::var_os(variable).map(PathBuf::from) {
            if is_program(&given) {
                return Ok(given);
            }
            bail!("{variable} is {}, which can't be run", given.display());
        }
        if let Some(found) = in_path(names) {
            return Ok(found);
        }
        if in_path(&["apt-get"]).is_none() {
            bail!(
                "the journeys need {title}. Install it by your package manager (or name one in {variable}) \
                 and run this again"
            );
        }
        if !nix::unistd::geteuid().is_root() {
            bail!(
                "the journeys need {title}. Install it with\n\n    sudo apt-get install --no-install-recommends \
                 {package}\n\n(or name one in {variable}) and run this again"
            );
        }
        let mut step = Step::begin(format!("Installing {title}"));
        apt_get(&["update"], &mut step)?;
        apt_get(&["install", "-y", "--no-install-recommends", package], &mut step)?;
        step.done("");
        in_path(names).with_context(|| {
            format!("apt-get installed the package {package}, but no {title} is in the PATH")
        })
    }
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
