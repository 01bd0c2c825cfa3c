//! [`ChatDelivery`]: sends chat events to their rooms. The chat log stores events first and records which
//! were sent, so a crash loses no message.

use std::borrow::Cow;
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

/// The number of rooms to which pending events are sent concurrently.
const MAX_ROOMS: usize = 8;

/// The result of sending events.
#[derive(Debug, Default)]
pub struct DeliveryReport {
    /// How many events were sent to everybody.
    pub sent: usize,
    /// Messages of delayed chats that were sent only to their author and the host, with the times at which
    /// they are due for everybody else.
    pub delayed: Vec<(Timestamp, ChatEvent)>,
    /// The first failure. Events that were not sent stay pending, see [`ChatDelivery::retry_pending`].
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

    /// Sends events of one room, in the given order.
    ///
    /// Events are sent first and marked as sent second. A crash between the two sends them twice; clients
    /// ignore the duplicate by its id. After a failure the remaining events are not tried, because each could
    /// wait for the same timeout.
    pub async fn deliver(&self, events: &[ChatEvent]) -> DeliveryReport {
        let mut report = DeliveryReport::default();
        let mut sent = Vec::with_capacity(events.len());
        for event in events {
            match self.send(event).await {
                Ok(None) => sent.push(event.clone()),
                Ok(Some(visible_at)) => report.delayed.push((visible_at, event.clone())),
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

    /// Sends pending events that were due before `due_before` (at most `limit`): those of a crashed server,
    /// and those that failed.
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
            report.delayed.extend(part.delayed);
            report.outage = report.outage.or(part.outage);
        }
        Ok(report)
    }

    /// Sends one event. Returns the time at which it has to be sent again, to everybody.
    async fn send(&self, event: &ChatEvent) -> Result<Option<Timestamp>, Outage> {
        let room = RoomName::of(event.creator_id());
        let ChatEvent::Posted(message) = event else {
            self.media.send_chat(&room, event, &Audience::Everybody).await?;
            return Ok(None);
        };
        let is_early = message.visible_at > self.clock.now();
        // The delay exists so that a message can be removed before others see it. A reply is read again at any time,
        // because the message that it quotes may have been removed while the reply waited to be sent.
        let event = if message.reply_to.is_some() || (was_held(message) && !is_early) {
            match self.reread(message).await? {
                Some(current) => Cow::Owned(ChatEvent::Posted(current)),
                None => return Ok(None),
            }
        } else {
            Cow::Borrowed(event)
        };
        let audience = if is_early {
            Audience::Only(vec![
                message.author.identity.clone(),
                Identity::of_user(&message.creator_id),
            ])
        } else {
            Audience::Everybody
        };
        self.media.send_chat(&room, &event, &audience).await?;
        Ok(is_early.then_some(message.visible_at))
    }

    /// The message with its quote as both are stored now; `None` if the message is removed.
    async fn reread(&self, message: &ChatMessage) -> Result<Option<ChatMessage>, Outage> {
        let found = self.log.find(&message.id).await?;
        let found = found.filter(|found| !found.is_removed());
        Ok(found.map(|found| ChatMessage {
            reply_to: found.reply_to,
            ..message.clone()
        }))
    }
}

fn was_held(message: &ChatMessage) -> bool {
    message.visible_at > message.sent_at
}
