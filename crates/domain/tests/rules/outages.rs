//! Ports that fail, and ports that are counted.

use std::sync::Arc;

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

use crate::studio::Studio;

/// A host in a memory, and the ports to change one of.
async fn a_host() -> (MemoryPorts, User) {
    let memory = MemoryPorts::new();
    let host = Studio::over(memory.ports(), memory.clone()).host("ada").await;
    (memory, host)
}

fn media_unavailable() -> MediaRoomsError {
    MediaRoomsError::Unavailable(Box::new(SimulatedOutage))
}

#[tokio::test]
async fn without_a_media_server_going_live_fails_and_opens_no_session() {
    let (memory, host) = a_host().await;
    let (mut media, mut sessions) = (MockMediaRooms::new(), MockSessionRepository::new());
    sessions.expect_find_open().returning(|_| Ok(None));
    media.expect_delete_room().returning(|_| Ok(()));
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
    let studio = Studio::over(ports, memory);
    let failed = studio.broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::Outage(Outage::Media(_)))));
    assert_eq!(studio.memory.signer.signed(), []);
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
    let (memory, host) = a_host().await;
    let studio = Studio::over(without_locks(&memory), memory);
    let failed = studio.broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::Outage(Outage::Locks(_)))));
    assert!(!studio.is_room_open(&host));
    assert!(studio.session(&host.id).await.is_none());
}

#[tokio::test]
async fn a_broadcast_ends_without_the_lock_service() {
    let (memory, host) = a_host().await;
    let before = Studio::over(memory.ports(), memory.clone());
    before.broadcasts.go_live(&host).await.unwrap();
    let studio = Studio::over(without_locks(&memory), memory);
    assert!(studio.broadcasts.end_stream(&host.id).await.unwrap().is_some());
}

#[tokio::test]
async fn the_reconciler_reports_that_the_lock_service_is_unavailable() {
    let (memory, host) = a_host().await;
    let before = Studio::over(memory.ports(), memory.clone());
    before.broadcasts.go_live(&host).await.unwrap();
    memory.media.start_outage();
    before.broadcasts.end_stream(&host.id).await.unwrap();
    memory.media.end_outage();
    let studio = Studio::over(without_locks(&memory), memory);
    let report = studio.reconciler.reconcile_once().await;
    assert!(matches!(report.outage, Some(Outage::Locks(_))));
    assert!(
        studio.is_room_open(&host),
        "the room has no session and is not closed"
    );
}

#[tokio::test]
async fn going_live_works_again_once_the_media_server_is_back() {
    let studio = Studio::new();
    let host = studio.host("ada").await;
    studio.memory.media.start_outage();
    studio.broadcasts.go_live(&host).await.unwrap_err();
    studio.memory.media.end_outage();
    let start = studio.broadcasts.go_live(&host).await.unwrap();
    assert!(start.stream.is_live() && !start.is_resumed);
}

#[tokio::test]
async fn without_a_media_server_a_broadcast_still_ends() {
    let (memory, host) = a_host().await;
    let before = Studio::over(memory.ports(), memory.clone());
    before.broadcasts.go_live(&host).await.unwrap();
    let mut media = MockMediaRooms::new();
    media
        .expect_delete_room()
        .times(1)
        .returning(|_| Err(media_unavailable()));
    let ports = PortSet {
        media: Arc::new(media),
        ..memory.ports()
    };
    let studio = Studio::over(ports, memory);
    let ended = studio.broadcasts.end_stream(&host.id).await.unwrap().unwrap();
    let reason = EndReason::EndedByCreator;
    assert!(matches!(ended.phase, Phase::Ended { reason: why, .. } if why == reason));
    assert!(!studio.stream(&host.id).await.is_live());
}

#[tokio::test]
async fn without_a_media_server_settings_still_change() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    studio.memory.media.start_outage();
    let changed = studio
        .streams
        .update_chat_settings(&host.id, Some(false), None, None);
    assert!(!changed.await.unwrap().chat.is_enabled);
}

#[tokio::test]
async fn each_session_creates_its_room_once() {
    let (memory, host) = a_host().await;
    let mut media = MockMediaRooms::new();
    media.expect_delete_room().times(1).returning(|_| Ok(()));
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
    let studio = Studio::over(ports, memory);
    for _ in 0..3 {
        studio.broadcasts.go_live(&host).await.unwrap();
    }
}

#[tokio::test]
async fn a_token_that_cannot_be_signed_leaves_the_stream_offline() {
    let (memory, host) = a_host().await;
    let (mut signer, mut sessions) = (MockTokenSigner::new(), MockSessionRepository::new());
    signer
        .expect_sign()
        .times(1)
        .returning(|_| Err(TokenSignerError(Box::new(SimulatedOutage))));
    sessions.expect_find_open().returning(|_| Ok(None));
    sessions.expect_open().never();
    let ports = PortSet {
        signer: Arc::new(signer),
        sessions: Arc::new(sessions),
        ..memory.ports()
    };
    let failed = Studio::over(ports, memory).broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::Token(_))));
}

#[tokio::test]
async fn without_a_stored_session_no_token_is_returned() {
    let (memory, host) = a_host().await;
    let mut sessions = MockSessionRepository::new();
    sessions.expect_find_open().returning(|_| Ok(None));
    sessions
        .expect_open()
        .times(1)
        .returning(|_| Err(SessionRepositoryError::Unavailable(Box::new(SimulatedOutage))));
    let ports = PortSet {
        sessions: Arc::new(sessions),
        ..memory.ports()
    };
    let failed = Studio::over(ports, memory).broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::Outage(Outage::Store(_)))));
}

#[tokio::test]
async fn a_stream_deleted_in_the_meantime_is_unknown() {
    let (memory, host) = a_host().await;
    let mut sessions = MockSessionRepository::new();
    sessions.expect_find_open().returning(|_| Ok(None));
    sessions
        .expect_open()
        .returning(|_| Err(SessionRepositoryError::StreamUnknown));
    let ports = PortSet {
        sessions: Arc::new(sessions),
        ..memory.ports()
    };
    let failed = Studio::over(ports, memory).broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::StreamUnknown)));
}

#[tokio::test]
async fn an_outage_of_the_store_admits_no_creator() {
    let (memory, host) = a_host().await;
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
    let failed = Studio::over(ports, memory).broadcasts.go_live(&host).await;
    assert!(matches!(failed, Err(BroadcastError::Outage(Outage::Store(_)))));
}

/// Holds that a call fails because the store is away.
macro_rules! assert_store_is_away {
    ($error:ident: $($call:expr),* $(,)?) => {$(
        let answer = $call.await.map(drop);
        assert!(matches!(answer, Err($error::Outage(Outage::Store(_)))), "{answer:?}");
    )*};
}

#[tokio::test]
async fn every_call_reports_an_outage_of_the_store() {
    let studio = Studio::new();
    let (host, vera) = (studio.live_host("ada").await, studio.user("vera").await);
    studio.memory.store.start_outage();
    let (id, title, patch) = (&host.id, fixtures::title("Title"), StreamPatch::default());
    let page = PageRequest::default();
    assert_store_is_away!(StreamError:
        studio.streams.get_creator_stream(id),
        studio.streams.get_stream_by_username(&host.username, &Requester::Guest),
        studio.streams.create_or_update_stream(id, title, patch.clone()),
        studio.streams.update_stream_info(id, patch),
        studio.streams.update_chat_settings(id, None, None, None),
        studio.streams.get_stream_status(id),
        studio.streams.get_live_streams(&Requester::Guest, &PageRequest::default()),
        studio.streams.get_followed_streams(id, &page),
    );
    assert_store_is_away!(SearchError:
        studio.streams.search_streams(&fixtures::query("piano"), &Requester::Guest),
    );
    assert_store_is_away!(BroadcastError:
        studio.broadcasts.go_live(&host),
        studio.broadcasts.end_stream(id),
        studio.broadcasts.list_viewers(id, &PageRequest::default()),
        studio.broadcasts.remove_viewer(id, &Identity::of_user(&vera.id)),
    );
    assert_store_is_away!(TokenError:
        studio.tokens.generate_viewer_token(&vera, id),
        studio.tokens.generate_guest_token(id, GuestNameOrRandom::default(), None),
    );
    assert_store_is_away!(ApprovalError: studio.creators.require_approved(id));
    assert_store_is_away!(CreatorError:
        studio.creators.apply(id, About::parse("Hello").unwrap()),
        studio.creators.approve(id, id),
        studio.creators.find_application(id),
        studio.creators.list_applications(None, &PageRequest::default()),
    );
    let (participant, text) = (
        ChatParticipant::User(vera.clone()),
        ChatText::parse("Hello").unwrap(),
    );
    let message = MessageId::parse("message").unwrap();
    assert_store_is_away!(ChatError:
        studio.chat.post(id, &participant, text),
        studio.chat.history(id, None, Slice::Newest),
        studio.chat.remove(id, &participant, &message),
    );
    let ties = PageRequest::default();
    assert_store_is_away!(SocialError:
        studio.social.follow(&vera.id, id),
        studio.social.unfollow(&vera.id, id),
        studio.social.is_following(&vera.id, id),
        studio.social.block(&vera.id, id),
        studio.social.unblock(&vera.id, id),
        studio.social.list_followers(id, &ties),
        studio.social.list_following(id, &ties),
        studio.social.list_blocked(id, &ties),
    );
    let accounts = AccountService::new(
        studio.memory.authenticator.clone(),
        studio.ports.users.clone(),
        studio.ports.applications.clone(),
        studio.ports.clock.clone(),
    );
    let token = studio.memory.authenticator.sign_in(&fixtures::a_profile("ada"));
    assert_store_is_away!(AccountError:
        accounts.identify(&token),
        accounts.find_or_create(&host.username),
        accounts.get_account(host.clone()),
    );
    let unknown = accounts.identify(&BearerToken::new("made up".to_owned())).await;
    assert!(matches!(unknown, Err(AccountError::InvalidToken(_))));
    studio.memory.store.end_outage();
    assert!(studio.stream(id).await.is_live());
}
