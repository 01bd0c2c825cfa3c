//! `cargo xtask interop`: tests the product with other products, which are downloaded first.

mod keycloak;

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::{InteropArgs, Product};
use crate::process::stream_output;
use crate::programs::{CHROMIUM, FIREFOX};
use crate::progress::{Step, print_line};
use crate::test_stack::TestStack;
use crate::{cargo, livekit, node};

use keycloak::Keycloak;

/// Runs the journeys with the product. Returns a failure if one of them fails.
pub(crate) fn run(args: &InteropArgs) -> Result<ExitCode> {
    match args.product {
        Product::Keycloak => run_keycloak(args.filter.as_deref()),
    }
}

fn run_keycloak(filter: Option<&str>) -> Result<ExitCode> {
    // Steps that may need user action come first.
    let chromium = CHROMIUM.find_or_install()?;
    let firefox = FIREFOX.find_or_install()?;
    node::require()?;
    let archive = keycloak::download(Step::begin(format!("Keycloak {}", keycloak::VERSION)))?;
    livekit::find(Step::begin("LiveKit's program"))?;
    node::install(Step::begin("Web page's packages"))?;
    node::build(Step::begin("Web page"))?;
    let server = cargo::build_server(Step::begin("Server (cargo build)"))?;
    let stack = TestStack::start(&server, Step::begin("Stack for the journeys"))?;
    let keycloak = Keycloak::start(&archive, Step::begin("Keycloak (kc.sh start)"))?;

    let mut command = stack.script(
        "journeys",
        &["--reporter=list", "--project", "keycloak"],
        &chromium,
    )?;
    if let Some(filter) = filter {
        command.args(["-g", filter]);
    }
    command
        .env(FIREFOX.variable, &firefox)
        .env("ONAIR_KEYCLOAK_URL", keycloak.url())
        .env("ONAIR_KEYCLOAK_PASSWORD", keycloak.admin_password());
    let mut step = Step::begin("Journeys with Keycloak");
    let completed = stream_output(command, |line| match line {
        Some(line) => print_line(line),
        None => step.refresh(),
    })?;
    if completed.status.success() {
        step.succeed("passed");
        return Ok(ExitCode::SUCCESS);
    }
    step.fail("failed, see above");
    print_line(&format!("Keycloak's log ends with:\n{}", keycloak.log_tail()));
    Ok(ExitCode::FAILURE)
}
