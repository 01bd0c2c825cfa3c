//! A chat for tests: the host, two viewers and a guest in the room of a live stream. Chat events are delivered as the
//! chat dispatcher delivers them.

use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::chat::{ChatError, ChatEvent, ChatMessage, ChatParticipant, ChatText, MessageId, Slice};
use onair_domain::ports::Clock as _;
use onair_domain::room::{Identity, RoomName};
use onair_domain::token::{GuestNameOrRandom, RoomToken};
use onair_domain::user::User;

use crate::services::Services;

/// A live stream and the participants in its room. The host is the first, the guest the last.
pub(super) struct ChatFixture {
    pub(super) services: Services,
    pub(super) host: User,
    pub(super) participants: Vec<ChatParticipant>,
    /// The events to send again, each with its time.
    delayed: Vec<(Timestamp, ChatEvent)>,
}

impl ChatFixture {
    pub(super) async fn new() -> Self {
        let services = Services::new();
        let host = services.live_host("ada").await;
        let mut participants = vec![ChatParticipant::User(host.clone())];
        for id in ["vera", "victor"] {
            participants.push(ChatParticipant::User(services.user(id).await));
        }
        let name = GuestNameOrRandom::parse("Otter").unwrap();
        let access = services
            .tokens
            .generate_guest_token(&host.id, name, None)
            .await
            .unwrap();
        let token = RoomToken::new(access.token.expose_secret().to_owned());
        let guest = services.chat.authenticate_guest(&host.id, &token).await.unwrap();
        participants.push(ChatParticipant::Guest(guest));
        let fixture = Self {
            services,
            host,
            participants,
            delayed: Vec::new(),
        };
        for participant in &fixture.participants {
            let who = participant.identity();
            assert!(
                fixture
                    .services
                    .memory
                    .media
                    .join(&fixture.room(), &who, who.as_str())
            );
        }
        fixture
    }

    pub(super) fn room(&self) -> RoomName {
        RoomName::of(&self.host.id)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.services.memory.clock.now()
    }

    /// Advances the clock and delivers the events that are due.
    pub(super) async fn advance(&mut self, time: Duration) {
        self.services.memory.clock.advance(time);
        self.deliver().await;
    }

    /// Posts a message and delivers it.
    pub(super) async fn post(&mut self, participant: usize, text: &str) -> Result<ChatMessage, ChatError> {
        let posted = self.post_undelivered(participant, text, None).await?;
        self.deliver().await;
        Ok(posted)
    }

    /// Posts a reply and delivers it.
    pub(super) async fn reply(
        &mut self,
        participant: usize,
        text: &str,
        quoted: &MessageId,
    ) -> Result<ChatMessage, ChatError> {
        let posted = self.post_undelivered(participant, text, Some(quoted)).await?;
        self.deliver().await;
        Ok(posted)
    }

    /// Posts a message, as a server that crashes before it delivers the message.
    pub(super) async fn post_and_crash(
        &self,
        participant: usize,
        text: &str,
    ) -> Result<ChatMessage, ChatError> {
        let posted = self.post_undelivered(participant, text, None).await;
        drop(self.services.memory.chat_outbox.take());
        posted
    }

    /// Posts a message or a reply, and leaves the event in the outbox.
    pub(super) async fn post_undelivered(
        &self,
        participant: usize,
        text: &str,
        reply_to: Option<&MessageId>,
    ) -> Result<ChatMessage, ChatError> {
        let text = ChatText::parse(text).unwrap();
        let participant = &self.participants[participant];
        let chat = &self.services.chat;
        chat.post(&self.host.id, participant, text, reply_to).await
    }

    /// Removes a message, and delivers the event to the others.
    pub(super) async fn remove(&mut self, participant: usize, message: &MessageId) -> Result<(), ChatError> {
        let participant = &self.participants[participant];
        self.services
            .chat
            .remove(&self.host.id, participant, message)
            .await?;
        self.deliver().await;
        Ok(())
    }

    pub(super) async fn deliver(&mut self) {
        let now = self.now();
        let (due, later): (Vec<_>, Vec<_>) = self.delayed.drain(..).partition(|(at, _)| *at <= now);
        self.delayed = later;
        let mut due: Vec<_> = due.into_iter().map(|(_, event)| event).collect();
        due.extend(self.services.memory.chat_outbox.take());
        let report = self.services.delivery.deliver(&due).await;
        assert!(report.outage.is_none(), "{:?}", report.outage);
        self.delayed.extend(report.delayed);
    }

    /// The events that a participant received, in order.
    pub(super) fn received(&self, participant: usize) -> Vec<ChatEvent> {
        let who = self.participants[participant].identity();
        self.services.memory.media.received_chat(&self.room(), &who)
    }

    /// The numbers of the messages that a participant received, without duplicates.
    pub(super) fn received_numbers(&self, participant: usize) -> Vec<u32> {
        let mut numbers: Vec<_> = self.received(participant).iter().filter_map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The numbers of the messages that a participant reads.
    pub(super) async fn read_numbers(&self, participant: usize, slice: Slice) -> Vec<u32> {
        let reader = Some(&self.participants[participant]);
        let read = self.services.chat.history(&self.host.id, reader, slice).await;
        read.unwrap().iter().map(|message| message.seq).collect()
    }

    pub(super) async fn set_delayed(&self, is_delayed: bool) {
        let streams = &self.services.streams;
        let changed = streams.update_chat_settings(&self.host.id, None, Some(is_delayed), None);
        changed.await.unwrap();
    }

    pub(super) fn identity(&self, participant: usize) -> Identity {
        self.participants[participant].identity()
    }
}

fn number(event: &ChatEvent) -> Option<u32> {
    match event {
        ChatEvent::Posted(message) => Some(message.seq),
        ChatEvent::Removed { .. } => None,
    }
}
