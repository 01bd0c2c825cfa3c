//! Finds the LiveKit executable: from the PATH, else a pinned version that Go builds with verified
//! checksums.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{stream_output, tool};
use crate::progress::Step;
use crate::workspace::find_in_path;
use crate::{cache, go};

const GO_MOD: &str = include_str!("../../livekit/go.mod");
const GO_SUM: &str = include_str!("../../livekit/go.sum");
const MODULE: &str = "github.com/livekit/livekit-server";
const PACKAGE: &str = "github.com/livekit/livekit-server/cmd/server";
const PROGRAM: &str = "livekit-server";

pub(crate) fn find(mut step: Step) -> Result<PathBuf> {
    if let Some(program) = find_in_path(&[PROGRAM]) {
        step.succeed("from the PATH");
        return Ok(program);
    }
    let version = required_version();
    let key = cache::key(&format!("livekit-{version}"), &[GO_MOD, GO_SUM]);
    let folder = cache::get_or_create(&key, &mut step, build).with_context(|| {
        format!(
            "can't build LiveKit {version}. Install Go {} or newer, or Python 3 with pip; or put a \
                 {PROGRAM} into the PATH, or set LIVEKIT_URL to a running LiveKit. Cause",
            required_go()
        )
    })?;
    step.succeed(version);
    Ok(folder.join(PROGRAM))
}

fn required_version() -> &'static str {
    let line = GO_MOD.lines().find_map(|line| line.trim().strip_prefix(MODULE));
    line.and_then(|rest| rest.split_whitespace().next())
        .unwrap_or_default()
}

fn required_go() -> &'static str {
    GO_MOD
        .lines()
        .find_map(|line| line.strip_prefix("go "))
        .unwrap_or_default()
        .trim()
}

fn build(folder: &Path, step: &mut Step) -> Result<()> {
    let go = go::find(required_go(), step)?;
    // Build in a copy, so that Go cannot change the work tree.
    let module = folder.join("module");
    fs::create_dir(&module)?;
    fs::write(module.join("go.mod"), GO_MOD)?;
    fs::write(module.join("go.sum"), GO_SUM)?;
    let go = |args: &[&str]| -> Command {
        let mut command = tool(&go.to_string_lossy());
        command.args(args).current_dir(&module);
        command.envs([
            ("GOTOOLCHAIN", "local"),
            ("GOFLAGS", "-mod=readonly"),
            ("CGO_ENABLED", "0"),
        ]);
        command.env("GOWORK", "off");
        command
    };
    step.update("resolving modules");
    let mut total = 0;
    stream_output(go(&["list", "-deps", PACKAGE]), |line| {
        match line.map(|line| line.strip_prefix("go: ").ok_or(line)) {
            Some(Ok(downloading)) => step.update(downloading),
            Some(Err(_package)) => total += 1,
            None => step.refresh(),
        }
    })?
    .require_success("go list")?;
    let program = folder.join(PROGRAM);
    let program = program.to_string_lossy();
    let options = [
        "build",
        "-v",
        "-trimpath",
        "-buildvcs=false",
        "-ldflags",
        "-s -w",
        "-o",
        &program,
        PACKAGE,
    ];
    let mut compiled = 0;
    stream_output(go(&options), |line| match line {
        Some(package) => {
            compiled += 1;
            step.update(format!("{compiled} of at most {total} packages, now {package}"));
        }
        None => step.refresh(),
    })?
    .require_success("go build")
}

#[cfg(test)]
mod tests {
    use super::{required_go, required_version};

    #[test]
    fn pinned_versions_are_read_from_go_mod() {
        assert!(required_version().starts_with("v1."), "{}", required_version());
        assert!(required_go().starts_with("1."), "{}", required_go());
    }
}
