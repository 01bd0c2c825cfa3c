//! Generates files from code: the OpenAPI description, the web page's types and limits, and the crate
//! diagram.

pub(crate) mod limits;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::child::{self, RunAs};
use crate::process::stream_output;
use crate::progress::{self, Step};
use crate::workspace::{root, web_app};
use crate::{cargo, diagram, node};

fn openapi_file() -> PathBuf {
    root().join("docs/openapi.json")
}

fn types_file() -> PathBuf {
    web_app().join("src/api/schema.d.ts")
}

/// Writes all generated files.
pub(crate) fn run() -> Result<()> {
    let server = cargo::build_server(Step::begin("Server (cargo build)"))?;
    node::install(Step::begin("Web page's packages"))?;
    write_openapi(&server)?;
    write_types()?;
    diagram::write()?;
    limits::write()?;
    progress::print_line(
        "generated docs/openapi.json, the diagram in docs/architecture.md, and schema.d.ts and limits.ts in crates/web/app/src/api",
    );
    Ok(())
}

fn write_openapi(server: &std::path::Path) -> Result<()> {
    fs::write(openapi_file(), openapi(server)?).context("can't write docs/openapi.json")
}

fn openapi(server: &std::path::Path) -> Result<String> {
    // Captures standard output only, because log lines go to standard error.
    let mut command = child::command(
        &server.to_string_lossy(),
        RunAs::CurrentUser,
        nix::sys::signal::Signal::SIGKILL,
    );
    command.arg("openapi").current_dir(root());
    let output = command.output().context("can't run the server")?;
    anyhow::ensure!(
        output.status.success(),
        "server openapi failed ({}). Its output:\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).context("server openapi printed invalid UTF-8")?;
    Ok(format!("{}\n", text.trim_end()))
}

fn write_types() -> Result<()> {
    stream_output(node::npm(&["run", "types"])?, |_| {})?.require_success("npm run types")
}

/// Checks that the committed OpenAPI description matches the server.
pub(crate) fn check_openapi(server: &std::path::Path) -> Result<()> {
    let committed = fs::read_to_string(openapi_file()).unwrap_or_default();
    anyhow::ensure!(
        committed == openapi(server)?,
        "docs/openapi.json does not match the code: run cargo xtask generate and commit it"
    );
    Ok(())
}

/// Checks that the committed types match the OpenAPI description. Restores the file afterwards.
pub(crate) fn check_types() -> Result<()> {
    let file = types_file();
    let committed = fs::read_to_string(&file).unwrap_or_default();
    let written = write_types();
    let current = fs::read_to_string(&file).unwrap_or_default();
    if current != committed {
        fs::write(&file, &committed)?;
    }
    written?;
    anyhow::ensure!(
        current == committed,
        "src/api/schema.d.ts does not match docs/openapi.json: run cargo xtask generate and commit it"
    );
    Ok(())
}
