//! The browsers that the journeys use.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::{stream_output, tool};
use crate::progress::Step;
use crate::workspace::{find_in_path, is_executable};

/// A browser that the system's package manager can install.
pub(crate) struct Browser {
    title: &'static str,
    /// Possible names of the executable.
    names: &'static [&'static str],
    /// The Debian package.
    package: &'static str,
    /// The environment variable that overrides the executable.
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
    /// Returns the executable of the installed browser. Installs the Debian package if the browser is
    /// missing and the user is root.
    ///
    /// Fails with instructions if the user has to install the browser.
    pub(crate) fn find_or_install(&self) -> Result<PathBuf> {
        let Self {
            title,
            names,
            package,
            variable,
        } = self;
        if let Some(given) = env::var_os(variable).map(PathBuf::from) {
            if is_executable(&given) {
                return Ok(given);
            }
            bail!("{variable} is {}, which is not executable", given.display());
        }
        if let Some(found) = find_in_path(names) {
            return Ok(found);
        }
        if find_in_path(&["apt-get"]).is_none() {
            bail!(
                "the journeys need {title}. Install it with your package manager (or set {variable}) \
                 and run this again"
            );
        }
        if !nix::unistd::geteuid().is_root() {
            bail!(
                "the journeys need {title}. Install it with\n\n    sudo apt-get install --no-install-recommends \
                 {package}\n\n(or set {variable}) and run this again"
            );
        }
        let mut step = Step::begin(format!("Installing {title}"));
        apt_get(&["update"], &mut step)?;
        apt_get(&["install", "-y", "--no-install-recommends", package], &mut step)?;
        step.succeed("");
        find_in_path(names).with_context(|| {
            format!("apt-get installed the package {package}, but no {title} is in the PATH")
        })
    }
}

fn apt_get(args: &[&str], step: &mut Step) -> Result<()> {
    let mut command = tool("apt-get");
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
    stream_output(command, |line| match line {
        Some(line) => step.update(line.trim()),
        None => step.refresh(),
    })?
    .require_success(&format!("apt-get {}", args.join(" ")))
}
