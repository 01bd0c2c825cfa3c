//! Ports that fail, and the number of calls to ports.

use std::sync::Arc;

use futures_util::FutureExt as _;
use onair_adapters_memory::{MemoryPorts, SimulatedOutage};
use onair_domain::account::{AccountError, AccountService};
use onair_domain::chat::{ChatError, ChatParticipant, ChatText, MessageId, Slice};
use onair_domain::creator::{About, ApprovalError, CreatorError};
use onair_domain::error::Outage;
use onair_domain::page::PageRequest;
use onair_domain::port_set::PortSet;
use onair_domain::ports::{
    CreatorApplicationsError, LocksError, MediaRoomsError, MockCreatorApplications, MockLocks,
    MockMediaRooms, MockSessionRepository, MockTokenSigner, SessionRepositoryError, TokenSignerError,
};
use onair_domain::room::{Identity, RoomSid};
use onair_domain::session::{BroadcastError, EndReason, Phase};
use onair_domain::social::SocialError;
use onair_domain::stream::{SearchError, StreamError, StreamPatch};
use onair_domain::token::{GuestNameOrRandom, TokenError};
use onair_domain::user::{BearerToken, Requester, User};
use onair_port_contracts::fixtures;

use crate::services::Services;

/// A host in memory adapters, of which a test replaces some.
async fn host_in_memory() -> (MemoryPorts, User) {
    let memory = MemoryPorts::new();
    let host = Services::over(memory.ports(), memory.clone()).host("ada").await;
    (memory, host)
}

fn media_unavailable() -> MediaRoomsError {
    MediaRoomsError::Unavailable(Box::new(SimulatedOutage))
}

#[tokio::test]
async fn without_a_media_server_going_live_fails_and_opens_no_session() {
    let (memory, host) = host_in_memory().await;
    let (mut media, mut sessions) = (MockMediaRooms::new(), MockSessionRepository::new());
    sessions.expect_find_open().returning(|_| Ok(None));
    sessions.expect_find_last_room().returning(|_| Ok(None));
    media
        .expect_create_room()
        .times(1)
        .returning(|_| Err(media_unavailable()));
    sessions.expect_open().never();
    let ports = PortSet {
        media: Arc::new(media),
        sessions: Arc::new(sessions),
        ..memory.ports()
    };
    let services = Services::over(ports, memory);
    let failed = services.broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::Outage(Outage::Media(_)))));
    assert_eq!(services.memory.signer.signed(), []);
}

/// Ports whose lock service does not answer.
fn without_locks(memory: &MemoryPorts) -> PortSet {
    let mut locks = MockLocks::new();
    locks
        .expect_acquire()
        .times(1)
        .returning(|_, _| Err(LocksError::Unavailable(Box::new(SimulatedOutage))));
    PortSet {
        locks: Arc::new(locks),
        ..memory.ports()
    }
}

#[tokio::test]
async fn going_live_without_the_lock_service_names_it_and_creates_no_room() {
    let (memory, host) = host_in_memory().await;
    let services = Services::over(without_locks(&memory), memory);
    let failed = services.broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::Outage(Outage::Locks(_)))));
    assert!(!services.is_room_open(&host));
    assert!(services.session(&host.id).await.is_none());
}

#[tokio::test]
async fn a_broadcast_ends_without_the_lock_service() {
    let (memory, host) = host_in_memory().await;
    let earlier_services = Services::over(memory.ports(), memory.clone());
    earlier_services.broadcasts.go_live(&host).await.unwrap();
    let services = Services::over(without_locks(&memory), memory);
    assert!(services.broadcasts.end_stream(&host.id).await.unwrap().is_some());
}

#[tokio::test]
async fn the_reconciler_reports_that_the_lock_service_is_unavailable() {
    let (memory, host) = host_in_memory().await;
    let earlier_services = Services::over(memory.ports(), memory.clone());
    earlier_services.broadcasts.go_live(&host).await.unwrap();
    memory.media.start_outage();
    earlier_services.broadcasts.end_stream(&host.id).await.unwrap();
    memory.media.end_outage();
    let services = Services::over(without_locks(&memory), memory);
    let report = services.reconciler.reconcile_once().await;
    assert!(matches!(report.outage, Some(Outage::Locks(_))));
    assert!(
        services.is_room_open(&host),
        "the room has no session and is not closed"
    );
}

#[tokio::test]
async fn going_live_works_again_once_the_media_server_is_back() {
    let services = Services::new();
    let host = services.host("ada").await;
    services.memory.media.start_outage();
    services.broadcasts.go_live(&host).await.unwrap_err();
    services.memory.media.end_outage();
    let start = services.broadcasts.go_live(&host).await.unwrap();
    assert!(start.stream.is_live() && !start.is_resumed);
}

#[tokio::test]
async fn a_room_that_outlived_its_session_is_closed_before_the_next_one() {
    let services = Services::new();
    let host = services.host("ada").await;
    let first = services.broadcasts.go_live(&host).await.unwrap();
    let vera = Identity::from_outside("vera".to_owned());
    services.memory.media.join(&first.room, &vera, "Vera");
    services.memory.media.start_outage();
    services.broadcasts.end_stream(&host.id).await.unwrap();
    services.memory.media.end_outage();
    let second = services.broadcasts.go_live(&host).await.unwrap();
    assert_ne!(second.session.room_sid, first.session.room_sid);
    assert!(!services.memory.media.is_connected(&second.room, &vera));
}

#[tokio::test]
async fn without_a_media_server_a_broadcast_still_ends() {
    let (memory, host) = host_in_memory().await;
    let earlier_services = Services::over(memory.ports(), memory.clone());
    earlier_services.broadcasts.go_live(&host).await.unwrap();
    let mut media = MockMediaRooms::new();
    media
        .expect_delete_room()
        .times(1)
        .returning(|_| Err(media_unavailable()));
    let ports = PortSet {
        media: Arc::new(media),
        ..memory.ports()
    };
    let services = Services::over(ports, memory);
    let ended = services.broadcasts.end_stream(&host.id).await.unwrap().unwrap();
    let reason = EndReason::EndedByCreator;
    assert!(matches!(ended.phase, Phase::Ended { reason: why, .. } if why == reason));
    assert!(!services.stream(&host.id).await.is_live());
}

#[tokio::test]
async fn without_a_media_server_settings_still_change() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    services.memory.media.start_outage();
    let changed = services
        .streams
        .update_chat_settings(&host.id, Some(false), None, None);
    assert!(!changed.await.unwrap().chat.is_enabled);
}

#[tokio::test]
async fn each_session_creates_its_room_once() {
    let (memory, host) = host_in_memory().await;
    let mut media = MockMediaRooms::new();
    media
        .expect_create_room()
        .times(3)
        .withf(|spec| spec.name.as_str() == "ada")
        .returning(|_| Ok(RoomSid::from_trusted("RM_1".to_owned())));
    media.expect_update_metadata().returning(|_, _| Ok(()));
    let ports = PortSet {
        media: Arc::new(media),
        ..memory.ports()
    };
    let services = Services::over(ports, memory);
    for _ in 0..3 {
        services.broadcasts.go_live(&host).await.unwrap();
    }
}

#[tokio::test]
async fn a_new_room_gets_only_settings_that_changed_while_it_was_created() {
    for is_changed in [false, true] {
        let (memory, host) = host_in_memory().await;
        let mut media = MockMediaRooms::new();
        let (streams, id) = (memory.ports().streams, host.id.clone());
        media.expect_create_room().times(1).returning(move |_| {
            if is_changed {
                let patch = StreamPatch {
                    title: Some(fixtures::title("Changed")),
                    ..StreamPatch::default()
                };
                let changed = streams.update(&id, &patch, fixtures::later(1)).now_or_never();
                assert!(changed.unwrap().unwrap().is_some());
            }
            Ok(RoomSid::from_trusted("RM_1".to_owned()))
        });
        media
            .expect_update_metadata()
            .times(usize::from(is_changed))
            .withf(|_, metadata| metadata.title.as_str() == "Changed")
            .returning(|_, _| Ok(()));
        let ports = PortSet {
            media: Arc::new(media),
            ..memory.ports()
        };
        let services = Services::over(ports, memory);
        services.broadcasts.go_live(&host).await.unwrap();
    }
}

#[tokio::test]
async fn a_token_that_cannot_be_signed_leaves_the_stream_offline() {
    let (memory, host) = host_in_memory().await;
    let (mut signer, mut sessions) = (MockTokenSigner::new(), MockSessionRepository::new());
    signer
        .expect_sign()
        .times(1)
        .returning(|_| Err(TokenSignerError(Box::new(SimulatedOutage))));
    sessions.expect_find_open().returning(|_| Ok(None));
    sessions.expect_find_last_room().returning(|_| Ok(None));
    sessions.expect_open().never();
    let ports = PortSet {
        signer: Arc::new(signer),
        sessions: Arc::new(sessions),
        ..memory.ports()
    };
    let failed = Services::over(ports, memory).broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::Token(_))));
}

#[tokio::test]
async fn without_a_stored_session_no_token_is_returned() {
    let (memory, host) = host_in_memory().await;
    let mut sessions = MockSessionRepository::new();
    sessions.expect_find_open().returning(|_| Ok(None));
    sessions.expect_find_last_room().returning(|_| Ok(None));
    sessions
        .expect_open()
        .times(1)
        .returning(|_| Err(SessionRepositoryError::Unavailable(Box::new(SimulatedOutage))));
    let ports = PortSet {
        sessions: Arc::new(sessions),
        ..memory.ports()
    };
    let failed = Services::over(ports, memory).broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::Outage(Outage::Store(_)))));
}

#[tokio::test]
async fn a_stream_deleted_in_the_meantime_is_unknown() {
    let (memory, host) = host_in_memory().await;
    let mut sessions = MockSessionRepository::new();
    sessions.expect_find_open().returning(|_| Ok(None));
    sessions.expect_find_last_room().returning(|_| Ok(None));
    sessions
        .expect_open()
        .returning(|_| Err(SessionRepositoryError::StreamUnknown));
    let ports = PortSet {
        sessions: Arc::new(sessions),
        ..memory.ports()
    };
    let failed = Services::over(ports, memory).broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::StreamUnknown)));
}

#[tokio::test]
async fn an_outage_of_the_store_admits_no_creator() {
    let (memory, host) = host_in_memory().await;
    let (mut applications, mut media) = (MockCreatorApplications::new(), MockMediaRooms::new());
    applications
        .expect_find()
        .returning(|_| Err(CreatorApplicationsError::Unavailable(Box::new(SimulatedOutage))));
    media.expect_create_room().never();
    let ports = PortSet {
        applications: Arc::new(applications),
        media: Arc::new(media),
        ..memory.ports()
    };
    let failed = Services::over(ports, memory).broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::Outage(Outage::Store(_)))));
}

/// Asserts that each call fails because the store is unavailable.
macro_rules! assert_store_unavailable {
    ($error:ident: $($call:expr),* $(,)?) => {$(
        let answer = $call.await.map(drop);
        assert!(matches!(answer, Err($error::Outage(Outage::Store(_)))), "{answer:?}");
    )*};
}

#[tokio::test]
async fn every_call_reports_an_outage_of_the_store() {
    let services = Services::new();
    let (host, vera) = (services.live_host("ada").await, services.user("vera").await);
    services.memory.store.start_outage();
    let (id, title, patch) = (&host.id, fixtures::title("Title"), StreamPatch::default());
    let page = PageRequest::default();
    assert_store_unavailable!(StreamError:
        services.streams.get_stream_by_username(&host.username, &Requester::Guest),
        services.streams.create_or_update_stream(id, title, patch.clone()),
        services.streams.update_stream_info(id, patch),
        services.streams.update_chat_settings(id, None, None, None),
        services.streams.get_live_streams(&Requester::Guest, &PageRequest::default()),
        services.streams.get_followed_streams(id, &page),
    );
    assert_store_unavailable!(SearchError:
        services.streams.search_streams(&fixtures::query("piano"), &Requester::Guest),
    );
    assert_store_unavailable!(BroadcastError:
        services.broadcasts.go_live(&host),
        services.broadcasts.end_stream(id),
        services.broadcasts.list_viewers(id, &PageRequest::default()),
        services.broadcasts.remove_viewer(id, &Identity::of_user(&vera.id)),
    );
    assert_store_unavailable!(TokenError:
        services.tokens.generate_viewer_token(&vera, id),
        services.tokens.generate_guest_token(id, GuestNameOrRandom::default(), None),
    );
    assert_store_unavailable!(ApprovalError: services.creators.require_approved(id));
    assert_store_unavailable!(CreatorError:
        services.creators.apply(id, About::parse("Hello").unwrap()),
        services.creators.approve(id, id),
        services.creators.find_application(id),
        services.creators.list_applications(None, &PageRequest::default()),
    );
    let (participant, text) = (
        ChatParticipant::User(vera.clone()),
        ChatText::parse("Hello").unwrap(),
    );
    let message = MessageId::parse("message").unwrap();
    assert_store_unavailable!(ChatError:
        services.chat.post(id, &participant, text, None),
        services.chat.history(id, None, Slice::Newest),
        services.chat.remove(id, &participant, &message),
    );
    let page_of_users = PageRequest::default();
    assert_store_unavailable!(SocialError:
        services.social.follow(&vera.id, id),
        services.social.unfollow(&vera.id, id),
        services.social.is_following(&vera.id, id),
        services.social.block(&vera.id, id),
        services.social.unblock(&vera.id, id),
        services.social.list_followers(id, &page_of_users),
        services.social.list_following(id, &page_of_users),
        services.social.list_blocked(id, &page_of_users),
    );
    let accounts = AccountService::new(
        services.memory.authenticator.clone(),
        services.ports.users.clone(),
        services.ports.clock.clone(),
    );
    let token = services.memory.authenticator.sign_in(&fixtures::a_profile("ada"));
    assert_store_unavailable!(AccountError:
        accounts.identify(&token),
        accounts.find_or_create(&host.username),
    );
    let unknown = accounts.identify(&BearerToken::new("made up".to_owned())).await;
    assert!(matches!(unknown, Err(AccountError::InvalidToken(_))));
    services.memory.store.end_outage();
    assert!(services.stream(id).await.is_live());
}
