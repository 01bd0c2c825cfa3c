//! Who one is, and signing in for development.

use serde_json::json;

use crate::support::TestApp;

const LOGIN: &str = "/api/dev/login";

#[actix_web::test]
async fn who_is_signed_in_learns_who_they_are() {
    let app = TestApp::new().await.with_creator("ada").await;
    let me = app.get("/api/viewer/me").by("ada").await.succeeded().data();
    let expected = json!({
        "id": "user-ada",
        "username": "ada",
        "name": "Ada",
        "image": null,
        "roles": [],
        "applicationStatus": "APPROVED",
    });
    assert_eq!(me, expected);
    let admin = app.get("/api/viewer/me").by("admin").await.succeeded().data();
    assert_eq!(admin["roles"], json!(["admin"]));
    assert_eq!(admin["applicationStatus"], "NONE");
    app.get("/api/viewer/me").await.refused(401, "UNAUTHENTICATED");
}

#[actix_web::test]
async fn a_known_name_signs_in_as_its_user() {
    let app = TestApp::new().await.with_user("ada").await;
    for name in ["ada", "ADA", " ada "] {
        let login = app.post(LOGIN).json(&json!({"username": name})).await;
        let login = login.succeeded().data();
        let user = json!({"id": "user-ada", "username": "ada", "name": "Ada", "image": null});
        assert_eq!(login["user"], user);
        let me = app
            .get("/api/viewer/me")
            .with_token(login["token"].as_str().unwrap())
            .await;
        assert_eq!(me.succeeded().data()["id"], "user-ada");
    }
}

#[actix_web::test]
async fn an_unknown_name_becomes_a_new_plain_user() {
    let app = TestApp::new().await;
    let login = app
        .post(LOGIN)
        .json(&json!({"username": "New.Name_1-x"}))
        .await
        .succeeded();
    let user =
        json!({"id": "user-new.name_1-x", "username": "New.Name_1-x", "name": "New.Name_1-x", "image": null});
    assert_eq!(login.data()["user"], user);
    let again = app
        .post(LOGIN)
        .json(&json!({"username": "new.name_1-X"}))
        .await
        .succeeded();
    assert_eq!(again.data()["user"], user);
}

#[actix_web::test]
async fn an_id_that_is_somebody_elses_is_not_taken() {
    let app = TestApp::new().await;
    app.remember("user-zoe", "renamed").await;
    app.remember("user-zoe-2", "renamed2").await;
    let login = app
        .post(LOGIN)
        .json(&json!({"username": "zoe"}))
        .await
        .succeeded()
        .data();
    assert_eq!(login["user"]["id"], "user-zoe-3");
    assert_eq!(login["user"]["username"], "zoe");
    let renamed = app.get("/api/viewer/stream/renamed").await;
    renamed.refused(404, "STREAM_NOT_FOUND");
}

#[actix_web::test]
async fn a_username_has_bounds() {
    let app = TestApp::new().await;
    let longest = json!({"username": "x".repeat(39)});
    app.post(LOGIN).json(&longest).await.succeeded();
    for bad in [
        json!({}),
        json!({"username": null}),
        json!({"username": 1}),
        json!({"username": ""}),
        json!({"username": " "}),
        json!({"username": "."}),
        json!({"username": ".."}),
        json!({"username": "a b"}),
        json!({"username": "a/b"}),
        json!({"username": "é"}),
        json!({"username": "a\u{0}"}),
        json!({"username": "x".repeat(40)}),
    ] {
        app.post(LOGIN).json(&bad).await.faulty(&["username"]);
    }
}

#[actix_web::test]
async fn where_it_is_switched_off_there_is_no_such_login() {
    for app in [TestApp::with_secret().await, TestApp::with_provider().await] {
        let body = json!({"username": "ada"});
        app.post(LOGIN).json(&body).await.refused(404, "NOT_FOUND");
        app.post(LOGIN)
            .typed("text/plain", "x")
            .await
            .refused(404, "NOT_FOUND");
        app.get(LOGIN).await.refused(404, "NOT_FOUND");
        app.call("OPTIONS", LOGIN).await.refused(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn the_page_learns_how_people_sign_in() {
    let dev = TestApp::new().await;
    let none = |mode: &str| json!({"authMode": mode, "issuer": null, "clientId": null});
    assert_eq!(dev.get("/api/config").await.succeeded().data(), none("dev"));
    let secret = TestApp::with_secret().await;
    assert_eq!(secret.get("/api/config").await.succeeded().data(), none("secret"));
    let provider = TestApp::with_provider().await;
    assert_eq!(
        provider.get("/api/config").await.succeeded().data(),
        json!({"authMode": "oidc", "issuer": "https://id.test", "clientId": "onair"})
    );
}
