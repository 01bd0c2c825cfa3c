//! [`FailureLog`]: logs a repeated failure once when it starts and once when it ends.

use std::error::Error;

pub(crate) struct FailureLog {
    begins: &'static str,
    ends: &'static str,
    is_failing: bool,
}

impl FailureLog {
    pub(crate) fn new(begins: &'static str, ends: &'static str) -> Self {
        Self {
            begins,
            ends,
            is_failing: false,
        }
    }

    /// Records the outcome of one attempt.
    pub(crate) fn record<E: Error + 'static>(&mut self, error: Option<&E>) {
        match error {
            Some(error) if !self.is_failing => {
                let error: &(dyn Error + 'static) = error;
                tracing::warn!(error, "{}", self.begins);
            }
            None if self.is_failing => tracing::info!("{}", self.ends),
            _ => {}
        }
        self.is_failing = error.is_some();
    }
}
