//! Follows and blocks, and what a block does to who is in the room.

use onair_domain::page::PageRequest;
use onair_domain::session::Repair;
use onair_domain::social::{SelfReference, SocialError};
use onair_domain::user::UserId;
use onair_port_contracts::fixtures;
use quickcheck::{Arbitrary, Gen, quickcheck};

use crate::scene::Scene;
use crate::studio::{Studio, run};

const NAMES: [&str; 3] = ["ada", "ben", "vera"];

/// Something one user does to another, or to themselves.
#[derive(Debug, Clone, Copy)]
enum Act {
    Follow(usize, usize),
    Unfollow(usize, usize),
    Block(usize, usize),
    Unblock(usize, usize),
}

impl Arbitrary for Act {
    fn arbitrary(g: &mut Gen) -> Self {
        let mut pick = || usize::arbitrary(g) % NAMES.len();
        let (actor, target) = (pick(), pick());
        match u8::arbitrary(g) % 5 {
            0 => Self::Block(actor, target),
            1 => Self::Unblock(actor, target),
            2 => Self::Unfollow(actor, target),
            _ => Self::Follow(actor, target),
        }
    }
}

type Ties = [[bool; NAMES.len()]; NAMES.len()];

/// Who follows and who blocks whom, in a plain account.
#[derive(Default)]
struct Account {
    follows: Ties,
    blocks: Ties,
}

impl Account {
    async fn take(&mut self, studio: &Studio, act: Act) {
        let social = &studio.social;
        let id = |n: usize| fixtures::user_id(NAMES[n]);
        match act {
            Act::Follow(a, b) => {
                let came = social.follow(&id(a), &id(b)).await;
                if a == b {
                    assert!(matches!(came, Err(SocialError::SelfReference(SelfReference))));
                } else if self.blocks[a][b] || self.blocks[b][a] {
                    assert!(matches!(came, Err(SocialError::Blocked)));
                } else {
                    came.unwrap();
                    self.follows[a][b] = true;
                }
            }
            Act::Unfollow(a, b) => {
                social.unfollow(&id(a), &id(b)).await.unwrap();
                self.follows[a][b] = false;
            }
            Act::Block(a, b) => {
                let came = social.block(&id(a), &id(b)).await;
                if a == b {
                    assert!(matches!(came, Err(SocialError::SelfReference(SelfReference))));
                } else {
                    came.unwrap();
                    self.blocks[a][b] = true;
                    self.follows[a][b] = false;
                    self.follows[b][a] = false;
                }
            }
            Act::Unblock(a, b) => {
                social.unblock(&id(a), &id(b)).await.unwrap();
                self.blocks[a][b] = false;
            }
        }
    }

    async fn holds(&self, studio: &Studio) {
        let social = &studio.social;
        let (page, ids) = (PageRequest::default(), NAMES.map(fixtures::user_id));
        for (a, user) in ids.iter().enumerate() {
            let (following, counts) = social.list_following(user, &page).await.unwrap();
            let (followers, _) = social.list_followers(user, &page).await.unwrap();
            let blocked = social.list_blocked(user, &page).await.unwrap();
            let names = |ties: Vec<bool>| names(&ties);
            let of = |page: onair_domain::page::Page<onair_domain::social::RelatedUser, _>| {
                let ids: Vec<_> = page.items.into_iter().map(|item| item.user.id).collect();
                seen(&ids)
            };
            assert_eq!(counts.following, following.items.len() as u64);
            assert_eq!(counts.followers, followers.items.len() as u64);
            assert_eq!(of(following), names(self.follows[a].to_vec()));
            assert_eq!(
                of(followers),
                names(self.follows.iter().map(|row| row[a]).collect())
            );
            assert_eq!(of(blocked), names(self.blocks[a].to_vec()));
            for (b, other) in ids.iter().enumerate() {
                let follows = social.is_following(user, other).await.unwrap();
                assert_eq!(follows, self.follows[a][b]);
            }
        }
    }
}

fn names(ties: &[bool]) -> Vec<&'static str> {
    let there = NAMES.iter().zip(ties).filter(|(_, is_tied)| **is_tied);
    there.map(|(name, _)| *name).collect()
}

fn seen(ids: &[UserId]) -> Vec<&'static str> {
    let mut names: Vec<_> = NAMES
        .into_iter()
        .filter(|name| ids.contains(&fixtures::user_id(name)))
        .collect();
    assert_eq!(names.len(), ids.len(), "each once");
    names.sort_unstable();
    names
}

quickcheck! {
    fn random_calls_match_the_model_of_follows_and_blocks(acts: Vec<Act>) -> () {
        run(async {
            let studio = Studio::new();
            for name in NAMES {
                studio.user(name).await;
            }
            let mut account = Account::default();
            for act in acts {
                account.take(&studio, act).await;
                account.holds(&studio).await;
            }
        });
    }
}

#[tokio::test]
async fn unknown_users_cannot_be_followed_or_blocked() {
    let studio = Studio::new();
    let vera = studio.user("vera").await.id;
    let nobody = fixtures::user_id("nobody");
    let social = &studio.social;
    let page = PageRequest::default();
    let came = [
        social.follow(&vera, &nobody).await.err(),
        social.unfollow(&vera, &nobody).await.err(),
        social.is_following(&vera, &nobody).await.err(),
        social.block(&vera, &nobody).await.err(),
        social.unblock(&vera, &nobody).await.err(),
        social.list_followers(&nobody, &page).await.err(),
        social.list_following(&nobody, &page).await.err(),
    ];
    for error in came {
        assert!(matches!(error, Some(SocialError::UserUnknown)), "{error:?}");
    }
}

#[tokio::test]
async fn a_block_removes_the_viewer_immediately() {
    let scene = Scene::on_air().await;
    let vera = scene.studio.user("vera").await;
    let (there, other) = (scene.join("vera"), scene.join("victor"));
    scene.studio.social.block(&scene.host.id, &vera.id).await.unwrap();
    assert!(!scene.is_connected(&there) && scene.is_connected(&other));
}

#[tokio::test]
async fn a_block_during_an_outage_is_stored_and_the_next_poll_removes_the_viewer() {
    let scene = Scene::on_air().await;
    let vera = scene.studio.user("vera").await;
    let there = scene.join("vera");
    scene.studio.memory.media.start_outage();
    scene.studio.social.block(&scene.host.id, &vera.id).await.unwrap();
    scene.studio.memory.media.end_outage();
    assert!(scene.is_connected(&there));
    let round = scene.studio.reconciler.reconcile_once().await;
    let kinds: Vec<_> = round.repairs.iter().map(Repair::kind).collect();
    assert_eq!(kinds, ["participant_removed"]);
    assert!(!scene.is_connected(&there));
}
