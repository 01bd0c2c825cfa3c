//! Selects the user that PostgreSQL runs as, because it refuses root.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use nix::unistd::{User, chown, geteuid};

use crate::child::RunAs;

/// Returns possible owners of a new cluster, preferred first.
pub(super) fn candidates() -> Vec<RunAs> {
    if !geteuid().is_root() {
        return vec![RunAs::CurrentUser];
    }
    let user = ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| User::from_name(name).ok().flatten());
    let user = user.map(|user| RunAs::User(user.uid.as_raw(), user.gid.as_raw()));
    // Another user cannot traverse directories that only root may enter. A namespace keeps root's access.
    user.into_iter().chain([RunAs::Namespace]).collect()
}

/// Returns the owner of the cluster in `data`.
pub(super) fn of(data: &Path) -> Result<RunAs> {
    let meta = fs::metadata(data).with_context(|| format!("can't read {}", data.display()))?;
    let me = geteuid();
    match meta.uid() {
        0 if me.is_root() => Ok(RunAs::Namespace),
        user if me.is_root() => Ok(RunAs::User(user, meta.gid())),
        user if user == me.as_raw() => Ok(RunAs::CurrentUser),
        user => bail!(
            "{} belongs to the user with id {user}: choose another directory with --data",
            data.display()
        ),
    }
}

/// Changes the owner of a file or directory to the user that PostgreSQL runs as.
pub(super) fn change(path: &Path, run_as: RunAs) -> Result<()> {
    if let RunAs::User(user, group) = run_as {
        chown(path, Some(user.into()), Some(group.into()))
            .with_context(|| format!("can't change the owner of {} to user {user}", path.display()))?;
    }
    Ok(())
}
