//! Guests prove by their room token who they are.

use std::time::Duration;

use onair_domain::chat::{ChatError, RoomGuest};
use onair_domain::token::{GuestNameOrRandom, RoomToken, SignedToken};
use onair_domain::user::{User, UserId};

use crate::studio::Studio;

fn sent(token: &SignedToken) -> RoomToken {
    RoomToken::new(token.reveal().to_owned())
}

async fn token(studio: &Studio, host: &User) -> RoomToken {
    let name = GuestNameOrRandom::parse("Otter").unwrap();
    let access = studio.tokens.generate_guest_token(&host.id, name).await;
    sent(&access.unwrap().token)
}

async fn is_refused(studio: &Studio, host: &UserId, token: &RoomToken) -> bool {
    match studio.chat.recognise(host, token).await {
        Ok(_) => false,
        Err(ChatError::InvalidToken) => true,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_token_proves_who_its_guest_is_for_as_long_as_the_session_lasts() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let token = token(&studio, &host).await;
    let first: RoomGuest = studio.chat.recognise(&host.id, &token).await.unwrap();
    // It has long stopped opening the room.
    studio.memory.clock.advance(Duration::from_hours(3));
    assert_eq!(studio.chat.recognise(&host.id, &token).await.unwrap(), first);
    studio.broadcasts.go_live(&host).await.unwrap();
    assert_eq!(studio.chat.recognise(&host.id, &token).await.unwrap(), first);
}

#[tokio::test]
async fn a_token_of_an_earlier_session_proves_nothing() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let token = token(&studio, &host).await;
    studio.broadcasts.end_stream(&host.id).await.unwrap();
    assert!(
        is_refused(&studio, &host.id, &token).await,
        "while offline none counts"
    );
    studio.memory.clock.advance(Duration::from_secs(1));
    studio.broadcasts.go_live(&host).await.unwrap();
    assert!(is_refused(&studio, &host.id, &token).await);
}

#[tokio::test]
async fn a_token_of_another_room_proves_nothing_here() {
    let studio = Studio::new();
    let ada = studio.live_host("ada").await;
    let ben = studio.live_host("ben").await;
    let token = token(&studio, &ada).await;
    assert!(is_refused(&studio, &ben.id, &token).await);
    assert!(!is_refused(&studio, &ada.id, &token).await);
}

#[tokio::test]
async fn a_token_of_somebody_signed_in_or_of_the_host_is_no_guests() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let vera = studio.user("vera").await;
    let viewer = studio
        .tokens
        .generate_viewer_token(&vera, &host.id)
        .await
        .unwrap();
    assert!(is_refused(&studio, &host.id, &sent(&viewer.token)).await);
    let creator = studio.broadcasts.go_live(&host).await.unwrap();
    assert!(is_refused(&studio, &host.id, &sent(&creator.token)).await);
    assert!(is_refused(&studio, &host.id, &RoomToken::new("room-token-99".to_owned())).await);
}
