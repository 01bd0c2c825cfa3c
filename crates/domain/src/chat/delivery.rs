//! [`ChatDelivery`]: sends chat events to their rooms. The log has them first, and knows which ones were not
//! sent yet, so a server that dies in between loses nobody's message.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::{Audience, ChatEvent, ChatMessage};
use crate::Timestamp;
use crate::concurrency::run_bounded;
use crate::error::Outage;
use crate::ports::{ChatLog, Clock, MediaRooms};
use crate::room::{Identity, RoomName};
use crate::user::UserId;

/// To how many rooms pending events are sent at once.
const MAX_ROOMS: usize = 8;

/// What came of sending events.
#[derive(Debug, Default)]
pub struct DeliveryReport {
    /// How many events everybody got.
    pub sent: usize,
    /// What its author and the host got, and has to be sent again at that moment for the others.
    pub held: Vec<(Timestamp, ChatEvent)>,
    /// Why something (the first of those) was not sent; it stays for [`ChatDelivery::retry_pending`].
    pub outage: Option<Outage>,
}

/// Sends chat events to their rooms.
#[derive(Clone)]
pub struct ChatDelivery {
    log: Arc<dyn ChatLog>,
    media: Arc<dyn MediaRooms>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for ChatDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatDelivery").finish_non_exhaustive()
    }
}

impl ChatDelivery {
    /// Takes the ports that it uses.
    #[must_use]
    pub fn new(log: Arc<dyn ChatLog>, media: Arc<dyn MediaRooms>, clock: Arc<dyn Clock>) -> Self {
        Self { log, media, clock }
    }

    /// Sends the events of one room, in their order.
    ///
    /// The room first, then the note that it was done: a crash in between sends them twice, which shows
    /// nowhere, since each message has its id. After an outage the rest is left alone: what can't be
    /// sent now would only be waited for.
    pub async fn deliver(&self, events: &[ChatEvent]) -> DeliveryReport {
        let mut report = DeliveryReport::default();
        let mut sent = Vec::with_capacity(events.len());
        for event in events {
            match self.send(event).await {
                Ok(None) => sent.push(event.clone()),
                Ok(Some(visible_at)) => report.held.push((visible_at, event.clone())),
                Err(outage) => {
                    report.outage = Some(outage);
                    break;
                }
            }
        }
        report.sent = sent.len();
        if !sent.is_empty()
            && let Err(error) = self.log.mark_sent(&sent).await
        {
            report.outage = report.outage.or(Some(error.into()));
        }
        report
    }

    /// Sends what was due before a moment and nobody sent, because the server that should have died or
    /// the media server was away. At most `limit` events.
    pub async fn retry_pending(&self, due_before: Timestamp, limit: usize) -> Result<DeliveryReport, Outage> {
        let mut rooms: BTreeMap<UserId, Vec<ChatEvent>> = BTreeMap::new();
        for event in self.log.list_pending(due_before, limit).await? {
            rooms.entry(event.creator_id().clone()).or_default().push(event);
        }
        let parts = rooms
            .into_values()
            .map(async |events| self.deliver(&events).await);
        let parts = run_bounded(MAX_ROOMS, parts).await;
        let mut report = DeliveryReport::default();
        for part in parts {
            report.sent += part.sent;
            report.held.extend(part.held);
            report.outage = report.outage.or(part.outage);
        }
        Ok(report)
    }

    /// Returns when it has to be sent again, if it has to.
    async fn send(&self, event: &ChatEvent) -> Result<Option<Timestamp>, Outage> {
        let room = RoomName::of(event.creator_id());
        match event {
            ChatEvent::Posted(message) if message.visible_at > self.clock.now() => {
                let both = Audience::Only(vec![
                    message.author.identity.clone(),
                    Identity::of_user(&message.creator_id),
                ]);
                self.media.send_chat(&room, event, &both).await?;
                return Ok(Some(message.visible_at));
            }
            ChatEvent::Posted(message) if was_held(message) => {
                // The delay is there so that a message can be removed first.
                let trace = self.log.find(&message.id).await?;
                if trace.is_some_and(|trace| !trace.is_removed) {
                    self.media.send_chat(&room, event, &Audience::Everybody).await?;
                }
            }
            ChatEvent::Posted(_) | ChatEvent::Removed { .. } => {
                self.media.send_chat(&room, event, &Audience::Everybody).await?;
            }
        }
        Ok(None)
    }
}

fn was_held(message: &ChatMessage) -> bool {
    message.visible_at > message.sent_at
}
