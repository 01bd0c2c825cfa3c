//! The cases of `MediaRooms` if the media server does not answer.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::future::Future;

use onair_domain::chat::{Audience, ChatEvent};
use onair_domain::ports::MediaRoomsError;
use onair_domain::room::Identity;

use crate::{RoomsFixture, finishes, fixtures};

/// Runs the cases of a media server that is unavailable, hangs, or answers with invalid data. `fresh`
/// returns [`RoomsFixture`](crate::RoomsFixture) over such a server.
#[macro_export]
macro_rules! unreachable_media_rooms {
    ($fresh:expr) => {
        $crate::cases!(
            unreachable_media_rooms,
            $fresh,
            [
                creating_a_room_fails,
                deleting_a_room_fails,
                listing_rooms_fails,
                listing_participants_fails,
                removing_a_participant_fails,
                updating_metadata_fails,
                sending_chat_fails,
            ]
        );
    };
}

/// Asserts that a call fails as unavailable.
async fn assert_unavailable<T>(call: impl Future<Output = Result<T, MediaRoomsError>>) {
    let answer = finishes(call).await.map(drop);
    assert!(
        matches!(answer, Err(MediaRoomsError::Unavailable(_))),
        "{answer:?}"
    );
}

pub async fn creating_a_room_fails(fixture: &RoomsFixture) {
    assert_unavailable(fixture.rooms.create_room(&fixtures::a_room())).await;
}

pub async fn deleting_a_room_fails(fixture: &RoomsFixture) {
    assert_unavailable(fixture.rooms.delete_room(&fixtures::a_room().name)).await;
}

pub async fn listing_rooms_fails(fixture: &RoomsFixture) {
    assert_unavailable(fixture.rooms.list_rooms()).await;
}

pub async fn listing_participants_fails(fixture: &RoomsFixture) {
    assert_unavailable(fixture.rooms.list_participants(&fixtures::a_room().name)).await;
}

pub async fn removing_a_participant_fails(fixture: &RoomsFixture) {
    let who = Identity::of_user(&fixtures::user_id("vera"));
    assert_unavailable(fixture.rooms.remove_participant(&fixtures::a_room().name, &who)).await;
}

pub async fn updating_metadata_fails(fixture: &RoomsFixture) {
    let spec = fixtures::a_room();
    assert_unavailable(
        fixture
            .rooms
            .update_metadata(&spec.name, &fixtures::metadata_of(&spec)),
    )
    .await;
}

pub async fn sending_chat_fails(fixture: &RoomsFixture) {
    let events = ChatEvent::Removed {
        id: fixtures::message_id(),
        creator_id: fixtures::user_id("ada"),
    };
    let room = fixtures::a_room().name;
    assert_unavailable(fixture.rooms.send_chat(&room, &events, &Audience::Everybody)).await;
}
