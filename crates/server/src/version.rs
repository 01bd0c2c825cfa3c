//! The version of the program.

/// The version of the package.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commit that was built, from the build script.
pub(crate) const COMMIT: &str = env!("ONAIR_COMMIT");

/// The answer to `--version`.
pub(crate) const LONG_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("ONAIR_COMMIT"), ")");
