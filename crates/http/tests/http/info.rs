//! The title, description, thumbnail and guest access of a stream.

use serde_json::{Value, json};

use crate::support::{TestApp, later};

const PATH: &str = "/api/stream/info";

#[actix_web::test]
async fn each_field_can_be_changed_alone() {
    let app = TestApp::new().await.with_stream("ada").await;
    let mut expected = app.get(PATH).by("ada").await.data();
    let changes = [
        ("title", json!("Another")),
        ("description", json!("More")),
        ("thumbnail", json!("https://a/b.png")),
        ("isGuestsAllowed", json!(false)),
        ("description", Value::Null),
        ("isGuestsAllowed", json!(true)),
    ];
    for (seconds, (field, value)) in (1..).zip(changes) {
        app.pass(1);
        let response = app
            .put(PATH)
            .by("ada")
            .json(&json!({field: value}))
            .await
            .succeeded();
        expected[field] = value;
        expected["updatedAt"] = later(seconds).into();
        assert_eq!(response.data(), expected);
    }
    app.put(PATH)
        .by("ada")
        .json(&json!({"thumbnail": "  "}))
        .await
        .succeeded();
    assert_eq!(app.get(PATH).by("ada").await.data()["thumbnail"], Value::Null);
}

#[actix_web::test]
async fn a_change_does_not_affect_the_broadcast() {
    let app = TestApp::new().await.with_live("ada").await;
    let before = app.get("/api/stream/status").by("ada").await.data();
    let stream = app
        .put(PATH)
        .by("ada")
        .json(&json!({"title": "New"}))
        .await
        .succeeded()
        .data();
    assert_eq!(stream["isLive"], true);
    let after = app.get("/api/stream/status").by("ada").await.data();
    assert_eq!(after["startedAt"], before["startedAt"]);
    assert_eq!(after["state"], before["state"]);
    assert_eq!(after["stream"]["title"], "New");
}

#[actix_web::test]
async fn an_empty_change_is_refused_for_all_fields() {
    let app = TestApp::new().await.with_stream("ada").await;
    for body in [json!({}), json!({"isChatEnabled": true}), json!({"Title": "T"})] {
        let response = app.put(PATH).by("ada").json(&body).await;
        response.invalid_fields(&["title", "description", "thumbnail", "isGuestsAllowed"]);
    }
}

#[actix_web::test]
async fn fields_have_the_bounds_of_set_up() {
    let app = TestApp::new().await.with_stream("ada").await;
    let before = app.get(PATH).by("ada").await.data();
    for (body, fields) in [
        (json!({"title": null}), vec!["title"]),
        (json!({"title": " "}), vec!["title"]),
        (json!({"title": "x".repeat(201)}), vec!["title"]),
        (
            json!({"title": "T", "description": "x".repeat(2001)}),
            vec!["description"],
        ),
        (json!({"thumbnail": "x", "title": 1}), vec!["title", "thumbnail"]),
        (json!({"isGuestsAllowed": null}), vec!["isGuestsAllowed"]),
    ] {
        app.put(PATH).by("ada").json(&body).await.invalid_fields(&fields);
    }
    assert_eq!(app.get(PATH).by("ada").await.data(), before);
    for body in [
        json!({"title": "x".repeat(200)}),
        json!({"description": "x".repeat(2000)}),
    ] {
        app.put(PATH).by("ada").json(&body).await.succeeded();
    }
}

#[actix_web::test]
async fn without_a_stream_there_is_nothing_to_change() {
    let app = TestApp::new().await.with_creator("ada").await;
    let call = app.put(PATH).by("ada").json(&json!({"title": "T"}));
    call.await.refused(404, "STREAM_NOT_FOUND");
}
