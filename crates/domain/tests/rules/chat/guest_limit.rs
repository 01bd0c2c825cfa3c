//! All guests of one origin together write at most 20 messages in any 10 s, over all rooms.

use std::time::Duration;

use onair_domain::chat::{ChatError, ChatParticipant, ChatText, GuestOrigin};
use onair_domain::stream::StreamPatch;
use onair_domain::token::{GuestNameOrRandom, RoomToken};
use onair_domain::user::User;
use tokio::task::JoinSet;

use crate::services::Services;

async fn guest(services: &Services, host: &User, origin: &str) -> ChatParticipant {
    let name = GuestNameOrRandom::default();
    let access = services.tokens.generate_guest_token(&host.id, name, None).await;
    let token = RoomToken::new(access.unwrap().token.expose_secret().to_owned());
    let guest = services.chat.authenticate_guest(&host.id, &token).await.unwrap();
    ChatParticipant::Guest(guest.with_origin(GuestOrigin::new(origin)))
}

async fn write(services: &Services, host: &User, who: &ChatParticipant) -> Result<(), ChatError> {
    let text = ChatText::parse("Hello").unwrap();
    services.chat.post(&host.id, who, text, None).await.map(drop)
}

/// Writes 19 messages of several guests in two rooms, and returns a guest who may write one more.
async fn write_nineteen(services: &Services, hosts: [&User; 2], origin: &str) -> ChatParticipant {
    for host in [hosts[0], hosts[1], hosts[0]] {
        let who = guest(services, host, origin).await;
        for _ in 0..5 {
            write(services, host, &who).await.unwrap();
        }
    }
    let last = guest(services, hosts[1], origin).await;
    for _ in 0..4 {
        write(services, hosts[1], &last).await.unwrap();
    }
    last
}

#[tokio::test]
async fn guests_of_one_origin_share_a_limit_over_all_rooms() {
    let services = Services::new();
    let (ada, ben) = (services.live_host("ada").await, services.live_host("ben").await);
    let last = write_nineteen(&services, [&ada, &ben], "here").await;
    write(&services, &ben, &last).await.unwrap();
    let more = guest(&services, &ada, "here").await;
    match write(&services, &ada, &more).await {
        Err(ChatError::OriginTooFast(wait)) => assert_eq!(wait, Duration::from_secs(10)),
        other => panic!("{other:?}"),
    }
    let elsewhere = guest(&services, &ada, "elsewhere").await;
    write(&services, &ada, &elsewhere).await.unwrap();
    let vera = ChatParticipant::User(services.user("vera").await);
    write(&services, &ada, &vera).await.unwrap();
    services.memory.clock.advance(Duration::from_millis(9_999));
    assert!(write(&services, &ada, &more).await.is_err());
    services.memory.clock.advance(Duration::from_millis(1));
    write(&services, &ada, &more).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn simultaneous_guests_of_one_origin_write_exactly_20_messages() {
    let services = Services::new();
    let ada = services.live_host("ada").await;
    let mut writing = JoinSet::new();
    for _ in 0..25 {
        let (chat, host) = (services.chat.clone(), ada.id.clone());
        let who = guest(&services, &ada, "here").await;
        writing.spawn(async move {
            chat.post(&host, &who, ChatText::parse("Hello").unwrap(), None)
                .await
        });
    }
    let written = writing.join_all().await;
    assert_eq!(written.iter().filter(|result| result.is_ok()).count(), 20);
    let is_refused = |result: &Result<_, _>| matches!(result, Err(ChatError::OriginTooFast(_)));
    assert_eq!(written.iter().filter(|result| is_refused(result)).count(), 5);
}

#[tokio::test]
async fn refused_messages_do_not_count() {
    let services = Services::new();
    let (ada, ben) = (services.live_host("ada").await, services.live_host("ben").await);
    let last = write_nineteen(&services, [&ada, &ben], "here").await;
    let fast = guest(&services, &ada, "here").await;
    let settings = |is_enabled| {
        services
            .streams
            .update_chat_settings(&ada.id, Some(is_enabled), None, None)
    };
    settings(false).await.unwrap();
    for _ in 0..30 {
        let refused = write(&services, &ada, &fast).await;
        assert!(matches!(refused, Err(ChatError::ChatDisabled)), "{refused:?}");
    }
    settings(true).await.unwrap();
    services.memory.store.start_outage();
    for _ in 0..30 {
        let refused = write(&services, &ada, &fast).await;
        assert!(matches!(refused, Err(ChatError::Outage(_))), "{refused:?}");
    }
    services.memory.store.end_outage();
    write(&services, &ben, &last).await.unwrap();
    assert!(write(&services, &ada, &fast).await.is_err());
}

#[tokio::test]
async fn other_refusals_come_first() {
    let services = Services::new();
    let (ada, ben) = (services.live_host("ada").await, services.live_host("ben").await);
    let last = write_nineteen(&services, [&ada, &ben], "here").await;
    write(&services, &ben, &last).await.unwrap();
    let refused = write(&services, &ben, &last).await;
    assert!(matches!(refused, Err(ChatError::TooFast(_))), "{refused:?}");
    let patch = StreamPatch {
        is_guests_allowed: Some(false),
        ..StreamPatch::default()
    };
    services.streams.update_stream_info(&ada.id, patch).await.unwrap();
    let more = guest(&services, &ben, "here").await;
    services.broadcasts.end_stream(&ben.id).await.unwrap();
    let refused = write(&services, &ben, &more).await;
    assert!(matches!(refused, Err(ChatError::StreamOffline)), "{refused:?}");
}
