//! The cases of `MediaRooms` that need participants.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use onair_domain::chat::{Audience, ChatEvent, ChatMessage};
use onair_domain::ports::MediaRooms;
use onair_domain::room::{Identity, RoomName};

use crate::fixtures;

/// Controls participants and reports what they observe.
#[async_trait]
pub trait TestParticipants: Send + Sync {
    /// Joins, with a published track or without; returns once the participant is connected.
    async fn join(&self, room: &RoomName, identity: &Identity, name: &str, publishes: bool);

    /// Whether the participant is connected, after all earlier calls have taken effect.
    async fn is_connected(&self, room: &RoomName, identity: &Identity) -> bool;

    /// Returns the chat events that a participant received since joining, in order, after all that was sent
    /// has arrived.
    async fn received_chat(&self, room: &RoomName, identity: &Identity) -> Vec<ChatEvent>;
}

/// A media server and participants.
pub struct PopulatedRooms {
    /// The port.
    pub rooms: Arc<dyn MediaRooms>,
    /// The participants.
    pub participants: Arc<dyn TestParticipants>,
    /// Dropped when the test is over.
    pub guard: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for PopulatedRooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PopulatedRooms").finish_non_exhaustive()
    }
}

/// Runs the cases that need participants; `fresh` returns
/// [`PopulatedRooms`](crate::populated_media_rooms::PopulatedRooms).
#[macro_export]
macro_rules! populated_media_rooms {
    ($fresh:expr) => {
        $crate::cases!(
            populated_media_rooms,
            $fresh,
            [
                participants_are_listed,
                only_the_removed_participant_is_disconnected,
                deleting_a_room_disconnects_everybody,
                creating_an_open_room_keeps_its_participants,
                all_participants_receive_chat_in_order,
                participants_outside_the_audience_receive_nothing,
                identities_outside_the_room_are_ignored,
            ]
        );
    };
}

fn ada() -> Identity {
    Identity::of_user(&fixtures::user_id("ada"))
}

fn guest() -> Identity {
    Identity::of_guest(fixtures::time(), 7)
}

/// A room with a host who publishes and a guest.
async fn room_with_two_participants(fixture: &PopulatedRooms) -> RoomName {
    let spec = fixtures::a_room();
    fixture.rooms.create_room(&spec).await.unwrap();
    fixture.participants.join(&spec.name, &ada(), "Ada", true).await;
    fixture
        .participants
        .join(&spec.name, &guest(), "Quiet Otter 42", false)
        .await;
    spec.name
}

pub async fn participants_are_listed(fixture: &PopulatedRooms) {
    let room = room_with_two_participants(fixture).await;
    let mut listed = fixture.rooms.list_participants(&room).await.unwrap();
    listed.sort_by(|one, other| one.identity.cmp(&other.identity));
    let seen: Vec<_> = listed
        .iter()
        .map(|p| (p.identity.clone(), p.name.as_str(), p.is_publishing))
        .collect();
    assert_eq!(seen, [(ada(), "Ada", true), (guest(), "Quiet Otter 42", false)]);
    fixture.rooms.delete_room(&room).await.unwrap();
}

pub async fn only_the_removed_participant_is_disconnected(fixture: &PopulatedRooms) {
    let room = room_with_two_participants(fixture).await;
    fixture.rooms.remove_participant(&room, &guest()).await.unwrap();
    assert!(!fixture.participants.is_connected(&room, &guest()).await);
    assert!(fixture.participants.is_connected(&room, &ada()).await);
    let listed = fixture.rooms.list_participants(&room).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].identity, ada());
    fixture.rooms.delete_room(&room).await.unwrap();
}

pub async fn deleting_a_room_disconnects_everybody(fixture: &PopulatedRooms) {
    let room = room_with_two_participants(fixture).await;
    fixture.rooms.delete_room(&room).await.unwrap();
    for who in [ada(), guest()] {
        assert!(!fixture.participants.is_connected(&room, &who).await);
    }
    assert_eq!(fixture.rooms.list_participants(&room).await.unwrap(), []);
}

pub async fn creating_an_open_room_keeps_its_participants(fixture: &PopulatedRooms) {
    let spec = fixtures::a_room();
    let sid = fixture.rooms.create_room(&spec).await.unwrap();
    fixture.participants.join(&spec.name, &ada(), "Ada", true).await;
    assert_eq!(fixture.rooms.create_room(&spec).await.unwrap(), sid);
    assert!(fixture.participants.is_connected(&spec.name, &ada()).await);
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

/// Messages, each followed by its removal.
fn messages_and_removals(messages: u32) -> Vec<ChatEvent> {
    let session = fixtures::a_session(&fixtures::a_stream(&fixtures::user_id("ada")));
    let events = (1..=messages).flat_map(|seq| {
        let message = fixtures::a_message(&session, "vera");
        let removed = ChatEvent::Removed {
            id: message.id.clone(),
            creator_id: message.creator_id.clone(),
        };
        [ChatEvent::Posted(ChatMessage::numbered(message, seq)), removed]
    });
    events.collect()
}

async fn send(fixture: &PopulatedRooms, room: &RoomName, events: &[ChatEvent], to: &Audience) {
    for one in events {
        fixture.rooms.send_chat(room, one, to).await.unwrap();
    }
}

pub async fn all_participants_receive_chat_in_order(fixture: &PopulatedRooms) {
    let room = room_with_two_participants(fixture).await;
    let events = messages_and_removals(20);
    send(fixture, &room, &events, &Audience::Everybody).await;
    for who in [ada(), guest()] {
        assert_eq!(fixture.participants.received_chat(&room, &who).await, events);
    }
    fixture.rooms.delete_room(&room).await.unwrap();
}

pub async fn participants_outside_the_audience_receive_nothing(fixture: &PopulatedRooms) {
    let room = room_with_two_participants(fixture).await;
    let events = messages_and_removals(2);
    let absent = Identity::of_user(&fixtures::user_id("absent"));
    send(fixture, &room, &events, &Audience::Only(vec![guest(), absent])).await;
    send(fixture, &room, &events, &Audience::Only(Vec::new())).await;
    assert_eq!(fixture.participants.received_chat(&room, &guest()).await, events);
    assert_eq!(fixture.participants.received_chat(&room, &ada()).await, []);
    fixture.rooms.delete_room(&room).await.unwrap();
}

pub async fn identities_outside_the_room_are_ignored(fixture: &PopulatedRooms) {
    let (room, elsewhere) = (
        room_with_two_participants(fixture).await,
        room_with_two_participants(fixture).await,
    );
    let vera = Identity::of_user(&fixtures::user_id("vera"));
    let events = messages_and_removals(2);
    fixture.rooms.remove_participant(&room, &guest()).await.unwrap();
    assert!(!fixture.participants.is_connected(&room, &guest()).await);
    send(fixture, &room, &events, &Audience::Everybody).await;
    send(
        fixture,
        &room,
        &events,
        &Audience::Only(vec![guest(), vera.clone()]),
    )
    .await;
    fixture.participants.join(&room, &vera, "Vera", false).await;
    assert_eq!(fixture.participants.received_chat(&room, &ada()).await, events);
    for who in [guest(), vera] {
        assert_eq!(fixture.participants.received_chat(&room, &who).await, []);
    }
    assert_eq!(fixture.participants.received_chat(&elsewhere, &ada()).await, []);
    for room in [room, elsewhere] {
        fixture.rooms.delete_room(&room).await.unwrap();
    }
}
