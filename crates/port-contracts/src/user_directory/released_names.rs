//! Released user names.

use super::{find_by_name, profile_named, upsert_from_claims, upsert_later};
use crate::{World, fixtures};

const DAY: u64 = 24 * 3600;

pub async fn a_released_name_is_reserved(world: &World) {
    upsert_from_claims(world, &profile_named("1", "ada")).await;
    upsert_from_claims(world, &profile_named("2", "ada")).await;
    upsert_from_claims(world, &profile_named("1", "lovelace")).await;
    assert_eq!(find_by_name(world, "ada").await, None);
    // Neither earlier nor new users get it.
    for (id, day) in [("2", 0), ("3", 1), ("2", 29)] {
        let user = upsert_later(world, &profile_named(id, "ada"), day * DAY).await;
        let disambiguated = fixtures::username("ada").disambiguate(&fixtures::user_id(id));
        assert_eq!(user.username, disambiguated, "{id} after {day} days");
    }
    assert_eq!(find_by_name(world, "ada").await, None);
    let second = upsert_later(world, &profile_named("2", "ada"), 30 * DAY).await;
    assert_eq!(second.username.as_str(), "ada");
    let first = upsert_later(world, &profile_named("1", "ada"), 31 * DAY).await;
    assert_eq!(first.username, fixtures::username("ada").disambiguate(&first.id));
}

pub async fn the_previous_holder_may_take_a_released_name_again(world: &World) {
    upsert_from_claims(world, &profile_named("1", "ada")).await;
    for (day, name) in [
        (1, "lovelace"),
        (2, "ada"),
        (3, "countess"),
        (4, "lovelace"),
        (5, "ada"),
    ] {
        let user = upsert_later(world, &profile_named("1", name), day * DAY).await;
        assert_eq!(user.username.as_str(), name);
        assert_eq!(find_by_name(world, name).await, Some(user));
    }
}

pub async fn a_name_that_is_released_again_is_reserved_again(world: &World) {
    for (day, name) in [(0, "ada"), (0, "lovelace"), (20, "ada"), (25, "countess")] {
        upsert_later(world, &profile_named("1", name), day * DAY).await;
    }
    let early = upsert_later(world, &profile_named("2", "ada"), 31 * DAY).await;
    assert_ne!(early.username.as_str(), "ada");
    let late = upsert_later(world, &profile_named("2", "ada"), 55 * DAY).await;
    assert_eq!(late.username.as_str(), "ada");
}

pub async fn a_name_that_folds_to_a_reserved_name_is_reserved(world: &World) {
    upsert_from_claims(world, &profile_named("1", "Zoë")).await;
    upsert_from_claims(world, &profile_named("1", "other")).await;
    for name in ["ZOË", "zoe\u{308}", "zo\u{200b}ë"] {
        let user = upsert_from_claims(world, &profile_named("2", name)).await;
        assert_ne!(user.username.key(), fixtures::username(name).key(), "{name}");
    }
    let owner = upsert_from_claims(world, &profile_named("1", "ZOË")).await;
    assert_eq!(owner.username.as_str(), "ZOË");
}
