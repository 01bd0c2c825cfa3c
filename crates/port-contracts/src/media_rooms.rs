//! What every `MediaRooms` must do, as far as it can be checked without participants. See
//! [`populated_media_rooms`](mod@crate::populated_media_rooms) for cases with participants, and
//! [`unreachable_media_rooms`](mod@crate::unreachable_media_rooms) for cases without a server.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::time::Duration;

use onair_domain::chat::{Audience, ChatEvent, ChatMessage};
use onair_domain::ports::{MediaRooms, Room};
use onair_domain::room::{Identity, RoomName, RoomSid};
use onair_domain::session::RoomSpec;
use onair_domain::stream::{ChatSettings, RoomMetadata};

use crate::{WorkingRooms, at_once, fixtures};

/// Runs the cases without participants; `fresh` returns [`WorkingRooms`](crate::WorkingRooms).
/// Tests may share the media server.
#[macro_export]
macro_rules! media_rooms {
    ($fresh:expr) => {
        $crate::cases!(
            media_rooms,
            $fresh,
            [
                a_created_room_is_listed_with_its_sid_and_metadata,
                creating_an_open_room_returns_the_sid_it_has,
                concurrent_creations_of_one_room_return_one_sid,
                rooms_created_at_once_are_all_listed,
                a_deleted_room_is_not_listed,
                a_recreated_room_has_another_sid,
                deleting_a_missing_room_succeeds,
                an_empty_and_a_missing_room_have_no_participants,
                removing_a_missing_participant_succeeds,
                metadata_of_open_and_missing_rooms_may_be_updated,
                updated_metadata_is_listed,
                chat_may_be_sent_to_an_open_room,
                chat_to_a_missing_room_returns_in_time,
                the_longest_name_and_metadata_are_accepted,
                unusual_names_are_accepted,
            ]
        );
    };
}

async fn open(rooms: &dyn MediaRooms, spec: &RoomSpec) -> RoomSid {
    rooms.create_room(spec).await.unwrap()
}

async fn listed(rooms: &dyn MediaRooms, name: &RoomName) -> Vec<Room> {
    let mut all = rooms.list_rooms().await.unwrap();
    all.retain(|room| room.name == *name);
    all
}

pub async fn a_created_room_is_listed_with_its_sid_and_metadata(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    let sid = open(&*given.rooms, &spec).await;
    let expected = Room {
        name: spec.name.clone(),
        sid,
        metadata: Some(spec.metadata.clone()),
    };
    assert_eq!(listed(&*given.rooms, &spec.name).await, [expected]);
    given.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn creating_an_open_room_returns_the_sid_it_has(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    let sid = open(&*given.rooms, &spec).await;
    assert_eq!(open(&*given.rooms, &spec).await, sid);
    assert_eq!(listed(&*given.rooms, &spec.name).await.len(), 1);
    given.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn concurrent_creations_of_one_room_return_one_sid(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    let calls = (0..8).map(|_| {
        let (rooms, spec) = (given.rooms.clone(), spec.clone());
        async move { open(&*rooms, &spec).await }
    });
    let mut sids = at_once(calls).await;
    sids.dedup();
    assert_eq!(sids.len(), 1);
    given.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn rooms_created_at_once_are_all_listed(given: &WorkingRooms) {
    let specs: Vec<_> = (0..8).map(|_| fixtures::a_room()).collect();
    let calls = specs.iter().cloned().map(|spec| {
        let rooms = given.rooms.clone();
        async move { open(&*rooms, &spec).await }
    });
    let sids = at_once(calls).await;
    for (spec, sid) in specs.iter().zip(sids) {
        let expected = Room {
            name: spec.name.clone(),
            sid,
            metadata: Some(spec.metadata.clone()),
        };
        assert_eq!(listed(&*given.rooms, &spec.name).await, [expected]);
        given.rooms.delete_room(&spec.name).await.unwrap();
    }
}

pub async fn a_deleted_room_is_not_listed(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    open(&*given.rooms, &spec).await;
    given.rooms.delete_room(&spec.name).await.unwrap();
    assert_eq!(listed(&*given.rooms, &spec.name).await, []);
}

pub async fn a_recreated_room_has_another_sid(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    let first = open(&*given.rooms, &spec).await;
    given.rooms.delete_room(&spec.name).await.unwrap();
    let second = open(&*given.rooms, &spec).await;
    assert_ne!(first, second);
    let expected = Room {
        name: spec.name.clone(),
        sid: second,
        metadata: Some(spec.metadata.clone()),
    };
    assert_eq!(listed(&*given.rooms, &spec.name).await, [expected]);
    given.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn deleting_a_missing_room_succeeds(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    given.rooms.delete_room(&spec.name).await.unwrap();
    open(&*given.rooms, &spec).await;
    given.rooms.delete_room(&spec.name).await.unwrap();
    given.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn an_empty_and_a_missing_room_have_no_participants(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    assert_eq!(given.rooms.list_participants(&spec.name).await.unwrap(), []);
    open(&*given.rooms, &spec).await;
    assert_eq!(given.rooms.list_participants(&spec.name).await.unwrap(), []);
    given.rooms.delete_room(&spec.name).await.unwrap();
    assert_eq!(given.rooms.list_participants(&spec.name).await.unwrap(), []);
}

pub async fn removing_a_missing_participant_succeeds(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    let vera = Identity::of_user(&fixtures::user_id("vera"));
    let guest = Identity::of_guest(fixtures::time(), 7);
    given.rooms.remove_participant(&spec.name, &vera).await.unwrap();
    open(&*given.rooms, &spec).await;
    for who in [&vera, &guest] {
        given.rooms.remove_participant(&spec.name, who).await.unwrap();
    }
    assert_eq!(listed(&*given.rooms, &spec.name).await.len(), 1);
    given.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn metadata_of_open_and_missing_rooms_may_be_updated(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    let metadata = RoomMetadata {
        title: fixtures::title("Another title"),
        ..spec.metadata.clone()
    };
    given.rooms.update_metadata(&spec.name, &metadata).await.unwrap();
    assert_eq!(listed(&*given.rooms, &spec.name).await, []);
    let sid = open(&*given.rooms, &spec).await;
    given.rooms.update_metadata(&spec.name, &metadata).await.unwrap();
    assert_eq!(open(&*given.rooms, &spec).await, sid);
    given.rooms.delete_room(&spec.name).await.unwrap();
}

/// Waits until a room is listed with this metadata. A list may lag behind an update.
async fn until_listed_with(rooms: &dyn MediaRooms, name: &RoomName, metadata: &RoomMetadata) {
    let waiting = async {
        while listed(rooms, name).await[0].metadata.as_ref() != Some(metadata) {
            tokio::task::yield_now().await;
        }
    };
    let listed = tokio::time::timeout(Duration::from_secs(5), waiting).await;
    assert!(listed.is_ok(), "the metadata was never listed");
}

pub async fn updated_metadata_is_listed(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    open(&*given.rooms, &spec).await;
    let full = RoomMetadata {
        title: fixtures::title("Another \"title\" 🎥"),
        description: Some(fixtures::description("Two\nlines.")),
        chat: ChatSettings {
            is_enabled: false,
            is_delayed: true,
            is_followers_only: true,
        },
    };
    for metadata in [&full, &spec.metadata] {
        given.rooms.update_metadata(&spec.name, metadata).await.unwrap();
        until_listed_with(&*given.rooms, &spec.name, metadata).await;
    }
    given.rooms.delete_room(&spec.name).await.unwrap();
}

/// The longest message, and its removal.
fn news() -> [ChatEvent; 2] {
    let session = fixtures::a_session(&fixtures::a_stream(&fixtures::user_id("ada")));
    let mut message = fixtures::a_message(&session, &"v".repeat(255));
    message.author.name = "🎥".repeat(100);
    message.text = fixtures::chat_text(&"🎥".repeat(500));
    let removed = ChatEvent::Removed {
        id: message.id.clone(),
        creator_id: message.creator_id.clone(),
    };
    [
        ChatEvent::Posted(ChatMessage::numbered(message, u32::MAX)),
        removed,
    ]
}

pub async fn chat_may_be_sent_to_an_open_room(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    open(&*given.rooms, &spec).await;
    let vera = Identity::of_user(&fixtures::user_id("vera"));
    for audience in [Audience::Everybody, Audience::Only(vec![vera])] {
        for one in news() {
            given.rooms.send_chat(&spec.name, &one, &audience).await.unwrap();
        }
    }
    given.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn chat_to_a_missing_room_returns_in_time(given: &WorkingRooms) {
    /// The second that the port allows, and a tolerance for a busy machine.
    const BOUND: Duration = Duration::from_millis(1_500);
    let [written, _] = news();
    let room = fixtures::a_room().name;
    let sending = given.rooms.send_chat(&room, &written, &Audience::Everybody);
    let answer = tokio::time::timeout(BOUND, sending).await;
    assert!(answer.is_ok(), "it took longer than a second");
    assert_eq!(listed(&*given.rooms, &room).await, []);
}

pub async fn the_longest_name_and_metadata_are_accepted(given: &WorkingRooms) {
    let unique = fixtures::a_room();
    let name = format!("{:~<255}", unique.name);
    let spec = RoomSpec {
        name: RoomName::of(&fixtures::user_id(&name)),
        metadata: RoomMetadata {
            title: fixtures::title(&"🎥".repeat(200)),
            description: Some(fixtures::description(&"\u{1f3a5}".repeat(2000))),
            ..unique.metadata
        },
        ..unique
    };
    open(&*given.rooms, &spec).await;
    until_listed_with(&*given.rooms, &spec.name, &spec.metadata).await;
    given
        .rooms
        .update_metadata(&spec.name, &spec.metadata)
        .await
        .unwrap();
    given.rooms.delete_room(&spec.name).await.unwrap();
    assert_eq!(listed(&*given.rooms, &spec.name).await, []);
}

pub async fn unusual_names_are_accepted(given: &WorkingRooms) {
    for odd in ["auth0|", "../", "a%20b&c=", "\"'<>{}$\\"] {
        let unique = fixtures::a_room();
        let spec = RoomSpec {
            name: RoomName::of(&fixtures::user_id(&format!("{odd}{}", unique.name))),
            ..unique
        };
        let sid = open(&*given.rooms, &spec).await;
        let expected = Room {
            name: spec.name.clone(),
            sid,
            metadata: Some(spec.metadata.clone()),
        };
        assert_eq!(listed(&*given.rooms, &spec.name).await, [expected]);
        given.rooms.delete_room(&spec.name).await.unwrap();
        assert_eq!(listed(&*given.rooms, &spec.name).await, []);
    }
}
