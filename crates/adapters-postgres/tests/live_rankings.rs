//! Which looks at the live list leave something behind, and for how long.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use onair_domain::Timestamp;
use onair_domain::page::{PageLimit, PageRequest};
use onair_domain::ports::{SessionRepository, StreamRepository, UserDirectory};
use onair_domain::stream::{Ranking, StreamPatch};
use onair_domain::user::Onlooker;
use onair_port_contracts::given;

async fn go_live(database: &TestDatabase, creator: &str) {
    let profile = given::a_profile(creator);
    database.users().remember(&profile, given::time()).await.unwrap();
    let fresh = given::a_stream(&profile.id);
    let kept = database.streams().upsert(&fresh, &StreamPatch::default()).await;
    let session = given::a_session(&kept.unwrap().0);
    database.sessions().open(&session).await.unwrap();
}

/// Reads the whole list, so many at once, and tells how many rankings are kept after it.
async fn kept_after_a_walk(database: &TestDatabase, limit: i64, at: Timestamp) -> String {
    let mut page = PageRequest {
        limit: PageLimit::new(limit).unwrap(),
        after: None,
    };
    loop {
        let fresh = Ranking {
            made_at: at,
            ..given::a_ranking()
        };
        let read = database.streams().live(&Onlooker::Guest, &page, &fresh).await;
        page.after = read.unwrap().next;
        if page.after.is_none() {
            break;
        }
    }
    let kept = "SELECT count(*)::text FROM live_rankings";
    database.texts(kept).await.concat()
}

#[tokio::test]
async fn a_walk_keeps_one_ranking_a_second_and_a_single_page_none() {
    let database = fresh_database().await;
    let now = given::time();
    assert_eq!(kept_after_a_walk(&database, 3, now).await, "0");
    for creator in ["ada", "ben", "cleo"] {
        go_live(&database, creator).await;
    }
    assert_eq!(kept_after_a_walk(&database, 3, now).await, "0");
    assert_eq!(kept_after_a_walk(&database, 1, now).await, "1");
    assert_eq!(kept_after_a_walk(&database, 2, now).await, "1");
    assert_eq!(kept_after_a_walk(&database, 2, given::later(1)).await, "2");
    database.streams().forget_rankings(given::later(2)).await.unwrap();
    assert_eq!(kept_after_a_walk(&database, 3, now).await, "0");
}
