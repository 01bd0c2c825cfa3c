//! What bearer tokens and the development login do to users.

use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::account::{AccountError, AccountService, UserKey};
use onair_domain::stream::MatchRank;
use onair_domain::text::TextError;
use onair_domain::user::{Profile, Role, Username};
use onair_port_contracts::fixtures;

use crate::services::Services;

fn accounts(services: &Services) -> AccountService {
    let ports = &services.ports;
    AccountService::new(
        services.memory.authenticator.clone(),
        ports.users.clone(),
        ports.clock.clone(),
    )
}

#[tokio::test]
async fn each_token_grants_its_own_roles() {
    let services = Services::new();
    let sign_in = |roles: &[Role]| {
        services.memory.authenticator.sign_in(&Profile {
            issued_at: Some(services.ports.clock.now()),
            roles: Some(roles.iter().copied().collect()),
            ..fixtures::a_profile("ada")
        })
    };
    let plain = sign_in(&[]);
    services.memory.clock.advance(Duration::from_secs(1));
    let admin = sign_in(&[Role::Admin]);
    // The older token does not change the row, but grants nothing more than it contains.
    for (token, roles) in [
        (&admin, vec![Role::Admin]),
        (&plain, vec![]),
        (&admin, vec![Role::Admin]),
    ] {
        let user = accounts(&services).identify(token).await.unwrap().user;
        assert!(user.roles.iter().eq(&roles), "{user:?}");
    }
}

#[tokio::test]
async fn two_tokens_in_use_do_not_overwrite_each_other_with_every_request() {
    let services = Services::new();
    let before = fixtures::a_profile("ada");
    let after = Profile {
        username: Some(fixtures::username("countess")),
        ..before.clone()
    };
    let accounts = accounts(&services);
    // Neither token contains the time of its issue.
    let [before, after] = [before, after].map(|profile| services.memory.authenticator.sign_in(&profile));
    for (token, name) in [
        (&before, "ada"),
        (&after, "countess"),
        (&before, "countess"),
        (&after, "countess"),
    ] {
        let user = accounts.identify(token).await.unwrap().user;
        assert_eq!(user.username.as_str(), name);
    }
}

#[tokio::test]
async fn the_development_login_creates_users_with_names_that_can_become_ids() {
    let services = Services::new();
    let accounts = accounts(&services);
    let longest = "a".repeat(Username::DEV_LOGIN_MAX);
    for name in ["Ada", "a_d-a.9", longest.as_str()] {
        let user = accounts.find_or_create(&fixtures::username(name)).await.unwrap();
        assert_eq!(user.id.as_str(), format!("user-{}", name.to_lowercase()));
        assert_eq!((user.username.as_str(), user.roles.len()), (name, 0));
        let again = accounts.find_or_create(&fixtures::username(name)).await.unwrap();
        assert_eq!(again, user);
    }
    let refused = accounts
        .find_or_create(&fixtures::username(&format!("{longest}a")))
        .await;
    let is_too_long =
        matches!(refused, Err(AccountError::Username(TextError::TooLong { max })) if max == longest.len());
    assert!(is_too_long, "{refused:?}");
    let zoe = fixtures::username("zoë");
    let refused = accounts.find_or_create(&zoe).await;
    let is_refused = matches!(refused, Err(AccountError::Username(TextError::Characters { .. })));
    assert!(is_refused, "{refused:?}");
    // Of a user who exists, the name may be any.
    let profile = Profile {
        username: Some(zoe.clone()),
        ..fixtures::a_profile("zoe")
    };
    let user = services.upsert_from_claims(&profile).await;
    assert_eq!(accounts.find_or_create(&zoe).await.unwrap(), user);
}

#[tokio::test]
async fn the_development_login_signs_nobody_in_as_the_earlier_holder_of_a_name() {
    let services = Services::new();
    let accounts = accounts(&services);
    let name = fixtures::username("ada");
    let first = accounts.find_or_create(&name).await.unwrap();
    let renamed = Profile {
        id: first.id.clone(),
        ..fixtures::a_profile("countess")
    };
    services.upsert_from_claims(&renamed).await;
    let second = accounts.find_or_create(&name).await.unwrap();
    assert_eq!(second.id.as_str(), "user-ada-2");
    // The name is still reserved, so the new user has a similar one, and is found by the name that was entered.
    assert_eq!(second.username, name.disambiguate(&second.id));
    assert_eq!(accounts.find_or_create(&name).await.unwrap(), second);

    let renamed = Profile {
        id: second.id.clone(),
        ..fixtures::a_profile("duchess")
    };
    services.upsert_from_claims(&renamed).await;
    let third = accounts.find_or_create(&name).await.unwrap();
    assert_eq!(third.id.as_str(), "user-ada-3");
}

#[test]
fn users_are_listed_by_their_match_then_newest_first() {
    let key = |rank, seconds, id| UserKey {
        rank,
        created_at: Timestamp::UNIX_EPOCH + Duration::from_secs(seconds),
        user_id: fixtures::user_id(id),
    };
    let [best, other] = [MatchRank::Exact, MatchRank::Similar];
    let sorted = [
        key(best, 1, "a"),
        key(other, 3, "a"),
        key(other, 2, "b"),
        key(other, 2, "a"),
    ];
    assert!(
        sorted
            .windows(2)
            .all(|pair| pair[0] < pair[1] && pair[0].cmp(&pair[1]).is_lt())
    );
}
