//! Guests are authenticated by their room token.

use std::sync::Arc;
use std::time::Duration;

use onair_adapters_memory::FixedClock;
use onair_domain::chat::{ChatError, ChatParticipant, ChatText, RoomGuest, Slice};
use onair_domain::port_set::PortSet;

use onair_domain::token::{GuestNameOrRandom, RoomToken, SignedToken};
use onair_domain::user::{User, UserId};

use crate::services::Services;

fn room_token(token: &SignedToken) -> RoomToken {
    RoomToken::new(token.expose_secret().to_owned())
}

async fn token(services: &Services, host: &User) -> RoomToken {
    let name = GuestNameOrRandom::parse("Otter").unwrap();
    let access = services.tokens.generate_guest_token(&host.id, name, None).await;
    room_token(&access.unwrap().token)
}

async fn is_refused(services: &Services, host: &UserId, token: &RoomToken) -> bool {
    match services.chat.authenticate_guest(host, token).await {
        Ok(_) => false,
        Err(ChatError::InvalidToken) => true,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_guest_token_is_valid_until_the_session_ends() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let token = token(&services, &host).await;
    let first: RoomGuest = services.chat.authenticate_guest(&host.id, &token).await.unwrap();
    // The token has expired, so it does not open the room any more.
    services.memory.clock.advance(Duration::from_hours(3));
    assert_eq!(
        services.chat.authenticate_guest(&host.id, &token).await.unwrap(),
        first
    );
    services.broadcasts.go_live(&host).await.unwrap();
    assert_eq!(
        services.chat.authenticate_guest(&host.id, &token).await.unwrap(),
        first
    );
}

#[tokio::test]
async fn a_token_of_an_earlier_session_is_not_valid() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let token = token(&services, &host).await;
    services.broadcasts.end_stream(&host.id).await.unwrap();
    assert!(
        is_refused(&services, &host.id, &token).await,
        "no guest token is valid while the stream is offline"
    );
    // At the same time, so that the two sessions differ only by their ids.
    services.broadcasts.go_live(&host).await.unwrap();
    assert!(is_refused(&services, &host.id, &token).await);
}

/// The session was opened by a server whose clock is ahead of, or behind, that of the server that signs.
#[tokio::test]
async fn a_guest_writes_although_clocks_of_servers_differ() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let (now, skew) = (services.ports.clock.now(), Duration::from_secs(3));
    for now in [now - skew, now + skew] {
        let other = PortSet {
            clock: Arc::new(FixedClock::at(now)),
            ..services.ports.clone()
        }
        .tokens();
        let name = GuestNameOrRandom::default();
        let access = other.generate_guest_token(&host.id, name, None).await.unwrap();
        let guest = services
            .chat
            .authenticate_guest(&host.id, &room_token(&access.token))
            .await
            .unwrap();
        let text = ChatText::parse("Good evening").unwrap();
        let result = services
            .chat
            .post(&host.id, &ChatParticipant::Guest(guest), text, None)
            .await;
        assert_eq!(result.unwrap().author.identity, access.identity);
    }
}

#[tokio::test]
async fn a_removed_guest_can_neither_write_nor_read_with_any_token() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let first = token(&services, &host).await;
    let name = GuestNameOrRandom::parse("Heron").unwrap();
    let second = services
        .tokens
        .generate_guest_token(&host.id, name, Some(&first))
        .await
        .unwrap();
    services
        .broadcasts
        .remove_viewer(&host.id, &second.identity)
        .await
        .unwrap();
    for token in [first, room_token(&second.token)] {
        let guest = services.chat.authenticate_guest(&host.id, &token).await.unwrap();
        let guest = ChatParticipant::Guest(guest);
        let text = ChatText::parse("I am back").unwrap();
        let result = services.chat.post(&host.id, &guest, text, None).await;
        assert!(matches!(result, Err(ChatError::Blocked)), "{result:?}");
        let read = services.chat.history(&host.id, Some(&guest), Slice::Newest).await;
        assert!(matches!(read, Err(ChatError::Blocked)), "{read:?}");
    }
}

#[tokio::test]
async fn a_token_of_another_room_is_not_valid() {
    let services = Services::new();
    let ada = services.live_host("ada").await;
    let ben = services.live_host("ben").await;
    let token = token(&services, &ada).await;
    assert!(is_refused(&services, &ben.id, &token).await);
    assert!(!is_refused(&services, &ada.id, &token).await);
}

#[tokio::test]
async fn a_token_of_a_user_or_host_does_not_authenticate_a_guest() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let vera = services.user("vera").await;
    let viewer = services
        .tokens
        .generate_viewer_token(&vera, &host.id)
        .await
        .unwrap();
    assert!(is_refused(&services, &host.id, &room_token(&viewer.token)).await);
    let creator = services.broadcasts.go_live(&host).await.unwrap();
    assert!(is_refused(&services, &host.id, &room_token(&creator.token)).await);
    assert!(is_refused(&services, &host.id, &RoomToken::new("room-token-99".to_owned())).await);
}
