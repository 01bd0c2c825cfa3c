//! Programs that the system's package manager can install.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::{stream_output, tool};
use crate::progress::Step;
use crate::workspace::{find_in_path, is_executable};

pub(crate) struct Program {
    title: &'static str,
    /// What does not work without it, with a verb.
    purpose: &'static str,
    /// Possible names of the executable.
    names: &'static [&'static str],
    /// The Debian package.
    package: &'static str,
    /// The environment variable that overrides the executable.
    pub(crate) variable: &'static str,
}

pub(crate) const CHROMIUM: Program = Program {
    title: "Chromium",
    purpose: "the journeys need",
    names: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ],
    package: "chromium",
    variable: "ONAIR_CHROMIUM",
};

/// Chromium without a window and its services: the same engine, with a third less processor time.
pub(crate) const HEADLESS_CHROMIUM: Program = Program {
    title: "Chromium's headless shell",
    purpose: "the journeys are faster with",
    names: &["chromium-headless-shell", "chrome-headless-shell"],
    package: "chromium-headless-shell",
    variable: "ONAIR_HEADLESS_CHROMIUM",
};

pub(crate) const FIREFOX: Program = Program {
    title: "Firefox",
    purpose: "the journeys need",
    names: &["firefox-esr", "firefox"],
    package: "firefox-esr",
    variable: "ONAIR_FIREFOX",
};

pub(crate) const JAVA: Program = Program {
    title: "Java 17 or later",
    purpose: "Keycloak needs",
    names: &["java"],
    package: "default-jre-headless",
    variable: "ONAIR_JAVA",
};

pub(crate) const MAVEN: Program = Program {
    title: "Maven",
    purpose: "the download of Keycloak needs",
    names: &["mvn"],
    package: "maven",
    variable: "ONAIR_MAVEN",
};

pub(crate) const REDIS: Program = Program {
    title: "Redis",
    purpose: "the journeys with two LiveKit nodes need",
    names: &["redis-server"],
    package: "redis-server",
    variable: "ONAIR_REDIS",
};

pub(crate) const BUILDAH: Program = Program {
    title: "buildah",
    purpose: "the container image needs",
    names: &["buildah"],
    package: "buildah",
    variable: "ONAIR_BUILDAH",
};

impl Program {
    /// Returns the executable of the installed program. Installs the Debian package if the program is
    /// missing and the user is root.
    ///
    /// Fails with instructions if the user has to install the program.
    pub(crate) fn find_or_install(&self) -> Result<PathBuf> {
        let Self {
            title,
            names,
            package,
            ..
        } = self;
        if let Some(found) = self.find()? {
            return Ok(found);
        }
        let mut step = Step::begin_concurrent(format!("Installing {title}"));
        apt_get(&["update"], &mut step)?;
        apt_get(&["install", "-y", "--no-install-recommends", package], &mut step)?;
        step.succeed("");
        find_in_path(names).with_context(|| {
            format!("apt-get installed the package {package}, but no {title} is in the PATH")
        })
    }

    /// Returns the executable of a program that something else can replace; `None` if it is missing and cannot be
    /// installed without the user.
    pub(crate) fn find_optional(&self) -> Result<Option<PathBuf>> {
        let is_given = env::var_os(self.variable).is_some();
        match self.find() {
            Ok(None) => Ok(self.find_or_install().ok()),
            Err(_) if !is_given => Ok(None),
            found => found,
        }
    }

    /// Returns the executable of the installed program; `None` if [`Self::find_or_install`] can install it.
    ///
    /// Fails with instructions if the user has to install it.
    pub(crate) fn find(&self) -> Result<Option<PathBuf>> {
        let Self {
            title,
            purpose,
            names,
            package,
            variable,
        } = self;
        if let Some(given) = env::var_os(variable).map(PathBuf::from) {
            if is_executable(&given) {
                return Ok(Some(given));
            }
            bail!("{variable} is {}, which is not executable", given.display());
        }
        if let Some(found) = find_in_path(names) {
            return Ok(Some(found));
        }
        if find_in_path(&["apt-get"]).is_none() {
            bail!(
                "{purpose} {title}. Install it with your package manager (or set {variable}) and run this again"
            );
        }
        if !nix::unistd::geteuid().is_root() {
            bail!(
                "{purpose} {title}. Install it with\n\n    sudo apt-get install --no-install-recommends \
                 {package}\n\n(or set {variable}) and run this again"
            );
        }
        Ok(None)
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
