//! The cases of `MediaRooms` if the media server does not answer.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::future::Future;
use std::time::Duration;

use onair_domain::chat::{Audience, ChatEvent};
use onair_domain::ports::MediaRoomsError;
use onair_domain::room::Identity;

use crate::{WorkingRooms, fixtures};

/// Runs the cases of a media server that is unavailable, hangs, or answers with invalid data. `fresh`
/// returns [`WorkingRooms`](crate::WorkingRooms) over such a server.
#[macro_export]
macro_rules! unreachable_media_rooms {
    ($fresh:expr) => {
        $crate::cases!(
            unreachable_media_rooms,
            $fresh,
            [
                creating_a_room_fails_in_time,
                deleting_a_room_fails_in_time,
                listing_rooms_fails_in_time,
                listing_participants_fails_in_time,
                removing_a_participant_fails_in_time,
                updating_metadata_fails_in_time,
                sending_chat_fails_in_time,
            ]
        );
    };
}

/// Asserts that a call fails as unavailable within the 5 s that the port allows.
async fn fails_in_time<T>(call: impl Future<Output = Result<T, MediaRoomsError>>) {
    let answer = tokio::time::timeout(Duration::from_secs(5), call).await;
    let answer = answer.map(|answer| answer.map(drop));
    assert!(
        matches!(answer, Ok(Err(MediaRoomsError::Unavailable(_)))),
        "{answer:?}"
    );
}

pub async fn creating_a_room_fails_in_time(given: &WorkingRooms) {
    fails_in_time(given.rooms.create_room(&fixtures::a_room())).await;
}

pub async fn deleting_a_room_fails_in_time(given: &WorkingRooms) {
    fails_in_time(given.rooms.delete_room(&fixtures::a_room().name)).await;
}

pub async fn listing_rooms_fails_in_time(given: &WorkingRooms) {
    fails_in_time(given.rooms.list_rooms()).await;
}

pub async fn listing_participants_fails_in_time(given: &WorkingRooms) {
    fails_in_time(given.rooms.list_participants(&fixtures::a_room().name)).await;
}

pub async fn removing_a_participant_fails_in_time(given: &WorkingRooms) {
    let who = Identity::of_user(&fixtures::user_id("vera"));
    fails_in_time(given.rooms.remove_participant(&fixtures::a_room().name, &who)).await;
}

pub async fn updating_metadata_fails_in_time(given: &WorkingRooms) {
    let spec = fixtures::a_room();
    fails_in_time(given.rooms.update_metadata(&spec.name, &spec.metadata)).await;
}

pub async fn sending_chat_fails_in_time(given: &WorkingRooms) {
    let news = ChatEvent::Removed {
        id: fixtures::message_id(),
        creator_id: fixtures::user_id("ada"),
    };
    let room = fixtures::a_room().name;
    fails_in_time(given.rooms.send_chat(&room, &news, &Audience::Everybody)).await;
}
