//! A session as it is remembered.

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
    /// The stream's at go-live.
    title: String,
    started_at: Moment,
    /// Null while it is open.
    #[schema(required)]
    ended_at: Option<Moment>,
    /// Null while it is open.
    #[schema(required)]
    end_reason: Option<EndReasonDto>,
    /// How long it lasted, in whole seconds; while it is open, so far.
    duration_seconds: u64,
    /// The most that ever watched at once.
    peak_viewers: u32,
    /// How many ever watched, each counted once.
    total_viewers: u32,
    /// How many chat messages were written.
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

/// One that is over, which needs no clock to tell how long it lasted.
impl From<Session> for SessionDto {
    fn from(over: Session) -> Self {
        Self::of(&over, over.duration(over.started_at))
    }
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = EndReason)]
pub(crate) enum EndReasonDto {
    /// The creator wanted it.
    EndedByCreator,
    /// The creator never sent anything.
    NeverConnected,
    /// The creator was gone and didn't come back.
    ConnectionLost,
    /// The room was closed, and the creator didn't come back.
    RoomClosed,
    /// An admin stopped it.
    StoppedByAdmin,
    /// An admin took the creator's permission back.
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
    fn reasons_are_written_by_the_domains_names() {
        for &reason in EndReason::VARIANTS {
            assert_eq!(
                serde_json::to_value(EndReasonDto::from(reason)).unwrap(),
                <&str>::from(reason)
            );
        }
    }
}
