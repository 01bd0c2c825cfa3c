//! Follows and blocks.

use onair_domain::room::{Identity, RoomName};
use serde_json::{Value, json};

use crate::support::{TestApp, id};

async fn app_with_users() -> TestApp {
    let app = TestApp::new().await.with_live("ada").await;
    app.with_user("vera").await.with_user("victor").await
}

async fn is_following(app: &TestApp, who: &str, whom: &str) -> bool {
    let path = format!("/api/social/follow/{}", id(whom));
    app.get(&path).by(who).await.succeeded().data() == json!({"isFollowing": true})
}

#[actix_web::test]
async fn following_and_unfollowing_are_idempotent() {
    let app = app_with_users().await;
    let path = "/api/social/follow/user-ada";
    for _ in 0..2 {
        let response = app.post(path).by("vera").await.succeeded();
        assert_eq!(response.data(), json!({"isFollowing": true}));
    }
    assert!(is_following(&app, "vera", "ada").await);
    assert!(!is_following(&app, "ada", "vera").await);
    let watched = app.get("/api/viewer/stream/ada").by("vera").await.data();
    assert_eq!(watched["isFollowing"], true);
    for _ in 0..2 {
        let response = app.delete(path).by("vera").await.succeeded();
        assert_eq!(response.data(), json!({"isFollowing": false}));
    }
    assert!(!is_following(&app, "vera", "ada").await);
}

#[actix_web::test]
async fn users_cannot_follow_or_block_themselves() {
    let app = app_with_users().await;
    for path in ["/api/social/follow/user-vera", "/api/social/block/user-vera"] {
        app.post(path).by("vera").await.invalid_fields(&["userId"]);
    }
    let no_follow = json!({"isFollowing": false});
    let follow = "/api/social/follow/user-vera";
    assert_eq!(app.delete(follow).by("vera").await.succeeded().data(), no_follow);
    assert_eq!(app.get(follow).by("vera").await.succeeded().data(), no_follow);
    let block = app.delete("/api/social/block/user-vera").by("vera").await;
    assert_eq!(block.succeeded().data(), json!({"isBlocked": false}));
}

#[actix_web::test]
async fn unknown_users_are_not_found() {
    let app = app_with_users().await;
    for user in ["nobody", "%00", "guest-1", "%FF"] {
        let (follow, block) = (
            format!("/api/social/follow/{user}"),
            format!("/api/social/block/{user}"),
        );
        for call in [
            app.post(&follow).by("vera"),
            app.delete(&follow).by("vera"),
            app.get(&follow).by("vera"),
            app.post(&block).by("vera"),
            app.delete(&block).by("vera"),
            app.get(&format!("/api/social/followers/{user}")),
            app.get(&format!("/api/social/following/{user}")),
        ] {
            call.await.refused(404, "USER_NOT_FOUND");
        }
    }
    app.get("/api/social/block/user-ada")
        .by("vera")
        .await
        .refused(405, "METHOD_NOT_ALLOWED");
}

#[actix_web::test]
async fn a_block_removes_the_viewer_and_the_follows_and_prevents_new_ones() {
    let app = app_with_users().await;
    app.follow("vera", "ada").await;
    app.follow("ada", "vera").await;
    app.join("ada", "user-vera", "Vera");
    let block = "/api/social/block/user-vera";
    for _ in 0..2 {
        let response = app.post(block).by("ada").await.succeeded();
        assert_eq!(response.data(), json!({"isBlocked": true}));
    }
    let vera = Identity::of_user(&id("vera"));
    assert!(!app.memory.media.is_connected(&RoomName::of(&id("ada")), &vera));
    assert!(!is_following(&app, "vera", "ada").await && !is_following(&app, "ada", "vera").await);
    app.post("/api/social/follow/user-ada")
        .by("vera")
        .await
        .refused(403, "BLOCKED");
    app.post("/api/social/follow/user-vera")
        .by("ada")
        .await
        .refused(403, "BLOCKED");
    let token = json!({"hostId": "user-ada"});
    let token = || app.post("/api/viewer/token").by("vera").json(&token);
    token().await.refused(403, "BLOCKED");
    let listed = app.get("/api/viewer/live").by("vera").await.data();
    assert_eq!(listed, json!([]));
    let watched = app.get("/api/viewer/stream/ada").by("vera").await.data();
    assert_eq!(watched["isBlocked"], true);
    let blocked = app.get("/api/social/blocked").by("ada").await.succeeded().json();
    let expected = json!({
        "success": true,
        "data": [{"id": "user-vera", "username": "vera", "name": "Vera", "image": null, "isLive": false}],
        "nextCursor": null,
    });
    assert_eq!(blocked, expected);
    assert_eq!(app.get("/api/social/blocked").by("vera").await.data(), json!([]));

    let response = app.delete(block).by("ada").await.succeeded();
    assert_eq!(response.data(), json!({"isBlocked": false}));
    token().await.succeeded();
    assert!(
        !is_following(&app, "vera", "ada").await,
        "follows are not restored"
    );
}

#[actix_web::test]
async fn a_block_applies_during_an_outage_of_the_media_server() {
    let app = app_with_users().await;
    app.join("ada", "user-vera", "Vera");
    app.memory.media.start_outage();
    app.post("/api/social/block/user-vera")
        .by("ada")
        .await
        .succeeded();
    let token = app.post("/api/viewer/token").by("vera");
    token
        .json(&json!({"hostId": "user-ada"}))
        .await
        .refused(403, "BLOCKED");
}

#[actix_web::test]
async fn lists_are_public_counted_and_paged_newest_first() {
    let app = app_with_users().await;
    for number in 10..22 {
        let name = format!("fan{number}");
        app.upsert_from_claims(id(&name).as_str(), &name).await;
        app.follow(&name, "ada").await;
        // Some follow in the same millisecond.
        app.pass(number % 2);
    }
    app.follow("vera", "ada").await;
    app.follow("victor", "vera").await;
    let pages = app
        .all_pages("/api/social/followers/user-ada?limit=5", None)
        .await;
    let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [5, 5, 3]);
    let names: Vec<_> = pages
        .concat()
        .iter()
        .map(|item| item["username"].clone())
        .collect();
    assert_eq!(names[0], "vera");
    let mut distinct: Vec<_> = names.iter().map(ToString::to_string).collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 13);
    let first = app.get("/api/social/followers/user-ada?limit=1").await.json();
    assert_eq!(first["total"], 13);

    let following = app
        .get("/api/social/following/user-vera")
        .await
        .succeeded()
        .json();
    let expected = json!({
        "success": true,
        "data": [{"id": "user-ada", "username": "ada", "name": "Ada", "image": null, "isLive": true}],
        "nextCursor": null,
        "total": 1,
    });
    assert_eq!(following, expected);
    let cursor: Value = first["nextCursor"].clone();
    let elsewhere = format!(
        "/api/social/following/user-vera?cursor={}",
        cursor.as_str().unwrap()
    );
    app.get(&elsewhere).await.invalid_fields(&["cursor"]);
    app.get("/api/social/followers/user-ada?limit=0")
        .await
        .invalid_fields(&["limit"]);
    app.get("/api/social/blocked?limit=51")
        .by("ada")
        .await
        .invalid_fields(&["limit"]);
}
