//! [`StreamService::set_stream_live`]. It is here because it opens and ends sessions, of which streams know
//! nothing.

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

/// What [`StreamService::set_stream_live`] makes of a stream.
#[derive(Debug, Clone)]
pub enum SetLive {
    /// Live, in this room.
    On {
        /// The room that was made for it.
        room_sid: RoomSid,
    },
    /// Offline, because its creator says so.
    Off,
}

/// What [`StreamService::set_stream_live`] found or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveChange {
    /// The stream afterwards.
    pub stream: Stream,
    /// The session that is now open, or that was ended; `None` if there was nothing to end.
    pub session: Option<Session>,
    /// Whether the stream became live or offline by this call.
    pub is_changed: bool,
}

impl StreamService {
    /// Makes the caller's stream live in a room that exists, or offline, for services that make rooms
    /// themselves. [`crate::session::BroadcastService`] makes and closes the room too.
    ///
    /// Making a live stream live returns the open session, in the new room; making an offline stream offline
    /// changes nothing.
    pub async fn set_stream_live(&self, user: &UserId, live: SetLive) -> Result<LiveChange, StreamError> {
        self.creators.require_approved(user).await?;
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
        // The creator's timing matters to polls alone.
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
