//! Paths in the work tree and lookup of programs.

use std::env;
use std::path::{Path, PathBuf};

/// The work tree that this executable was built from.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

pub(crate) fn web_app() -> PathBuf {
    root().join("crates/web/app")
}

/// A directory for temporary data, which git ignores.
pub(crate) fn scratch_dir() -> PathBuf {
    root().join(".onair")
}

/// Finds the first of these programs in the PATH.
pub(crate) fn find_in_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(name))
            .find(|file| is_executable(file))
    })
}

/// Whether this user may execute the file.
pub(crate) fn is_executable(file: &Path) -> bool {
    file.is_file() && nix::unistd::access(file, nix::unistd::AccessFlags::X_OK).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{find_in_path, root};

    #[test]
    fn root_contains_cargo_lock() {
        assert!(root().join("Cargo.lock").is_file());
    }

    #[test]
    fn first_existing_program_is_found() {
        assert!(find_in_path(&["surely-not-installed", "sh"]).is_some());
        assert!(find_in_path(&["surely-not-installed"]).is_none());
    }
}
