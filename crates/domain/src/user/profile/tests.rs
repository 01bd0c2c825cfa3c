//! Which tokens change a row.

use std::time::Duration;

use quickcheck::quickcheck;

use super::*;

fn at(second: u64) -> Timestamp {
    Timestamp::UNIX_EPOCH + Duration::from_secs(second)
}

fn profile(name: &str, token: i64, issued_at: Option<u64>) -> Profile {
    Profile {
        id: UserId::parse("u1").unwrap(),
        issuer: None,
        issued_at: issued_at.map(at),
        token: Some(TokenFingerprint::from_trusted(token)),
        username: Username::from_claim(name),
        name: DisplayName::from_claim(name),
        image: None,
        roles: None,
    }
}

/// Applies tokens one after the other. Returns the number of writes and the final name.
fn apply_all<'a>(tokens: impl IntoIterator<Item = &'a Profile>) -> (usize, String) {
    let mut row: Option<UserRecord> = None;
    let mut writes = 0;
    for profile in tokens {
        let next = match &row {
            None => Some(UserRecord::from_profile(profile)),
            Some(row) => row.apply(profile).unwrap(),
        };
        if next.is_some() {
            writes += 1;
            row = next;
        }
    }
    (writes, row.unwrap().user.name.to_string())
}

#[test]
fn an_absent_claim_changes_nothing() {
    let full = Profile {
        image: Some(HttpUrl::parse("https://a/b.png").unwrap()),
        roles: Some([Role::Admin].into()),
        ..profile("ada", 1, Some(1))
    };
    let row = UserRecord::from_profile(&full);
    let without_names = Profile {
        username: None,
        name: None,
        ..profile("", 2, Some(2))
    };
    assert_eq!(row.apply(&without_names), Ok(None));
    let renamed = Profile {
        name: DisplayName::from_claim("Countess"),
        ..without_names
    };
    let after = row.apply(&renamed).unwrap().unwrap();
    assert_eq!(
        after.user,
        User {
            name: DisplayName::from_claim("Countess").unwrap(),
            ..row.user.clone()
        }
    );
    let without = Profile {
        image: Some(None),
        ..profile("ada", 3, Some(3))
    };
    assert_eq!(row.apply(&without).unwrap().unwrap().user.image, None);
}

#[test]
fn an_older_token_changes_nothing() {
    let (old, new) = (profile("old", 1, Some(1)), profile("new", 2, Some(2)));
    assert_eq!(apply_all([&new, &old]), (1, "new".to_owned()));
    assert_eq!(apply_all([&old, &new, &old, &new]), (2, "new".to_owned()));
}

#[test]
fn tokens_of_the_same_age_change_a_row_once_each() {
    for (one, other) in [(Some(5), Some(5)), (None, None), (Some(5), None), (None, Some(5))] {
        let tokens = [profile("one", 1, one), profile("other", 2, other)];
        let (writes, _) = apply_all(tokens.iter().cycle().take(100));
        assert!(writes <= 3, "{writes}");
    }
}

#[test]
fn a_new_token_may_restore_an_old_name() {
    let tokens = [
        profile("one", 1, None),
        profile("other", 2, None),
        profile("one", 3, None),
    ];
    assert_eq!(apply_all(&tokens), (3, "one".to_owned()));
}

#[test]
fn the_first_issuer_is_kept() {
    let from = |issuer: Option<&str>| Profile {
        issuer: issuer.map(|issuer| Issuer::parse(issuer).unwrap()),
        ..profile("ada", 1, None)
    };
    let dev = Issuer::dev_login();
    let row = UserRecord::from_profile(&from(Some("https://a")));
    assert!(row.apply(&from(Some("https://a"))).is_ok());
    assert!(row.apply(&from(None)).is_ok());
    assert!(
        row.apply(&from(Some(dev.as_str()))).is_ok(),
        "the development login may sign in as any user"
    );
    assert_eq!(row.apply(&from(Some("https://b"))), Err(IssuerMismatch));
    assert_eq!(row.apply(&from(Some("https://a/"))), Err(IssuerMismatch));

    let unknown = UserRecord::from_profile(&from(None));
    let newer = Profile {
        token: Some(TokenFingerprint::from_trusted(2)),
        ..from(Some("https://b"))
    };
    let known = unknown.apply(&newer).unwrap().unwrap();
    assert_eq!(known.apply(&from(Some("https://a"))), Err(IssuerMismatch));
    let dev_user = UserRecord::from_profile(&from(Some(dev.as_str())));
    assert_eq!(dev_user.apply(&from(Some("https://a"))), Err(IssuerMismatch));
}

#[test]
fn a_released_name_is_reserved_for_thirty_days() {
    let (owner, other) = (UserId::parse("u1").unwrap(), UserId::parse("u2").unwrap());
    let given_up = ReleasedName {
        user: owner.clone(),
        at: at(0),
    };
    let days = |days: u64| at(days * 24 * 3600);
    assert!(given_up.is_free_for(&owner, at(0)));
    assert!(!given_up.is_free_for(&other, at(0)));
    assert!(!given_up.is_free_for(&other, days(30) - Duration::from_secs(1)));
    assert!(given_up.is_free_for(&other, days(30)));
}

#[test]
fn an_issuer_is_not_trimmed() {
    assert_eq!(Issuer::parse(" a ").unwrap().as_str(), " a ");
    for bad in ["", "a\0", &"x".repeat(2049)] {
        assert!(Issuer::parse(bad).is_err(), "{bad:?}");
    }
}

quickcheck! {
    /// However often tokens are alternated, the writes stop: a token changes the row at most once for each of
    /// the five ages that the row can have here, so `n` tokens change nothing after `5 * n` cycles.
    fn alternating_tokens_stop_changing_the_row(tokens: Vec<(u8, Option<u8>)>) -> bool {
        let tokens: Vec<_> = tokens
            .iter()
            .take(ClaimHistory::MAX_TOKENS)
            .enumerate()
            .map(|(mark, (name, iat))| profile(&format!("n{}", name % 4), mark.try_into().unwrap(), iat.map(|iat| u64::from(iat % 4))))
            .collect();
        if tokens.is_empty() {
            return true;
        }
        let max_writes = 5 * tokens.len();
        let total_writes = apply_all(tokens.iter().cycle().take(tokens.len() * max_writes)).0;
        total_writes <= max_writes + 1 && apply_all(tokens.iter().cycle().take(2 * tokens.len() * max_writes)).0 == total_writes
    }
}
