//! Atomic writes, private files and file locks.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::interrupt;
use crate::progress::Step;

/// Deletes the file and checks that it can be written later.
pub(crate) fn prepare_output(path: &Path) -> Result<()> {
    let folder = create_parent(path)?;
    let deleted = fs::remove_file(path).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    });
    deleted.with_context(|| format!("can't replace {}", path.display()))?;
    tempfile::NamedTempFile::new_in(folder).with_context(|| format!("can't write {}", path.display()))?;
    Ok(())
}

/// Returns the file's parent directory. Creates it if it is missing.
fn create_parent(path: &Path) -> Result<&Path> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("can't create {}", folder.display()))?;
    Ok(folder)
}

/// Writes a file atomically with mode 0600.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<()> {
    let folder = create_parent(path)?;
    let write = || -> Result<()> {
        // Temporary files have mode 0600.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(path)?;
        Ok(())
    };
    write().with_context(|| format!("can't write {}", path.display()))
}

/// Creates or truncates a log file with mode 0600.
pub(crate) fn new_log(path: &Path) -> Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path);
    let file = file.with_context(|| format!("can't write {}", path.display()))?;
    file.set_len(0)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

/// Returns the last lines of a log file.
pub(crate) fn tail(path: &Path, lines: usize) -> String {
    let text = last_bytes(path).unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

fn last_bytes(path: &Path) -> Option<String> {
    const ENOUGH: u64 = 16 * 1024;
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(ENOUGH))).ok()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// An exclusive file lock. It is released on drop or when the process ends.
#[derive(Debug)]
pub(crate) struct Lock(File);

impl Drop for Lock {
    /// Closing the file is not enough: a child process that is just being spawned shares the open file
    /// until it executes its program, and would keep the lock.
    fn drop(&mut self) {
        let _ends_with_the_process = self.0.unlock();
    }
}

/// Takes the lock. Returns `None` if another process holds it.
pub(crate) fn try_lock(path: &Path) -> Result<Option<Lock>> {
    let open = || {
        OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(path)
    };
    let file = open().with_context(|| format!("can't write {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error).context("can't lock a file"),
    }
}

/// Takes the lock. Waits while another process holds it.
pub(crate) fn lock(path: &Path, step: &mut Step) -> Result<Lock> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("can't create {}", folder.display()))?;
    }
    loop {
        if let Some(lock) = try_lock(path)? {
            return Ok(lock);
        }
        interrupt::check()?;
        step.update("waiting for another process with the same step");
        thread::sleep(Duration::from_millis(100));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::{prepare_output, tail, try_lock, write_private};

    #[test]
    fn private_file_is_replaced_atomically_with_mode_0600() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made/for/it/state.json");
        write_private(&path, "one").unwrap();
        write_private(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn unwritable_output_path_is_detected_early() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made/state.json");
        prepare_output(&path).unwrap();
        fs::write(&path, "stale").unwrap();
        prepare_output(&path).unwrap();
        assert!(!path.exists());
        assert!(prepare_output(folder.path()).is_err());
        assert!(prepare_output(Path::new("/proc/none/state.json")).is_err());
    }

    #[test]
    fn lock_is_exclusive_until_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = try_lock(&path).unwrap();
        assert!(held.is_some());
        assert!(try_lock(&path).unwrap().is_none());
        drop(held);
        assert!(try_lock(&path).unwrap().is_some());
    }

    #[test]
    fn lock_is_released_while_a_child_has_the_file_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = try_lock(&path).unwrap().unwrap();
        let childs = held.0.try_clone().unwrap();
        drop(held);
        assert!(try_lock(&path).unwrap().is_some());
        drop(childs);
    }

    #[test]
    fn tail_returns_the_last_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        fs::write(&path, "a\nb\nc\n").unwrap();
        assert_eq!(tail(&path, 2), "b\nc");
        assert_eq!(tail(&folder.path().join("none"), 2), "");
    }
}
