//! Whom PostgreSQL runs as: it refuses root.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use nix::unistd::{User, chown, geteuid};

use crate::bound::RunAs;

/// Whom a new cluster can belong to, best first.
pub(super) fn candidates() -> Vec<RunAs> {
    if !geteuid().is_root() {
        return vec![RunAs::Myself];
    }
    let user = ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| User::from_name(name).ok().flatten());
    let user = user.map(|user| RunAs::User(user.uid.as_raw(), user.gid.as_raw()));
    // A user can't go below folders that are root's alone; a namespace can.
    user.into_iter().chain([RunAs::Namespace]).collect()
}

/// Whom the cluster in `data` belongs to.
pub(super) fn owner(data: &Path) -> Result<RunAs> {
    let meta = fs::metadata(data).with_context(|| format!("can't look into {}", data.display()))?;
    let me = geteuid();
    match meta.uid() {
        0 if me.is_root() => Ok(RunAs::Namespace),
        user if me.is_root() => Ok(RunAs::User(user, meta.gid())),
        user if user == me.as_raw() => Ok(RunAs::Myself),
        user => bail!(
            "{} belongs to the user with id {user}: name another folder with --data",
            data.display()
        ),
    }
}

/// Lets whoever PostgreSQL runs as own a file or folder.
pub(super) fn hand_over(path: &Path, run_as: RunAs) -> Result<()> {
    if let RunAs::User(user, group) = run_as {
        chown(path, Some(user.into()), Some(group.into()))
            .with_context(|| format!("can't give {} to the user {user}", path.display()))?;
    }
    Ok(())
}
