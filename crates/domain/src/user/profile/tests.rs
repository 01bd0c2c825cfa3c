//! What changes a row, and what doesn't.

use std::time::Duration;

use quickcheck::quickcheck;

use super::*;

fn at(second: u64) -> Timestamp {
    Timestamp::UNIX_EPOCH + Duration::from_secs(second)
}

fn says(name: &str, token: i64, issued_at: Option<u64>) -> Profile {
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

/// Shows tokens one after the other; how often the row was written, and the name at the end.
fn shown<'a>(tokens: impl IntoIterator<Item = &'a Profile>) -> (usize, String) {
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
fn what_a_token_does_not_say_stays() {
    let full = Profile {
        image: Some(HttpUrl::parse("https://a/b.png").unwrap()),
        roles: Some([Role::Admin].into()),
        ..says("ada", 1, Some(1))
    };
    let row = UserRecord::from_profile(&full);
    let silent = Profile {
        username: None,
        name: None,
        ..says("", 2, Some(2))
    };
    assert_eq!(row.apply(&silent), Ok(None));
    let renamed = Profile {
        name: DisplayName::from_claim("Countess"),
        ..silent
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
        ..says("ada", 3, Some(3))
    };
    assert_eq!(row.apply(&without).unwrap().unwrap().user.image, None);
}

#[test]
fn an_older_token_changes_nothing() {
    let (old, new) = (says("old", 1, Some(1)), says("new", 2, Some(2)));
    assert_eq!(shown([&new, &old]), (1, "new".to_owned()));
    assert_eq!(shown([&old, &new, &old, &new]), (2, "new".to_owned()));
}

#[test]
fn tokens_of_one_age_have_their_say_once() {
    for (one, other) in [(Some(5), Some(5)), (None, None), (Some(5), None), (None, Some(5))] {
        let tokens = [says("one", 1, one), says("other", 2, other)];
        let (writes, _) = shown(tokens.iter().cycle().take(100));
        assert!(writes <= 3, "{writes}");
    }
}

#[test]
fn a_new_token_may_bring_an_old_name_back() {
    let tokens = [says("one", 1, None), says("other", 2, None), says("one", 3, None)];
    assert_eq!(shown(&tokens), (3, "one".to_owned()));
}

#[test]
fn the_first_issuer_stays() {
    let from = |issuer: Option<&str>| Profile {
        issuer: issuer.map(|issuer| Issuer::parse(issuer).unwrap()),
        ..says("ada", 1, None)
    };
    let dev = Issuer::dev_login();
    let row = UserRecord::from_profile(&from(Some("https://a")));
    assert!(row.apply(&from(Some("https://a"))).is_ok());
    assert!(row.apply(&from(None)).is_ok());
    assert!(
        row.apply(&from(Some(dev.as_str()))).is_ok(),
        "signs in as anybody"
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
    let developed = UserRecord::from_profile(&from(Some(dev.as_str())));
    assert_eq!(developed.apply(&from(Some("https://a"))), Err(IssuerMismatch));
}

#[test]
fn a_name_rests_for_thirty_days() {
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
fn issuers_are_taken_to_the_letter() {
    assert_eq!(Issuer::parse(" a ").unwrap().as_str(), " a ");
    for bad in ["", "a\0", &"x".repeat(2049)] {
        assert!(Issuer::parse(bad).is_err(), "{bad:?}");
    }
}

quickcheck! {
    /// Whatever tokens there are and however often they are shown, the writes come to an end: a token changes
    /// the row at most once for each of the five ages that the row can have here, so a row of `n` tokens is
    /// settled after `5 * n` turns.
    fn tokens_in_turn_settle(tokens: Vec<(u8, Option<u8>)>) -> bool {
        let tokens: Vec<_> = tokens
            .iter()
            .take(ClaimHistory::MAX_TOKENS)
            .enumerate()
            .map(|(mark, (name, iat))| says(&format!("n{}", name % 4), mark.try_into().unwrap(), iat.map(|iat| u64::from(iat % 4))))
            .collect();
        if tokens.is_empty() {
            return true;
        }
        let most = 5 * tokens.len();
        let settled = shown(tokens.iter().cycle().take(tokens.len() * most)).0;
        settled <= most + 1 && shown(tokens.iter().cycle().take(2 * tokens.len() * most)).0 == settled
    }
}
