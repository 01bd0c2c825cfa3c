//! [`FailureLog`]: logs a repeated failure once when it starts and once when it ends.

use std::error::Error;

pub(crate) struct FailureLog {
    start_message: &'static str,
    end_message: &'static str,
    is_failing: bool,
}

impl FailureLog {
    pub(crate) fn new(start_message: &'static str, end_message: &'static str) -> Self {
        Self {
            start_message,
            end_message,
            is_failing: false,
        }
    }

    /// Records the outcome of one attempt.
    pub(crate) fn record<E: Error + 'static>(&mut self, error: Option<&E>) {
        match error {
            Some(error) if !self.is_failing => {
                let error: &(dyn Error + 'static) = error;
                tracing::warn!(error, "{}", self.start_message);
            }
            None if self.is_failing => tracing::info!("{}", self.end_message),
            _ => {}
        }
        self.is_failing = error.is_some();
    }
}
