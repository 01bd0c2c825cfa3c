//! Guests prove by their room token who they are.

use std::sync::Arc;
use std::time::Duration;

use onair_adapters_memory::FixedClock;
use onair_domain::chat::{ChatError, ChatParticipant, ChatText, RoomGuest, Slice};
use onair_domain::port_set::PortSet;

use onair_domain::token::{GuestNameOrRandom, RoomToken, SignedToken};
use onair_domain::user::{User, UserId};

use crate::studio::Studio;

fn sent(token: &SignedToken) -> RoomToken {
    RoomToken::new(token.expose_secret().to_owned())
}

async fn token(studio: &Studio, host: &User) -> RoomToken {
    let name = GuestNameOrRandom::parse("Otter").unwrap();
    let access = studio.tokens.generate_guest_token(&host.id, name, None).await;
    sent(&access.unwrap().token)
}

async fn is_refused(studio: &Studio, host: &UserId, token: &RoomToken) -> bool {
    match studio.chat.authenticate_guest(host, token).await {
        Ok(_) => false,
        Err(ChatError::InvalidToken) => true,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_guest_token_is_valid_until_the_session_ends() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let token = token(&studio, &host).await;
    let first: RoomGuest = studio.chat.authenticate_guest(&host.id, &token).await.unwrap();
    // It has long stopped opening the room.
    studio.memory.clock.advance(Duration::from_hours(3));
    assert_eq!(
        studio.chat.authenticate_guest(&host.id, &token).await.unwrap(),
        first
    );
    studio.broadcasts.go_live(&host).await.unwrap();
    assert_eq!(
        studio.chat.authenticate_guest(&host.id, &token).await.unwrap(),
        first
    );
}

#[tokio::test]
async fn a_token_of_an_earlier_session_is_not_valid() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let token = token(&studio, &host).await;
    studio.broadcasts.end_stream(&host.id).await.unwrap();
    assert!(
        is_refused(&studio, &host.id, &token).await,
        "while offline none counts"
    );
    // In the same moment, so that no clock tells the two sessions apart.
    studio.broadcasts.go_live(&host).await.unwrap();
    assert!(is_refused(&studio, &host.id, &token).await);
}

/// The session was opened by a server whose clock is ahead of, or behind, that of the server that signs.
#[tokio::test]
async fn a_guest_writes_although_clocks_of_servers_differ() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let (now, skew) = (studio.ports.clock.now(), Duration::from_secs(3));
    for now in [now - skew, now + skew] {
        let other = PortSet {
            clock: Arc::new(FixedClock::at(now)),
            ..studio.ports.clone()
        }
        .tokens();
        let name = GuestNameOrRandom::default();
        let access = other.generate_guest_token(&host.id, name, None).await.unwrap();
        let guest = studio
            .chat
            .authenticate_guest(&host.id, &sent(&access.token))
            .await
            .unwrap();
        let text = ChatText::parse("Good evening").unwrap();
        let written = studio
            .chat
            .post(&host.id, &ChatParticipant::Guest(guest), text)
            .await;
        assert_eq!(written.unwrap().author.identity, access.identity);
    }
}

#[tokio::test]
async fn a_removed_guest_can_neither_write_nor_read_with_any_token() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let first = token(&studio, &host).await;
    let name = GuestNameOrRandom::parse("Heron").unwrap();
    let second = studio
        .tokens
        .generate_guest_token(&host.id, name, Some(&first))
        .await
        .unwrap();
    studio
        .broadcasts
        .remove_viewer(&host.id, &second.identity)
        .await
        .unwrap();
    for token in [first, sent(&second.token)] {
        let guest = studio.chat.authenticate_guest(&host.id, &token).await.unwrap();
        let guest = ChatParticipant::Guest(guest);
        let text = ChatText::parse("I am back").unwrap();
        let written = studio.chat.post(&host.id, &guest, text).await;
        assert!(matches!(written, Err(ChatError::Blocked)), "{written:?}");
        let read = studio.chat.history(&host.id, Some(&guest), Slice::Newest).await;
        assert!(matches!(read, Err(ChatError::Blocked)), "{read:?}");
    }
}

#[tokio::test]
async fn a_token_of_another_room_is_not_valid() {
    let studio = Studio::new();
    let ada = studio.live_host("ada").await;
    let ben = studio.live_host("ben").await;
    let token = token(&studio, &ada).await;
    assert!(is_refused(&studio, &ben.id, &token).await);
    assert!(!is_refused(&studio, &ada.id, &token).await);
}

#[tokio::test]
async fn a_token_of_a_user_or_host_does_not_authenticate_a_guest() {
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
