//! Excluded identities of a session.

use onair_domain::audit::AuditAction;
use onair_domain::room::Identity;
use onair_domain::session::{EndReason, Session};
use onair_domain::social::{Relation, UserPair};
use onair_domain::stream::SessionId;
use onair_domain::token::Standing;

use crate::{World, fixtures, run_concurrently};

fn identities() -> [Identity; 3] {
    [
        Identity::of_user(&fixtures::user_id(&"v".repeat(255))),
        Identity::of_guest(fixtures::time(), 7),
        Identity::from_outside("somebody' with odd; letters 🎥".to_owned()),
    ]
}

async fn is_excluded(world: &World, session: &Session, who: &Identity) -> bool {
    let standing = world
        .sessions
        .find_standing(&session.creator_id, Some(&session.id), who)
        .await;
    standing.unwrap().is_excluded
}

async fn exclude(world: &World, session: &Session, who: &Identity) {
    let excluded = world.sessions.exclude(&session.id, who, fixtures::time()).await;
    excluded.unwrap();
}

pub async fn an_exclusion_is_stored(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    for who in identities() {
        assert!(!is_excluded(world, &session, &who).await);
        exclude(world, &session, &who).await;
        assert!(is_excluded(world, &session, &who).await);
    }
    let other = Identity::of_user(&fixtures::user_id("vera"));
    assert!(!is_excluded(world, &session, &other).await);
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
    assert!(is_excluded(world, &session, &who).await);
}

pub async fn an_exclusion_ends_with_the_session(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (session, elsewhere) = (world.go_live(&ada).await, world.go_live(&ben).await);
    let [who, ..] = identities();
    exclude(world, &session, &who).await;
    assert!(!is_excluded(world, &elsewhere, &who).await);
    world.end(&session, EndReason::EndedByCreator).await;
    let next = world.go_live(&ada).await;
    assert!(!is_excluded(world, &next, &who).await);
}

pub async fn a_standing_contains_relation_and_exclusion(world: &World) {
    let (stream, vera) = (world.stream("ada").await, world.user("vera").await.id);
    let (ada, session) = (stream.user_id.clone(), world.go_live(&stream).await);
    let who = Identity::of_user(&vera);
    let expect = async |session: Option<&SessionId>, relation, is_excluded| {
        let standing = world.sessions.find_standing(&ada, session, &who).await.unwrap();
        assert_eq!(
            standing,
            Standing {
                relation,
                is_excluded
            }
        );
        assert_eq!(world.social.find_relation(&ada, &vera).await.unwrap(), relation);
    };
    let mut relation = Relation::default();
    expect(Some(&session.id), relation, false).await;
    let pair = UserPair::new(vera.clone(), ada.clone()).unwrap();
    assert!(world.social.follow(&pair, fixtures::time()).await.unwrap());
    relation.is_following = true;
    expect(Some(&session.id), relation, false).await;
    exclude(world, &session, &who).await;
    expect(Some(&session.id), relation, true).await;
    expect(None, relation, false).await;
    world.social.block(&pair, fixtures::time()).await.unwrap();
    relation = Relation {
        has_blocked: true,
        ..Relation::default()
    };
    expect(Some(&session.id), relation, true).await;
    let opposite = UserPair::new(ada.clone(), vera.clone()).unwrap();
    world.social.block(&opposite, fixtures::time()).await.unwrap();
    relation.is_blocked = true;
    expect(None, relation, false).await;
}

pub async fn guests_and_strangers_have_no_relation(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    for who in identities() {
        let found = world
            .sessions
            .find_standing(&session.creator_id, Some(&session.id), &who)
            .await;
        assert_eq!(found.unwrap(), Standing::default());
    }
    let host = Identity::of_user(&session.creator_id);
    let of_host = world
        .sessions
        .find_standing(&session.creator_id, Some(&session.id), &host)
        .await;
    assert_eq!(of_host.unwrap(), Standing::default());
}

pub async fn filter_denied_returns_excluded_blocked_and_suspended_people(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (session, elsewhere) = (world.go_live(&ada).await, world.go_live(&ben).await);
    let [_, guest, welcome] = identities();
    let mut users = Vec::new();
    for name in [
        "excluded",
        "blocked",
        "suspended",
        "all",
        "blocks",
        "other",
        "unasked",
    ] {
        users.push(world.user(name).await.id);
    }
    let [excluded, blocked, suspended, all, blocks, other, unasked] = &users[..] else {
        unreachable!("seven users");
    };
    for who in [excluded, all, unasked] {
        exclude(world, &session, &Identity::of_user(who)).await;
    }
    exclude(world, &session, &guest).await;
    exclude(world, &elsewhere, &welcome).await;
    exclude(world, &elsewhere, &Identity::of_user(other)).await;
    for who in [blocked, all, unasked] {
        world.block(&ada.user_id, who).await;
    }
    world.block(blocks, &ada.user_id).await;
    world.block(&ben.user_id, other).await;
    for who in [suspended, all, unasked] {
        let entry = fixtures::an_audit_entry(&ada.user_id, AuditAction::Suspend, who.as_str());
        world.users.set_suspended(who, true, &entry).await.unwrap();
    }
    let asked = [excluded, blocked, suspended, all, blocks, other, &ada.user_id];
    let mut people: Vec<_> = asked.into_iter().map(Identity::of_user).collect();
    people.extend([
        guest.clone(),
        welcome,
        Identity::of_user(&fixtures::user_id("nobody")),
    ]);
    let denied = world.sessions.filter_denied(&ada.user_id, &session.id, &people);
    let mut denied = denied.await.unwrap();
    denied.sort();
    let mut expected: Vec<_> = [excluded, blocked, suspended, all].map(Identity::of_user).into();
    expected.push(guest);
    expected.sort();
    assert_eq!(denied, expected);
}

pub async fn filter_denied_of_nobody_is_empty(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let [who, ..] = identities();
    exclude(world, &session, &who).await;
    let denied = world
        .sessions
        .filter_denied(&session.creator_id, &session.id, &[]);
    assert_eq!(denied.await.unwrap(), []);
}
