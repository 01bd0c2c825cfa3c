//! The chat settings.

use serde_json::json;

use crate::support::TestApp;

const PATH: &str = "/api/stream/chat-settings";
const FLAGS: [&str; 3] = ["isChatEnabled", "isChatDelayed", "isChatFollowersOnly"];

#[actix_web::test]
async fn each_setting_is_stored_and_leaves_the_others() {
    let app = TestApp::new().await.with_stream("ada").await;
    let mut expected = app.get("/api/stream/info").by("ada").await.data();
    for flag in FLAGS {
        for value in [false, true, true, false] {
            let response = app
                .put(PATH)
                .by("ada")
                .json(&json!({flag: value}))
                .await
                .succeeded();
            expected[flag] = value.into();
            assert_eq!(response.data(), expected);
            assert_eq!(app.get("/api/stream/info").by("ada").await.data(), expected);
        }
    }
}

#[actix_web::test]
async fn an_empty_change_is_refused_for_all_settings() {
    let app = TestApp::new().await.with_stream("ada").await;
    for body in [json!({}), json!({"title": "T", "isGuestsAllowed": true})] {
        app.put(PATH).by("ada").json(&body).await.invalid_fields(&FLAGS);
    }
}

#[actix_web::test]
async fn settings_must_be_booleans() {
    let app = TestApp::new().await.with_stream("ada").await;
    for flag in FLAGS {
        for value in [json!(null), json!("true"), json!(1), json!([true])] {
            let response = app.put(PATH).by("ada").json(&json!({flag: value})).await;
            let response = response.invalid_fields(&[flag]);
            assert_eq!(response.json()["details"][0]["message"], "must be true or false");
        }
    }
    let body = json!({"isChatEnabled": null, "isChatDelayed": true, "isChatFollowersOnly": 0});
    let response = app.put(PATH).by("ada").json(&body).await;
    response.invalid_fields(&["isChatEnabled", "isChatFollowersOnly"]);
    let stream = app.get("/api/stream/info").by("ada").await.data();
    assert_eq!(stream["isChatDelayed"], false, "a refused change stores nothing");
}

#[actix_web::test]
async fn without_a_stream_there_are_no_settings() {
    let app = TestApp::new().await.with_creator("ada").await;
    let call = app.put(PATH).by("ada").json(&json!({"isChatEnabled": true}));
    call.await.refused(404, "STREAM_NOT_FOUND");
}
