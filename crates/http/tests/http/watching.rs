//! A creator's watch page.

use serde_json::{Value, json};

use crate::support::{NOW, TestApp};

#[actix_web::test]
async fn a_guest_gets_the_stream_without_relationship_fields() {
    let app = TestApp::new().await.with_stream("ada").await;
    let found = app.get("/api/viewer/stream/ada").await.succeeded().data();
    let mut expected = app.get("/api/stream/info").by("ada").await.data();
    expected["user"] = json!({"id": "user-ada", "username": "ada", "name": "Ada", "image": null});
    expected["viewerCount"] = 0.into();
    expected["liveThumbnail"] = Value::Null;
    expected["state"] = "OFFLINE".into();
    assert_eq!(found, expected);
}

#[actix_web::test]
async fn a_live_stream_shows_its_state_and_its_viewers() {
    let app = TestApp::new().await.with_live("ada").await;
    app.on_air("ada", 7).await;
    let found = app.get("/api/viewer/stream/ADA").await.succeeded().data();
    assert_eq!(found["state"], "ON_AIR");
    assert_eq!(found["isLive"], true);
    assert_eq!(found["startedAt"], NOW);
    assert_eq!(found["viewerCount"], 7);
}

#[actix_web::test]
async fn a_signed_in_user_gets_the_relationship_to_the_host() {
    let app = TestApp::new()
        .await
        .with_stream("ada")
        .await
        .with_user("vera")
        .await;
    let relationship = async |name: &'static str| {
        let found = app
            .get("/api/viewer/stream/ada")
            .by(name)
            .await
            .succeeded()
            .data();
        [
            found["isFollowing"].clone(),
            found["isBlocked"].clone(),
            found["isHost"].clone(),
        ]
    };
    assert_eq!(relationship("vera").await, [false, false, false]);
    app.follow("vera", "ada").await;
    assert_eq!(relationship("vera").await, [true, false, false]);
    app.block("ada", "vera").await;
    assert_eq!(relationship("vera").await, [false, true, false]);
    assert_eq!(relationship("ada").await, [false, false, true]);
}

#[actix_web::test]
async fn unknown_users_and_missing_streams_have_different_codes() {
    let app = TestApp::new().await.with_user("vera").await;
    let watch = |name: &str| app.get(&format!("/api/viewer/stream/{name}"));
    watch("vera").await.refused(404, "STREAM_NOT_FOUND");
    let long = "x".repeat(5000);
    for nobody in [
        "nobody", "%00", "%20vera", "vera%20", "%FF", "a%2Fb", "..%2F", "%25", "%", "%zz", &long,
    ] {
        watch(nobody).await.refused(404, "USER_NOT_FOUND");
    }
}

#[actix_web::test]
async fn names_of_any_script_are_found() {
    let app = TestApp::new().await;
    app.upsert_from_claims("user-1", "ада").await;
    let watch = |name: &str| app.get(&format!("/api/viewer/stream/{name}"));
    watch("%D0%B0%D0%B4%D0%B0").await.refused(404, "STREAM_NOT_FOUND");
    watch("%D0%B0%D0%B4").await.refused(404, "USER_NOT_FOUND");
}

#[actix_web::test]
async fn names_in_paths_are_folded() {
    let app = TestApp::new().await;
    app.upsert_from_claims("user-1", "Zoë").await;
    let watch = |name: &str| app.get(&format!("/api/viewer/stream/{name}"));
    // Upper case, decomposed, and with invisible characters.
    for same in [
        "Zo%C3%AB",
        "ZO%C3%8B",
        "zoe%CC%88",
        "z%E2%80%8Bo%C3%AB",
        "%E2%80%AEzo%C3%AB",
    ] {
        watch(same).await.refused(404, "STREAM_NOT_FOUND");
    }
    watch("zoe").await.refused(404, "USER_NOT_FOUND");
}
