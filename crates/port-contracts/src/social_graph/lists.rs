//! Lists of followers, followed and blocked users: order, pages, counts.

use onair_domain::Timestamp;
use onair_domain::page::{Page, PageLimit, PageRequest};
use onair_domain::session::EndReason;
use onair_domain::social::{FollowCounts, RelatedUser, RelatedUserKey};
use onair_domain::user::{DisplayName, Profile, User, UserId};

use crate::{World, fixtures};

/// The three lists of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Followers,
    Following,
    Blocked,
}

const LISTS: [List; 3] = [List::Followers, List::Following, List::Blocked];

impl List {
    /// Adds a user to the list of a user.
    async fn add(self, world: &World, user: &UserId, other: &UserId, at: Timestamp) {
        match self {
            Self::Followers => drop(
                world
                    .social
                    .follow(&fixtures::a_pair(other, user), at)
                    .await
                    .unwrap(),
            ),
            Self::Following => drop(
                world
                    .social
                    .follow(&fixtures::a_pair(user, other), at)
                    .await
                    .unwrap(),
            ),
            Self::Blocked => world
                .social
                .block(&fixtures::a_pair(user, other), at)
                .await
                .unwrap(),
        }
    }

    async fn remove(self, world: &World, user: &UserId, other: &UserId) {
        match self {
            Self::Followers => world
                .social
                .unfollow(&fixtures::a_pair(other, user))
                .await
                .unwrap(),
            Self::Following => world
                .social
                .unfollow(&fixtures::a_pair(user, other))
                .await
                .unwrap(),
            Self::Blocked => world
                .social
                .unblock(&fixtures::a_pair(user, other))
                .await
                .unwrap(),
        }
    }

    async fn page(
        self,
        world: &World,
        user: &UserId,
        limit: i64,
        after: Option<RelatedUserKey>,
    ) -> Page<RelatedUser, RelatedUserKey> {
        let limit = PageLimit::new(limit).unwrap();
        let page = PageRequest { limit, after };
        let read = match self {
            Self::Followers => world.social.list_followers(user, &page).await,
            Self::Following => world.social.list_following(user, &page).await,
            Self::Blocked => world.social.list_blocked(user, &page).await,
        };
        read.unwrap()
    }

    async fn all(self, world: &World, user: &UserId) -> Vec<RelatedUser> {
        self.page(world, user, 50, None).await.items
    }

    /// Adds this many users to the list of a user, with few different times, so that ids decide; in the list's
    /// order.
    async fn create_many(self, world: &World, user: &UserId, size: u64) -> Vec<RelatedUser> {
        let mut created = Vec::new();
        for number in 0..size {
            let other = world.user(&format!("{self:?}-{number:02}")).await;
            let since = fixtures::later((number * 7) % 5);
            self.add(world, user, &other.id, since).await;
            created.push(related_user(other, since));
        }
        created.sort_by_key(|one| std::cmp::Reverse(one.key()));
        created
    }
}

fn related_user(user: User, since: Timestamp) -> RelatedUser {
    RelatedUser {
        user,
        is_live: false,
        since,
    }
}

pub async fn lists_are_newest_first_then_higher_id_first(world: &World) {
    let (ada, ben) = (world.user("ada").await.id, world.user("ben").await.id);
    for list in LISTS {
        let created = list.create_many(world, &ada, 12).await;
        list.create_many(world, &ben, 5).await;
        assert_eq!(list.all(world, &ada).await, created, "{list:?}");
    }
}

pub async fn pages_of_a_list_contain_each_user_once(world: &World) {
    let ada = world.user("ada").await.id;
    for list in LISTS {
        let created = list.create_many(world, &ada, 11).await;
        for limit in [1, 4, 11] {
            let (mut listed_items, mut after) = (Vec::new(), None);
            loop {
                let Page { items, next } = list.page(world, &ada, limit, after).await;
                assert!(items.len() <= usize::try_from(limit).unwrap());
                listed_items.extend(items);
                after = next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(listed_items, created, "{list:?}");
        }
    }
}

pub async fn changes_between_pages_shift_nothing(world: &World) {
    let ada = world.user("ada").await.id;
    for list in LISTS {
        let created = list.create_many(world, &ada, 10).await;
        let first = list.page(world, &ada, 4, None).await;
        let newer = world.user(&format!("{list:?}-newer")).await.id;
        list.add(world, &ada, &newer, fixtures::later(99)).await;
        // One that was listed, the key itself, and one that is not listed yet.
        for removed in [&created[1], &created[3], &created[5]] {
            list.remove(world, &ada, &removed.user.id).await;
        }
        let rest = list.page(world, &ada, 50, first.next).await;
        assert_eq!(rest.items, [&created[4..5], &created[6..]].concat(), "{list:?}");
        assert_eq!(rest.next, None);
    }
}

pub async fn repeated_calls_keep_the_first_time(world: &World) {
    let (ada, vera) = (world.user("ada").await.id, world.user("vera").await);
    for list in LISTS {
        list.add(world, &ada, &vera.id, fixtures::later(7)).await;
        list.add(world, &ada, &vera.id, fixtures::later(9)).await;
        list.add(world, &ada, &vera.id, fixtures::time()).await;
        let stored = related_user(vera.clone(), fixtures::later(7));
        assert_eq!(list.all(world, &ada).await, [stored], "{list:?}");
    }
}

pub async fn following_or_blocking_again_has_a_new_time(world: &World) {
    let (ada, vera) = (world.user("ada").await.id, world.user("vera").await);
    for list in LISTS {
        list.add(world, &ada, &vera.id, fixtures::time()).await;
        list.remove(world, &ada, &vera.id).await;
        assert_eq!(list.all(world, &ada).await, [], "{list:?}");
        list.add(world, &ada, &vera.id, fixtures::later(9)).await;
        let new_relation = related_user(vera.clone(), fixtures::later(9));
        assert_eq!(list.all(world, &ada).await, [new_relation], "{list:?}");
        list.remove(world, &ada, &vera.id).await;
    }
}

pub async fn lists_contain_the_live_status_of_users(world: &World) {
    let vera = world.user("vera").await.id;
    let ended_session = world.live_stream("over", 1).await;
    let session = world.find_open(&ended_session.user_id).await.unwrap();
    world.end(&session, EndReason::RoomClosed).await;
    let offline = world.stream("offline").await;
    let on = world.live_stream("on", 3).await;
    let without_stream = world.user("silent").await.id;
    for list in LISTS {
        for other in [
            &ended_session.user_id,
            &offline.user_id,
            &on.user_id,
            &without_stream,
        ] {
            list.add(world, &vera, other, fixtures::time()).await;
        }
        let listed = list.all(world, &vera).await;
        let seen: Vec<_> = listed
            .iter()
            .map(|one| (one.user.id.as_str(), one.is_live))
            .collect();
        let expected = [
            ("silent", false),
            ("over", false),
            ("on", true),
            ("offline", false),
        ];
        assert_eq!(seen, expected, "{list:?}");
    }
}

pub async fn users_are_listed_with_current_data(world: &World) {
    let (ada, vera) = (world.user("ada").await.id, world.user("vera").await);
    for list in LISTS {
        list.add(world, &ada, &vera.id, fixtures::time()).await;
        let renamed = Profile {
            name: Some(DisplayName::parse(&format!("Vera of {list:?}")).unwrap()),
            image: Some(Some(fixtures::url("https://pictures.example/vera"))),
            ..fixtures::a_profile("vera")
        };
        let vera = world
            .users
            .upsert_from_claims(&renamed, fixtures::later(1))
            .await
            .unwrap()
            .user;
        let listed = list.all(world, &ada).await;
        assert_eq!(listed, [related_user(vera, fixtures::time())], "{list:?}");
    }
}

pub async fn a_block_removes_both_users_from_each_others_lists(world: &World) {
    let (ada, vera) = (world.user("ada").await.id, world.user("vera").await.id);
    world.follow(&ada, &vera).await;
    world.follow(&vera, &ada).await;
    world.block(&ada, &vera).await;
    for user in [&ada, &vera] {
        assert_eq!(List::Followers.all(world, user).await, []);
        assert_eq!(List::Following.all(world, user).await, []);
        assert_eq!(counts(world, user).await, FollowCounts::default());
    }
    assert_eq!(List::Blocked.all(world, &ada).await.len(), 1);
    assert_eq!(List::Blocked.all(world, &vera).await, []);
}

async fn counts(world: &World, user: &UserId) -> FollowCounts {
    world.social.count_follows(user).await.unwrap()
}

pub async fn followers_and_followed_are_counted(world: &World) {
    let (ada, ben) = (world.user("ada").await.id, world.user("ben").await.id);
    List::Followers.create_many(world, &ada, 53).await;
    List::Following.create_many(world, &ada, 3).await;
    world.follow(&ada, &ben).await;
    world.follow(&ben, &ada).await;
    List::Followers.create_many(world, &ben, 2).await;
    let expected = FollowCounts {
        followers: 54,
        following: 4,
    };
    assert_eq!(counts(world, &ada).await, expected);
    List::Followers.remove(world, &ada, &ben).await;
    List::Following.remove(world, &ada, &ben).await;
    let expected = FollowCounts {
        followers: 53,
        following: 3,
    };
    assert_eq!(counts(world, &ada).await, expected);
}

pub async fn unknown_and_unrelated_users_have_empty_lists(world: &World) {
    let alone = world.user("alone").await.id;
    world
        .follow(&world.user("vera").await.id, &world.user("ada").await.id)
        .await;
    for user in [alone, fixtures::user_id("nobody")] {
        for list in LISTS {
            assert_eq!(list.all(world, &user).await, [], "{list:?}");
        }
        assert_eq!(counts(world, &user).await, FollowCounts::default());
    }
}
