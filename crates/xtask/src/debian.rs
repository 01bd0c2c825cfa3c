//! Unpacks Debian packages without installing them, so that no service of theirs starts.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::cache;
use crate::process::{stream_output, tool};
use crate::progress::Step;
use crate::workspace::{find_in_path, is_executable};

/// Finds an installed program, else that of a package, which is unpacked into the cache. The program must need no
/// library that the package does not contain.
///
/// Fails with instructions if the system has no such packages.
pub(crate) fn find_or_unpack(package: &str, program: &str, step: &mut Step) -> Result<PathBuf> {
    if let Some(installed) = find_in_path(&[program]) {
        return Ok(installed);
    }
    let unpacked = cache::get_or_create(&cache::key(package, &[]), step, |folder, step| {
        unpack(package, folder, step)
    });
    let unpacked = unpacked.with_context(|| {
        format!("{program} is missing. Install it, on Debian with\n\n    sudo apt-get install {package}\n")
    })?;
    let found = unpacked.join("usr/bin").join(program);
    ensure!(
        is_executable(&found),
        "the package {package} contains no {program}"
    );
    Ok(found)
}

fn unpack(package: &str, folder: &Path, step: &mut Step) -> Result<()> {
    let download = tempfile::tempdir()?;
    let fetch = |step: &mut Step| {
        let mut command = tool("apt-get");
        command.args(["download", package]).current_dir(download.path());
        run(command, "apt-get download", step)
    };
    if let Err(error) = fetch(step) {
        // A new machine may have no list of packages yet.
        if !nix::unistd::geteuid().is_root() {
            return Err(error);
        }
        let mut update = tool("apt-get");
        update.arg("update");
        run(update, "apt-get update", step)?;
        fetch(step)?;
    }
    let archive = download.path().read_dir()?.next();
    let archive = archive.context("apt-get downloaded nothing")??.path();
    let mut extract = tool("dpkg-deb");
    extract.arg("--extract").arg(archive).arg(folder);
    run(extract, "dpkg-deb --extract", step)
}

fn run(command: std::process::Command, name: &str, step: &mut Step) -> Result<()> {
    stream_output(command, |line| match line {
        Some(line) => step.update(line.trim()),
        None => step.refresh(),
    })?
    .require_success(name)
}
