//! Follows and blocks, and the removal of a blocked viewer from the room.

use onair_domain::page::PageRequest;
use onair_domain::session::Repair;
use onair_domain::social::{SelfReference, SocialError};
use onair_domain::user::UserId;
use onair_port_contracts::fixtures;
use quickcheck::{Arbitrary, Gen, quickcheck};

use crate::fixture::BroadcastFixture;
use crate::services::{Services, run};

const NAMES: [&str; 3] = ["ada", "ben", "vera"];

/// An action of a user on a user, by their indices.
#[derive(Debug, Clone, Copy)]
enum Action {
    Follow(usize, usize),
    Unfollow(usize, usize),
    Block(usize, usize),
    Unblock(usize, usize),
}

impl Arbitrary for Action {
    fn arbitrary(g: &mut Gen) -> Self {
        let mut random_user = || usize::arbitrary(g) % NAMES.len();
        let (actor, target) = (random_user(), random_user());
        match u8::arbitrary(g) % 5 {
            0 => Self::Block(actor, target),
            1 => Self::Unblock(actor, target),
            2 => Self::Unfollow(actor, target),
            _ => Self::Follow(actor, target),
        }
    }
}

type Relationships = [[bool; NAMES.len()]; NAMES.len()];

/// The expected follows and blocks.
#[derive(Default)]
struct Model {
    follows: Relationships,
    blocks: Relationships,
}

impl Model {
    async fn apply(&mut self, services: &Services, action: Action) {
        let social = &services.social;
        let id = |n: usize| fixtures::user_id(NAMES[n]);
        match action {
            Action::Follow(a, b) => {
                let result = social.follow(&id(a), &id(b)).await;
                if a == b {
                    assert!(matches!(result, Err(SocialError::SelfReference(SelfReference))));
                } else if self.blocks[a][b] || self.blocks[b][a] {
                    assert!(matches!(result, Err(SocialError::Blocked)));
                } else {
                    result.unwrap();
                    self.follows[a][b] = true;
                }
            }
            Action::Unfollow(a, b) => {
                social.unfollow(&id(a), &id(b)).await.unwrap();
                self.follows[a][b] = false;
            }
            Action::Block(a, b) => {
                let result = social.block(&id(a), &id(b)).await;
                if a == b {
                    assert!(matches!(result, Err(SocialError::SelfReference(SelfReference))));
                } else {
                    result.unwrap();
                    self.blocks[a][b] = true;
                    self.follows[a][b] = false;
                    self.follows[b][a] = false;
                }
            }
            Action::Unblock(a, b) => {
                social.unblock(&id(a), &id(b)).await.unwrap();
                self.blocks[a][b] = false;
            }
        }
    }

    async fn assert_matches(&self, services: &Services) {
        let social = &services.social;
        let (page, ids) = (PageRequest::default(), NAMES.map(fixtures::user_id));
        for (a, user) in ids.iter().enumerate() {
            let (following, counts) = social.list_following(user, &page).await.unwrap();
            let (followers, _) = social.list_followers(user, &page).await.unwrap();
            let blocked = social.list_blocked(user, &page).await.unwrap();
            let names = |relationships: Vec<bool>| names(&relationships);
            let sorted_ids = |page: onair_domain::page::Page<onair_domain::social::RelatedUser, _>| {
                let ids: Vec<_> = page.items.into_iter().map(|item| item.user.id).collect();
                sorted_names(&ids)
            };
            assert_eq!(counts.following, following.items.len() as u64);
            assert_eq!(counts.followers, followers.items.len() as u64);
            assert_eq!(sorted_ids(following), names(self.follows[a].to_vec()));
            assert_eq!(
                sorted_ids(followers),
                names(self.follows.iter().map(|row| row[a]).collect())
            );
            assert_eq!(sorted_ids(blocked), names(self.blocks[a].to_vec()));
            for (b, other) in ids.iter().enumerate() {
                let follows = social.is_following(user, other).await.unwrap();
                assert_eq!(follows, self.follows[a][b]);
            }
        }
    }
}

fn names(relationships: &[bool]) -> Vec<&'static str> {
    let vera_identity = NAMES
        .iter()
        .zip(relationships)
        .filter(|(_, is_related)| **is_related);
    vera_identity.map(|(name, _)| *name).collect()
}

fn sorted_names(ids: &[UserId]) -> Vec<&'static str> {
    let mut names: Vec<_> = NAMES
        .into_iter()
        .filter(|name| ids.contains(&fixtures::user_id(name)))
        .collect();
    assert_eq!(names.len(), ids.len(), "no user is listed twice");
    names.sort_unstable();
    names
}

quickcheck! {
    fn random_calls_match_the_model_of_follows_and_blocks(actions: Vec<Action>) -> () {
        run(async {
            let services = Services::new();
            for name in NAMES {
                services.user(name).await;
            }
            let mut model = Model::default();
            for action in actions {
                model.apply(&services, action).await;
                model.assert_matches(&services).await;
            }
        });
    }
}

#[tokio::test]
async fn unknown_users_cannot_be_followed_or_blocked() {
    let services = Services::new();
    let vera = services.user("vera").await.id;
    let nobody = fixtures::user_id("nobody");
    let social = &services.social;
    let page = PageRequest::default();
    let result = [
        social.follow(&vera, &nobody).await.err(),
        social.unfollow(&vera, &nobody).await.err(),
        social.is_following(&vera, &nobody).await.err(),
        social.block(&vera, &nobody).await.err(),
        social.unblock(&vera, &nobody).await.err(),
        social.list_followers(&nobody, &page).await.err(),
        social.list_following(&nobody, &page).await.err(),
    ];
    for error in result {
        assert!(matches!(error, Some(SocialError::UserUnknown)), "{error:?}");
    }
}

#[tokio::test]
async fn a_block_removes_the_viewer_immediately() {
    let fixture = BroadcastFixture::on_air().await;
    let vera = fixture.services.user("vera").await;
    let (vera_identity, other) = (fixture.join("vera"), fixture.join("victor"));
    fixture
        .services
        .social
        .block(&fixture.host.id, &vera.id)
        .await
        .unwrap();
    assert!(!fixture.is_connected(&vera_identity) && fixture.is_connected(&other));
}

#[tokio::test]
async fn a_block_during_an_outage_is_stored_and_the_next_poll_removes_the_viewer() {
    let fixture = BroadcastFixture::on_air().await;
    let vera = fixture.services.user("vera").await;
    let vera_identity = fixture.join("vera");
    fixture.services.memory.media.start_outage();
    fixture
        .services
        .social
        .block(&fixture.host.id, &vera.id)
        .await
        .unwrap();
    fixture.services.memory.media.end_outage();
    assert!(fixture.is_connected(&vera_identity));
    let round = fixture.services.reconciler.reconcile_once().await;
    let kinds: Vec<_> = round.repairs.iter().map(Repair::kind).collect();
    assert_eq!(kinds, ["participant_removed"]);
    assert!(!fixture.is_connected(&vera_identity));
}
