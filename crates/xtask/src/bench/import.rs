//! The suite `import-legacy`: the import of a generated old database into a PostgreSQL of its own.

use anyhow::Result;

use crate::postgres::{Postgres, StartOptions};
use crate::process::stream_output;
use crate::progress::{Step, print_line};
use crate::test_stack::temporary_folder;
use crate::{cargo, secret};

pub(super) fn run(is_release: bool) -> Result<()> {
    let profile: &[&str] = if is_release { &["--release"] } else { &[] };
    let example = [
        "--package",
        "onair-adapters-postgres",
        "--example",
        "import_legacy_scale",
    ];
    let arguments = |command| [&[command, "--quiet"], profile, &example].concat();
    let mut step = Step::begin("Import (cargo build)");
    cargo::run(&arguments("build"), &mut step)?;
    step.succeed("");

    let folder = temporary_folder()?;
    let options = StartOptions {
        port: None,
        password: &secret::generate(),
        settings: &[],
    };
    let postgres = Postgres::start(folder.path(), &options, Step::begin("Database to measure"))?;
    let mut command = cargo::cargo(&arguments("run"));
    command.env("ONAIR_TEST_DATABASE_URL", postgres.url("postgres"));
    let mut step = Step::begin("Measuring");
    let completed = stream_output(command, |line| match line {
        Some(line) => print_line(line),
        None => step.refresh(),
    })?;
    step.succeed("");
    completed.require_success("the import")
}
