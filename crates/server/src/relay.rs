//! The task that brings chat into rooms, after it was kept and its author was answered.
//!
//! News of one room are brought in their order, those of different rooms beside each other. Messages
//! of a delayed chat wait here until they are due. What waits when the server dies is in the log too,
//! and the reconciler brings it.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use onair_domain::Timestamp;
use onair_domain::chat::{ChatNews, ChatService, Relayed};
use onair_domain::ports::Clock;
use onair_domain::user::UserId;
use onair_http::Relays;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use crate::metrics;
use crate::news::Fault;

/// News that wait to be taken up. What comes beyond waits in the log alone.
const DEPTH: usize = 10_000;

/// So much of one room is brought before it is noted that it was.
const BATCH: usize = 64;

/// News of one room that wait here; its media server is hopelessly late then.
const ROOM_DEPTH: usize = 2_000;

/// Where news go.
pub(crate) struct Outbox(Sender<ChatNews>);

/// Starts the task. It ends once the outbox is dropped and empty.
pub(crate) fn start(chat: ChatService, clock: Arc<dyn Clock>) -> (Outbox, JoinHandle<()>) {
    let (outbox, news) = channel(DEPTH);
    let courier = Courier {
        chat,
        clock,
        rooms: HashMap::new(),
        on_the_way: JoinSet::new(),
        held: BTreeMap::new(),
        fault: Fault::new(
            "can't bring chat into all rooms; it is kept for later",
            "bringing chat into all rooms again",
        ),
    };
    (Outbox(outbox), tokio::spawn(courier.run(news)))
}

impl Relays for Outbox {
    fn told(&self, news: ChatNews) {
        if self.0.try_send(news).is_err() {
            tracing::debug!("the outbox of chat is full; what is told now is brought later");
        }
    }
}

struct Courier {
    chat: ChatService,
    clock: Arc<dyn Clock>,
    /// What waits in each room that somebody is on the way to.
    rooms: HashMap<UserId, VecDeque<ChatNews>>,
    on_the_way: JoinSet<(UserId, Relayed)>,
    /// News of delayed chats, by when the others get them and then by number.
    held: BTreeMap<(Timestamp, Option<u32>), Vec<ChatNews>>,
    fault: Fault,
}

impl Courier {
    async fn run(mut self, mut news: Receiver<ChatNews>) {
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let due = self.next_due();
            tokio::select! {
                taken = news.recv_many(&mut batch, BATCH) => {
                    if taken == 0 {
                        break;
                    }
                    batch.drain(..).for_each(|news| self.take_up(news));
                }
                Some(back) = self.on_the_way.join_next() => self.came_back(back.ok()),
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => self.release_due(),
            }
        }
        // What is held is brought by another server, or by this one's next life.
        while let Some(back) = self.on_the_way.join_next().await {
            self.came_back(back.ok());
        }
    }

    fn take_up(&mut self, news: ChatNews) {
        let room = news.creator_id().clone();
        match self.rooms.get_mut(&room) {
            Some(waiting) if waiting.len() < ROOM_DEPTH => waiting.push_back(news),
            Some(_) => tracing::debug!(%room, "too much chat waits for a room; it is brought later"),
            None => {
                self.rooms.insert(room.clone(), VecDeque::new());
                self.set_out(room, vec![news]);
            }
        }
    }

    fn set_out(&mut self, room: UserId, news: Vec<ChatNews>) {
        let chat = self.chat.clone();
        self.on_the_way
            .spawn(async move { (room, chat.relay(&news).await) });
    }

    fn came_back(&mut self, back: Option<(UserId, Relayed)>) {
        // A task that panicked says so itself.
        let Some((room, relayed)) = back else {
            return;
        };
        metrics::chat_relayed(relayed.told);
        match relayed.fault {
            Some(outage) => self.fault.is(&outage),
            None => self.fault.is_over(),
        }
        for (at, news) in relayed.held {
            let place = (at, number(&news));
            self.held.entry(place).or_default().push(news);
        }
        let Some(waiting) = self.rooms.get_mut(&room) else {
            return;
        };
        let next: Vec<_> = waiting.drain(..waiting.len().min(BATCH)).collect();
        if next.is_empty() {
            self.rooms.remove(&room);
        } else {
            self.set_out(room, next);
        }
    }

    fn next_due(&self) -> Option<Instant> {
        let ((at, _), _) = self.held.first_key_value()?;
        // Clocks are set back and forth: what is due is looked at again after a hold in any case.
        let wait = (*at - self.clock.now()).to_std().unwrap_or_default();
        Some(Instant::now() + wait.min(onair_domain::chat::HOLD))
    }

    fn release_due(&mut self) {
        let now = self.clock.now();
        while let Some(first) = self.held.first_entry()
            && first.key().0 <= now
        {
            for news in first.remove() {
                self.take_up(news);
            }
        }
    }
}

fn number(news: &ChatNews) -> Option<u32> {
    match news {
        ChatNews::Written(message) => Some(message.seq),
        ChatNews::Removed { .. } => None,
    }
}
