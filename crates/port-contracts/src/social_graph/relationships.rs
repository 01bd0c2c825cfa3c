//! Follows and blocks between two users.

use onair_domain::ports::SocialGraphError;
use onair_domain::social::Relation;
use onair_domain::user::UserId;

use crate::{World, fixtures, run_concurrently};

async fn relation(world: &World, host: &UserId, viewer: &UserId) -> Relation {
    world.social.find_relation(host, viewer).await.unwrap()
}

async fn follows(world: &World, actor: &UserId, target: &UserId) -> bool {
    let pair = fixtures::a_pair(actor, target);
    world.social.follow(&pair, fixtures::time()).await.unwrap()
}

async fn unblock(world: &World, actor: &UserId, target: &UserId) {
    world
        .social
        .unblock(&fixtures::a_pair(actor, target))
        .await
        .unwrap();
}

async fn ada_and_vera(world: &World) -> (UserId, UserId) {
    (world.user("ada").await.id, world.user("vera").await.id)
}

const FOLLOWING: Relation = Relation {
    is_following: true,
    is_blocked: false,
    has_blocked: false,
};

const BLOCKED: Relation = Relation {
    is_following: false,
    is_blocked: true,
    has_blocked: false,
};

const HAS_BLOCKED: Relation = Relation {
    is_following: false,
    is_blocked: false,
    has_blocked: true,
};

pub async fn unrelated_unknown_and_equal_users_have_no_relation(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    let nobody = fixtures::user_id("nobody");
    for (host, viewer) in [(&ada, &vera), (&ada, &nobody), (&nobody, &ada), (&ada, &ada)] {
        assert_eq!(relation(world, host, viewer).await, Relation::default());
    }
}

pub async fn a_follow_has_one_direction(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    assert!(follows(world, &vera, &ada).await);
    assert_eq!(relation(world, &ada, &vera).await, FOLLOWING);
    assert_eq!(relation(world, &vera, &ada).await, Relation::default());
}

pub async fn repeated_follows_have_the_effect_of_one(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    assert!(follows(world, &vera, &ada).await);
    assert!(follows(world, &vera, &ada).await);
    let pair = fixtures::a_pair(&vera, &ada);
    world.social.unfollow(&pair).await.unwrap();
    assert_eq!(relation(world, &ada, &vera).await, Relation::default());
}

pub async fn concurrent_follows_have_the_effect_of_one(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    let calls = (0..16).map(|_| {
        let (social, pair) = (world.social.clone(), fixtures::a_pair(&vera, &ada));
        async move { social.follow(&pair, fixtures::time()).await.unwrap() }
    });
    assert!(run_concurrently(calls).await.into_iter().all(|followed| followed));
    let followers = world.social.filter_followers(&ada, std::slice::from_ref(&vera));
    assert_eq!(followers.await.unwrap(), [vera]);
}

pub async fn unfollowing_without_a_follow_succeeds(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    let pair = fixtures::a_pair(&vera, &ada);
    world.social.unfollow(&pair).await.unwrap();
    assert_eq!(relation(world, &ada, &vera).await, Relation::default());
}

pub async fn follows_and_blocks_of_unknown_users_are_refused(world: &World) {
    let ada = world.user("ada").await.id;
    let nobody = fixtures::user_id("nobody");
    for pair in [fixtures::a_pair(&ada, &nobody), fixtures::a_pair(&nobody, &ada)] {
        let followed = world.social.follow(&pair, fixtures::time()).await;
        assert!(matches!(followed, Err(SocialGraphError::UserUnknown)));
        let blocked = world.social.block(&pair, fixtures::time()).await;
        assert!(matches!(blocked, Err(SocialGraphError::UserUnknown)));
    }
}

pub async fn a_block_is_visible_in_both_relations(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    world.block(&ada, &vera).await;
    assert_eq!(relation(world, &ada, &vera).await, BLOCKED);
    assert_eq!(relation(world, &vera, &ada).await, HAS_BLOCKED);
}

pub async fn repeated_blocks_have_the_effect_of_one(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    let calls = (0..8).map(|second| {
        let (social, pair) = (world.social.clone(), fixtures::a_pair(&ada, &vera));
        async move { social.block(&pair, fixtures::later(second)).await.unwrap() }
    });
    run_concurrently(calls).await;
    unblock(world, &ada, &vera).await;
    assert_eq!(relation(world, &ada, &vera).await, Relation::default());
}

pub async fn a_block_removes_only_the_follows_between_the_two(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    let ben = world.user("ben").await.id;
    for (actor, target) in [(&ada, &vera), (&vera, &ada), (&ben, &ada), (&vera, &ben)] {
        world.follow(actor, target).await;
    }
    world.block(&ada, &vera).await;
    assert_eq!(relation(world, &ada, &vera).await, BLOCKED);
    assert_eq!(relation(world, &vera, &ada).await, HAS_BLOCKED);
    assert_eq!(relation(world, &ada, &ben).await, FOLLOWING);
    assert_eq!(relation(world, &ben, &vera).await, FOLLOWING);
}

pub async fn a_follow_between_blocked_users_is_refused(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    world.block(&ada, &vera).await;
    assert!(!follows(world, &vera, &ada).await);
    assert!(!follows(world, &ada, &vera).await);
    assert_eq!(relation(world, &ada, &vera).await, BLOCKED);
    assert_eq!(relation(world, &vera, &ada).await, HAS_BLOCKED);
}

pub async fn a_follow_concurrent_with_a_block_is_removed(world: &World) {
    for round in 0..16 {
        let ada = world.user(&format!("ada-{round}")).await.id;
        let vera = world.user(&format!("vera-{round}")).await.id;
        let (follow, block) = (fixtures::a_pair(&vera, &ada), fixtures::a_pair(&ada, &vera));
        let (one, other) = (world.social.clone(), world.social.clone());
        let following = tokio::spawn(async move { one.follow(&follow, fixtures::time()).await });
        let blocking = tokio::spawn(async move { other.block(&block, fixtures::time()).await });
        following.await.unwrap().unwrap();
        blocking.await.unwrap().unwrap();
        assert_eq!(relation(world, &ada, &vera).await, BLOCKED);
    }
}

pub async fn unblocking_restores_no_follow(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    world.follow(&vera, &ada).await;
    world.block(&ada, &vera).await;
    unblock(world, &ada, &vera).await;
    assert_eq!(relation(world, &ada, &vera).await, Relation::default());
    unblock(world, &ada, &vera).await;
    assert!(follows(world, &vera, &ada).await);
}

pub async fn unblocking_removes_only_the_own_block(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    world.block(&ada, &vera).await;
    world.block(&vera, &ada).await;
    let both = Relation {
        is_following: false,
        is_blocked: true,
        has_blocked: true,
    };
    assert_eq!(relation(world, &ada, &vera).await, both);
    unblock(world, &vera, &ada).await;
    assert_eq!(relation(world, &ada, &vera).await, BLOCKED);
    assert!(!follows(world, &vera, &ada).await);
}

pub async fn filter_followers_returns_followers(world: &World) {
    let ada = world.user("ada").await.id;
    let mut users = Vec::new();
    for number in 0..50 {
        users.push(world.user(&format!("user-{number:02}")).await.id);
    }
    let expected: Vec<_> = users.iter().step_by(3).cloned().collect();
    for follower in &expected {
        world.follow(follower, &ada).await;
    }
    world.follow(&ada, &users[1]).await;
    let unasked = world.user("unasked").await.id;
    world.follow(&unasked, &ada).await;
    users.push(fixtures::user_id("nobody"));
    users.push(ada.clone());
    let mut followers = world.social.filter_followers(&ada, &users).await.unwrap();
    followers.sort();
    assert_eq!(followers, expected);
}

pub async fn filter_followers_of_no_users_is_empty(world: &World) {
    let (ada, vera) = ada_and_vera(world).await;
    world.follow(&vera, &ada).await;
    assert_eq!(world.social.filter_followers(&ada, &[]).await.unwrap(), []);
}
