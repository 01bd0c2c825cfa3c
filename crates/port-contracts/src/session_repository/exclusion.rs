//! Excluded identities of a session.

use onair_domain::room::Identity;
use onair_domain::session::{EndReason, Session};

use crate::{World, fixtures, run_concurrently};

fn identities() -> [Identity; 3] {
    [
        Identity::of_user(&fixtures::user_id(&"v".repeat(255))),
        Identity::of_guest(fixtures::time(), 7),
        Identity::from_outside("somebody' with odd; letters 🎥".to_owned()),
    ]
}

async fn exclude(world: &World, session: &Session, who: &Identity) {
    let excluded = world.sessions.exclude(&session.id, who, fixtures::time()).await;
    excluded.unwrap();
}

pub async fn an_exclusion_is_stored(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    for who in identities() {
        assert!(!world.sessions.is_excluded(&session.id, &who).await.unwrap());
        exclude(world, &session, &who).await;
        assert!(world.sessions.is_excluded(&session.id, &who).await.unwrap());
    }
    let other = Identity::of_user(&fixtures::user_id("vera"));
    assert!(!world.sessions.is_excluded(&session.id, &other).await.unwrap());
}

pub async fn repeated_exclusions_have_the_effect_of_one(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let [who, ..] = identities();
    let calls = (0..8).map(|second| {
        let (sessions, id, who) = (world.sessions.clone(), session.id.clone(), who.clone());
        async move {
            sessions
                .exclude(&id, &who, fixtures::later(second))
                .await
                .unwrap();
        }
    });
    run_concurrently(calls).await;
    assert!(world.sessions.is_excluded(&session.id, &who).await.unwrap());
}

pub async fn an_exclusion_ends_with_the_session(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (session, elsewhere) = (world.go_live(&ada).await, world.go_live(&ben).await);
    let [who, ..] = identities();
    exclude(world, &session, &who).await;
    assert!(!world.sessions.is_excluded(&elsewhere.id, &who).await.unwrap());
    world.end(&session, EndReason::EndedByCreator).await;
    let next = world.go_live(&ada).await;
    assert!(!world.sessions.is_excluded(&next.id, &who).await.unwrap());
}

pub async fn filter_excluded_returns_excluded_identities(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (session, elsewhere) = (world.go_live(&ada).await, world.go_live(&ben).await);
    let [one, other, welcome] = identities();
    let unasked = Identity::of_user(&fixtures::user_id("unasked"));
    for who in [&one, &other, &unasked] {
        exclude(world, &session, who).await;
    }
    exclude(world, &elsewhere, &welcome).await;
    let people = [welcome, one.clone(), other.clone()];
    let mut excluded = world
        .sessions
        .filter_excluded(&session.id, &people)
        .await
        .unwrap();
    excluded.sort();
    let mut expected = [one, other];
    expected.sort();
    assert_eq!(excluded, expected);
}

pub async fn filter_excluded_of_no_identities_is_empty(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let [who, ..] = identities();
    exclude(world, &session, &who).await;
    assert_eq!(
        world.sessions.filter_excluded(&session.id, &[]).await.unwrap(),
        []
    );
}
