//! What every `UserDirectory` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

mod claims;
mod listing;
mod released_names;
mod suspension;

use std::collections::BTreeSet;

pub use claims::*;
pub use listing::*;
pub use released_names::*;
pub use suspension::*;

use onair_domain::user::{DisplayName, Profile, Role, User};

use crate::{World, fixtures, run_concurrently};

/// Runs all cases of a `UserDirectory`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! user_directory {
    ($fresh:expr) => {
        $crate::cases!(
            user_directory,
            $fresh,
            [
                an_unknown_user_is_not_found,
                a_new_user_has_the_claims_of_the_profile,
                a_new_profile_replaces_all_fields,
                a_user_is_returned_with_the_status_of_their_application,
                a_user_is_returned_with_their_stream,
                the_longest_fields_are_stored_unchanged,
                names_that_fold_to_many_characters_are_stored,
                ids_that_differ_by_case_are_two_users,
                a_user_is_found_by_name_in_any_case,
                a_taken_name_is_disambiguated_and_its_holder_keeps_it,
                a_name_taken_in_another_case_is_disambiguated,
                a_disambiguated_name_stays_while_the_wanted_name_is_taken,
                a_disambiguated_name_that_is_taken_is_disambiguated_again,
                a_released_name_is_reserved,
                the_previous_holder_may_take_a_released_name_again,
                a_name_that_is_released_again_is_reserved_again,
                a_name_that_folds_to_a_reserved_name_is_reserved,
                absent_claims_change_nothing,
                an_older_profile_changes_nothing,
                a_newer_profile_changes_its_claims,
                alternating_tokens_of_one_user_cause_few_writes,
                a_token_of_another_issuer_is_refused_and_changes_nothing,
                the_first_named_issuer_is_kept,
                the_development_login_signs_in_as_any_user,
                a_user_may_change_the_case_of_their_name,
                a_profile_that_changes_nothing_writes_nothing,
                a_profile_that_changes_something_writes,
                concurrent_upserts_of_a_user_create_one_row,
                concurrent_users_with_one_name_all_get_a_name,
                users_who_swap_names_concurrently_both_succeed,
                a_user_is_suspended_and_reinstated,
                a_suspension_and_its_audit_entry_are_stored_together,
                a_repeated_suspension_changes_and_records_nothing,
                an_unknown_user_is_not_suspended,
                one_of_concurrent_suspensions_is_stored_and_recorded,
                a_profile_does_not_reinstate_a_user,
                filter_suspended_returns_suspended_users,
                users_are_listed_newest_first_then_higher_id_first,
                users_of_one_state_are_listed_alone,
                pages_contain_each_user_once,
                users_are_listed_with_current_data,
                one_user_is_selected_by_name_or_id,
                a_search_finds_users_by_both_names,
                better_matches_are_listed_first,
                pages_of_a_search_contain_each_user_once,
                every_character_is_valid_in_a_search_for_users,
            ]
        );
    };
}

/// A profile with a user name.
fn profile_named(id: &str, name: &str) -> Profile {
    Profile {
        username: Some(fixtures::username(name)),
        ..fixtures::a_profile(id)
    }
}

async fn upsert_from_claims(world: &World, profile: &Profile) -> User {
    world
        .users
        .upsert_from_claims(profile, fixtures::time())
        .await
        .unwrap()
        .user
}

async fn upsert_later(world: &World, profile: &Profile, seconds: u64) -> User {
    world
        .users
        .upsert_from_claims(profile, fixtures::later(seconds))
        .await
        .unwrap()
        .user
}

async fn found(world: &World, id: &str) -> Option<User> {
    world.users.find(&fixtures::user_id(id)).await.unwrap()
}

async fn find_by_name(world: &World, name: &str) -> Option<User> {
    world
        .users
        .find_by_username(&fixtures::username(name))
        .await
        .unwrap()
}

pub async fn an_unknown_user_is_not_found(world: &World) {
    assert_eq!(found(world, "ada").await, None);
    assert_eq!(find_by_name(world, "ada").await, None);
}

pub async fn a_new_user_has_the_claims_of_the_profile(world: &World) {
    let profile = Profile {
        username: Some(fixtures::username("lovelace")),
        name: Some(DisplayName::parse("Ada Lovelace 🎥").unwrap()),
        image: Some(Some(fixtures::url("https://pictures.example/ada.png"))),
        roles: Some(BTreeSet::from([Role::Admin])),
        ..fixtures::a_profile("auth0|5f7c")
    };
    let expected = fixtures::new_user_from(&profile);
    assert_eq!(upsert_from_claims(world, &profile).await, expected);
    assert_eq!(found(world, "auth0|5f7c").await.as_ref(), Some(&expected));
    assert_eq!(find_by_name(world, "lovelace").await.as_ref(), Some(&expected));
}

pub async fn a_new_profile_replaces_all_fields(world: &World) {
    let first = Profile {
        image: Some(Some(fixtures::url("https://pictures.example/ada.png"))),
        roles: Some(BTreeSet::from([Role::Admin])),
        ..fixtures::a_profile("ada")
    };
    let second = Profile {
        username: Some(fixtures::username("lovelace")),
        name: Some(DisplayName::parse("Countess").unwrap()),
        ..fixtures::a_profile("ada")
    };
    for profile in [&first, &second, &first] {
        let expected = fixtures::new_user_from(profile);
        assert_eq!(upsert_from_claims(world, profile).await, expected);
        assert_eq!(found(world, "ada").await, Some(expected));
    }
    assert_eq!(find_by_name(world, "lovelace").await, None);
}

pub async fn the_longest_fields_are_stored_unchanged(world: &World) {
    let id = "~".repeat(255);
    let address = format!("https://a.example/{}", "é".repeat(2030));
    let profile = Profile {
        username: Some(fixtures::username(&"🎥".repeat(100))),
        name: Some(DisplayName::parse(&"🎥".repeat(100)).unwrap()),
        image: Some(Some(fixtures::url(&address))),
        ..fixtures::a_profile(&id)
    };
    let expected = fixtures::new_user_from(&profile);
    assert_eq!(upsert_from_claims(world, &profile).await, expected);
    assert_eq!(found(world, &id).await, Some(expected));
}

/// Some characters fold to several: the key is longer than the name.
pub async fn names_that_fold_to_many_characters_are_stored(world: &World) {
    for (number, name) in ["\u{fdfa}".repeat(100), "ß".repeat(100), "㌖㌗㌘㌙".repeat(25)]
        .iter()
        .enumerate()
    {
        let user = upsert_from_claims(world, &profile_named(&format!("{number}"), name)).await;
        assert_eq!(find_by_name(world, name).await, Some(user));
    }
}

pub async fn ids_that_differ_by_case_are_two_users(world: &World) {
    let one = upsert_from_claims(world, &profile_named("ada", "one")).await;
    let other = upsert_from_claims(world, &profile_named("ADA", "other")).await;
    assert_eq!(found(world, "ada").await, Some(one));
    assert_eq!(found(world, "ADA").await, Some(other));
    assert_eq!(found(world, "Ada").await, None);
}

pub async fn a_user_is_found_by_name_in_any_case(world: &World) {
    let user = upsert_from_claims(world, &profile_named("1", "Élodie_ß-x")).await;
    for name in ["Élodie_ß-x", "élodie_ß-x", "ÉLODIE_ß-X"] {
        assert_eq!(find_by_name(world, name).await.as_ref(), Some(&user), "{name}");
    }
    assert_eq!(find_by_name(world, "Elodie_ß-x").await, None);
    assert_eq!(find_by_name(world, "ÉlodieXß-x").await, None);
}

pub async fn a_taken_name_is_disambiguated_and_its_holder_keeps_it(world: &World) {
    let holder = upsert_from_claims(world, &profile_named("1", "ada")).await;
    let claim = profile_named("2", "ada");
    let second = upsert_from_claims(world, &claim).await;
    let expected = User {
        username: fixtures::username("ada").disambiguate(&claim.id),
        ..fixtures::new_user_from(&claim)
    };
    assert_eq!(second, expected);
    assert_eq!(
        upsert_from_claims(world, &profile_named("1", "ada")).await,
        holder
    );
    assert_eq!(find_by_name(world, "ada").await, Some(holder));
    assert_eq!(
        find_by_name(world, expected.username.as_str()).await,
        Some(expected)
    );
}

pub async fn a_name_taken_in_another_case_is_disambiguated(world: &World) {
    for (holder, claim) in [("ada", "ADA"), ("Élodie", "éLODIE")] {
        let holder = upsert_from_claims(world, &profile_named(&format!("{}-1", claim.len()), holder)).await;
        let claim = profile_named(&format!("{}-2", claim.len()), claim);
        let second = upsert_from_claims(world, &claim).await;
        let wanted_name = claim.username.unwrap();
        assert_eq!(second.username, wanted_name.disambiguate(&claim.id));
        assert_eq!(find_by_name(world, wanted_name.as_str()).await, Some(holder));
    }
}

pub async fn a_disambiguated_name_that_is_taken_is_disambiguated_again(world: &World) {
    upsert_from_claims(world, &profile_named("first", "ada")).await;
    let disambiguated = fixtures::username("ada").disambiguate(&fixtures::user_id("victim"));
    upsert_from_claims(world, &profile_named("squatter", disambiguated.as_str())).await;
    let victim = upsert_from_claims(world, &profile_named("victim", "ada")).await;
    assert_eq!(victim.username, disambiguated.disambiguate(&victim.id));
    assert_eq!(
        find_by_name(world, disambiguated.as_str())
            .await
            .map(|user| user.id),
        Some(fixtures::user_id("squatter"))
    );
}

pub async fn a_disambiguated_name_stays_while_the_wanted_name_is_taken(world: &World) {
    upsert_from_claims(world, &profile_named("1", "ada")).await;
    let second = upsert_from_claims(world, &profile_named("2", "ada")).await;
    assert_eq!(
        upsert_from_claims(world, &profile_named("2", "ada")).await,
        second
    );
    let renamed = Profile {
        name: Some(DisplayName::parse("Countess").unwrap()),
        ..profile_named("2", "ada")
    };
    assert_eq!(
        upsert_from_claims(world, &renamed).await.username,
        second.username
    );
}

pub async fn a_user_may_change_the_case_of_their_name(world: &World) {
    upsert_from_claims(world, &profile_named("1", "ada")).await;
    let changed = upsert_from_claims(world, &profile_named("1", "Ada")).await;
    assert_eq!(changed.username.as_str(), "Ada");
    assert_eq!(found(world, "1").await, Some(changed));
}

pub async fn a_profile_that_changes_nothing_writes_nothing(world: &World) {
    for profile in [profile_named("1", "ada"), profile_named("2", "ada")] {
        let user = upsert_from_claims(world, &profile).await;
        let version = world.row_versions.user_version(&user.id).await;
        let again = world
            .users
            .upsert_from_claims(&profile, fixtures::later(60))
            .await
            .unwrap()
            .user;
        assert_eq!(again, user);
        assert_eq!(world.row_versions.user_version(&user.id).await, version);
    }
}

pub async fn a_profile_that_changes_something_writes(world: &World) {
    let user = upsert_from_claims(world, &profile_named("1", "ada")).await;
    let version = world.row_versions.user_version(&user.id).await;
    upsert_from_claims(world, &profile_named("1", "lovelace")).await;
    assert_ne!(world.row_versions.user_version(&user.id).await, version);
}

/// Stores all profiles concurrently.
async fn upsert_concurrently(world: &World, profiles: Vec<Profile>) -> Vec<User> {
    let calls = profiles.into_iter().map(|profile| {
        let users = world.users.clone();
        async move {
            users
                .upsert_from_claims(&profile, fixtures::time())
                .await
                .unwrap()
                .user
        }
    });
    run_concurrently(calls).await
}

pub async fn concurrent_upserts_of_a_user_create_one_row(world: &World) {
    let users = upsert_concurrently(world, vec![profile_named("1", "ada"); 16]).await;
    let expected = fixtures::new_user_from(&profile_named("1", "ada"));
    assert!(users.iter().all(|user| *user == expected));
    assert_eq!(found(world, "1").await, Some(expected));
}

pub async fn concurrent_users_with_one_name_all_get_a_name(world: &World) {
    let profiles = (0..16).map(|number| profile_named(&format!("user-{number}"), "ada"));
    let users = upsert_concurrently(world, profiles.collect()).await;
    let names: BTreeSet<_> = users.iter().map(|user| user.username.key()).collect();
    assert_eq!(names.len(), 16);
    assert!(names.contains("ada"));
    for user in users {
        assert_eq!(found(world, user.id.as_str()).await.as_ref(), Some(&user));
        assert_eq!(
            find_by_name(world, user.username.as_str()).await.as_ref(),
            Some(&user)
        );
    }
}

pub async fn users_who_swap_names_concurrently_both_succeed(world: &World) {
    upsert_from_claims(world, &profile_named("1", "ada")).await;
    upsert_from_claims(world, &profile_named("2", "ben")).await;
    for round in 0..8 {
        let names = if round % 2 == 0 {
            ["ben", "ada"]
        } else {
            ["ada", "ben"]
        };
        let profiles = vec![profile_named("1", names[0]), profile_named("2", names[1])];
        let swapped = upsert_concurrently(world, profiles).await;
        assert_ne!(swapped[0].username.key(), swapped[1].username.key());
        for user in swapped {
            assert_eq!(found(world, user.id.as_str()).await, Some(user));
        }
    }
}
