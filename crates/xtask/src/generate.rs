//! The files that are generated from code: the OpenAPI description, the web page's types from it, the
//! diagram of the crates, and the limits that the page shows.

pub(crate) mod limits;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::bound::{self, RunAs};
use crate::process::follow;
use crate::progress::{self, Step};
use crate::workspace::{root, web_app};
use crate::{cargo, diagram, node};

fn openapi_file() -> PathBuf {
    root().join("docs/openapi.json")
}

fn types_file() -> PathBuf {
    web_app().join("src/api/schema.d.ts")
}

/// Writes all of them.
pub(crate) fn run() -> Result<()> {
    let server = cargo::build_server(Step::begin("Server (cargo build)"))?;
    node::install(Step::begin("Web page's packages"))?;
    write_openapi(&server)?;
    write_types()?;
    diagram::write()?;
    limits::write()?;
    progress::say(
        "wrote docs/openapi.json, the diagram in docs/architecture.md, and schema.d.ts and limits.ts in crates/web/app/src/api",
    );
    Ok(())
}

fn write_openapi(server: &std::path::Path) -> Result<()> {
    fs::write(openapi_file(), openapi(server)?).context("can't write docs/openapi.json")
}

fn openapi(server: &std::path::Path) -> Result<String> {
    // Its standard output alone: a log line on the other stream is no part of the description.
    let mut command = bound::command(
        &server.to_string_lossy(),
        RunAs::Myself,
        nix::sys::signal::Signal::SIGKILL,
    );
    command.arg("openapi").current_dir(root());
    let output = command.output().context("can't run the server")?;
    anyhow::ensure!(
        output.status.success(),
        "server openapi failed ({}). It said:\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).context("server openapi printed no text")?;
    Ok(format!("{}\n", text.trim_end()))
}

fn write_types() -> Result<()> {
    follow(node::npm(&["run", "types"])?, |_| {})?.require("npm run types")
}

/// Whether the committed description is what the server says.
pub(crate) fn check_openapi(server: &std::path::Path) -> Result<()> {
    let committed = fs::read_to_string(openapi_file()).unwrap_or_default();
    anyhow::ensure!(
        committed == openapi(server)?,
        "docs/openapi.json is not what the code says: run cargo xtask generate and commit it"
    );
    Ok(())
}

/// Whether the committed types are what the description says. Leaves the file as it was.
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
        "src/api/schema.d.ts is not what docs/openapi.json says: run cargo xtask generate and commit it"
    );
    Ok(())
}
