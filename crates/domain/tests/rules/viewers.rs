//! The list of viewers in a room, and their removal by the host.

use std::sync::Arc;

use onair_domain::page::{PageLimit, PageRequest};
use onair_domain::port_set::PortSet;
use onair_domain::ports::{MockMediaRooms, MockSessionRepository};
use onair_domain::room::{Identity, RoomName};
use onair_domain::session::{BroadcastError, Timing};
use onair_domain::social::UserPair;
use onair_domain::user::{User, UserId};
use onair_port_contracts::fixtures;
use quickcheck::quickcheck;

use crate::services::{Services, run};

async fn join(services: &Services, host: &User, id: &str) -> Identity {
    let user = services.user(id).await;
    let identity = Identity::of_user(&user.id);
    assert!(services.memory.media.join(&RoomName::of(&host.id), &identity, id));
    identity
}

async fn listed(services: &Services, host: &User) -> Vec<(String, bool)> {
    let page = PageRequest::default();
    let viewers = services.broadcasts.list_viewers(&host.id, &page).await.unwrap();
    let items = viewers.items.into_iter();
    items
        .map(|viewer| (viewer.participant.identity.to_string(), viewer.is_follower))
        .collect()
}

#[tokio::test]
async fn viewers_are_listed_with_follows_and_without_the_host() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    for id in ["ada", "vera", "victor"] {
        join(&services, &host, id).await;
    }
    let guest = Identity::of_guest(fixtures::time(), 7);
    services
        .memory
        .media
        .join(&RoomName::of(&host.id), &guest, "Otter");
    let pair = UserPair::new(fixtures::user_id("victor"), host.id.clone()).unwrap();
    services
        .ports
        .social
        .follow(&pair, fixtures::time())
        .await
        .unwrap();
    let expected = [(guest.as_str(), false), ("vera", false), ("victor", true)];
    let expected = expected.map(|(id, follows)| (id.to_owned(), follows));
    assert_eq!(listed(&services, &host).await, expected);
}

#[tokio::test]
async fn an_offline_stream_has_no_viewers() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    join(&services, &host, "vera").await;
    services.broadcasts.end_stream(&host.id).await.unwrap();
    assert_eq!(listed(&services, &host).await, []);
}

#[tokio::test]
async fn only_the_removed_viewer_is_disconnected() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let vera = join(&services, &host, "vera").await;
    join(&services, &host, "victor").await;
    for _ in 0..2 {
        services.broadcasts.remove_viewer(&host.id, &vera).await.unwrap();
        assert_eq!(listed(&services, &host).await, [("victor".to_owned(), false)]);
    }
}

#[tokio::test]
async fn removing_a_viewer_while_offline_does_nothing() {
    let services = Services::new();
    let host = services.host("ada").await;
    let vera = Identity::of_user(&services.user("vera").await.id);
    services.broadcasts.remove_viewer(&host.id, &vera).await.unwrap();
    let session = services.broadcasts.go_live(&host).await.unwrap().session;
    let sessions = &services.ports.sessions;
    let standing = sessions.find_standing(&host.id, Some(&session.id), &vera).await;
    assert!(!standing.unwrap().is_excluded);
}

#[tokio::test]
async fn the_host_cannot_be_removed() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let own_identity = Identity::of_user(&host.id);
    let refused = services.broadcasts.remove_viewer(&host.id, &own_identity).await;
    assert!(matches!(refused, Err(BroadcastError::SelfReference)));
}

quickcheck! {
    fn pages_contain_each_viewer_once(count: u8, limit: u8) -> () {
        run(async {
            let services = Services::new();
            let host = services.live_host("ada").await;
            join(&services, &host, "ada").await;
            let mut expected = Vec::new();
            for number in 0..count % 64 {
                expected.push(join(&services, &host, &format!("user-{number:02}")).await);
            }
            let limit = PageLimit::new(i64::from(limit % 50) + 1).unwrap();
            let (mut listed_viewers, mut after) = (Vec::new(), None);
            for _ in 0..=expected.len() {
                let page = services.broadcasts.list_viewers(&host.id, &PageRequest { limit, after }).await.unwrap();
                listed_viewers.extend(page.items.into_iter().map(|viewer| viewer.participant.identity));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(listed_viewers, expected);
        });
    }
}

#[tokio::test]
async fn removing_an_invalid_identity_does_nothing() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    // Mocks without expectations fail when they are called.
    let ports = PortSet {
        sessions: Arc::new(MockSessionRepository::new()),
        media: Arc::new(MockMediaRooms::new()),
        ..services.ports.clone()
    };
    let broadcasts = ports.broadcasts(Timing::default());
    let too_long = "x".repeat(UserId::MAX + 1);
    for invalid in ["", "\0", "a\0b", "é", "a b", "a\n", &too_long] {
        let identity = Identity::from_outside(invalid.to_owned());
        broadcasts.remove_viewer(&host.id, &identity).await.unwrap();
    }
}
