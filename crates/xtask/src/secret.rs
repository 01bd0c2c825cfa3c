//! Secrets made up for a development stack.

use rand::distr::{Alphanumeric, SampleString};

/// 43 letters and digits: as many bits as a 256-bit key, safe in URLs and YAML.
pub(crate) fn new() -> String {
    Alphanumeric.sample_string(&mut rand::rng(), 43)
}
