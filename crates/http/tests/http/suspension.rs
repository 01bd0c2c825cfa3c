//! Suspended users are refused everywhere, and their broadcasts and event streams end.

use onair_domain::room::{Identity, RoomName};
use onair_domain::user::{DisplayName, Profile, Username};
use serde_json::{Value, json};

use crate::support::{Call, DOCUMENT, NOW, TestApp, id, profile};

fn suspend(app: &TestApp, user: &str) -> Call {
    let call = app.post(&format!("/api/admin/users/{user}/suspend"));
    call.json(&json!({"reason": "Spam."}))
}

fn reinstate(app: &TestApp, user: &str) -> Call {
    app.post(&format!("/api/admin/users/{user}/reinstate"))
}

/// The audit log, newest first: actions, targets and reasons, without the approvals of the fixtures.
async fn audit_entries(app: &TestApp) -> Vec<(Value, Value, Value)> {
    let entries = app.get("/api/admin/audit").by("admin").await.succeeded().data();
    let entries = entries.as_array().unwrap().iter();
    entries
        .filter(|entry| entry["action"] != "APPROVE")
        .inspect(|entry| assert_eq!(entry["actorId"], "user-admin"))
        .map(|entry| {
            (
                entry["action"].clone(),
                entry["targetId"].clone(),
                entry["reason"].clone(),
            )
        })
        .collect()
}

#[actix_web::test]
async fn an_admin_suspends_and_reinstates_a_user() {
    let app = TestApp::new().await.with_creator("ada").await;
    let item = |is_suspended| {
        json!({
            "id": "user-ada", "username": "ada", "name": "Ada", "image": null, "roles": [],
            "applicationStatus": "APPROVED", "isSuspended": is_suspended, "createdAt": NOW,
        })
    };
    let me = || app.get("/api/viewer/me").by("ada");
    me().await.succeeded();
    let suspended = suspend(&app, "user-ada").by("admin").await.succeeded();
    assert_eq!(suspended.data(), item(true));
    let refused = me().await.refused(403, "ACCOUNT_SUSPENDED");
    assert!(
        refused.json()["error"]
            .as_str()
            .unwrap()
            .starts_with("Your account is suspended.")
    );
    let reinstated = reinstate(&app, "user-ada").by("admin").await.succeeded();
    assert_eq!(reinstated.data(), item(false));
    me().await.succeeded();
    let expected = [
        (json!("REINSTATE"), json!("user-ada"), Value::Null),
        (json!("SUSPEND"), json!("user-ada"), json!("Spam.")),
    ];
    assert_eq!(audit_entries(&app).await, expected);
}

#[actix_web::test]
async fn a_repetition_succeeds_and_is_not_logged() {
    let app = TestApp::new().await.with_user("ada").await;
    reinstate(&app, "user-ada").by("admin").await.succeeded();
    assert_eq!(audit_entries(&app).await, []);
    for _ in 0..2 {
        let again = suspend(&app, "user-ada").by("admin").await.succeeded();
        assert_eq!(again.data()["isSuspended"], true);
    }
    assert_eq!(audit_entries(&app).await.len(), 1);
}

#[actix_web::test]
async fn only_other_users_who_exist_can_be_suspended() {
    let app = TestApp::new()
        .await
        .with_user("ada")
        .await
        .with_user("vera")
        .await;
    for user in ["nobody", "%00", "guest-1", "%20user-ada", "%FF"] {
        suspend(&app, user)
            .by("admin")
            .await
            .refused(404, "USER_NOT_FOUND");
        reinstate(&app, user)
            .by("admin")
            .await
            .refused(404, "USER_NOT_FOUND");
    }
    for call in [suspend(&app, "user-admin"), reinstate(&app, "user-admin")] {
        call.by("admin").await.invalid_fields(&["userId"]);
    }
    for user in ["user-ada", "user-vera", "nobody", "%00"] {
        suspend(&app, user).by("vera").await.refused(403, "FORBIDDEN");
        reinstate(&app, user).by("vera").await.refused(403, "FORBIDDEN");
    }
    assert_eq!(audit_entries(&app).await, []);
}

/// Every operation of the document that reads bearer tokens, with its method and path.
fn operations_with_bearer() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, item) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let security = operation["security"].as_array();
            let has_bearer = security.is_some_and(|all| all.iter().any(|one| one.get("bearer").is_some()));
            if has_bearer {
                let path = path
                    .replace("{userId}", "user-ben")
                    .replace("{hostId}", "user-ben");
                found.push((method.to_uppercase(), path.replace(['{', '}'], "")));
            }
        }
    }
    found
}

#[actix_web::test]
async fn the_tokens_of_a_suspended_user_are_refused_wherever_tokens_are_read() {
    let app = TestApp::new().await.with_live("ben").await;
    let app = app.with_suspended(&["ada"]).await;
    let operations = operations_with_bearer();
    assert!(operations.len() > 35, "{operations:?}");
    let large = "x".repeat(64 * 1024 + 1);
    for (method, path) in operations {
        let refused = app.call(&method, &path).by("ada").await;
        refused.refused(403, "ACCOUNT_SUSPENDED");
        // Before the body is read.
        let refused = app
            .call(&method, &path)
            .by("ada")
            .with_body_of_type("text/plain", &large);
        refused.await.refused(403, "ACCOUNT_SUSPENDED");
    }
    // A room token beside the bearer token changes nothing.
    let guest = app.guest_token("ben").await;
    let message = app
        .post("/api/chat/user-ben/messages")
        .json(&json!({"text": "Hello"}));
    let message = message.by("ada").with_room_token(&guest);
    message.await.refused(403, "ACCOUNT_SUSPENDED");
}

#[actix_web::test]
async fn routes_come_before_a_suspension_and_invalid_tokens_too() {
    let app = TestApp::new().await.with_suspended(&["ada"]).await;
    app.get("/api/nothing").by("ada").await.refused(404, "NOT_FOUND");
    let wrong = app.delete("/api/viewer/me").by("ada").await;
    wrong.refused(405, "METHOD_NOT_ALLOWED");
    let token = app.memory.authenticator.sign_in(&profile("ada"));
    app.pass(24 * 60 * 60);
    let expired = app.get("/api/viewer/me").with_token(token.expose_secret());
    expired.await.refused(401, "INVALID_TOKEN");
}

#[actix_web::test]
async fn calls_without_authentication_answer_suspended_users() {
    let app = TestApp::new().await.with_suspended(&["ada"]).await;
    for path in [
        "/health/live",
        "/health/ready",
        "/metrics",
        "/api/openapi.json",
        "/api/config",
    ] {
        app.get(path).by("ada").await.succeeded();
    }
    let login = |name: &str| {
        app.post("/api/dev/login")
            .by("ada")
            .json(&json!({"username": name}))
    };
    login("vera").await.succeeded();
    for name in ["ada", "ADA"] {
        login(name).await.refused(403, "ACCOUNT_SUSPENDED");
    }
}

#[actix_web::test]
async fn a_suspended_user_whose_provider_renames_them_stays_suspended() {
    let app = TestApp::new().await.with_user("ada").await;
    suspend(&app, "user-ada").by("admin").await.succeeded();
    let renamed = Profile {
        username: Username::from_claim("lovelace"),
        name: DisplayName::from_claim("Countess"),
        ..profile("ada")
    };
    let token = app.memory.authenticator.sign_in(&renamed);
    let me = app.get("/api/viewer/me").with_token(token.expose_secret());
    me.await.refused(403, "ACCOUNT_SUSPENDED");
    let found = app.get("/api/admin/users?status=SUSPENDED").by("admin").await;
    let found = found.succeeded().data();
    assert_eq!(
        (&found[0]["username"], &found[0]["name"]),
        (&json!("lovelace"), &json!("Countess"))
    );
}

#[actix_web::test]
async fn admins_can_suspend_admins() {
    let app = TestApp::new().await;
    let root = Profile {
        roles: profile("admin").roles,
        ..profile("root")
    };
    let token = app.memory.authenticator.sign_in(&root);
    let by_root = |call: Call| call.with_token(token.expose_secret());
    app.get("/api/viewer/me").by("admin").await.succeeded();
    let suspended = by_root(suspend(&app, "user-admin")).await.succeeded();
    assert_eq!(suspended.data()["roles"], json!(["admin"]));
    suspend(&app, "user-root")
        .by("admin")
        .await
        .refused(403, "ACCOUNT_SUSPENDED");
    by_root(reinstate(&app, "user-admin")).await.succeeded();
    app.get("/api/admin/users").by("admin").await.succeeded();
}

#[actix_web::test]
async fn the_broadcast_of_a_suspended_creator_ends() {
    let app = TestApp::new().await.with_live("ada").await;
    let session = app.session("ada").await;
    suspend(&app, "user-ada").by("admin").await.succeeded();
    assert!(!app.memory.media.is_open(&RoomName::of(&id("ada"))));
    let summary = format!("/api/stream/sessions/{}/summary", session.id);
    let summary = app.get(&summary).await.succeeded().data();
    assert_eq!(summary["endReason"], "STOPPED_BY_ADMIN");
    let page = app.get("/api/viewer/stream/ada").await.succeeded().data();
    assert_eq!(
        (&page["isLive"], &page["state"]),
        (&json!(false), &json!("OFFLINE"))
    );
    assert_eq!(app.get("/api/viewer/live").await.succeeded().data(), json!([]));
    // The end belongs to the suspension, so it is not a second entry.
    assert_eq!(audit_entries(&app).await.len(), 1);
    reinstate(&app, "user-ada").by("admin").await.succeeded();
    app.post("/api/stream/go-live").by("ada").await.succeeded();
}

#[actix_web::test]
async fn the_event_streams_of_a_suspended_user_end() {
    let app = TestApp::new()
        .await
        .with_stream("ada")
        .await
        .with_stream("ben")
        .await;
    let app = app.with_hub_running();
    let mut of_ada = Vec::new();
    for path in ["/api/stream/events", "/api/viewer/stream/ben/events"] {
        let mut events = app.get(path).by("ada").event_stream().await;
        events.expect("snapshot").await;
        of_ada.push(events);
    }
    let mut of_others = Vec::new();
    for call in [
        app.get("/api/viewer/stream/ben/events").by("vera"),
        app.get("/api/viewer/stream/ben/events"),
    ] {
        let mut events = call.event_stream().await;
        events.expect("snapshot").await;
        of_others.push(events);
    }
    suspend(&app, "user-ada").by("admin").await.succeeded();
    for events in &mut of_ada {
        assert_eq!(events.next().await, None);
    }
    app.go_live("ben").await;
    for events in &mut of_others {
        assert_eq!(events.expect("status").await["isLive"], true);
    }
}

#[actix_web::test]
async fn a_suspended_viewer_who_joins_with_an_earlier_room_token_is_removed() {
    let app = TestApp::new().await.with_live("ben").await.with_user("ada").await;
    let body = json!({"hostId": "user-ben"});
    app.post("/api/viewer/token")
        .by("ada")
        .json(&body)
        .await
        .succeeded();
    suspend(&app, "user-ada").by("admin").await.succeeded();
    app.join("ben", "user-ada", "Ada");
    app.join("ben", "user-vera", "Vera");
    let ports = app.memory.ports();
    let report = ports
        .reconciler(ports.broadcasts(<_>::default()))
        .reconcile_once()
        .await;
    assert!(report.outage.is_none(), "{report:?}");
    let is_connected = |who: &str| {
        let who = Identity::from_outside(who.to_owned());
        app.memory.media.is_connected(&RoomName::of(&id("ben")), &who)
    };
    assert!(!is_connected("user-ada"));
    assert!(is_connected("user-vera"));
}
