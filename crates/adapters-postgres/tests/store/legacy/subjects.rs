//! New ids of old users.

use onair_adapters_postgres::ImportError;
use onair_domain::legacy::{Rule, Subjects};

use super::support::{Databases, Kept, OLD_SYSTEM, old_users};

fn subjects(lines: &str) -> Subjects {
    Subjects::parse(lines).unwrap()
}

async fn errors(databases: &Databases, lines: &str) -> Vec<String> {
    let tried = databases
        .try_import(&subjects(lines), false, &mut Kept::default())
        .await;
    let Err(ImportError::Subjects(errors)) = tried else {
        panic!("{tried:?}");
    };
    errors.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn all_references_follow_a_new_id() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let map = subjects("u-ada,auth0|17\nguest-1,5e1f\n\"u-emil\",\"a,\"\"b\"");
    databases
        .try_import(&map, false, &mut Kept::default())
        .await
        .unwrap();
    let references = "
        SELECT 'stream ' || user_id FROM streams WHERE id = 's-ada'
        UNION ALL SELECT 'follow ' || follower_id || ' ' || followed_id FROM follows
        UNION ALL SELECT 'block ' || blocker_id || ' ' || blocked_id FROM blocks
        UNION ALL SELECT 'review ' || reviewed_by FROM creator_applications WHERE user_id = 'auth0|17'
        UNION ALL SELECT 'old ' || id FROM users WHERE id IN ('u-ada', 'u-emil')
        ORDER BY 1";
    assert_eq!(
        databases.new.texts(references).await,
        [
            r#"block auth0|17 a,"b"#,
            "follow 5e1f auth0|17",
            "follow u-ben auth0|17",
            "follow u-dora auth0|17",
            r#"review a,"b"#,
            "stream auth0|17",
        ]
    );
    let before = databases.contents().await;
    databases
        .try_import(&map, false, &mut Kept::default())
        .await
        .unwrap();
    assert_eq!(databases.contents().await, before);
}

#[tokio::test]
async fn the_report_has_old_ids() {
    let databases = Databases::create(&old_users(&["a", "A"])).await;
    let mut kept = Kept::default();
    let map = subjects("a,subject-of-a\nA,subject-of-A");
    databases.try_import(&map, false, &mut kept).await.unwrap();
    let rows: Vec<_> = kept.by(Rule::UsernameTaken);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].0, "a");
}

#[tokio::test]
async fn users_can_swap_ids() {
    let databases = Databases::create(&old_users(&["a", "b"])).await;
    let map = subjects("a,b\nb,a");
    databases
        .try_import(&map, false, &mut Kept::default())
        .await
        .unwrap();
    databases
        .try_import(&map, false, &mut Kept::default())
        .await
        .unwrap();
    let names = "SELECT id || ' ' || username FROM users ORDER BY 1";
    assert_eq!(databases.new.texts(names).await, ["a b", "b a"]);
}

#[tokio::test]
async fn lines_that_do_not_fit_the_users_are_named() {
    let databases = Databases::create(&old_users(&["a", "b"])).await;
    assert_eq!(
        errors(&databases, "id,externalUserId\nb,a\nc,d").await,
        [
            "line 1: the old table has no user with the id \"id\"; the file has no header line",
            "line 2: the subject \"a\" is the id of another old user; map that user too",
            "line 3: the old table has no user with the id \"c\"; the file has no header line",
        ]
    );
    assert!(databases.contents().await.is_empty());
}

#[tokio::test]
async fn a_user_does_not_get_a_second_id() {
    let databases = Databases::create(&old_users(&["a", "b"])).await;
    databases.import().await;
    let before = databases.contents().await;
    assert_eq!(
        errors(&databases, "a,subject-of-a").await,
        ["line 1: an earlier import carried the user \"a\" over under the old id, and ids never change"]
    );
    assert_eq!(databases.contents().await, before);
}
