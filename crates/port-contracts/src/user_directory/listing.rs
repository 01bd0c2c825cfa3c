//! The list of users: order, pages, filters and search.

use std::collections::BTreeSet;

use onair_domain::account::{UserFilter, UserKey, UserListing, UserSelection};
use onair_domain::creator::{ApplicationState, ApplicationStatus};
use onair_domain::page::{Page, PageLimit, PageRequest};
use onair_domain::stream::MatchRank;
use onair_domain::user::{DisplayName, Profile, Role, User};

use super::suspension::set_suspended;
use super::{profile_named, upsert_later};
use crate::{World, fixtures};

async fn page(
    world: &World,
    filter: &UserFilter,
    limit: i64,
    after: Option<UserKey>,
) -> Page<UserListing, UserKey> {
    let limit = PageLimit::new(limit).unwrap();
    world
        .users
        .list(filter, &PageRequest { limit, after })
        .await
        .unwrap()
}

/// All pages of this size, together.
async fn listed(world: &World, filter: &UserFilter, limit: i64) -> Vec<UserListing> {
    let (mut met, mut after) = (Vec::new(), None);
    loop {
        let Page { items, next } = page(world, filter, limit, after).await;
        assert!(items.len() <= usize::try_from(limit).unwrap());
        met.extend(items);
        after = next;
        if after.is_none() {
            return met;
        }
    }
}

fn in_state(is_suspended: Option<bool>) -> UserFilter {
    UserFilter {
        is_suspended,
        ..UserFilter::default()
    }
}

fn search(query: &str) -> UserFilter {
    UserFilter {
        selection: UserSelection::Search(fixtures::query(query)),
        is_suspended: None,
    }
}

/// Returns the ids of the users that a search finds, in order.
async fn found(world: &World, query: &str) -> Vec<String> {
    let found = listed(world, &search(query), 50).await.into_iter();
    found.map(|row| row.user.id.to_string()).collect()
}

/// Users with few different times, so that ids decide; every third is suspended. In the list's order.
async fn a_crowd(world: &World, size: u64) -> Vec<UserListing> {
    let mut crowd = Vec::new();
    for number in 0..size {
        let seconds = (number * 7) % 5;
        let user = upsert_later(world, &fixtures::a_profile(&format!("user-{number:02}")), seconds).await;
        let is_suspended = number % 3 == 0;
        if is_suspended {
            set_suspended(world, &user.id, true).await;
        }
        crowd.push(UserListing {
            user: User { is_suspended, ..user },
            application_status: ApplicationStatus::None,
            created_at: fixtures::later(seconds),
            rank: MatchRank::Exact,
        });
    }
    crowd.sort_by_key(UserListing::key);
    crowd
}

pub async fn users_are_listed_newest_first_then_higher_id_first(world: &World) {
    assert_eq!(listed(world, &UserFilter::default(), 50).await, []);
    let crowd = a_crowd(world, 13).await;
    assert_eq!(listed(world, &UserFilter::default(), 50).await, crowd);
    let keys: Vec<_> = crowd.iter().map(|row| (row.created_at, &row.user.id)).collect();
    assert!(keys.is_sorted_by(|newer, older| newer > older));
}

pub async fn users_of_one_state_are_listed_alone(world: &World) {
    let crowd = a_crowd(world, 13).await;
    for state in [true, false] {
        let expected: Vec<_> = crowd
            .iter()
            .filter(|row| row.user.is_suspended == state)
            .collect();
        assert!(!expected.is_empty());
        let listed = listed(world, &in_state(Some(state)), 50).await;
        assert_eq!(listed.iter().collect::<Vec<_>>(), expected);
        let both = UserFilter {
            is_suspended: Some(state),
            ..search("user")
        };
        assert_eq!(self::listed(world, &both, 4).await.len(), expected.len());
    }
}

pub async fn pages_contain_each_user_once(world: &World) {
    let crowd = a_crowd(world, 13).await;
    for state in [None, Some(true), Some(false)] {
        let expected = crowd.iter();
        let expected = expected.filter(|row| state.is_none_or(|state| row.user.is_suspended == state));
        let expected: Vec<_> = expected.cloned().collect();
        for limit in [1, 3, 13] {
            assert_eq!(listed(world, &in_state(state), limit).await, expected);
        }
    }
}

pub async fn users_are_listed_with_current_data(world: &World) {
    let pending = world.applicant("ada", ApplicationState::Pending).await;
    let current = Profile {
        name: Some(DisplayName::parse("Ada the Great").unwrap()),
        image: Some(Some(fixtures::url("https://pictures.example/ada"))),
        roles: Some(BTreeSet::from([Role::Admin])),
        ..profile_named("ada", "lovelace")
    };
    upsert_later(world, &current, 60).await;
    set_suspended(world, &pending.user_id, true).await;
    let expected = UserListing {
        user: User {
            is_suspended: true,
            ..fixtures::new_user_from(&current)
        },
        application_status: ApplicationStatus::Pending,
        created_at: fixtures::time(),
        rank: MatchRank::Exact,
    };
    for filter in [UserFilter::default(), search("lovelace")] {
        assert_eq!(listed(world, &filter, 20).await, std::slice::from_ref(&expected));
    }
    // Each status is listed.
    let review = || fixtures::a_review(&fixtures::user_id("admin"));
    for (id, state, status) in [
        (
            "approved",
            ApplicationState::Approved(review()),
            ApplicationStatus::Approved,
        ),
        (
            "rejected",
            ApplicationState::Rejected(review(), fixtures::reason("Why.")),
            ApplicationStatus::Rejected,
        ),
        (
            "revoked",
            ApplicationState::Revoked(review(), fixtures::reason("Why.")),
            ApplicationStatus::Revoked,
        ),
    ] {
        world.applicant(id, state).await;
        let found = listed(world, &search(id), 20).await;
        assert_eq!(found[0].application_status, status);
    }
}

pub async fn one_user_is_selected_by_name_or_id(world: &World) {
    for (id, name) in [("1", "Élodie"), ("2", "élodie2"), ("elodie", "other")] {
        upsert_later(world, &profile_named(id, name), 0).await;
    }
    set_suspended(world, &fixtures::user_id("2"), true).await;
    for (selection, state, expected) in [
        (
            UserSelection::Username(fixtures::username("ÉLODIE")),
            None,
            &["1"][..],
        ),
        (
            UserSelection::Username(fixtures::username("ÉLODIE")),
            Some(true),
            &[],
        ),
        (UserSelection::Username(fixtures::username("nobody")), None, &[]),
        (UserSelection::Id(fixtures::user_id("2")), None, &["2"]),
        (UserSelection::Id(fixtures::user_id("2")), Some(false), &[]),
        (UserSelection::Id(fixtures::user_id("ELODIE")), None, &[]),
    ] {
        let filter = UserFilter {
            selection,
            is_suspended: state,
        };
        let found = listed(world, &filter, 20).await;
        let ids: Vec<_> = found.iter().map(|row| row.user.id.as_str()).collect();
        assert_eq!(ids, expected, "{filter:?}");
    }
}

/// A user without a stream, with both names.
async fn user_with_names(world: &World, id: &str, username: &str, name: &str, seconds: u64) {
    let profile = Profile {
        name: Some(DisplayName::parse(name).unwrap()),
        ..profile_named(id, username)
    };
    upsert_later(world, &profile, seconds).await;
}

pub async fn a_search_finds_users_by_both_names(world: &World) {
    user_with_names(world, "u1", "gardener77", "Someone", 0).await;
    user_with_names(world, "u2", "x_y", "Doctor Wolfram", 0).await;
    user_with_names(world, "u3", "straße", "Σίσυφος", 0).await;
    world.stream_with_title("u4", "A gardener's stream").await;
    for (query, expected) in [
        ("GARDENER", "u1"),
        ("dener7", "u1"),
        ("garednerr77", ""),
        ("gardenr77", "u1"),
        ("wolfram, doctor", "u2"),
        ("wolfrma", "u2"),
        ("STRASSE", "u3"),
        ("σίσυφοσ", "u3"),
        ("u1", ""),
    ] {
        let expected: Vec<_> = [expected].into_iter().filter(|id| !id.is_empty()).collect();
        assert_eq!(found(world, query).await, expected, "{query}");
    }
}

pub async fn better_matches_are_listed_first(world: &World) {
    for (number, (id, username, name)) in (0..).zip([
        ("contains", "xpianox", "Someone"),
        ("exact", "piano", "Zoe"),
        ("similar", "paino", "Other"),
        ("begins", "aaa", "Grand pianoforte"),
        ("begins-too", "pianola", "Bob"),
        ("none", "violin", "Eve"),
    ]) {
        user_with_names(world, id, username, name, number).await;
    }
    assert_eq!(
        found(world, "piano").await,
        ["exact", "begins-too", "begins", "contains", "similar"]
    );
    let ranks: Vec<_> = listed(world, &search("piano"), 50).await;
    let ranks: Vec<_> = ranks.iter().map(|row| row.rank).collect();
    let [exact, begins, contains, similar] = [
        MatchRank::Exact,
        MatchRank::Prefix,
        MatchRank::Contains,
        MatchRank::Similar,
    ];
    assert_eq!(ranks, [exact, begins, begins, contains, similar]);
}

pub async fn pages_of_a_search_contain_each_user_once(world: &World) {
    for number in 0..15_u64 {
        let username = match number % 4 {
            0 => format!("piano{number}"),
            1 => format!("x{number}piano"),
            2 => format!("pinao{number}"),
            _ => format!("violin{number}"),
        };
        user_with_names(
            world,
            &format!("user-{number:02}"),
            &username,
            "Someone",
            (number * 7) % 3,
        )
        .await;
    }
    let all = listed(world, &search("piano"), 50).await;
    assert_eq!(all.len(), 12);
    assert!(all.is_sorted_by_key(UserListing::key));
    for limit in [1, 2, 5, 12] {
        assert_eq!(listed(world, &search("piano"), limit).await, all);
    }
}

pub async fn every_character_is_valid_in_a_search_for_users(world: &World) {
    user_with_names(world, "1", "a_b", r"50% \o/", 0).await;
    user_with_names(world, "2", "axb", "Someone", 0).await;
    for (query, expected) in [
        ("%", 1),
        ("_", 1),
        (r"\", 1),
        ("!", 0),
        ("'", 0),
        ("a_b", 1),
        ("a%b", 1),
        ("$1", 0),
        ("❤", 0),
    ] {
        assert_eq!(found(world, query).await.len(), expected, "{query}");
    }
}
