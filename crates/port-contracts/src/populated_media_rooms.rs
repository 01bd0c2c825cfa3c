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
pub trait Crowd: Send + Sync {
    /// Joins, with a published track or without; returns once the participant is connected.
    async fn join(&self, room: &RoomName, identity: &Identity, name: &str, publishes: bool);

    /// Whether the participant is connected, after all earlier calls have taken effect.
    async fn is_connected(&self, room: &RoomName, identity: &Identity) -> bool;

    /// Returns the chat events that a participant received since joining, in order, after all that was sent
    /// has arrived.
    async fn heard(&self, room: &RoomName, identity: &Identity) -> Vec<ChatEvent>;
}

/// A media server and participants.
pub struct PopulatedRooms {
    /// The port.
    pub rooms: Arc<dyn MediaRooms>,
    /// The participants.
    pub crowd: Arc<dyn Crowd>,
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
async fn a_busy_room(given: &PopulatedRooms) -> RoomName {
    let spec = fixtures::a_room();
    given.rooms.create_room(&spec).await.unwrap();
    given.crowd.join(&spec.name, &ada(), "Ada", true).await;
    given
        .crowd
        .join(&spec.name, &guest(), "Quiet Otter 42", false)
        .await;
    spec.name
}

pub async fn participants_are_listed(given: &PopulatedRooms) {
    let room = a_busy_room(given).await;
    let mut there = given.rooms.list_participants(&room).await.unwrap();
    there.sort_by(|one, other| one.identity.cmp(&other.identity));
    let seen: Vec<_> = there
        .iter()
        .map(|p| (p.identity.clone(), p.name.as_str(), p.is_publishing))
        .collect();
    assert_eq!(seen, [(ada(), "Ada", true), (guest(), "Quiet Otter 42", false)]);
    given.rooms.delete_room(&room).await.unwrap();
}

pub async fn only_the_removed_participant_is_disconnected(given: &PopulatedRooms) {
    let room = a_busy_room(given).await;
    given.rooms.remove_participant(&room, &guest()).await.unwrap();
    assert!(!given.crowd.is_connected(&room, &guest()).await);
    assert!(given.crowd.is_connected(&room, &ada()).await);
    let there = given.rooms.list_participants(&room).await.unwrap();
    assert_eq!(there.len(), 1);
    assert_eq!(there[0].identity, ada());
    given.rooms.delete_room(&room).await.unwrap();
}

pub async fn deleting_a_room_disconnects_everybody(given: &PopulatedRooms) {
    let room = a_busy_room(given).await;
    given.rooms.delete_room(&room).await.unwrap();
    for who in [ada(), guest()] {
        assert!(!given.crowd.is_connected(&room, &who).await);
    }
    assert_eq!(given.rooms.list_participants(&room).await.unwrap(), []);
}

pub async fn creating_an_open_room_keeps_its_participants(given: &PopulatedRooms) {
    let spec = fixtures::a_room();
    let sid = given.rooms.create_room(&spec).await.unwrap();
    given.crowd.join(&spec.name, &ada(), "Ada", true).await;
    assert_eq!(given.rooms.create_room(&spec).await.unwrap(), sid);
    assert!(given.crowd.is_connected(&spec.name, &ada()).await);
    given.rooms.delete_room(&spec.name).await.unwrap();
}

/// Messages, each followed by its removal.
fn talk(messages: u32) -> Vec<ChatEvent> {
    let session = fixtures::a_session(&fixtures::a_stream(&fixtures::user_id("ada")));
    let news = (1..=messages).flat_map(|seq| {
        let message = fixtures::a_message(&session, "vera");
        let removed = ChatEvent::Removed {
            id: message.id.clone(),
            creator_id: message.creator_id.clone(),
        };
        [ChatEvent::Posted(ChatMessage::numbered(message, seq)), removed]
    });
    news.collect()
}

async fn send(given: &PopulatedRooms, room: &RoomName, news: &[ChatEvent], to: &Audience) {
    for one in news {
        given.rooms.send_chat(room, one, to).await.unwrap();
    }
}

pub async fn all_participants_receive_chat_in_order(given: &PopulatedRooms) {
    let room = a_busy_room(given).await;
    let news = talk(20);
    send(given, &room, &news, &Audience::Everybody).await;
    for who in [ada(), guest()] {
        assert_eq!(given.crowd.heard(&room, &who).await, news);
    }
    given.rooms.delete_room(&room).await.unwrap();
}

pub async fn participants_outside_the_audience_receive_nothing(given: &PopulatedRooms) {
    let room = a_busy_room(given).await;
    let news = talk(2);
    let absent = Identity::of_user(&fixtures::user_id("absent"));
    send(given, &room, &news, &Audience::Only(vec![guest(), absent])).await;
    send(given, &room, &news, &Audience::Only(Vec::new())).await;
    assert_eq!(given.crowd.heard(&room, &guest()).await, news);
    assert_eq!(given.crowd.heard(&room, &ada()).await, []);
    given.rooms.delete_room(&room).await.unwrap();
}

pub async fn identities_outside_the_room_are_ignored(given: &PopulatedRooms) {
    let (room, elsewhere) = (a_busy_room(given).await, a_busy_room(given).await);
    let vera = Identity::of_user(&fixtures::user_id("vera"));
    let news = talk(2);
    given.rooms.remove_participant(&room, &guest()).await.unwrap();
    assert!(!given.crowd.is_connected(&room, &guest()).await);
    send(given, &room, &news, &Audience::Everybody).await;
    send(given, &room, &news, &Audience::Only(vec![guest(), vera.clone()])).await;
    given.crowd.join(&room, &vera, "Vera", false).await;
    assert_eq!(given.crowd.heard(&room, &ada()).await, news);
    for who in [guest(), vera] {
        assert_eq!(given.crowd.heard(&room, &who).await, []);
    }
    assert_eq!(given.crowd.heard(&elsewhere, &ada()).await, []);
    for room in [room, elsewhere] {
        given.rooms.delete_room(&room).await.unwrap();
    }
}
