//! Room tokens of viewers.

use serde_json::{Value, json};

use crate::support::{Response, TestApp, later};

const PATH: &str = "/api/viewer/token";

async fn request_token(app: &TestApp, by: Option<&str>, body: Value) -> Response {
    let call = app.post(PATH).json(&body);
    match by {
        Some(name) => call.by(name).await,
        None => call.await,
    }
}

#[actix_web::test]
async fn the_identity_of_a_user_is_their_id() {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_user("vera")
        .await;
    let access = request_token(
        &app,
        Some("vera"),
        json!({"hostId": "user-ada", "guestName": "Not Vera"}),
    )
    .await;
    let access = access.succeeded().data();
    let expected = json!({
        "token": access["token"],
        "identity": "user-vera",
        "name": "Vera",
        "wsUrl": "wss://media.test",
        "roomId": "user-ada",
        "expiresAt": later(600),
    });
    assert_eq!(access, expected);
    let claims = app.claims(&access["token"]);
    assert_eq!(claims.identity.as_str(), "user-vera");
    assert!(!claims.grants.can_publish);
    assert!(claims.grants.can_subscribe && claims.grants.can_publish_data);
}

#[actix_web::test]
async fn every_guest_has_a_different_identity() {
    let app = TestApp::new().await.with_live("ada").await;
    let mut identities = Vec::new();
    for name in [json!(" Otto "), json!(""), json!(null), json!("  ")] {
        let access = request_token(&app, None, json!({"hostId": "user-ada", "guestName": name})).await;
        let access = access.succeeded().data();
        let claims = app.claims(&access["token"]);
        assert_eq!(access["identity"], claims.identity.as_str());
        assert_eq!(access["name"], claims.name.as_str());
        assert!(claims.identity.is_guest());
        assert!(!claims.grants.can_publish);
        if name == " Otto " {
            assert_eq!(access["name"], "Otto");
        } else {
            assert!(!access["name"].as_str().unwrap().trim().is_empty());
        }
        identities.push(access["identity"].to_string());
    }
    identities.sort();
    identities.dedup();
    assert_eq!(identities.len(), 4);
    let unnamed = request_token(&app, None, json!({"hostId": "user-ada"})).await;
    unnamed.succeeded();
}

/// Requests a token with an earlier room token.
async fn request_token_with_earlier(app: &TestApp, earlier: &str, body: Value) -> Response {
    app.post(PATH).with_room_token(earlier).json(&body).await
}

#[actix_web::test]
async fn a_guest_with_an_earlier_token_keeps_their_identity() {
    let app = TestApp::new().await.with_live("ada").await;
    let host = || json!({"hostId": "user-ada"});
    let first = request_token(&app, None, json!({"hostId": "user-ada", "guestName": "Otto"})).await;
    let first = first.succeeded().data();
    let token = first["token"].as_str().unwrap();
    app.pass(3_600);
    let second = request_token_with_earlier(&app, token, host())
        .await
        .succeeded()
        .data();
    assert_eq!(
        (&second["identity"], &second["name"]),
        (&first["identity"], &json!("Otto"))
    );
    assert_ne!(second["expiresAt"], first["expiresAt"]);
    let other_name = json!({"hostId": "user-ada", "guestName": "Heron"});
    let renamed = request_token_with_earlier(&app, token, other_name)
        .await
        .succeeded()
        .data();
    assert_eq!(
        (&renamed["identity"], &renamed["name"]),
        (&first["identity"], &json!("Heron"))
    );
    // For a signed-in user the earlier token is ignored.
    let app = app.with_user("vera").await;
    let call = app.post(PATH).by("vera").with_room_token(token).json(&host());
    assert_eq!(call.await.succeeded().data()["identity"], "user-vera");
}

#[actix_web::test]
async fn a_removed_guest_with_an_earlier_token_is_refused() {
    let app = TestApp::new().await.with_live("ada").await;
    let host = || json!({"hostId": "user-ada"});
    let first = request_token(&app, None, host()).await.succeeded().data();
    let token = first["token"].as_str().unwrap();
    let viewer = format!("/api/stream/viewers/{}", first["identity"].as_str().unwrap());
    app.delete(&viewer).by("ada").await.succeeded();
    request_token_with_earlier(&app, token, host())
        .await
        .refused(403, "BLOCKED");
    app.put("/api/stream/info")
        .by("ada")
        .json(&json!({"isGuestsAllowed": false}))
        .await
        .succeeded();
    request_token_with_earlier(&app, token, host())
        .await
        .refused(403, "BLOCKED");
    request_token(&app, None, host())
        .await
        .refused(403, "GUESTS_NOT_ALLOWED");
    app.end("ada").await;
    request_token_with_earlier(&app, token, host())
        .await
        .refused(403, "GUESTS_NOT_ALLOWED");
}

#[actix_web::test]
async fn invalid_earlier_tokens_are_ignored() {
    let app = TestApp::new().await.with_live("ada").await.with_live("ben").await;
    let host = || json!({"hostId": "user-ada"});
    let elsewhere = app.guest_token("ben").await;
    let old = app.guest_token("ada").await;
    app.end("ada").await;
    app.go_live("ada").await;
    for token in [elsewhere.as_str(), &old, "", "nonsense", "a.b.c"] {
        let access = request_token_with_earlier(&app, token, host())
            .await
            .succeeded()
            .data();
        let claims = app.claims(&access["token"]);
        assert!(claims.identity.is_guest());
        assert_ne!(claims.identity, app.claims(&json!(elsewhere)).identity);
        assert_ne!(claims.identity, app.claims(&json!(old)).identity);
    }
    let not_text = app
        .post(PATH)
        .header_bytes("x-viewer-token", b"\xff")
        .json(&host());
    not_text.await.succeeded();
    let twice = app.post(PATH).with_room_token(&old).with_room_token(&old);
    twice.json(&host()).await.succeeded();
}

#[actix_web::test]
async fn fields_have_bounds() {
    let app = TestApp::new().await.with_live("ada").await;
    let valid = json!({"hostId": "user-ada", "guestName": "é".repeat(50)});
    request_token(&app, None, valid).await.succeeded();
    for (body, fields) in [
        (json!({}), vec!["hostId"]),
        (json!({"hostId": null}), vec!["hostId"]),
        (json!({"hostId": 7}), vec!["hostId"]),
        (json!({"hostId": ""}), vec!["hostId"]),
        (json!({"hostId": "x".repeat(256)}), vec!["hostId"]),
        (json!({"hostId": "a\u{0}"}), vec!["hostId"]),
        (json!({"hostId": "guest-1-2"}), vec!["hostId"]),
        (
            json!({"hostId": "user-ada", "guestName": "é".repeat(51)}),
            vec!["guestName"],
        ),
        (
            json!({"hostId": "user-ada", "guestName": "a\nb"}),
            vec!["guestName"],
        ),
        (json!({"guestName": 1}), vec!["hostId", "guestName"]),
    ] {
        request_token(&app, None, body).await.invalid_fields(&fields);
    }
    let longest = json!({"hostId": "x".repeat(255)});
    request_token(&app, None, longest)
        .await
        .refused(404, "USER_NOT_FOUND");
}

#[actix_web::test]
async fn the_checks_are_in_the_order_of_the_contract() {
    let app = TestApp::new()
        .await
        .with_user("vera")
        .await
        .with_user("ada")
        .await;
    let host = || json!({"hostId": "user-ada"});
    let nobody = json!({"hostId": "nobody"});
    request_token(&app, Some("ada"), nobody)
        .await
        .refused(404, "USER_NOT_FOUND");
    app.block("ada", "vera").await;
    request_token(&app, Some("vera"), host())
        .await
        .refused(404, "STREAM_NOT_FOUND");
    request_token(&app, Some("ada"), host())
        .await
        .refused(404, "STREAM_NOT_FOUND");
    app.apply("ada").await;
    app.approve("ada").await;
    app.set_up("ada").await;
    request_token(&app, Some("ada"), host())
        .await
        .refused(409, "HOST_IS_VIEWER");
    request_token(&app, Some("vera"), host())
        .await
        .refused(403, "BLOCKED");
    request_token(&app, None, host())
        .await
        .refused(409, "STREAM_OFFLINE");
    app.put("/api/stream/info")
        .by("ada")
        .json(&json!({"isGuestsAllowed": false}))
        .await
        .succeeded();
    request_token(&app, None, host())
        .await
        .refused(403, "GUESTS_NOT_ALLOWED");
    app.go_live("ada").await;
    request_token(&app, None, host())
        .await
        .refused(403, "GUESTS_NOT_ALLOWED");
    request_token(&app, Some("vera"), host())
        .await
        .refused(403, "BLOCKED");
    request_token(&app, Some("ada"), host())
        .await
        .refused(409, "HOST_IS_VIEWER");
    let app = app.with_user("victor").await;
    request_token(&app, Some("victor"), host()).await.succeeded();
}
