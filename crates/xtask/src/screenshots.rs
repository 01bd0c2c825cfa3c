//! `cargo xtask screenshots`: pictures of all pages and their states, for a person to look at.

use std::fs;
use std::path::absolute;

use anyhow::{Context as _, Result};

use crate::cli::ScreenshotsArgs;
use crate::process::stream_output;
use crate::programs::{CHROMIUM, HEADLESS_CHROMIUM};
use crate::progress::{Step, print_line};
use crate::test_stack::TestStack;
use crate::workspace::root;
use crate::{cargo, livekit, node};

/// Takes the pictures from a stack of its own, and prints where they are.
pub(crate) fn run(args: &ScreenshotsArgs) -> Result<()> {
    // Steps that may need user action come first.
    let chromium = CHROMIUM.find_or_install()?;
    let headless = HEADLESS_CHROMIUM.find_optional()?;
    node::require()?;
    let folder = match &args.folder {
        Some(folder) => absolute(folder).context("the folder is not a path")?,
        None => root().join("target/screenshots"),
    };
    fs::create_dir_all(&folder).with_context(|| format!("can't create {}", folder.display()))?;
    livekit::find(Step::begin("LiveKit's program"))?;
    node::install(Step::begin("Web page's packages"))?;
    node::build(Step::begin("Web page"))?;
    let server = cargo::build_server(Step::begin("Server (cargo build)"))?;
    let stack = TestStack::start(&server, Step::begin("Stack for the pictures"))?;

    let mut command = stack.script("screenshots", &[], &chromium)?;
    command.env("ONAIR_SCREENSHOTS", &folder);
    if let Some(headless) = &headless {
        command.env(HEADLESS_CHROMIUM.variable, headless);
    }
    let mut step = Step::begin("Pictures");
    let completed = stream_output(command, |line| match line {
        Some(line) => print_line(line),
        None => step.refresh(),
    })?;
    if !completed.status.success() {
        print_line(&format!("The stack's log ends with:\n{}", stack.log_tail()));
    }
    completed.require_success("npm run screenshots")?;
    step.succeed(&folder.display().to_string());
    Ok(())
}
