//! The caller's account, and the development login.

use std::time::Duration;

use onair_adapters_memory::MemoryClaims;
use onair_domain::ports::Clock as _;
use serde_json::json;

use crate::support::{Response, TestApp};

const LOGIN: &str = "/api/dev/login";

#[actix_web::test]
async fn me_returns_the_caller() {
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
async fn names_are_folded_at_sign_in() {
    let app = TestApp::new().await.with_user("ada").await;
    app.upsert_from_claims("user-1", "Zoë Ünlü".replace(' ', ".").as_str())
        .await;
    for (spelt, id) in [
        ("Ａｄａ", "user-ada"),
        ("a\u{200b}da", "user-ada"),
        ("\u{202e}ADA", "user-ada"),
        ("zoe\u{308}.ÜNLÜ", "user-1"),
    ] {
        let login = app
            .post(LOGIN)
            .json(&json!({"username": spelt}))
            .await
            .succeeded();
        assert_eq!(login.data()["user"]["id"], id, "{spelt:?}");
    }
}

#[actix_web::test]
async fn a_reserved_name_creates_one_new_user() {
    let app = TestApp::new().await.with_user("ada").await;
    app.upsert_from_claims("user-ada", "lovelace").await;
    let mut users = Vec::new();
    for _ in 0..3 {
        let login = app
            .post(LOGIN)
            .json(&json!({"username": "ada"}))
            .await
            .succeeded();
        users.push(login.data()["user"].clone());
    }
    assert_eq!(users[0]["id"], "user-ada-2");
    assert_ne!(users[0]["username"], "ada");
    assert!(users.iter().all(|user| *user == users[0]), "{users:?}");
}

/// Requests `/api/viewer/me` with a token that has these claims.
async fn me(app: &TestApp, claims: MemoryClaims) -> Response {
    let token = app.memory.authenticator.issue(MemoryClaims {
        exp: claims
            .exp
            .or(Some(app.memory.clock.now() + Duration::from_hours(1))),
        ..claims
    });
    app.get("/api/viewer/me").with_token(token.expose_secret()).await
}

fn claims(sub: &str, username: Option<&str>) -> MemoryClaims {
    MemoryClaims {
        sub: Some(sub.to_owned()),
        preferred_username: username.map(str::to_owned),
        ..MemoryClaims::default()
    }
}

#[actix_web::test]
async fn a_missing_claim_changes_nothing_and_a_freed_name_is_reserved() {
    let app = TestApp::new().await;
    let username = async |claims| me(&app, claims).await.succeeded().data()["username"].clone();
    assert_eq!(username(claims("u1", Some("jo"))).await, "jo");
    assert_eq!(username(claims("u1", None)).await, "jo");
    app.get("/api/viewer/stream/jo")
        .await
        .refused(404, "STREAM_NOT_FOUND");
    assert_ne!(username(claims("u2", Some("jo"))).await, "jo");
    assert_eq!(username(claims("u1", Some("jo2"))).await, "jo2");
    app.get("/api/viewer/stream/jo")
        .await
        .refused(404, "USER_NOT_FOUND");
    assert_ne!(username(claims("u3", Some("jo"))).await, "jo");
    app.pass(30 * 24 * 3600);
    assert_eq!(username(claims("u3", Some("jo"))).await, "jo");
}

#[actix_web::test]
async fn roles_are_those_of_the_request_token() {
    let app = TestApp::new().await;
    let admin = MemoryClaims {
        roles: Some(vec!["admin".to_owned()]),
        ..claims("u1", Some("jo"))
    };
    for (claims, roles) in [
        (admin.clone(), json!(["admin"])),
        (claims("u1", None), json!([])),
        (admin, json!(["admin"])),
    ] {
        assert_eq!(me(&app, claims).await.succeeded().data()["roles"], roles);
    }
    let audit = app.memory.authenticator.issue(MemoryClaims {
        exp: Some(app.memory.clock.now() + Duration::from_hours(1)),
        ..claims("u1", None)
    });
    let call = app
        .get("/api/admin/audit")
        .with_token(audit.expose_secret())
        .await;
    call.refused(403, "FORBIDDEN");
}

#[actix_web::test]
async fn a_token_of_another_issuer_is_not_valid() {
    let app = TestApp::new().await;
    let from = |issuer: &str| MemoryClaims {
        iss: Some(issuer.to_owned()),
        ..claims("u1", Some("jo"))
    };
    me(&app, from("https://a")).await.succeeded();
    me(&app, from("https://b")).await.refused(401, "INVALID_TOKEN");
    me(&app, from("https://a")).await.succeeded();
}

#[actix_web::test]
async fn a_token_with_a_long_lifetime_or_a_future_issue_time_is_refused() {
    let app = TestApp::new().await;
    let now = app.memory.clock.now();
    let token_claims = |iat: Option<u64>, exp: u64| MemoryClaims {
        iat: iat.map(|seconds| now + Duration::from_secs(seconds)),
        exp: Some(now + Duration::from_secs(exp)),
        ..claims("u1", Some("jo"))
    };
    me(&app, token_claims(None, 24 * 3600)).await.succeeded();
    me(&app, token_claims(Some(60), 3600)).await.succeeded();
    for bad in [
        token_claims(None, 24 * 3600 + 1),
        token_claims(Some(0), 1_000_000 * 365 * 24 * 3600 / 1000),
        token_claims(Some(61), 3600),
    ] {
        me(&app, bad).await.refused(401, "INVALID_TOKEN");
    }
}

#[actix_web::test]
async fn an_unknown_name_creates_a_user_without_roles() {
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
async fn an_existing_id_is_not_reused() {
    let app = TestApp::new().await;
    app.upsert_from_claims("user-zoe", "renamed").await;
    app.upsert_from_claims("user-zoe-2", "renamed2").await;
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
        app.post(LOGIN).json(&bad).await.invalid_fields(&["username"]);
    }
}

#[actix_web::test]
async fn a_disabled_development_login_is_not_found() {
    for app in [TestApp::with_secret().await, TestApp::with_provider().await] {
        let body = json!({"username": "ada"});
        app.post(LOGIN).json(&body).await.refused(404, "NOT_FOUND");
        app.post(LOGIN)
            .with_body_of_type("text/plain", "x")
            .await
            .refused(404, "NOT_FOUND");
        app.get(LOGIN).await.refused(404, "NOT_FOUND");
        app.call("OPTIONS", LOGIN).await.refused(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn the_configuration_names_the_sign_in_method() {
    let dev = TestApp::new().await;
    let none = |mode: &str| json!({"authMode": mode, "issuer": null, "clientId": null});
    assert_eq!(dev.get("/api/config").await.succeeded().data(), none("dev"));
    let secret = TestApp::with_secret().await;
    assert_eq!(secret.get("/api/config").await.succeeded().data(), none("secret"));
    let provider = TestApp::with_provider().await;
    assert_eq!(
        provider.get("/api/config").await.succeeded().data(),
        json!({
            "authMode": "oidc", "issuer": "https://id.test", "clientId": "onair", "scope": "openid profile",
            "authorizationParameters": {"audience": "https://onair.test"},
        })
    );
}
