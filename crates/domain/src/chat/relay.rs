//! Bringing chat into rooms. The store has it first, and knows what was not brought yet, so that a
//! server that dies in between loses nobody's message.

use std::collections::BTreeMap;

use super::service::ChatService;
use super::{Audience, ChatMessage, ChatNews};
use crate::Timestamp;
use crate::concurrency::run_bounded;
use crate::error::Outage;
use crate::room::{Identity, RoomName};
use crate::user::UserId;

/// Into how many rooms news are brought at once.
const ROOMS: usize = 8;

/// What came of bringing news into rooms.
#[derive(Debug, Default)]
pub struct Relayed {
    /// What everybody was brought.
    pub told: usize,
    /// What its author and the host have, and has to be brought again at that moment for the others.
    pub held: Vec<(Timestamp, ChatNews)>,
    /// Why something (the first of those) was not brought; it stays for [`ChatService::make_up`].
    pub fault: Option<Outage>,
}

impl ChatService {
    /// Brings the news of one room into it, in their order.
    ///
    /// The room first, then the note that it was done: a crash in between brings it twice, which shows
    /// nowhere, since each message has its id. After a fault the rest is left alone: what can't be
    /// brought now would only be waited for.
    pub async fn relay(&self, news: &[ChatNews]) -> Relayed {
        let mut relayed = Relayed::default();
        let mut done = Vec::with_capacity(news.len());
        for one in news {
            match self.bring(one).await {
                Ok(None) => done.push(one.clone()),
                Ok(Some(visible_at)) => relayed.held.push((visible_at, one.clone())),
                Err(outage) => {
                    relayed.fault = Some(outage);
                    break;
                }
            }
        }
        relayed.told = done.len();
        if !done.is_empty()
            && let Err(error) = self.log.settle(&done).await
        {
            relayed.fault = relayed.fault.or(Some(error.into()));
        }
        relayed
    }

    /// Brings what was due before a moment and nobody brought, because the server that should have died
    /// or the media server was away. At most so many.
    pub async fn make_up(&self, due_before: Timestamp, limit: usize) -> Result<Relayed, Outage> {
        let mut rooms: BTreeMap<UserId, Vec<ChatNews>> = BTreeMap::new();
        for news in self.log.pending(due_before, limit).await? {
            rooms.entry(news.creator_id().clone()).or_default().push(news);
        }
        let parts = rooms.into_values().map(async |news| self.relay(&news).await);
        let parts = run_bounded(ROOMS, parts).await;
        let mut relayed = Relayed::default();
        for part in parts {
            relayed.told += part.told;
            relayed.held.extend(part.held);
            relayed.fault = relayed.fault.or(part.fault);
        }
        Ok(relayed)
    }

    /// Returns when it has to be brought again, if it has to.
    async fn bring(&self, news: &ChatNews) -> Result<Option<Timestamp>, Outage> {
        let room = RoomName::of(news.creator_id());
        match news {
            ChatNews::Written(message) if message.visible_at > self.clock.now() => {
                let both = Audience::Only(vec![
                    message.author.identity.clone(),
                    Identity::of_user(&message.creator_id),
                ]);
                self.media.send_chat(&room, news, &both).await?;
                return Ok(Some(message.visible_at));
            }
            ChatNews::Written(message) if was_held(message) => {
                // That is what the delay is for.
                let trace = self.log.find(&message.id).await?;
                if trace.is_some_and(|trace| !trace.is_removed) {
                    self.media.send_chat(&room, news, &Audience::Everybody).await?;
                }
            }
            ChatNews::Written(_) | ChatNews::Removed { .. } => {
                self.media.send_chat(&room, news, &Audience::Everybody).await?;
            }
        }
        Ok(None)
    }
}

fn was_held(message: &ChatMessage) -> bool {
    message.visible_at > message.sent_at
}
