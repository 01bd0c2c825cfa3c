//! The data folder: claimed by one copy at a time, with the secrets and ports that outlive a run.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::progress;
use crate::{files, secret, workspace};

const LOCK: &str = "lock";
const SETTINGS: &str = "settings.json";
const COPIES: usize = 99;

/// What `--fresh` deletes: our own and nothing else, wherever `--data` points to.
const OURS: [&str; 8] = [
    SETTINGS,
    "postgres",
    "postgres.new",
    "postgres.password",
    "postgres.log",
    "livekit.yaml",
    "livekit.log",
    "processes.json",
];

pub(crate) struct Folder {
    path: PathBuf,
    _lock: files::Lock,
}

/// Kept, so that tokens and addresses stay valid over a restart.
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
            jwt_secret: secret::new(),
            livekit_key: "onair-dev".into(),
            livekit_secret: secret::new(),
            postgres_password: secret::new(),
            postgres_port: None,
            livekit_port: None,
            livekit_udp_port: None,
        }
    }
}

impl Folder {
    /// The folder asked for, else the first default one that no other copy uses.
    pub(crate) fn claim(asked: Option<&Path>) -> Result<Self> {
        if let Some(path) = asked {
            return Self::lock(path)?
                .with_context(|| format!("another copy uses {}: stop it first", path.display()));
        }
        for copy in 1..=COPIES {
            let name = if copy == 1 {
                "dev".into()
            } else {
                format!("dev-{copy}")
            };
            if let Some(folder) = Self::lock(&workspace::scratch().join(&name))? {
                if copy > 1 {
                    progress::say(&format!(
                        "another copy runs here; this one has data of its own, in {name}"
                    ));
                }
                return Ok(folder);
            }
        }
        bail!("{COPIES} copies run already");
    }

    fn lock(path: &Path) -> Result<Option<Self>> {
        fs::create_dir_all(path).with_context(|| format!("can't create {}", path.display()))?;
        let path = fs::canonicalize(path)?;
        let is_ours = path.join(LOCK).is_file();
        if !is_ours && fs::read_dir(&path)?.next().is_some() {
            bail!(
                "{} has other files in it: name an empty folder or a new one",
                path.display()
            );
        }
        let Some(lock) = files::try_lock(&path.join(LOCK))? else {
            return Ok(None);
        };
        // Passable, so that the user whom PostgreSQL runs as gets to the cluster; the secrets are in
        // files that are private themselves.
        fs::set_permissions(&path, Permissions::from_mode(0o711))?;
        Ok(Some(Self { path, _lock: lock }))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Deletes the data.
    pub(crate) fn clear(&self) -> Result<()> {
        for name in OURS {
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
        let path = self.path.join(SETTINGS);
        if !path.exists() {
            let settings = Settings::new();
            // Before the cluster is made, which is of no use without its password.
            self.save(&settings)?;
            return Ok(settings);
        }
        serde_json::from_str(&fs::read_to_string(&path)?)
            .with_context(|| format!("{} is damaged; start with --fresh", path.display()))
    }

    pub(crate) fn save(&self, settings: &Settings) -> Result<()> {
        files::write_private(
            &self.path.join(SETTINGS),
            &serde_json::to_string_pretty(settings)?,
        )
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Folder;

    #[test]
    fn secrets_outlive_a_run_and_end_with_fresh() {
        let data = tempfile::tempdir().unwrap();
        let claim = || Folder::claim(Some(data.path())).unwrap();
        let first = claim().settings().unwrap();
        assert_eq!(claim().settings().unwrap(), first);
        claim().clear().unwrap();
        assert_ne!(claim().settings().unwrap(), first);
    }

    #[test]
    fn one_copy_at_a_time() {
        let data = tempfile::tempdir().unwrap();
        let held = Folder::claim(Some(data.path())).unwrap();
        let error = Folder::claim(Some(data.path())).err().unwrap().to_string();
        assert!(error.contains("another copy"), "{error}");
        drop(held);
        assert!(Folder::claim(Some(data.path())).is_ok());
    }

    #[test]
    fn a_folder_with_a_persons_files_is_left_alone() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join("thesis.txt"), "…").unwrap();
        assert!(Folder::claim(Some(data.path())).is_err());
        assert_eq!(fs::read_dir(data.path()).unwrap().count(), 1);
    }
}
