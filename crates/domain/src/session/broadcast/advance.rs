//! Applies inputs to a broadcast and carries out their effects at the media server.

use std::time::Duration;

use super::BroadcastService;
use crate::error::Outage;
use crate::room::RoomName;
use crate::session::machine::{Effect, Input};
use crate::session::{EffectPolicy, RoomSpec, Session, Transition};
use crate::user::UserId;

/// How long an effect waits for the room's lock. If it is not acquired in this time, the next poll tries
/// again.
const LOCK_TIMEOUT: Duration = Duration::from_secs(1);

/// The result of applying inputs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::session) struct Advance {
    /// The session that is open afterwards.
    pub(in crate::session) open: Option<Session>,
    /// The session that the inputs ended.
    pub(in crate::session) ended: Option<Session>,
    /// Whether the state of the broadcast changed.
    pub(in crate::session) has_changed_state: bool,
    /// Whether the room was created again.
    pub(in crate::session) has_new_room: bool,
}

impl From<Transition> for Advance {
    fn from(transition: Transition) -> Self {
        Self {
            has_changed_state: transition.has_changed_state(),
            open: transition.open,
            ended: transition.ended,
            has_new_room: false,
        }
    }
}

impl BroadcastService {
    /// Applies inputs to a creator's broadcast. Does nothing while the stream is offline.
    ///
    /// A transition with an effect needs the room's lock. If the lock is not available, nothing is stored;
    /// the next poll leads to the same transition.
    pub(in crate::session) async fn advance(
        &self,
        creator: &UserId,
        inputs: &[Input],
    ) -> Result<Advance, Outage> {
        let defer = EffectPolicy::Defer;
        let transition = self.transitions.apply(creator, inputs, None, defer).await?;
        if !transition.is_deferred {
            return Ok(transition.into());
        }
        let Some(_lock) = self.lock_room(creator, LOCK_TIMEOUT).await? else {
            return Ok(transition.into());
        };
        self.advance_locked(creator, inputs).await
    }

    async fn advance_locked(&self, creator: &UserId, inputs: &[Input]) -> Result<Advance, Outage> {
        let transition = self.apply(creator, inputs).await?;
        let effect = transition.effect;
        let mut advance = Advance::from(transition);
        match effect {
            None => {}
            Some(Effect::CloseRoom) => {
                let _closed_later = self.media.delete_room(&RoomName::of(creator)).await;
            }
            Some(Effect::CreateRoom) => {
                self.make_room_again(creator).await?;
                advance.has_new_room = true;
            }
        }
        Ok(advance)
    }

    /// If a crash happens after the room is created and before that is stored, the next poll finds the room.
    async fn make_room_again(&self, creator: &UserId) -> Result<(), Outage> {
        let Some(stream) = self.streams.find_by_creator(creator).await? else {
            return Ok(());
        };
        let spec = RoomSpec::of(&stream, &self.timing);
        let sid = self.media.create_room(&spec).await?;
        self.apply(creator, &[Input::RoomCreated(sid)]).await?;
        Ok(())
    }

    /// Applies inputs without carrying out their effect. The caller has to do that.
    pub(super) async fn apply(&self, creator: &UserId, inputs: &[Input]) -> Result<Transition, Outage> {
        let allow = EffectPolicy::Allow;
        Ok(self.transitions.apply(creator, inputs, None, allow).await?)
    }

    /// Closes a creator's room unless a session is open. Returns whether it did.
    pub(in crate::session) async fn close_stray_room(&self, creator: &UserId) -> Result<bool, Outage> {
        let Some(_lock) = self.lock_room(creator, LOCK_TIMEOUT).await? else {
            return Ok(false);
        };
        if self.sessions.find_open(creator).await?.is_some() {
            return Ok(false);
        }
        self.media.delete_room(&RoomName::of(creator)).await?;
        Ok(true)
    }
}
