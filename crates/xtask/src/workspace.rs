//! Where things lie in the work tree.

use std::env;
use std::path::{Path, PathBuf};

/// The work tree this executable was built from.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

pub(crate) fn web_app() -> PathBuf {
    root().join("crates/web/app")
}

/// Scratch space that git ignores.
pub(crate) fn scratch() -> PathBuf {
    root().join(".onair")
}

/// The first of these programs that the PATH has.
pub(crate) fn in_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(name))
            .find(|file| is_program(file))
    })
}

/// Whether this user may run it.
pub(crate) fn is_program(file: &Path) -> bool {
    file.is_file() && nix::unistd::access(file, nix::unistd::AccessFlags::X_OK).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{in_path, root};

    #[test]
    fn the_root_is_the_workspace() {
        assert!(root().join("Cargo.lock").is_file());
    }

    #[test]
    fn programs_are_found_by_the_first_name_there_is() {
        assert!(in_path(&["surely-not-installed", "sh"]).is_some());
        assert!(in_path(&["surely-not-installed"]).is_none());
    }
}
