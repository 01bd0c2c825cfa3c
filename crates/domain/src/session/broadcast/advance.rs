//! The one road of everything that happens to an open session: read, ask the state machine, write in
//! one step, and do what it says at the media server.

use std::time::Duration;

use super::BroadcastService;
use crate::error::Outage;
use crate::ports::Turn;
use crate::session::machine::{self, Broadcast, Effect, Input, Live};
use crate::session::{Attendances, Attendants, Identity, RoomName, RoomSpec, Session, SessionChange};
use crate::user::UserId;

/// How long what happened waits for the creator's own calls. What isn't done by then is found by the
/// next look.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often a change is tried that others come in the way of.
const TRIES: usize = 16;

/// What came of an input.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::session) struct Advance {
    /// The session that is open afterwards.
    pub(in crate::session) open: Option<Session>,
    /// The session that it ended.
    pub(in crate::session) ended: Option<Session>,
    /// Whether the state changed.
    pub(in crate::session) has_turned: bool,
    /// Whether the room was made again.
    pub(in crate::session) has_new_room: bool,
}

/// Too many others changed the same session at once.
#[derive(Debug, thiserror::Error)]
#[error("the session kept changing")]
struct Crowded;

impl BroadcastService {
    /// Takes in what happened to a creator's broadcast. Does nothing while there is none.
    ///
    /// The store first, then the media server: a crash between the two leaves a session without its
    /// room or a room without its session, and the reconciler repairs both.
    pub(in crate::session) async fn advance(
        &self,
        creator: &UserId,
        inputs: &[Input],
    ) -> Result<Advance, Outage> {
        let mut turn = None;
        let advanced = self.advance_in(&mut turn, creator, inputs).await;
        if let Some(turn) = turn {
            turn.release().await;
        }
        advanced
    }

    async fn advance_in(
        &self,
        turn: &mut Option<Box<dyn Turn>>,
        creator: &UserId,
        inputs: &[Input],
    ) -> Result<Advance, Outage> {
        for _ in 0..TRIES {
            let Some(before) = self.sessions.current(creator).await? else {
                return Ok(Advance::default());
            };
            let (after, effect) = self.steps(creator, &before, inputs).await?;
            if effect.is_some() && turn.is_none() {
                *turn = self.turn(creator, PATIENCE).await?;
                if turn.is_none() {
                    return Ok(Advance {
                        open: Some(before),
                        ..Advance::default()
                    });
                }
                // What was read may be old by now.
                continue;
            }
            let is_news = after.after != before || !after.attendance.is_empty();
            if is_news && !self.sessions.save(&after).await? {
                continue;
            }
            let mut advance = Advance {
                has_turned: after.after.state() != before.state(),
                ..Advance::default()
            };
            if after.after.is_open() {
                advance.open = Some(after.after);
            } else {
                advance.ended = Some(after.after);
            }
            match effect {
                None => {}
                Some(Effect::CloseRoom) => {
                    let _closed_later = self.media.delete_room(&RoomName::of(creator)).await;
                }
                Some(Effect::MakeRoom) => {
                    self.make_room_again(creator).await?;
                    advance.has_new_room = true;
                }
            }
            return Ok(advance);
        }
        Err(Outage::Store(Box::new(Crowded)))
    }

    /// All inputs, one after the other, up to one that ends the session.
    async fn steps(
        &self,
        creator: &UserId,
        before: &Session,
        inputs: &[Input],
    ) -> Result<(SessionChange, Option<Effect>), Outage> {
        let concerned = machine::concerned(creator, inputs);
        let known = self.sessions.attendance(&before.id, &concerned).await?;
        let host = Identity::of_user(creator);
        let attendances = Attendances::kept(host, known, concerned == Attendants::All);
        let mut change = SessionChange {
            before: before.clone(),
            after: before.clone(),
            attendance: Vec::new(),
            audit: None,
        };
        let mut effect = None;
        let Some(live) = Live::of(before.clone(), attendances) else {
            return Ok((change, effect));
        };
        let mut broadcast = Broadcast::Live(Box::new(live));
        let now = self.clock.now();
        for input in inputs {
            let step = machine::step(broadcast, input, now, &self.timing);
            effect = step.effect.or(effect);
            broadcast = step.after;
            if let Some(ended) = step.ended {
                change.after = ended;
                return Ok((change, effect));
            }
        }
        if let Broadcast::Live(live) = broadcast {
            let (after, attendances) = live.into_parts();
            change.after = after;
            change.attendance = attendances.into_changed();
        }
        Ok((change, effect))
    }

    /// In a turn. A crash between the making and the writing is healed by the next look, which finds
    /// the room.
    async fn make_room_again(&self, creator: &UserId) -> Result<(), Outage> {
        let Some(stream) = self.streams.find_by_creator(creator).await? else {
            return Ok(());
        };
        let sid = self
            .media
            .create_room(&RoomSpec::of(&stream, &self.timing))
            .await?;
        for _ in 0..TRIES {
            let Some(before) = self.sessions.current(creator).await? else {
                return Ok(());
            };
            let inputs = [Input::RoomMade(sid.clone())];
            let (change, _) = self.steps(creator, &before, &inputs).await?;
            if change.after == before || self.sessions.save(&change).await? {
                return Ok(());
            }
        }
        Err(Outage::Store(Box::new(Crowded)))
    }

    /// Closes a creator's room unless a session is open by now. Tells whether it did.
    pub(in crate::session) async fn close_stray_room(&self, creator: &UserId) -> Result<bool, Outage> {
        let Some(turn) = self.turn(creator, PATIENCE).await? else {
            return Ok(false);
        };
        let closed = match self.sessions.current(creator).await {
            Ok(None) => self
                .media
                .delete_room(&RoomName::of(creator))
                .await
                .map(|()| true)
                .map_err(Outage::from),
            Ok(Some(_)) => Ok(false),
            Err(error) => Err(error.into()),
        };
        turn.release().await;
        closed
    }
}
