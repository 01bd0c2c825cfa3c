//! Claims of tokens, and their issuers.

use std::collections::BTreeSet;

use onair_domain::audit::Reason;
use onair_domain::creator::{ApplicationState, ApplicationStatus, CreatorApplication};
use onair_domain::ports::UserDirectoryError;
use onair_domain::session::EndReason;
use onair_domain::stream::{StreamPatch, StreamStatus};
use onair_domain::user::{DisplayName, Issuer, Profile, Role, TokenFingerprint, User};

use super::{find_by_name, found, profile_named, upsert_from_claims, upsert_later};
use crate::{World, fixtures};

/// A profile without names and picture.
fn without_claims(id: &str) -> Profile {
    Profile {
        username: None,
        name: None,
        image: None,
        roles: None,
        ..fixtures::a_profile(id)
    }
}

pub async fn a_user_is_returned_with_the_status_of_their_application(world: &World) {
    let status = async |profile: Profile| {
        let stored = world
            .users
            .upsert_from_claims(&profile, fixtures::later(60))
            .await;
        stored.unwrap().application_status
    };
    let ada = || profile_named("1", "ada");
    assert_eq!(status(ada()).await, ApplicationStatus::None);
    let id = ada().id;
    let mut last = fixtures::an_application(&id);
    assert!(world.applications.submit(&last).await.unwrap());
    let (review, reason) = (fixtures::a_review(&id), Reason::parse("Not yet.").unwrap());
    for state in [
        ApplicationState::Pending,
        ApplicationState::Rejected(review.clone(), reason.clone()),
        ApplicationState::Approved(review.clone()),
        ApplicationState::Revoked(review, reason),
    ] {
        let next = CreatorApplication {
            state,
            ..last.clone()
        };
        assert!(world.applications.replace(&last, &next).await.unwrap());
        // A profile that changes nothing, one that changes the user, and another user.
        assert_eq!(status(ada()).await, ApplicationStatus::of(Some(&next)));
        let renamed = profile_named("1", &format!("ada-{}", next.status()));
        assert_eq!(status(renamed).await, next.status());
        assert_eq!(status(ada()).await, next.status());
        assert_eq!(status(profile_named("2", "ben")).await, ApplicationStatus::None);
        last = next;
    }
}

pub async fn a_user_is_returned_with_their_stream(world: &World) {
    let account = async |profile: Profile| {
        let stored = world
            .users
            .upsert_from_claims(&profile, fixtures::later(60))
            .await;
        stored.unwrap().stream
    };
    let ada = || profile_named("1", "ada");
    assert_eq!(account(ada()).await, None);
    let stream = world.set_up(fixtures::a_stream(&ada().id)).await;
    let mut renamed = 0;
    let mut is_stored = async || {
        renamed += 1;
        let stored = world.streams.find_with_user(&ada().id).await.unwrap();
        let stored = stored.map(StreamStatus::from);
        // A profile that changes nothing, one that changes the user, and another user.
        assert_eq!(account(ada()).await, stored);
        assert_eq!(
            account(profile_named("1", &format!("ada-{renamed}"))).await,
            stored
        );
        assert_eq!(account(ada()).await, stored);
        assert_eq!(account(profile_named("2", "ben")).await, None);
        stored.unwrap()
    };
    assert_eq!(is_stored().await.started_at(), None);
    let session = world.go_live(&stream).await;
    assert_eq!(is_stored().await.started_at(), Some(session.started_at));
    let session = world.save(&session, fixtures::with_viewers(&session, 3)).await;
    assert_eq!(is_stored().await.viewer_count, 3);
    let patch = StreamPatch {
        title: Some(fixtures::title("Another title")),
        ..StreamPatch::default()
    };
    let updated = world.streams.update(&ada().id, &patch, fixtures::time()).await;
    assert!(updated.unwrap().is_some());
    assert_eq!(is_stored().await.stream.title, fixtures::title("Another title"));
    world.end(&session, EndReason::EndedByCreator).await;
    let offline = is_stored().await;
    assert!(!offline.is_live() && offline.viewer_count == 0, "{offline:?}");
}

pub async fn absent_claims_change_nothing(world: &World) {
    let full = Profile {
        name: DisplayName::from_claim("Countess"),
        image: Some(Some(fixtures::url("https://pictures.example/ada.png"))),
        roles: Some(BTreeSet::from([Role::Admin])),
        ..profile_named("1", "jo")
    };
    let user = upsert_from_claims(world, &full).await;
    let version = world.row_versions.user_version(&user.id).await;
    assert_eq!(upsert_later(world, &without_claims("1"), 60).await, user);
    assert_eq!(world.row_versions.user_version(&user.id).await, version);
    assert_eq!(find_by_name(world, "jo").await, Some(user.clone()));
    // So no other user gets the name.
    let second = upsert_later(world, &profile_named("2", "jo"), 120).await;
    assert_ne!(second.username.key(), "jo");
    let named_only = Profile {
        name: DisplayName::from_claim("Jo"),
        ..without_claims("1")
    };
    let renamed = upsert_later(world, &named_only, 180).await;
    let expected = User {
        name: DisplayName::from_claim("Jo").unwrap(),
        ..user
    };
    assert_eq!(renamed, expected);
    // A user without any name gets one made of the id.
    let nobody = upsert_from_claims(world, &without_claims("sub|9")).await;
    assert_eq!(
        (nobody.username.as_str(), nobody.name.as_str()),
        ("sub|9", "sub|9")
    );
}

/// The profile of a token, with or without time of issue.
fn from_token(profile: Profile, fingerprint: i64, issued: Option<u64>) -> Profile {
    Profile {
        token: Some(TokenFingerprint::from_trusted(fingerprint)),
        issued_at: issued.map(fixtures::later),
        ..profile
    }
}

pub async fn an_older_profile_changes_nothing(world: &World) {
    let new = upsert_from_claims(world, &from_token(profile_named("1", "new"), 2, Some(2))).await;
    let version = world.row_versions.user_version(&new.id).await;
    let old = from_token(profile_named("1", "old"), 1, Some(1));
    assert_eq!(upsert_from_claims(world, &old).await, new);
    assert_eq!(world.row_versions.user_version(&new.id).await, version);
    assert_eq!(find_by_name(world, "old").await, None);
}

pub async fn a_newer_profile_changes_its_claims(world: &World) {
    for (fingerprint, name) in [(1, "one"), (2, "two"), (3, "one")] {
        let token = from_token(
            profile_named("1", name),
            fingerprint,
            Some(fingerprint.unsigned_abs()),
        );
        assert_eq!(upsert_from_claims(world, &token).await.username.as_str(), name);
    }
}

/// Whatever the order of issue, two different tokens do not cause a write with every request.
pub async fn alternating_tokens_of_one_user_cause_few_writes(world: &World) {
    let ages = [
        (Some(1), Some(2)),
        (Some(1), Some(1)),
        (None, None),
        (None, Some(1)),
        (Some(1), None),
    ];
    for (number, (one, other)) in ages.into_iter().enumerate() {
        let id = format!("user-{number}");
        let find_by_name = |name: &str| Profile {
            name: DisplayName::from_claim(name),
            ..profile_named(&id, &id)
        };
        let tokens = [
            from_token(find_by_name("One"), 1, one),
            from_token(find_by_name("Other"), 2, other),
        ];
        let mut versions = BTreeSet::new();
        for token in tokens.iter().cycle().take(40) {
            let user = upsert_from_claims(world, token).await;
            versions.insert(world.row_versions.user_version(&user.id).await);
        }
        assert!(
            versions.len() <= 3,
            "{one:?} {other:?}: {} writes",
            versions.len()
        );
    }
}

fn from_issuer(profile: Profile, issuer: &str) -> Profile {
    Profile {
        issuer: Some(Issuer::parse(issuer).unwrap()),
        ..profile
    }
}

async fn assert_other_issuer(world: &World, profile: &Profile) {
    let refused = world.users.upsert_from_claims(profile, fixtures::later(60)).await;
    assert!(
        matches!(refused, Err(UserDirectoryError::IssuerMismatch(_))),
        "{refused:?}"
    );
}

pub async fn a_token_of_another_issuer_is_refused_and_changes_nothing(world: &World) {
    let user = upsert_from_claims(world, &from_issuer(profile_named("1", "ada"), "https://a")).await;
    for other in ["https://b", "https://a/", "HTTPS://A"] {
        assert_other_issuer(world, &from_issuer(profile_named("1", "evil"), other)).await;
    }
    assert_eq!(found(world, "1").await, Some(user.clone()));
    assert_eq!(
        upsert_from_claims(world, &from_issuer(profile_named("1", "ada"), "https://a")).await,
        user
    );
    assert_eq!(upsert_from_claims(world, &profile_named("1", "ada")).await, user);
}

pub async fn the_first_named_issuer_is_kept(world: &World) {
    upsert_from_claims(world, &profile_named("1", "ada")).await;
    upsert_from_claims(world, &from_issuer(profile_named("1", "ada"), "https://a")).await;
    assert_other_issuer(world, &from_issuer(profile_named("1", "ada"), "https://b")).await;
    upsert_from_claims(world, &profile_named("1", "ada")).await;
    assert_other_issuer(world, &from_issuer(profile_named("1", "ada"), "https://b")).await;
}

pub async fn the_development_login_signs_in_as_any_user(world: &World) {
    let dev = Issuer::dev_login();
    upsert_from_claims(world, &profile_named("1", "ada")).await;
    upsert_from_claims(world, &from_issuer(profile_named("1", "ada"), dev.as_str())).await;
    upsert_from_claims(world, &from_issuer(profile_named("1", "ada"), "https://a")).await;
    upsert_from_claims(world, &from_issuer(profile_named("1", "ada"), dev.as_str())).await;
    upsert_from_claims(world, &from_issuer(profile_named("2", "ben"), dev.as_str())).await;
    assert_other_issuer(world, &from_issuer(profile_named("2", "ben"), "https://a")).await;
}
