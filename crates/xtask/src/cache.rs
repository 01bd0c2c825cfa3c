//! Tools kept between runs and work trees, below the user's cache folder.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;
use crate::progress::Step;

fn folder() -> Result<PathBuf> {
    let absolute = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let base = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")));
    Ok(base
        .context("set HOME or XDG_CACHE_HOME, so that tools can be kept")?
        .join("onair"))
}

/// A name that changes whenever what it is made from does. For telling apart, not for trust.
pub(crate) fn key(name: &str, made_from: &[&str]) -> String {
    // FNV-1a: the standard library's hashes may change between releases.
    let bytes = made_from.iter().flat_map(|text| text.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{name}-{}-{hash:016x}", env::consts::ARCH)
}

/// The folder `key`, made once by `make`, which gets an empty folder to fill; whoever comes meanwhile
/// waits, and nobody sees it half full.
pub(crate) fn get_or_make(
    key: &str,
    step: &mut Step,
    make: impl FnOnce(&Path, &mut Step) -> Result<()>,
) -> Result<PathBuf> {
    let cache = folder()?;
    let ready = cache.join(key);
    if ready.is_dir() {
        return Ok(ready);
    }
    let _lock = files::lock(&cache.join(format!("{key}.lock")), step)?;
    if ready.is_dir() {
        return Ok(ready);
    }
    let making = tempfile::Builder::new().prefix("making-").tempdir_in(&cache)?;
    make(making.path(), step)?;
    fs::rename(making.path(), &ready).with_context(|| format!("can't create {}", ready.display()))?;
    // Nothing is left to clean up under its old name.
    let _ = making.keep();
    Ok(ready)
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn keys_change_with_what_they_are_made_from() {
        assert_eq!(key("a", &["1", "2"]), key("a", &["1", "2"]));
        assert_ne!(key("a", &["1", "2"]), key("a", &["12", ""]));
        assert!(key("a", &[]).starts_with("a-"));
    }
}
