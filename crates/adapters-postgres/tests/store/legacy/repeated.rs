//! Dry runs, repeated imports, and imports into a database that is in use.

use onair_domain::legacy::{Rule, Subjects, Table};
use onair_domain::ports::UserDirectory;
use onair_domain::user::{DisplayName, Issuer, Profile, UserId, Username};

use crate::search_terms::DIFFERENCES;

use super::support::{Databases, Kept, OLD_SYSTEM, now, old_users};

#[tokio::test]
async fn a_dry_run_reports_the_same_and_changes_nothing() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let mut dry = Kept::default();
    let tried = databases
        .try_import(&Subjects::default(), true, &mut dry)
        .await
        .unwrap();
    assert!(databases.contents().await.is_empty());
    let (imported, kept) = databases.import().await;
    assert_eq!((tried.counts, dry.findings), (imported.counts, kept.findings));
}

#[tokio::test]
async fn a_second_import_changes_nothing() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let (first, kept) = databases.import().await;
    let before = databases.contents().await;
    let (second, again) = databases.import().await;
    assert_eq!(databases.contents().await, before);
    for (table, counts) in &second.counts {
        let first = first.counts[table];
        assert_eq!(counts.carried_over, 0, "{table}");
        assert_eq!(counts.already_there, first.carried_over, "{table}");
        assert_eq!(counts.left_out, first.left_out, "{table}");
    }
    // Only rows that are left out are reported again.
    assert_eq!(again.findings.len(), kept.left_out());
}

#[tokio::test]
async fn later_rows_are_carried_over_by_a_later_import() {
    let databases = Databases::create(OLD_SYSTEM).await;
    databases.import().await;
    databases
        .old
        .execute(
            r#"INSERT INTO "user" (id, username) VALUES ('u-late', 'late');
               INSERT INTO "follow" ("followerId", "followingId") VALUES ('u-late', 'u-ada'), ('u-emil', 'u-ben')"#,
        )
        .await
        .unwrap();
    let (second, _) = databases.import().await;
    assert_eq!(second.counts[&Table::User].carried_over, 1);
    assert_eq!(second.counts[&Table::Follow].carried_over, 2);
}

#[tokio::test]
async fn changes_in_the_new_system_are_kept() {
    let databases = Databases::create(OLD_SYSTEM).await;
    databases.import().await;
    databases
        .new
        .execute(
            "UPDATE streams SET title = 'Changed', description = NULL WHERE id = 's-ada';
             UPDATE creator_applications SET status = 'revoked', reason = 'Changed' WHERE user_id = 'u-ada';
             UPDATE users SET name = 'Changed', is_suspended = true WHERE id = 'u-ben'",
        )
        .await
        .unwrap();
    let before = databases.contents().await;
    databases.import().await;
    assert_eq!(databases.contents().await, before);
}

fn profile(id: &str, username: &str) -> Profile {
    Profile {
        id: UserId::parse(id).unwrap(),
        issuer: Some(Issuer::parse("https://login.example").unwrap()),
        issued_at: Some(now()),
        token: None,
        username: Some(Username::parse(username).unwrap()),
        name: Some(DisplayName::parse("From the token").unwrap()),
        image: None,
        roles: None,
    }
}

#[tokio::test]
async fn the_first_token_claims_an_imported_user() {
    let databases = Databases::create(OLD_SYSTEM).await;
    databases.import().await;
    let users = databases.new.users();
    let ada = users
        .upsert_from_claims(&profile("u-ada", "ada"), now())
        .await
        .unwrap()
        .user;
    assert_eq!(
        (ada.username.as_str(), ada.name.as_str()),
        ("ada", "From the token")
    );
    // The picture is not in the claims.
    assert!(ada.image.is_some());
    let mut other = profile("u-ada", "ada");
    other.issuer = Some(Issuer::parse("https://other.example").unwrap());
    assert!(users.upsert_from_claims(&other, now()).await.is_err());
    // A second import does not undo the sign-in.
    let before = databases.contents().await;
    databases.import().await;
    assert_eq!(databases.contents().await, before);
}

#[tokio::test]
async fn people_who_signed_in_before_keep_their_rows_and_names() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let users = databases.new.users();
    users
        .upsert_from_claims(&profile("u-ada", "countess"), now())
        .await
        .unwrap();
    users
        .upsert_from_claims(&profile("somebody", "ben"), now())
        .await
        .unwrap();
    users
        .upsert_from_claims(&profile("renamed", "dora"), now())
        .await
        .unwrap();
    let mut renamed = profile("renamed", "dorothy");
    renamed.issued_at = Some(now() + std::time::Duration::from_secs(1));
    users.upsert_from_claims(&renamed, now()).await.unwrap();
    databases
        .new
        .execute("INSERT INTO follows VALUES ('u-ada', 'somebody', now())")
        .await
        .unwrap();
    let (imported, kept) = databases.import().await;
    assert_eq!(imported.counts[&Table::User].already_there, 1);
    let ada = users
        .find(&UserId::parse("u-ada").unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ada.username.as_str(), "countess");
    let taken: Vec<_> = kept
        .by(Rule::UsernameTaken)
        .into_iter()
        .map(|(row, _)| row)
        .collect();
    // The name "ada" is free now, so the next user with it gets it. "dora" is reserved for "renamed".
    assert_eq!(taken, ["u-ben", "u-dora", "n-wide", "n-space"]);
    // What belongs to Ada is carried over.
    assert_eq!(imported.counts[&Table::Stream].carried_over, 6);
}

#[tokio::test]
async fn an_old_block_ends_a_new_follow() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let users = databases.new.users();
    for id in ["u-ada", "u-emil"] {
        users.upsert_from_claims(&profile(id, id), now()).await.unwrap();
    }
    databases
        .new
        .execute("INSERT INTO follows VALUES ('u-emil', 'u-ada', '2025-01-01')")
        .await
        .unwrap();
    let (_, kept) = databases.import().await;
    assert_eq!(kept.by(Rule::FollowRemoved), [("u-emil -> u-ada", None)]);
    let follows = "SELECT follower_id FROM follows WHERE follower_id = 'u-emil'";
    assert!(databases.new.texts(follows).await.is_empty());
}

#[tokio::test]
async fn imported_streams_have_their_search_terms() {
    let databases = Databases::create(OLD_SYSTEM).await;
    databases
        .new
        .execute(
            "INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
             VALUES ('u-ada', 'here', 'here', 'Here', E'\\nhere before\\n here before\\n', now(), now())",
        )
        .await
        .unwrap();
    for _ in 0..2 {
        databases.import().await;
        assert_eq!(databases.new.texts(DIFFERENCES).await, [""; 0]);
        let names = "SELECT count(*)::text FROM search_terms WHERE term = 'here before'";
        assert_eq!(databases.new.texts(names).await, ["1"]);
    }
    // The triggers write them for other streams.
    databases
        .new
        .execute(
            "DELETE FROM streams WHERE user_id = 'u-ada';
             INSERT INTO streams (id, user_id, title, search_text, created_at, updated_at)
             VALUES ('s-here', 'u-ada', 'x', E'\\nafterwards\\n', now(), now())",
        )
        .await
        .unwrap();
    assert_eq!(databases.new.texts(DIFFERENCES).await, [""; 0]);
}

#[tokio::test]
async fn an_existing_stream_of_a_user_is_kept() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let users = databases.new.users();
    for id in ["u-ada", "other"] {
        users.upsert_from_claims(&profile(id, id), now()).await.unwrap();
    }
    databases
        .new
        .execute(
            "INSERT INTO streams (id, user_id, title, search_text, created_at, updated_at)
             VALUES ('new', 'u-ada', 'New', '', now(), now()), ('s-long', 'other', 'Other', '', now(), now())",
        )
        .await
        .unwrap();
    let (_, kept) = databases.import().await;
    assert_eq!(kept.by(Rule::StreamExists), [("s-ada", None)]);
    assert_eq!(kept.by(Rule::StreamIdTaken), [("s-long", None)]);
}

#[tokio::test]
async fn rows_of_several_batches_are_carried_over() {
    let databases = Databases::create(&old_users(&["first"])).await;
    databases
        .old
        .execute(
            r#"INSERT INTO "User" SELECT 'u' || n, 'name' || n FROM generate_series(1, 10001) n;
               INSERT INTO "Stream" SELECT 's' || n, 'u' || (n / 2 + 1), 'Title' FROM generate_series(1, 10001) n;
               INSERT INTO "Follow" SELECT 'u' || n, 'first' FROM generate_series(1, 10001) n;
               INSERT INTO "CreatorApplication" SELECT 'u' || (n / 2 + 1), 'approved'
               FROM generate_series(1, 10001) n"#,
        )
        .await
        .unwrap();
    let (imported, _) = databases.import().await;
    let counts = |table| {
        (
            imported.counts[&table].carried_over,
            imported.counts[&table].left_out,
        )
    };
    assert_eq!(counts(Table::User), (10_002, 0));
    assert_eq!(counts(Table::Stream), (5001, 5000));
    assert_eq!(counts(Table::Follow), (10_001, 0));
    assert_eq!(counts(Table::CreatorApplication), (5001, 5000));
}

/// The import lets the trigram indexes collect entries in pending lists, which searches would read whole.
#[tokio::test]
async fn no_pending_list_remains() {
    const OPTIONS: &str =
        "SELECT relname || ' ' || coalesce(array_to_string(reloptions, ','), '') FROM pg_class
        WHERE relam = (SELECT oid FROM pg_am WHERE amname = 'gin') ORDER BY 1";
    const PENDING_PAGES: &str = "SELECT gin_clean_pending_list(oid::regclass)::text FROM pg_class
        WHERE relam = (SELECT oid FROM pg_am WHERE amname = 'gin')";
    let databases = Databases::create(OLD_SYSTEM).await;
    let before = databases.new.texts(OPTIONS).await;
    assert_eq!(
        before,
        [
            "streams_by_search_text fastupdate=off",
            "users_by_search_text fastupdate=off"
        ]
    );
    for is_dry_run in [true, false] {
        let mut kept = Kept::default();
        let imported = databases
            .try_import(&Subjects::default(), is_dry_run, &mut kept)
            .await;
        assert!(imported.is_ok(), "{imported:?}");
        assert_eq!(
            databases.new.texts(OPTIONS).await,
            before,
            "dry run: {is_dry_run}"
        );
        assert_eq!(
            databases.new.texts(PENDING_PAGES).await,
            ["0", "0"],
            "dry run: {is_dry_run}"
        );
    }
    // A failed import leaves the entries of rows that do not exist, which the next one or VACUUM removes.
    let mut failing = Kept {
        fails_at_the_end: true,
        ..Kept::default()
    };
    let failed = databases
        .try_import(&Subjects::default(), false, &mut failing)
        .await;
    assert!(failed.is_err(), "{failed:?}");
    assert_eq!(databases.new.texts(OPTIONS).await, before);
}
