//! Sessions as stored.

use std::time::Duration;

use onair_domain::session::{EndReason, Phase, Session};
use serde::Serialize;
use utoipa::ToSchema;

use super::Moment;

/// One broadcast, from go-live to its end.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
pub(crate) struct SessionDto {
    id: String,
    /// The title of the stream when the session started.
    title: String,
    started_at: Moment,
    /// Null while the session is open.
    #[schema(required)]
    ended_at: Option<Moment>,
    /// Null while it is open.
    #[schema(required)]
    end_reason: Option<EndReasonDto>,
    /// Duration in whole seconds; while the session is open, until now.
    duration_seconds: u64,
    /// The highest number of concurrent viewers.
    peak_viewers: u32,
    /// The number of different viewers.
    total_viewers: u32,
    /// The number of chat messages.
    message_count: u32,
}

impl SessionDto {
    pub(crate) fn of(session: &Session, duration: Duration) -> Self {
        let end = match session.phase {
            Phase::Open(_) => None,
            Phase::Ended { at, reason } => Some((at, reason)),
        };
        Self {
            id: session.id.to_string(),
            title: session.title.to_string(),
            started_at: session.started_at.into(),
            ended_at: end.map(|(at, _)| at.into()),
            end_reason: end.map(|(_, reason)| reason.into()),
            duration_seconds: duration.as_secs(),
            peak_viewers: session.peak_viewers,
            total_viewers: session.total_viewers,
            message_count: session.messages,
        }
    }
}

/// Converts an ended session. Its duration needs no clock.
impl From<Session> for SessionDto {
    fn from(ended: Session) -> Self {
        Self::of(&ended, ended.duration(ended.started_at))
    }
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = EndReason)]
pub(crate) enum EndReasonDto {
    /// The creator ended the broadcast.
    EndedByCreator,
    /// The creator did not connect to the room in time.
    NeverConnected,
    /// The creator lost the connection and did not reconnect in time.
    ConnectionLost,
    /// The room was closed, and the creator did not reconnect in time.
    RoomClosed,
    /// An admin stopped the broadcast.
    StoppedByAdmin,
    /// An admin revoked the creator's permission.
    CreatorRevoked,
}

impl From<EndReason> for EndReasonDto {
    fn from(reason: EndReason) -> Self {
        match reason {
            EndReason::EndedByCreator => Self::EndedByCreator,
            EndReason::NeverConnected => Self::NeverConnected,
            EndReason::ConnectionLost => Self::ConnectionLost,
            EndReason::RoomClosed => Self::RoomClosed,
            EndReason::StoppedByAdmin => Self::StoppedByAdmin,
            EndReason::CreatorRevoked => Self::CreatorRevoked,
        }
    }
}

#[cfg(test)]
mod tests {
    use onair_domain::names::VariantArray as _;

    use super::*;

    #[test]
    fn end_reasons_have_the_names_of_the_domain() {
        for &reason in EndReason::VARIANTS {
            assert_eq!(
                serde_json::to_value(EndReasonDto::from(reason)).unwrap(),
                <&str>::from(reason)
            );
        }
    }
}
