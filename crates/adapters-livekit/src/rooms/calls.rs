//! Timeouts and errors of calls to LiveKit.

use std::time::{Duration, Instant};

use livekit_api::services::{ServerError, ServerErrorCode, ServiceError};
use metrics::{describe_histogram, histogram};
use tracing::Instrument as _;

const REQUEST_DURATION: &str = "onair_livekit_request_duration_seconds";

/// Describes the metrics of this crate to the installed recorder.
pub fn describe_metrics() {
    describe_histogram!(
        REQUEST_DURATION,
        "Duration of calls of LiveKit, by method and outcome (ok, not_found, timeout, error)."
    );
}

/// The error of a call. Unless [`CallError::is_not_found`], it is unknown whether the call took effect:
/// LiveKit may fail before or after the work, and the client library drops the status of a 5xx response
/// with a foreign body.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    /// No response within the timeout.
    #[error("LiveKit did not respond to {call} within {} ms", timeout.as_millis())]
    Timeout { call: &'static str, timeout: Duration },
    /// No connection, a broken one, or an error response.
    #[error("the LiveKit call {call} failed")]
    Failed {
        call: &'static str,
        #[source]
        source: ServiceError,
    },
    /// A successful response with invalid content.
    #[error("LiveKit's response to {call} is invalid")]
    InvalidResponse { call: &'static str },
    /// The payload could not be serialised.
    #[error("the payload could not be serialised as JSON")]
    Serialization(#[source] serde_json::Error),
}

impl CallError {
    /// Whether LiveKit reports that the room or participant does not exist. A 404 of another origin, such
    /// as a proxy, does not count.
    pub(super) fn is_not_found(&self) -> bool {
        matches!(
            self,
            Self::Failed { source: ServiceError::Twirp(ServerError::Twirp(response)), .. }
                if response.code == ServerErrorCode::NOT_FOUND
        )
    }

    /// Whether LiveKit reports that the node of the room or participant did not answer.
    pub(super) fn is_unavailable(&self) -> bool {
        matches!(
            self,
            Self::Failed { source: ServiceError::Twirp(ServerError::Twirp(response)), .. }
                if response.code == ServerErrorCode::UNAVAILABLE
        )
    }

    /// Whether the node of the room may have died: it did not answer within LiveKit's limit, or LiveKit within ours.
    pub(super) fn may_be_of_dead_node(&self) -> bool {
        matches!(self, Self::Timeout { .. }) || self.is_unavailable()
    }

    /// Maps "not found" to success, for calls that remove or change something.
    pub(super) fn ignore_not_found(self) -> Result<(), Self> {
        if self.is_not_found() { Ok(()) } else { Err(self) }
    }
}

/// Waits for a response for at most `timeout`. A cancelled call may still take effect on the server.
pub(super) async fn with_timeout<T>(
    call: &'static str,
    timeout: Duration,
    response: impl Future<Output = Result<T, ServiceError>>,
) -> Result<T, CallError> {
    let span = tracing::debug_span!("livekit", otel.name = call, otel.kind = "client");
    let started = Instant::now();
    let result = match tokio::time::timeout(timeout, response).instrument(span).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(source)) => Err(CallError::Failed { call, source }),
        Err(_elapsed) => Err(CallError::Timeout { call, timeout }),
    };
    let outcome = match &result {
        Ok(_) => "ok",
        Err(CallError::Timeout { .. }) => "timeout",
        Err(error) if error.is_not_found() => "not_found",
        Err(_) => "error",
    };
    histogram!(REQUEST_DURATION, "method" => call, "outcome" => outcome)
        .record(started.elapsed().as_secs_f64());
    result
}
