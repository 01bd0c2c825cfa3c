//! Who is in a host's room, and how the host sends somebody out.

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

use crate::studio::{Studio, run};

async fn joins(studio: &Studio, host: &User, id: &str) -> Identity {
    let user = studio.user(id).await;
    let identity = Identity::of_user(&user.id);
    assert!(studio.memory.media.join(&RoomName::of(&host.id), &identity, id));
    identity
}

async fn seen(studio: &Studio, host: &User) -> Vec<(String, bool)> {
    let page = PageRequest::default();
    let viewers = studio.broadcasts.list_viewers(&host.id, &page).await.unwrap();
    let items = viewers.items.into_iter();
    items
        .map(|viewer| (viewer.participant.identity.to_string(), viewer.is_follower))
        .collect()
}

#[tokio::test]
async fn viewers_are_listed_with_follows_and_without_the_host() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    for id in ["ada", "vera", "victor"] {
        joins(&studio, &host, id).await;
    }
    let guest = Identity::of_guest(fixtures::time(), 7);
    studio.memory.media.join(&RoomName::of(&host.id), &guest, "Otter");
    let pair = UserPair::new(fixtures::user_id("victor"), host.id.clone()).unwrap();
    studio.ports.social.follow(&pair, fixtures::time()).await.unwrap();
    let expected = [(guest.as_str(), false), ("vera", false), ("victor", true)];
    let expected = expected.map(|(id, follows)| (id.to_owned(), follows));
    assert_eq!(seen(&studio, &host).await, expected);
}

#[tokio::test]
async fn an_offline_stream_has_no_viewers() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    joins(&studio, &host, "vera").await;
    studio.broadcasts.end_stream(&host.id).await.unwrap();
    assert_eq!(seen(&studio, &host).await, []);
}

#[tokio::test]
async fn only_the_removed_viewer_is_disconnected() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let vera = joins(&studio, &host, "vera").await;
    joins(&studio, &host, "victor").await;
    for _ in 0..2 {
        studio.broadcasts.remove_viewer(&host.id, &vera).await.unwrap();
        assert_eq!(seen(&studio, &host).await, [("victor".to_owned(), false)]);
    }
}

#[tokio::test]
async fn removing_a_viewer_while_offline_does_nothing() {
    let studio = Studio::new();
    let host = studio.host("ada").await;
    let vera = Identity::of_user(&studio.user("vera").await.id);
    studio.broadcasts.remove_viewer(&host.id, &vera).await.unwrap();
    let session = studio.broadcasts.go_live(&host).await.unwrap().session;
    let excluded = studio.ports.sessions.is_excluded(&session.id, &vera).await;
    assert!(!excluded.unwrap());
}

#[tokio::test]
async fn the_host_cannot_be_removed() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let themselves = Identity::of_user(&host.id);
    let refused = studio.broadcasts.remove_viewer(&host.id, &themselves).await;
    assert!(matches!(refused, Err(BroadcastError::SelfReference)));
}

quickcheck! {
    fn pages_contain_each_viewer_once(crowd: u8, limit: u8) -> () {
        run(async {
            let studio = Studio::new();
            let host = studio.live_host("ada").await;
            joins(&studio, &host, "ada").await;
            let mut expected = Vec::new();
            for number in 0..crowd % 64 {
                expected.push(joins(&studio, &host, &format!("user-{number:02}")).await);
            }
            let limit = PageLimit::new(i64::from(limit % 50) + 1).unwrap();
            let (mut met, mut after) = (Vec::new(), None);
            for _ in 0..=expected.len() {
                let page = studio.broadcasts.list_viewers(&host.id, &PageRequest { limit, after }).await.unwrap();
                met.extend(page.items.into_iter().map(|viewer| viewer.participant.identity));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(met, expected);
        });
    }
}

#[tokio::test]
async fn removing_an_invalid_identity_does_nothing() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    // Mocks without expectations fail when they are called.
    let ports = PortSet {
        sessions: Arc::new(MockSessionRepository::new()),
        media: Arc::new(MockMediaRooms::new()),
        ..studio.ports.clone()
    };
    let broadcasts = ports.broadcasts(Timing::default());
    let too_long = "x".repeat(UserId::MAX + 1);
    for nobody in ["", "\0", "a\0b", "é", "a b", "a\n", &too_long] {
        let identity = Identity::from_outside(nobody.to_owned());
        broadcasts.remove_viewer(&host.id, &identity).await.unwrap();
    }
}
