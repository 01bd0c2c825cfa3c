//! Suspended users: no sign-in, no broadcast, no place in a room.

use std::sync::Arc;

use onair_adapters_memory::MemoryPorts;
use onair_domain::account::{AccountError, AccountService, UserFilter, UserSelection};
use onair_domain::admin::{AdminError, AdminService};
use onair_domain::audit::{AuditAction, AuditEntry};
use onair_domain::error::Outage;
use onair_domain::page::PageRequest;
use onair_domain::port_set::PortSet;
use onair_domain::ports::{Lock, MockUserDirectory, UserDirectoryError};
use onair_domain::room::RoomSid;
use onair_domain::session::{BroadcastError, EndReason, SetLive};
use onair_domain::stream::StreamError;
use onair_domain::user::{Role, User, UserId, Username};
use onair_port_contracts::fixtures;

use crate::fixture::BroadcastFixture;
use crate::services::Services;

fn administration(services: &Services) -> AdminService {
    services.ports.admin(services.broadcasts.clone())
}

fn accounts(services: &Services) -> AccountService {
    let ports = &services.ports;
    AccountService::new(
        services.memory.authenticator.clone(),
        ports.users.clone(),
        ports.clock.clone(),
    )
}

fn admin() -> User {
    User {
        roles: [Role::Admin].into(),
        ..fixtures::a_user("admin")
    }
}

async fn suspend(services: &Services, user: &UserId) {
    let reason = fixtures::reason("Spam.");
    let suspended = administration(services)
        .suspend(&admin(), Some(user), reason)
        .await;
    assert!(suspended.unwrap().user.is_suspended);
}

async fn reinstate(services: &Services, user: &UserId) {
    let reinstated = administration(services).reinstate(&admin(), Some(user)).await;
    assert!(!reinstated.unwrap().user.is_suspended);
}

/// Stores a suspension and nothing else, as if the server had crashed afterwards.
async fn suspend_and_crash(services: &Services, user: &UserId) {
    let entry = fixtures::an_audit_entry(&admin().id, AuditAction::Suspend, user.as_str());
    let changed = services.ports.users.set_suspended(user, true, &entry).await;
    assert!(changed.unwrap());
}

async fn audit_entries(services: &Services) -> Vec<AuditEntry> {
    let entries = administration(services)
        .list_audit_log(&admin(), &PageRequest::default())
        .await;
    let mut entries = entries.unwrap().items;
    entries.retain(|entry| entry.action != AuditAction::Approve);
    entries
}

#[tokio::test]
async fn a_suspended_user_cannot_sign_in_until_reinstated() {
    let services = Services::new();
    let ada = services.user("ada").await;
    let accounts = accounts(&services);
    let token = services.memory.authenticator.sign_in(&fixtures::a_profile("ada"));
    let name = Username::parse("ada").unwrap();
    assert_eq!(accounts.identify(&token).await.unwrap().user, ada);
    suspend(&services, &ada.id).await;
    let refused = accounts.identify(&token).await;
    assert!(matches!(refused, Err(AccountError::Suspended)), "{refused:?}");
    let refused = accounts.find_or_create(&name).await;
    assert!(matches!(refused, Err(AccountError::Suspended)), "{refused:?}");
    let others = [ada.id.clone(), fixtures::user_id("vera")];
    let suspended = accounts.filter_suspended(&others).await.unwrap();
    assert_eq!(suspended, std::slice::from_ref(&ada.id));
    reinstate(&services, &ada.id).await;
    assert_eq!(accounts.identify(&token).await.unwrap().user, ada);
    assert_eq!(accounts.find_or_create(&name).await.unwrap(), ada);
}

#[tokio::test]
async fn a_suspension_is_recorded_with_its_reason_and_a_repetition_is_not() {
    let services = Services::new();
    let ada = services.user("ada").await.id;
    for _ in 0..2 {
        suspend(&services, &ada).await;
    }
    for _ in 0..2 {
        reinstate(&services, &ada).await;
    }
    let entries = audit_entries(&services).await;
    let mut entries: Vec<_> = entries
        .iter()
        .map(|entry| {
            assert_eq!((entry.actor.as_str(), entry.target.as_str()), ("admin", "ada"));
            (entry.action, entry.reason.as_ref().map(ToString::to_string))
        })
        .collect();
    entries.sort_by_key(|entry| entry.1.is_none());
    let expected = [
        (AuditAction::Suspend, Some("Spam.".to_owned())),
        (AuditAction::Reinstate, None),
    ];
    assert_eq!(entries, expected);
}

#[tokio::test]
async fn admins_suspend_other_users_who_exist_and_nobody_else_does() {
    let services = Services::new();
    let (ada, vera) = (services.user("ada").await, services.user("vera").await);
    let root = services.user("admin").await.id;
    let acts = administration(&services);
    let reason = || fixtures::reason("Spam.");
    let nobody = fixtures::user_id("nobody");
    for unknown in [None, Some(&nobody)] {
        let refused = acts.suspend(&admin(), unknown, reason()).await;
        assert!(matches!(refused, Err(AdminError::UserUnknown)), "{refused:?}");
        let refused = acts.reinstate(&admin(), unknown).await;
        assert!(matches!(refused, Err(AdminError::UserUnknown)), "{refused:?}");
    }
    let refused = acts.suspend(&admin(), Some(&root), reason()).await;
    assert!(
        matches!(refused, Err(AdminError::SelfReference(_))),
        "{refused:?}"
    );
    let refused = acts.reinstate(&admin(), Some(&root)).await;
    assert!(
        matches!(refused, Err(AdminError::SelfReference(_))),
        "{refused:?}"
    );
    for target in [None, Some(&nobody), Some(&ada.id), Some(&vera.id)] {
        let refused = acts.suspend(&vera, target, reason()).await;
        assert!(matches!(refused, Err(AdminError::Forbidden)), "{refused:?}");
        let refused = acts.reinstate(&vera, target).await;
        assert!(matches!(refused, Err(AdminError::Forbidden)), "{refused:?}");
    }
    let listed = acts
        .list_users(&vera, &UserFilter::default(), &PageRequest::default())
        .await;
    assert!(matches!(listed, Err(AdminError::Forbidden)), "{listed:?}");
    assert_eq!(audit_entries(&services).await, []);
    let listed = acts
        .list_users(&admin(), &UserFilter::default(), &PageRequest::default())
        .await;
    assert_eq!(listed.unwrap().items.len(), 3);
}

#[tokio::test]
async fn a_suspension_ends_the_broadcast_as_stopped_by_an_admin() {
    let services = Services::new();
    let ada = services.live_host("ada").await;
    let session = services.session(&ada.id).await.unwrap();
    suspend(&services, &ada.id).await;
    assert!(services.session(&ada.id).await.is_none());
    assert!(!services.is_room_open(&ada));
    let ended = services.ports.sessions.find(&session.id).await.unwrap().unwrap();
    let reason = EndReason::StoppedByAdmin;
    assert!(matches!(ended.phase, onair_domain::session::Phase::Ended { reason: why, .. } if why == reason));
    let refused = services.broadcasts.go_live(&ada).await;
    assert!(matches!(refused, Err(BroadcastError::Suspended)), "{refused:?}");
    assert!(!services.is_room_open(&ada));
    reinstate(&services, &ada.id).await;
    services.broadcasts.go_live(&ada).await.unwrap();
}

#[tokio::test]
async fn a_creator_who_is_suspended_while_going_live_does_not_go_live() {
    let services = Services::new();
    let ada = services.host("ada").await;
    let lock = Lock::Room(ada.id.clone());
    let guard = services
        .ports
        .locks
        .acquire(&lock, std::time::Duration::ZERO)
        .await;
    let guard = guard.unwrap().unwrap();
    let going_live = services.broadcasts.go_live(&ada);
    let suspending = async {
        // The other call waits for the lock.
        tokio::task::yield_now().await;
        suspend_and_crash(&services, &ada.id).await;
        guard.release().await;
    };
    let (refused, ()) = tokio::join!(going_live, suspending);
    assert!(matches!(refused, Err(BroadcastError::Suspended)), "{refused:?}");
    assert!(services.session(&ada.id).await.is_none());
}

#[tokio::test]
async fn a_suspended_creator_is_not_set_live() {
    let services = Services::new();
    let ada = services.live_host("ada").await.id;
    suspend_and_crash(&services, &ada).await;
    let on = SetLive::On {
        room_sid: RoomSid::from_trusted("RM_1".to_owned()),
    };
    let refused = services.streams.set_stream_live(&ada, on).await;
    assert!(matches!(refused, Err(StreamError::Suspended)), "{refused:?}");
    let ended = services.streams.set_stream_live(&ada, SetLive::Off).await;
    assert!(ended.unwrap().is_changed);
}

#[tokio::test]
async fn the_reconciler_ends_the_broadcast_of_a_suspended_creator() {
    let fixture = BroadcastFixture::on_air().await;
    suspend_and_crash(&fixture.services, &fixture.host.id).await;
    let came = fixture.reconcile_after(2).await;
    assert_eq!(
        (came.ended, came.repairs),
        (vec![EndReason::StoppedByAdmin], vec!["suspended_ended"])
    );
    assert!(!fixture.services.is_room_open(&fixture.host));
}

#[tokio::test]
async fn a_suspended_and_revoked_creator_was_stopped_by_an_admin() {
    let fixture = BroadcastFixture::on_air().await;
    let (host, admin) = (&fixture.host.id, admin().id);
    let reason = fixtures::reason("Spam.");
    fixture
        .services
        .creators
        .revoke(host, &admin, reason)
        .await
        .unwrap();
    suspend_and_crash(&fixture.services, host).await;
    assert_eq!(
        fixture.reconcile_after(2).await.ended,
        [EndReason::StoppedByAdmin]
    );
}

#[tokio::test]
async fn suspended_viewers_are_removed_from_rooms_and_again_when_they_return() {
    let fixture = BroadcastFixture::on_air().await;
    for name in ["vera", "victor"] {
        fixture.services.user(name).await;
    }
    let [vera, victor] = ["vera", "victor"].map(|id| fixture.join(id));
    assert_eq!(fixture.reconcile_after(2).await.repairs, [""; 0]);
    suspend(&fixture.services, &fixtures::user_id("vera")).await;
    assert_eq!(fixture.reconcile_after(2).await.repairs, ["participant_removed"]);
    assert!(!fixture.is_connected(&vera));
    // With a room token that was issued before, at the notification and at the poll.
    fixture.join("vera");
    fixture.notify_joined(&vera).await;
    assert!(!fixture.is_connected(&vera));
    fixture.join("vera");
    fixture.reconcile_after(2).await;
    assert!(!fixture.is_connected(&vera));
    assert!(fixture.is_connected(&victor));
    assert!(fixture.is_connected(&fixture.identity));
    reinstate(&fixture.services, &fixtures::user_id("vera")).await;
    fixture.join("vera");
    fixture.reconcile_after(2).await;
    assert!(fixture.is_connected(&vera));
}

#[tokio::test]
async fn a_suspension_needs_no_media_server() {
    let fixture = BroadcastFixture::on_air().await;
    let services = &fixture.services;
    services.memory.media.start_outage();
    suspend(services, &fixture.host.id).await;
    assert!(
        services.session(&fixture.host.id).await.is_none(),
        "the end needs no media server"
    );
    services.memory.media.end_outage();
    assert_eq!(fixture.reconcile_after(2).await.repairs, ["room_closed"]);
}

#[tokio::test]
async fn a_busy_search_is_not_an_outage() {
    let memory = MemoryPorts::new();
    let mut users = MockUserDirectory::new();
    users
        .expect_list()
        .returning(|_, _| Err(UserDirectoryError::SearchBusy));
    let ports = PortSet {
        users: Arc::new(users),
        ..memory.ports()
    };
    let services = Services::over(ports, memory);
    let filter = UserFilter {
        selection: UserSelection::Search(fixtures::query("ada")),
        is_suspended: None,
    };
    let listed = administration(&services)
        .list_users(&admin(), &filter, &PageRequest::default())
        .await;
    assert!(matches!(listed, Err(AdminError::SearchBusy)));
    assert!(matches!(
        Outage::from(UserDirectoryError::SearchBusy),
        Outage::Unexpected(_)
    ));
}

#[test]
fn the_address_of_a_watch_page_selects_its_creator() {
    let select = |text: &str| UserSelection::from(fixtures::query(text));
    assert_eq!(select("ada"), UserSelection::Search(fixtures::query("ada")));
    let ada = UserSelection::Username(fixtures::username("ada"));
    assert_eq!(select("https://onair.example/watch/ada?x=1"), ada);
}
