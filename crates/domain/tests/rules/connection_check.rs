//! The room in which a creator checks their connection.

use onair_domain::creator::ApplicationStatus;
use onair_domain::room::RoomName;
use onair_domain::session::BroadcastError;
use onair_domain::user::{Role, User};
use onair_port_contracts::fixtures;
use quickcheck::quickcheck;

use crate::arbitrary::AnyUserId;
use crate::services::Services;

fn admin() -> User {
    User {
        roles: [Role::Admin].into(),
        ..fixtures::a_user("admin")
    }
}

#[tokio::test]
async fn only_approved_creators_check_their_connection() {
    let services = Services::new();
    let vera = services.user("vera").await;
    let refused = services.broadcasts.start_connection_check(&vera).await;
    assert!(
        matches!(refused, Err(BroadcastError::NotApproved(ApplicationStatus::None))),
        "{refused:?}"
    );
    let room = RoomName::of_connection_check(&vera.id);
    assert!(!services.memory.media.is_open(&room));
}

#[tokio::test]
async fn a_check_changes_neither_the_broadcast_nor_its_room() {
    let services = Services::new();
    let host = services.host("ada").await;
    let live = services.broadcasts.go_live(&host).await.unwrap();
    let access = services.broadcasts.start_connection_check(&host).await.unwrap();
    assert_ne!(access.room, live.room);
    let session = services.ports.sessions.find_open(&host.id).await.unwrap();
    assert_eq!(session, Some(live.session));
}

#[tokio::test]
async fn the_reconciler_leaves_the_room_to_the_media_server() {
    let services = Services::new();
    let host = services.host("ada").await;
    let access = services.broadcasts.start_connection_check(&host).await.unwrap();
    assert_eq!(services.reconciler.reconcile_once().await.repairs, []);
    assert!(services.memory.media.is_open(&access.room));
}

#[tokio::test]
async fn a_suspension_and_a_revocation_close_the_room() {
    let services = Services::new();
    let admins = services.ports.admin(services.broadcasts.clone());
    let (ada, ben) = (services.host("ada").await, services.host("ben").await);
    let mut rooms = Vec::new();
    for creator in [&ada, &ben] {
        let access = services.broadcasts.start_connection_check(creator).await;
        rooms.push(access.unwrap().room);
    }
    let reason = || fixtures::reason("Spam.");
    admins.suspend(&admin(), Some(&ada.id), reason()).await.unwrap();
    admins.revoke(&admin(), Some(&ben.id), reason()).await.unwrap();
    for room in rooms {
        assert!(!services.memory.media.is_open(&room));
    }
}

quickcheck! {
    fn no_creators_room_has_the_name_of_a_check(one: AnyUserId, other: AnyUserId) -> bool {
        RoomName::of_connection_check(&one.0) != RoomName::of(&other.0)
    }
}
