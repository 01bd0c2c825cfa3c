//! Random secrets for development stacks.

use rand::distr::{Alphanumeric, SampleString};

/// Generates 43 letters and digits: at least 256 bits, safe in URLs and YAML.
pub(crate) fn generate() -> String {
    Alphanumeric.sample_string(&mut rand::rng(), 43)
}
