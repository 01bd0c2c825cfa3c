//! [`StreamService::set_stream_live`]. It is in this module because it opens and ends sessions, and the
//! module `stream` does not depend on sessions.

use super::machine::Input;
use super::{EffectPolicy, EndReason, NewSession, Session, SessionTransitions, Timing, TransitionError};
use crate::error::Outage;
use crate::room::RoomSid;
use crate::stream::{Stream, StreamError, StreamService};
use crate::user::UserId;

impl From<TransitionError> for StreamError {
    fn from(error: TransitionError) -> Self {
        match error {
            TransitionError::StreamUnknown => Self::StreamUnknown,
            other => Self::Outage(other.into()),
        }
    }
}

/// The target state of [`StreamService::set_stream_live`].
#[derive(Debug, Clone)]
pub enum SetLive {
    /// Live, in this room.
    On {
        /// The id of the room, which exists.
        room_sid: RoomSid,
    },
    /// Offline, ended by the creator.
    Off,
}

/// The result of [`StreamService::set_stream_live`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveChange {
    /// The stream after the call.
    pub stream: Stream,
    /// The session that is open now, or that was ended; `None` if there was nothing to end.
    pub session: Option<Session>,
    /// Whether the call made the stream live or offline.
    pub is_changed: bool,
}

impl StreamService {
    /// Makes the caller's stream live in an existing room, or offline. For services that manage rooms
    /// themselves; [`crate::session::BroadcastService`] also creates and closes the room.
    ///
    /// If the stream is already live, the open session gets the new room. If it is already offline, nothing
    /// changes.
    pub async fn set_stream_live(&self, user: &UserId, live: SetLive) -> Result<LiveChange, StreamError> {
        self.creators.require_approved(user).await?;
        if matches!(live, SetLive::On { .. }) {
            self.require_active(user).await?;
        }
        let stream = self.streams.find_by_creator(user).await.map_err(Outage::from)?;
        let stream = stream.ok_or(StreamError::StreamUnknown)?;
        let input = match live {
            SetLive::On { room_sid } => Input::GoLive(NewSession {
                id: self.ids.session_id(),
                stream_id: stream.id.clone(),
                creator_id: user.clone(),
                title: stream.title.clone(),
                room_sid,
                started_at: self.clock.now(),
            }),
            SetLive::Off => Input::Stop(EndReason::EndedByCreator),
        };
        // Timeouts only affect polls.
        let timing = Timing::default();
        let transitions = SessionTransitions::new(self.sessions.clone(), self.clock.clone(), timing);
        let allow = EffectPolicy::Allow;
        let transition = transitions.apply(user, &[input], None, allow).await?;
        let is_changed = transition.before.is_some() != transition.open.is_some();
        let live_since = transition.open.as_ref().map(|session| session.started_at);
        Ok(LiveChange {
            stream: Stream { live_since, ..stream },
            session: transition.open.or(transition.ended),
            is_changed,
        })
    }
}
