//! Somebody of a chat, for tests: the host, viewers and a guest in the room of a live stream, whom the
//! news reach as a server brings them.

use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::chat::{ChatError, ChatEvent, ChatMessage, ChatParticipant, ChatText, MessageId, Slice};
use onair_domain::ports::Clock as _;
use onair_domain::room::{Identity, RoomName};
use onair_domain::token::{GuestNameOrRandom, RoomToken};
use onair_domain::user::User;

use crate::studio::Studio;

/// A live stream and the people in its room: the host comes first, the guest last.
pub(super) struct Crowd {
    pub(super) studio: Studio,
    pub(super) host: User,
    pub(super) people: Vec<ChatParticipant>,
    /// What a server has to send again at a moment.
    held: Vec<(Timestamp, ChatEvent)>,
}

impl Crowd {
    pub(super) async fn new() -> Self {
        let studio = Studio::new();
        let host = studio.live_host("ada").await;
        let mut people = vec![ChatParticipant::User(host.clone())];
        for id in ["vera", "victor"] {
            people.push(ChatParticipant::User(studio.user(id).await));
        }
        let name = GuestNameOrRandom::parse("Otter").unwrap();
        let access = studio
            .tokens
            .generate_guest_token(&host.id, name, None)
            .await
            .unwrap();
        let token = RoomToken::new(access.token.expose_secret().to_owned());
        let guest = studio.chat.authenticate_guest(&host.id, &token).await.unwrap();
        people.push(ChatParticipant::Guest(guest));
        let crowd = Self {
            studio,
            host,
            people,
            held: Vec::new(),
        };
        for person in &crowd.people {
            let who = person.identity();
            assert!(crowd.studio.memory.media.join(&crowd.room(), &who, who.as_str()));
        }
        crowd
    }

    pub(super) fn room(&self) -> RoomName {
        RoomName::of(&self.host.id)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.studio.memory.clock.now()
    }

    /// Time goes by, and what is due in it is brought.
    pub(super) async fn pass(&mut self, time: Duration) {
        self.studio.memory.clock.advance(time);
        self.bring().await;
    }

    /// Somebody writes, and it is brought.
    pub(super) async fn says(&mut self, person: usize, text: &str) -> Result<ChatMessage, ChatError> {
        let posted = self.writes_unsent(person, text).await?;
        self.bring().await;
        Ok(posted)
    }

    /// Somebody writes, and the server dies before it is brought.
    pub(super) async fn writes(&self, person: usize, text: &str) -> Result<ChatMessage, ChatError> {
        let posted = self.writes_unsent(person, text).await;
        drop(self.studio.memory.chat_outbox.take());
        posted
    }

    async fn writes_unsent(&self, person: usize, text: &str) -> Result<ChatMessage, ChatError> {
        let text = ChatText::parse(text).unwrap();
        let participant = &self.people[person];
        self.studio.chat.post(&self.host.id, participant, text).await
    }

    /// Removes a message, and delivers the event to the others.
    pub(super) async fn removes(&mut self, person: usize, message: &MessageId) -> Result<(), ChatError> {
        let participant = &self.people[person];
        self.studio
            .chat
            .remove(&self.host.id, participant, message)
            .await?;
        self.bring().await;
        Ok(())
    }

    async fn bring(&mut self) {
        let now = self.now();
        let (due, later): (Vec<_>, Vec<_>) = self.held.drain(..).partition(|(at, _)| *at <= now);
        self.held = later;
        let mut due: Vec<_> = due.into_iter().map(|(_, event)| event).collect();
        due.extend(self.studio.memory.chat_outbox.take());
        let report = self.studio.delivery.deliver(&due).await;
        assert!(report.outage.is_none(), "{:?}", report.outage);
        self.held.extend(report.delayed);
    }

    /// What somebody was brought, the first thing first.
    pub(super) fn heard(&self, person: usize) -> Vec<ChatEvent> {
        let who = self.people[person].identity();
        self.studio.memory.media.received_chat(&self.room(), &who)
    }

    /// The numbers of the messages that somebody was brought, each once.
    pub(super) fn numbers_heard(&self, person: usize) -> Vec<u32> {
        let mut numbers: Vec<_> = self.heard(person).iter().filter_map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The numbers of the messages that somebody reads.
    pub(super) async fn numbers_read(&self, person: usize, slice: Slice) -> Vec<u32> {
        let reader = Some(&self.people[person]);
        let read = self.studio.chat.history(&self.host.id, reader, slice).await;
        read.unwrap().iter().map(|message| message.seq).collect()
    }

    pub(super) async fn delay(&self, is_delayed: bool) {
        let streams = &self.studio.streams;
        let changed = streams.update_chat_settings(&self.host.id, None, Some(is_delayed), None);
        changed.await.unwrap();
    }

    pub(super) fn identity(&self, person: usize) -> Identity {
        self.people[person].identity()
    }
}

fn number(news: &ChatEvent) -> Option<u32> {
    match news {
        ChatEvent::Posted(message) => Some(message.seq),
        ChatEvent::Removed { .. } => None,
    }
}
