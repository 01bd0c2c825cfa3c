//! Creating and updating a stream.

use serde_json::{Value, json};

use crate::support::{NOW, TestApp, later};

#[actix_web::test]
async fn a_first_set_up_creates_the_stream_with_all_fields() {
    let app = TestApp::new().await.with_creator("ada").await;
    let body = json!({
        "title": "  My Awesome Stream ",
        "description": "Welcome\nto my stream!",
        "thumbnail": "https://example.com/a.png",
        "isChatEnabled": false,
        "isChatDelayed": true,
        "isChatFollowersOnly": true,
        "isGuestsAllowed": false,
    });
    let response = app.post("/api/stream/setup").by("ada").json(&body).await;
    assert_eq!(response.status, 201);
    let stream = response.data();
    assert!(!stream["id"].as_str().unwrap().is_empty());
    let expected = json!({
        "id": stream["id"],
        "userId": "user-ada",
        "title": "My Awesome Stream",
        "description": "Welcome\nto my stream!",
        "thumbnail": "https://example.com/a.png",
        "isLive": false,
        "startedAt": null,
        "isChatEnabled": false,
        "isChatDelayed": true,
        "isChatFollowersOnly": true,
        "isGuestsAllowed": false,
        "createdAt": NOW,
        "updatedAt": NOW,
    });
    assert_eq!(stream, expected);
    assert_eq!(app.get("/api/stream/info").by("ada").await.data(), expected);
}

#[actix_web::test]
async fn the_defaults_allow_chat_and_guests() {
    let app = TestApp::new().await.with_creator("ada").await;
    let response = app
        .post("/api/stream/setup")
        .by("ada")
        .json(&json!({"title": "T"}))
        .await;
    assert_eq!(response.status, 201);
    let stream = response.data();
    let field = |name: &str| stream[name].clone();
    assert_eq!(field("description"), Value::Null);
    assert_eq!(field("thumbnail"), Value::Null);
    assert_eq!(field("isChatEnabled"), true);
    assert_eq!(field("isChatDelayed"), false);
    assert_eq!(field("isChatFollowersOnly"), false);
    assert_eq!(field("isGuestsAllowed"), true);
}

#[actix_web::test]
async fn a_second_set_up_changes_only_the_sent_fields() {
    let app = TestApp::new().await.with_creator("ada").await;
    let first = json!({"title": "T", "description": "D", "thumbnail": "http://a/b", "isChatDelayed": true});
    let first = app.post("/api/stream/setup").by("ada").json(&first).await.data();
    app.pass(60);
    let response = app
        .post("/api/stream/setup")
        .by("ada")
        .json(&json!({"title": "U", "thumbnail": null, "isGuestsAllowed": false}))
        .await
        .succeeded();
    let mut expected = first;
    expected["title"] = "U".into();
    expected["thumbnail"] = Value::Null;
    expected["isGuestsAllowed"] = false.into();
    expected["updatedAt"] = later(60).into();
    assert_eq!(response.data(), expected);
}

#[actix_web::test]
async fn a_second_set_up_needs_a_title_too() {
    let app = TestApp::new().await.with_stream("ada").await;
    let response = app
        .post("/api/stream/setup")
        .by("ada")
        .json(&json!({"description": "D"}))
        .await;
    response.invalid_fields(&["title"]);
}

#[actix_web::test]
async fn only_approved_creators_set_up() {
    let app = TestApp::new().await.with_user("vera").await;
    let set_up = || {
        app.post("/api/stream/setup")
            .by("vera")
            .json(&json!({"title": "T"}))
    };
    let response = set_up().await.refused(403, "CREATOR_NOT_APPROVED");
    assert_eq!(response.json()["applicationStatus"], "NONE");
    app.apply("vera").await;
    let response = set_up().await.refused(403, "CREATOR_NOT_APPROVED");
    assert_eq!(response.json()["applicationStatus"], "PENDING");
    app.approve("vera").await;
    assert_eq!(set_up().await.status, 201);
}

#[actix_web::test]
async fn every_field_has_its_bounds() {
    let app = TestApp::new().await.with_creator("ada").await;
    let url = |length: usize| format!("http://a/{}", "x".repeat(length - 9));
    let valid = [
        json!({"title": "🎥".repeat(200)}),
        json!({"title": format!(" {} ", "t".repeat(200))}),
        json!({"title": "T", "description": "é".repeat(2000)}),
        json!({"title": "T", "description": "a\r\n\tb"}),
        json!({"title": "T", "description": ""}),
        json!({"title": "T", "description": null, "thumbnail": ""}),
        json!({"title": "T", "thumbnail": url(2048)}),
        json!({"title": "T", "unknown": {"deep": [1, 2]}, "isLive": true}),
    ];
    for body in valid {
        let response = app.post("/api/stream/setup").by("ada").json(&body).await;
        assert!(response.status < 300, "{body}: {}", response.text());
        assert_eq!(response.data()["isLive"], false);
    }
    let invalid_fields = [
        (json!({}), "title"),
        (json!({"title": null}), "title"),
        (json!({"title": ""}), "title"),
        (json!({"title": " \t "}), "title"),
        (json!({"title": 1}), "title"),
        (json!({"title": ["T"]}), "title"),
        (json!({"title": "🎥".repeat(201)}), "title"),
        (json!({"title": "a\nb"}), "title"),
        (json!({"title": "a\u{0}b"}), "title"),
        (
            json!({"title": "T", "description": "é".repeat(2001)}),
            "description",
        ),
        (json!({"title": "T", "description": "a\u{7}b"}), "description"),
        (json!({"title": "T", "description": false}), "description"),
        (json!({"title": "T", "thumbnail": url(2049)}), "thumbnail"),
        (
            json!({"title": "T", "thumbnail": "javascript:alert(1)"}),
            "thumbnail",
        ),
        (json!({"title": "T", "thumbnail": 7}), "thumbnail"),
        (json!({"title": "T", "isChatEnabled": null}), "isChatEnabled"),
        (json!({"title": "T", "isChatDelayed": "true"}), "isChatDelayed"),
        (
            json!({"title": "T", "isChatFollowersOnly": 1}),
            "isChatFollowersOnly",
        ),
        (json!({"title": "T", "isGuestsAllowed": {}}), "isGuestsAllowed"),
    ];
    let before = app.get("/api/stream/info").by("ada").await.data();
    for (body, field) in invalid_fields {
        let response = app.post("/api/stream/setup").by("ada").json(&body).await;
        response.invalid_fields(&[field]);
    }
    assert_eq!(app.get("/api/stream/info").by("ada").await.data(), before);
}

#[actix_web::test]
async fn one_response_lists_all_invalid_fields() {
    let app = TestApp::new().await.with_creator("ada").await;
    let body = json!({
        "title": "",
        "description": "\u{0}",
        "thumbnail": "no",
        "isChatEnabled": null,
        "isChatDelayed": 0,
        "isChatFollowersOnly": "",
        "isGuestsAllowed": [],
    });
    let response = app.post("/api/stream/setup").by("ada").json(&body).await;
    let response = response.invalid_fields(&[
        "title",
        "description",
        "thumbnail",
        "isChatEnabled",
        "isChatDelayed",
        "isChatFollowersOnly",
        "isGuestsAllowed",
    ]);
    for detail in response.json()["details"].as_array().unwrap() {
        assert!(
            detail["message"].as_str().unwrap().starts_with("must "),
            "{detail}"
        );
    }
    app.get("/api/stream/info")
        .by("ada")
        .await
        .refused(404, "STREAM_NOT_FOUND");
}
