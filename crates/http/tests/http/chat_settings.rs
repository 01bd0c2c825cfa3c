//! Who may write in the chat.

use serde_json::json;

use crate::support::TestApp;

const PATH: &str = "/api/stream/chat-settings";
const FLAGS: [&str; 3] = ["isChatEnabled", "isChatDelayed", "isChatFollowersOnly"];

#[actix_web::test]
async fn each_flag_is_kept_as_set_and_leaves_the_others() {
    let app = TestApp::new().await.with_stream("ada").await;
    let mut expected = app.get("/api/stream/info").by("ada").await.data();
    for flag in FLAGS {
        for value in [false, true, true, false] {
            let answer = app
                .put(PATH)
                .by("ada")
                .json(&json!({flag: value}))
                .await
                .succeeded();
            expected[flag] = value.into();
            assert_eq!(answer.data(), expected);
            assert_eq!(app.get("/api/stream/info").by("ada").await.data(), expected);
        }
    }
}

#[actix_web::test]
async fn a_change_of_nothing_names_the_flags() {
    let app = TestApp::new().await.with_stream("ada").await;
    for body in [json!({}), json!({"title": "T", "isGuestsAllowed": true})] {
        app.put(PATH).by("ada").json(&body).await.faulty(&FLAGS);
    }
}

#[actix_web::test]
async fn a_flag_is_true_or_false() {
    let app = TestApp::new().await.with_stream("ada").await;
    for flag in FLAGS {
        for value in [json!(null), json!("true"), json!(1), json!([true])] {
            let answer = app.put(PATH).by("ada").json(&json!({flag: value})).await;
            let answer = answer.faulty(&[flag]);
            assert_eq!(answer.json()["details"][0]["message"], "must be true or false");
        }
    }
    let body = json!({"isChatEnabled": null, "isChatDelayed": true, "isChatFollowersOnly": 0});
    let answer = app.put(PATH).by("ada").json(&body).await;
    answer.faulty(&["isChatEnabled", "isChatFollowersOnly"]);
    let stream = app.get("/api/stream/info").by("ada").await.data();
    assert_eq!(
        stream["isChatDelayed"], false,
        "nothing of a refused change is kept"
    );
}

#[actix_web::test]
async fn before_set_up_there_is_nothing_to_change() {
    let app = TestApp::new().await.with_creator("ada").await;
    let call = app.put(PATH).by("ada").json(&json!({"isChatEnabled": true}));
    call.await.refused(404, "STREAM_NOT_FOUND");
}
