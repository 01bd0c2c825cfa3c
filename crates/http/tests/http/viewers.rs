//! The viewers in a creator's room, and removing them.

use serde_json::json;

use crate::support::{NOW, TestApp};

const PATH: &str = "/api/stream/viewers";

#[actix_web::test]
async fn the_list_is_empty_while_nobody_watches() {
    let app = TestApp::new().await.with_creator("ada").await;
    let nobody = json!({"success": true, "data": [], "nextCursor": null});
    let list = || app.get(PATH).by("ada");
    assert_eq!(list().await.succeeded().json(), nobody);
    app.set_up("ada").await;
    assert_eq!(list().await.succeeded().json(), nobody);
    app.go_live("ada").await;
    app.join("ada", "user-ada", "Ada");
    assert_eq!(list().await.succeeded().json(), nobody);
}

#[actix_web::test]
async fn viewers_and_guests_are_listed_without_the_creator() {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_user("vera")
        .await;
    app.follow("vera", "ada").await;
    app.join("ada", "user-ada", "Ada");
    app.join("ada", "user-vera", "Vera");
    app.join("ada", "guest-1-f", "Quiet Otter 42");
    let response = app.get(PATH).by("ada").await.succeeded();
    let expected = json!([
        {"identity": "guest-1-f", "name": "Quiet Otter 42", "isGuest": true, "isFollower": false, "joinedAt": NOW},
        {"identity": "user-vera", "name": "Vera", "isGuest": false, "isFollower": true, "joinedAt": NOW},
    ]);
    assert_eq!(response.data(), expected);
}

#[actix_web::test]
async fn the_list_is_paged() {
    let app = TestApp::new().await.with_live("ada").await;
    for number in 10..35 {
        app.join("ada", &format!("user-{number}"), "V");
    }
    let found = app.all_pages(&format!("{PATH}?limit=10"), Some("ada")).await;
    let sizes: Vec<_> = found.iter().map(Vec::len).collect();
    assert_eq!(sizes, [10, 10, 5]);
    let found: Vec<_> = found.concat();
    let expected: Vec<_> = (10..35).map(|number| format!("user-{number}")).collect();
    let found: Vec<_> = found
        .iter()
        .map(|viewer| viewer["identity"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(found, expected);
    let default = app.get(PATH).by("ada").await.succeeded().data();
    assert_eq!(default.as_array().unwrap().len(), 20);
}

#[actix_web::test]
async fn a_removed_viewer_cannot_return_in_the_same_session() {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_user("vera")
        .await;
    app.join("ada", "user-vera", "Vera");
    let remove = || app.delete("/api/stream/viewers/user-vera").by("ada");
    assert_eq!(remove().await.succeeded().json(), json!({"success": true}));
    assert_eq!(app.get(PATH).by("ada").await.data(), json!([]));
    let token = || {
        app.post("/api/viewer/token")
            .by("vera")
            .json(&json!({"hostId": "user-ada"}))
    };
    token().await.refused(403, "BLOCKED");
    remove().await.succeeded();
    app.end("ada").await;
    app.go_live("ada").await;
    token().await.succeeded();
}

#[actix_web::test]
async fn removing_an_absent_viewer_succeeds() {
    let app = TestApp::new().await.with_live("ada").await;
    let very_long = format!("/{}", "x".repeat(5000));
    for identity in [
        "/nobody", "/%00", "/a%20b", "/%C3%A9", "/%FF", "/a%2Fb", &very_long,
    ] {
        let call = app.delete(&format!("{PATH}{identity}")).by("ada");
        assert_eq!(call.await.succeeded().json(), json!({"success": true}));
    }
    app.end("ada").await;
    app.delete("/api/stream/viewers/nobody")
        .by("ada")
        .await
        .succeeded();
}

#[actix_web::test]
async fn the_creator_cannot_be_removed() {
    let app = TestApp::new().await.with_creator("ada").await;
    let remove = |who: &str| app.delete(&format!("{PATH}/{who}")).by("ada");
    remove("user-vera").await.refused(404, "STREAM_NOT_FOUND");
    remove("user-ada").await.invalid_fields(&["identity"]);
    app.set_up("ada").await;
    remove("user-ada").await.invalid_fields(&["identity"]);
    remove("user%2Dada").await.invalid_fields(&["identity"]);
}
