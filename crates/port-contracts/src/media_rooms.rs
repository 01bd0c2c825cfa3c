//! What every `MediaRooms` must do, as far as it can be checked without participants. See
//! [`populated_media_rooms`](mod@crate::populated_media_rooms) for cases with participants, and
//! [`unreachable_media_rooms`](mod@crate::unreachable_media_rooms) for cases without a server.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use onair_domain::chat::{Audience, ChatEvent, ChatMessage};
use onair_domain::ports::{MediaRooms, Room};
use onair_domain::room::{Identity, RoomName, RoomSid};
use onair_domain::session::RoomSpec;
use onair_domain::stream::{ChatSettings, RoomMetadata};

use crate::{RoomsFixture, finishes, fixtures, run_concurrently};

/// Runs the cases without participants; `fresh` returns [`RoomsFixture`](crate::RoomsFixture).
/// Tests may share the media server.
#[macro_export]
macro_rules! media_rooms {
    ($fresh:expr) => {
        $crate::cases!(
            media_rooms,
            $fresh,
            [
                a_created_room_is_listed_with_its_sid_and_metadata,
                a_room_without_metadata_is_listed_without_it,
                creating_an_open_room_returns_its_sid,
                concurrent_creations_of_one_room_return_one_sid,
                rooms_created_concurrently_are_all_listed,
                a_deleted_room_is_not_listed,
                a_recreated_room_has_another_sid,
                deleting_a_missing_room_succeeds,
                an_empty_and_a_missing_room_have_no_participants,
                removing_a_missing_participant_succeeds,
                metadata_of_open_and_missing_rooms_may_be_updated,
                updated_metadata_is_listed,
                chat_may_be_sent_to_an_open_room,
                chat_to_a_missing_room_creates_no_room,
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

pub async fn a_created_room_is_listed_with_its_sid_and_metadata(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    let sid = open(&*fixture.rooms, &spec).await;
    let expected = Room {
        name: spec.name.clone(),
        sid,
        metadata: spec.metadata.clone(),
    };
    assert_eq!(listed(&*fixture.rooms, &spec.name).await, [expected]);
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn a_room_without_metadata_is_listed_without_it(fixture: &RoomsFixture) {
    let spec = RoomSpec {
        metadata: None,
        ..fixtures::a_room()
    };
    open(&*fixture.rooms, &spec).await;
    assert_eq!(listed(&*fixture.rooms, &spec.name).await[0].metadata, None);
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn creating_an_open_room_returns_its_sid(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    let sid = open(&*fixture.rooms, &spec).await;
    assert_eq!(open(&*fixture.rooms, &spec).await, sid);
    assert_eq!(listed(&*fixture.rooms, &spec.name).await.len(), 1);
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn concurrent_creations_of_one_room_return_one_sid(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    let calls = (0..8).map(|_| {
        let (rooms, spec) = (fixture.rooms.clone(), spec.clone());
        async move { open(&*rooms, &spec).await }
    });
    let mut sids = run_concurrently(calls).await;
    sids.dedup();
    assert_eq!(sids.len(), 1);
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn rooms_created_concurrently_are_all_listed(fixture: &RoomsFixture) {
    let specs: Vec<_> = (0..8).map(|_| fixtures::a_room()).collect();
    let calls = specs.iter().cloned().map(|spec| {
        let rooms = fixture.rooms.clone();
        async move { open(&*rooms, &spec).await }
    });
    let sids = run_concurrently(calls).await;
    for (spec, sid) in specs.iter().zip(sids) {
        let expected = Room {
            name: spec.name.clone(),
            sid,
            metadata: spec.metadata.clone(),
        };
        assert_eq!(listed(&*fixture.rooms, &spec.name).await, [expected]);
        fixture.rooms.delete_room(&spec.name).await.unwrap();
    }
}

pub async fn a_deleted_room_is_not_listed(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    open(&*fixture.rooms, &spec).await;
    fixture.rooms.delete_room(&spec.name).await.unwrap();
    assert_eq!(listed(&*fixture.rooms, &spec.name).await, []);
}

pub async fn a_recreated_room_has_another_sid(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    let first = open(&*fixture.rooms, &spec).await;
    fixture.rooms.delete_room(&spec.name).await.unwrap();
    let second = open(&*fixture.rooms, &spec).await;
    assert_ne!(first, second);
    let expected = Room {
        name: spec.name.clone(),
        sid: second,
        metadata: spec.metadata.clone(),
    };
    assert_eq!(listed(&*fixture.rooms, &spec.name).await, [expected]);
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn deleting_a_missing_room_succeeds(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    fixture.rooms.delete_room(&spec.name).await.unwrap();
    open(&*fixture.rooms, &spec).await;
    fixture.rooms.delete_room(&spec.name).await.unwrap();
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn an_empty_and_a_missing_room_have_no_participants(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    assert_eq!(fixture.rooms.list_participants(&spec.name).await.unwrap(), []);
    open(&*fixture.rooms, &spec).await;
    assert_eq!(fixture.rooms.list_participants(&spec.name).await.unwrap(), []);
    fixture.rooms.delete_room(&spec.name).await.unwrap();
    assert_eq!(fixture.rooms.list_participants(&spec.name).await.unwrap(), []);
}

pub async fn removing_a_missing_participant_succeeds(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    let vera = Identity::of_user(&fixtures::user_id("vera"));
    let guest = Identity::of_guest(fixtures::time(), 7);
    fixture.rooms.remove_participant(&spec.name, &vera).await.unwrap();
    open(&*fixture.rooms, &spec).await;
    for who in [&vera, &guest] {
        fixture.rooms.remove_participant(&spec.name, who).await.unwrap();
    }
    assert_eq!(listed(&*fixture.rooms, &spec.name).await.len(), 1);
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn metadata_of_open_and_missing_rooms_may_be_updated(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    let metadata = RoomMetadata {
        title: fixtures::title("Another title"),
        ..fixtures::metadata_of(&spec)
    };
    fixture
        .rooms
        .update_metadata(&spec.name, &metadata)
        .await
        .unwrap();
    assert_eq!(listed(&*fixture.rooms, &spec.name).await, []);
    let sid = open(&*fixture.rooms, &spec).await;
    fixture
        .rooms
        .update_metadata(&spec.name, &metadata)
        .await
        .unwrap();
    assert_eq!(open(&*fixture.rooms, &spec).await, sid);
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

/// Waits until a room is listed with this metadata. A list may lag behind an update.
async fn wait_until_listed(rooms: &dyn MediaRooms, name: &RoomName, metadata: &RoomMetadata) {
    let waiting = async {
        while listed(rooms, name).await[0].metadata.as_ref() != Some(metadata) {
            tokio::task::yield_now().await;
        }
    };
    finishes(waiting).await;
}

pub async fn updated_metadata_is_listed(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    open(&*fixture.rooms, &spec).await;
    let full = RoomMetadata {
        title: fixtures::title("Another \"title\" 🎥"),
        description: Some(fixtures::description("Two\nlines.")),
        chat: ChatSettings {
            is_enabled: false,
            is_delayed: true,
            is_followers_only: true,
        },
    };
    for metadata in [&full, &fixtures::metadata_of(&spec)] {
        fixture.rooms.update_metadata(&spec.name, metadata).await.unwrap();
        wait_until_listed(&*fixture.rooms, &spec.name, metadata).await;
    }
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

/// The longest message, and its removal.
fn chat_events() -> [ChatEvent; 2] {
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

pub async fn chat_may_be_sent_to_an_open_room(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    open(&*fixture.rooms, &spec).await;
    let vera = Identity::of_user(&fixtures::user_id("vera"));
    for audience in [Audience::Everybody, Audience::Only(vec![vera])] {
        for one in chat_events() {
            fixture
                .rooms
                .send_chat(&spec.name, &one, &audience)
                .await
                .unwrap();
        }
    }
    fixture.rooms.delete_room(&spec.name).await.unwrap();
}

pub async fn chat_to_a_missing_room_creates_no_room(fixture: &RoomsFixture) {
    let [posted, _] = chat_events();
    let room = fixtures::a_room().name;
    // The port allows both results.
    let _result = finishes(fixture.rooms.send_chat(&room, &posted, &Audience::Everybody)).await;
    assert_eq!(listed(&*fixture.rooms, &room).await, []);
}

pub async fn the_longest_name_and_metadata_are_accepted(fixture: &RoomsFixture) {
    let unique = fixtures::a_room();
    let name = format!("{:~<255}", unique.name);
    let spec = RoomSpec {
        name: RoomName::of(&fixtures::user_id(&name)),
        metadata: Some(RoomMetadata {
            title: fixtures::title(&"🎥".repeat(200)),
            description: Some(fixtures::description(&"\u{1f3a5}".repeat(2000))),
            ..fixtures::metadata_of(&unique)
        }),
        ..unique
    };
    open(&*fixture.rooms, &spec).await;
    wait_until_listed(&*fixture.rooms, &spec.name, &fixtures::metadata_of(&spec)).await;
    fixture
        .rooms
        .update_metadata(&spec.name, &fixtures::metadata_of(&spec))
        .await
        .unwrap();
    fixture.rooms.delete_room(&spec.name).await.unwrap();
    assert_eq!(listed(&*fixture.rooms, &spec.name).await, []);
}

pub async fn unusual_names_are_accepted(fixture: &RoomsFixture) {
    let mut specs: Vec<_> = ["auth0|", "../", "a%20b&c=", "\"'<>{}$\\"]
        .into_iter()
        .map(|odd| {
            let unique = fixtures::a_room();
            let name = RoomName::of(&fixtures::user_id(&format!("{odd}{}", unique.name)));
            RoomSpec { name, ..unique }
        })
        .collect();
    let longest = format!("{:~<255}", fixtures::a_room().name);
    specs.push(RoomSpec::of_connection_check(&fixtures::user_id(&longest)));
    for spec in specs {
        let sid = open(&*fixture.rooms, &spec).await;
        let expected = Room {
            name: spec.name.clone(),
            sid,
            metadata: spec.metadata.clone(),
        };
        assert_eq!(listed(&*fixture.rooms, &spec.name).await, [expected]);
        fixture.rooms.delete_room(&spec.name).await.unwrap();
        assert_eq!(listed(&*fixture.rooms, &spec.name).await, []);
    }
}
