//! A cache of tools in the user's cache directory. All work trees share it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;
use crate::progress::Step;

fn root() -> Result<PathBuf> {
    let absolute = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let base = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")));
    Ok(base
        .context("set HOME or XDG_CACHE_HOME to enable the tool cache")?
        .join("onair"))
}

/// Returns a cache key that depends on the inputs. The hash detects changes, but is not cryptographic.
pub(crate) fn key(name: &str, inputs: &[&str]) -> String {
    // FNV-1a, because the standard library's hashes may change between releases.
    let bytes = inputs.iter().flat_map(|text| text.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{name}-{}-{hash:016x}", env::consts::ARCH)
}

/// Returns the directory `key`. If it is missing, `create` fills an empty directory first. Concurrent
/// callers wait, and never see an incomplete directory.
pub(crate) fn get_or_create(
    key: &str,
    step: &mut Step,
    create: impl FnOnce(&Path, &mut Step) -> Result<()>,
) -> Result<PathBuf> {
    let cache = root()?;
    let ready = cache.join(key);
    if ready.is_dir() {
        return Ok(ready);
    }
    let _lock = files::lock(&cache.join(format!("{key}.lock")), step)?;
    if ready.is_dir() {
        return Ok(ready);
    }
    let temporary = tempfile::Builder::new().prefix("creating-").tempdir_in(&cache)?;
    create(temporary.path(), step)?;
    fs::rename(temporary.path(), &ready).with_context(|| format!("can't create {}", ready.display()))?;
    // The renamed directory must not be deleted with the temporary one.
    let _ = temporary.keep();
    Ok(ready)
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn cache_key_depends_on_inputs() {
        assert_eq!(key("a", &["1", "2"]), key("a", &["1", "2"]));
        assert_ne!(key("a", &["1", "2"]), key("a", &["12", ""]));
        assert!(key("a", &[]).starts_with("a-"));
    }
}
