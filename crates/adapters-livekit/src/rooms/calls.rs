//! One call to LiveKit: how long it may take, and what its failures mean.

use std::time::Duration;

use livekit_api::services::{ServerError, ServerErrorCode, ServiceError};

/// Why a call brought nothing. But for an absence, whether it took effect is unknown: even "internal
/// error" comes after the work as well as before, and the client library loses the status of every
/// 5xx whose body isn't LiveKit's own.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    /// No answer in time.
    #[error("LiveKit did not answer {call} within {} ms", bound.as_millis())]
    TooSlow { call: &'static str, bound: Duration },
    /// Refused, broken off, or an answer that says so.
    #[error("LiveKit failed at {call}")]
    Failed {
        call: &'static str,
        #[source]
        source: ServiceError,
    },
    /// A success that makes no sense.
    #[error("LiveKit's answer to {call} makes no sense")]
    Nonsense { call: &'static str },
    /// What should be sent could not be written.
    #[error("what is to be sent could not be written as JSON")]
    Unwritable(#[source] serde_json::Error),
}

impl CallError {
    /// Whether LiveKit itself says that the room or the person isn't there. A 404 of somebody else's,
    /// such as a proxy's page, is none.
    pub(super) fn is_absence(&self) -> bool {
        matches!(
            self,
            Self::Failed { source: ServiceError::Twirp(ServerError::Twirp(answer)), .. }
                if answer.code == ServerErrorCode::NOT_FOUND
        )
    }

    /// For calls that take something away or change it: what isn't there needs no more doing.
    pub(super) fn forgive_absence(self) -> Result<(), Self> {
        if self.is_absence() { Ok(()) } else { Err(self) }
    }
}

/// Waits for an answer, but never longer than `bound`. A call that is given up is cancelled here;
/// the server may still carry it out.
pub(super) async fn bounded<T>(
    call: &'static str,
    bound: Duration,
    answer: impl Future<Output = Result<T, ServiceError>>,
) -> Result<T, CallError> {
    match tokio::time::timeout(bound, answer).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(source)) => Err(CallError::Failed { call, source }),
        Err(_elapsed) => Err(CallError::TooSlow { call, bound }),
    }
}
