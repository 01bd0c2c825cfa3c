//! The data directory. It holds the secrets and ports that persist across runs, and one process locks it at
//! a time.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::progress;
use crate::{files, secret, workspace};

const LOCK_FILE: &str = "lock";
const SETTINGS_FILE: &str = "settings.json";
const MAX_STACKS: usize = 99;

/// The entries that `--fresh` deletes. `--data` may name a directory with other files, which stay.
const OWNED_ENTRIES: [&str; 8] = [
    SETTINGS_FILE,
    "postgres",
    "postgres.new",
    "postgres.password",
    "postgres.log",
    "livekit.yaml",
    "livekit.log",
    "processes.json",
];

pub(crate) struct DataDir {
    path: PathBuf,
    _lock: files::Lock,
}

/// Settings that persist, so that tokens and addresses stay valid after a restart.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    pub(crate) jwt_secret: String,
    pub(crate) livekit_key: String,
    pub(crate) livekit_secret: String,
    pub(crate) postgres_password: String,
    pub(crate) postgres_port: Option<u16>,
    pub(crate) livekit_port: Option<u16>,
    pub(crate) livekit_udp_port: Option<u16>,
}

impl Settings {
    fn new() -> Self {
        Self {
            jwt_secret: secret::generate(),
            livekit_key: "onair-dev".into(),
            livekit_secret: secret::generate(),
            postgres_password: secret::generate(),
            postgres_port: None,
            livekit_port: None,
            livekit_udp_port: None,
        }
    }
}

impl DataDir {
    /// Locks the requested directory, or the first default directory that is not in use.
    pub(crate) fn acquire(requested: Option<&Path>) -> Result<Self> {
        if let Some(path) = requested {
            return Self::lock(path)?
                .with_context(|| format!("another stack uses {}: stop it first", path.display()));
        }
        for number in 1..=MAX_STACKS {
            let name = if number == 1 {
                "dev".into()
            } else {
                format!("dev-{number}")
            };
            if let Some(folder) = Self::lock(&workspace::scratch_dir().join(&name))? {
                if number > 1 {
                    progress::print_line(&format!(
                        "another stack is running; this one uses the data directory {name}"
                    ));
                }
                return Ok(folder);
            }
        }
        bail!("{MAX_STACKS} stacks are running already");
    }

    fn lock(path: &Path) -> Result<Option<Self>> {
        fs::create_dir_all(path).with_context(|| format!("can't create {}", path.display()))?;
        let path = fs::canonicalize(path)?;
        let is_initialised = path.join(LOCK_FILE).is_file();
        if !is_initialised && fs::read_dir(&path)?.next().is_some() {
            bail!(
                "{} contains other files: choose an empty or new directory",
                path.display()
            );
        }
        let Some(lock) = files::try_lock(&path.join(LOCK_FILE))? else {
            return Ok(None);
        };
        // The user that PostgreSQL runs as must be able to traverse the directory. The files with secrets
        // have their own restrictive modes.
        fs::set_permissions(&path, Permissions::from_mode(0o711))?;
        Ok(Some(Self { path, _lock: lock }))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn clear(&self) -> Result<()> {
        for name in OWNED_ENTRIES {
            let path = self.path.join(name);
            let deleted = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            match deleted {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("can't delete {}", path.display()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(crate) fn settings(&self) -> Result<Settings> {
        let path = self.path.join(SETTINGS_FILE);
        if !path.exists() {
            let settings = Settings::new();
            // Save the password before a cluster exists that requires it.
            self.save(&settings)?;
            return Ok(settings);
        }
        serde_json::from_str(&fs::read_to_string(&path)?)
            .with_context(|| format!("{} is damaged; start with --fresh", path.display()))
    }

    pub(crate) fn save(&self, settings: &Settings) -> Result<()> {
        files::write_private(
            &self.path.join(SETTINGS_FILE),
            &serde_json::to_string_pretty(settings)?,
        )
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::DataDir;

    #[test]
    fn secrets_persist_until_cleared() {
        let data = tempfile::tempdir().unwrap();
        let acquire = || DataDir::acquire(Some(data.path())).unwrap();
        let first = acquire().settings().unwrap();
        assert_eq!(acquire().settings().unwrap(), first);
        acquire().clear().unwrap();
        assert_ne!(acquire().settings().unwrap(), first);
    }

    #[test]
    fn data_dir_is_locked_exclusively() {
        let data = tempfile::tempdir().unwrap();
        let locked = DataDir::acquire(Some(data.path())).unwrap();
        let error = DataDir::acquire(Some(data.path())).err().unwrap().to_string();
        assert!(error.contains("another stack"), "{error}");
        drop(locked);
        assert!(DataDir::acquire(Some(data.path())).is_ok());
    }

    #[test]
    fn directory_with_other_files_is_rejected() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join("thesis.txt"), "…").unwrap();
        assert!(DataDir::acquire(Some(data.path())).is_err());
        assert_eq!(fs::read_dir(data.path()).unwrap().count(), 1);
    }
}
