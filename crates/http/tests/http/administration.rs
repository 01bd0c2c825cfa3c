//! Actions of admins, and the audit log.

use onair_domain::room::RoomName;
use serde_json::{Value, json};

use crate::support::{Call, NOW, TestApp, id};

const AUDIT: &str = "/api/admin/audit";

fn stop(app: &TestApp, user: &str) -> Call {
    let call = app.post(&format!("/api/admin/streams/{user}/stop"));
    call.json(&json!({"reason": "Not for children."}))
}

fn revoke(app: &TestApp, user: &str) -> Call {
    let call = app.post(&format!("/api/admin/creator-applications/{user}/revoke"));
    call.json(&json!({"reason": "Again."}))
}

/// The entries of the audit log, without the approvals of the fixtures.
async fn audit_entries(app: &TestApp) -> Vec<Value> {
    let mut entries = app.get(AUDIT).by("admin").await.succeeded().data();
    let entries = entries.as_array_mut().unwrap();
    entries.retain(|entry| entry["action"] != "APPROVE");
    entries.clone()
}

#[actix_web::test]
async fn stopping_a_stream_ends_it_and_is_logged() {
    let app = TestApp::new().await.with_live("ada").await;
    let session = app.session("ada").await;
    let response = stop(&app, "user-ada").by("admin").await.succeeded();
    assert_eq!(response.json(), json!({"success": true}));
    assert!(!app.memory.media.is_open(&RoomName::of(&id("ada"))));
    let info = app.get("/api/stream/info").by("ada").await.succeeded().data();
    assert_eq!(info["isLive"], false);
    let summary = format!("/api/stream/sessions/{}/summary", session.id);
    let summary = app.get(&summary).await.succeeded().data();
    assert_eq!(summary["endReason"], "STOPPED_BY_ADMIN");
    let audit_entries = audit_entries(&app).await;
    assert_eq!(audit_entries.len(), 1);
    let entry = json!({
        "id": audit_entries[0]["id"].as_str().unwrap(),
        "at": NOW,
        "actorId": "user-admin",
        "action": "STOP_STREAM",
        "targetId": "user-ada",
        "reason": "Not for children.",
    });
    assert_eq!(audit_entries[0], entry);
    app.go_live("ada").await;
}

#[actix_web::test]
async fn stopping_an_offline_stream_succeeds_and_is_not_logged() {
    let app = TestApp::new().await.with_stream("ada").await;
    stop(&app, "user-ada").by("admin").await.succeeded();
    assert_eq!(audit_entries(&app).await, [] as [Value; 0]);
}

#[actix_web::test]
async fn only_streams_that_exist_can_be_stopped() {
    let app = TestApp::new().await.with_creator("ada").await;
    for user in ["user-ada", "nobody", "%00", "guest-1", " user-ada", "%FF"] {
        let call = stop(&app, &user.replace(' ', "%20"));
        call.by("admin").await.refused(404, "STREAM_NOT_FOUND");
    }
}

#[actix_web::test]
async fn revoking_a_creator_ends_the_stream_and_the_permission() {
    let app = TestApp::new().await.with_live("ada").await;
    let session = app.session("ada").await;
    let response = revoke(&app, "user-ada").by("admin").await.succeeded();
    let item = json!({
        "userId": "user-ada",
        "user": {"id": "user-ada", "username": "ada", "name": "Ada", "image": null},
        "about": "I play the piano.",
        "status": "REVOKED",
        "reason": "Again.",
        "createdAt": NOW,
        "reviewedAt": NOW,
        "reviewedBy": "user-admin",
    });
    assert_eq!(response.data(), item);
    let summary = format!("/api/stream/sessions/{}/summary", session.id);
    let summary = app.get(&summary).await.succeeded().data();
    assert_eq!(summary["endReason"], "CREATOR_REVOKED");
    let refused = app.post("/api/stream/go-live").by("ada").await;
    let refused = refused.refused(403, "CREATOR_NOT_APPROVED");
    assert_eq!(refused.json()["applicationStatus"], "REVOKED");
    let audit_entries = audit_entries(&app).await;
    assert_eq!(audit_entries.len(), 1);
    assert_eq!(audit_entries[0]["action"], "REVOKE");
    assert_eq!(audit_entries[0]["targetId"], "user-ada");
    assert_eq!(audit_entries[0]["reason"], "Again.");
}

#[actix_web::test]
async fn only_creators_can_be_revoked() {
    let app = TestApp::new()
        .await
        .with_creator("ada")
        .await
        .with_user("vera")
        .await
        .with_user("cleo")
        .await;
    app.apply("cleo").await;
    let call = |user: &str| revoke(&app, user).by("admin");
    call("nobody").await.refused(404, "USER_NOT_FOUND");
    call("guest-1").await.refused(404, "USER_NOT_FOUND");
    call("%00").await.refused(404, "USER_NOT_FOUND");
    call("user-vera").await.refused(404, "NOT_FOUND");
    call("user-cleo").await.refused(409, "ALREADY_REVIEWED");
    call("user-ada").await.succeeded();
    call("user-ada").await.refused(409, "ALREADY_REVIEWED");
    assert_eq!(audit_entries(&app).await.len(), 1);
}

#[actix_web::test]
async fn a_reason_has_1_to_500_characters() {
    let app = TestApp::new().await.with_live("ada").await;
    for path in [
        "/api/admin/streams/user-ada/stop",
        "/api/admin/creator-applications/user-ada/revoke",
        "/api/admin/users/user-ada/suspend",
    ] {
        let with = |body: Value| app.post(path).by("admin").json(&body);
        with(json!({})).await.invalid_fields(&["reason"]);
        let long = "é".repeat(501);
        for bad in [
            json!(null),
            json!(7),
            json!(""),
            json!(" \n"),
            json!("a\u{0}b"),
            json!(long),
        ] {
            with(json!({"reason": bad})).await.invalid_fields(&["reason"]);
        }
        let valid = format!(" {}\n{} ", "é".repeat(249), "é".repeat(250));
        with(json!({"reason": valid})).await.succeeded();
    }
    for entry in audit_entries(&app).await {
        assert_eq!(entry["reason"].as_str().unwrap().chars().count(), 500);
    }
}

#[actix_web::test]
async fn other_users_are_refused_whatever_exists() {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_user("vera")
        .await;
    for caller in ["ada", "vera"] {
        for user in ["user-ada", "user-vera", "nobody", "%00"] {
            stop(&app, user).by(caller).await.refused(403, "FORBIDDEN");
            revoke(&app, user).by(caller).await.refused(403, "FORBIDDEN");
        }
        app.get(AUDIT).by(caller).await.refused(403, "FORBIDDEN");
    }
    assert!(app.session("ada").await.is_open());
    assert_eq!(audit_entries(&app).await, [] as [Value; 0]);
}

#[actix_web::test]
async fn the_checks_of_an_admins_call_are_ordered() {
    let app = TestApp::new().await;
    let large = "x".repeat(64 * 1024 + 1);
    for path in [
        "/api/admin/streams/%00/stop",
        "/api/admin/creator-applications/%00/revoke",
        "/api/admin/users/%00/suspend",
    ] {
        let call = |kind: &str, body: &str| app.post(path).with_body_of_type(kind, body);
        let bad = call("text/plain", &large).with_token("bad");
        bad.await.refused(401, "INVALID_TOKEN");
        call("text/plain", &large).await.refused(401, "UNAUTHENTICATED");
        let call = |kind: &str, body: &str| call(kind, body).by("vera");
        call("text/plain", &large)
            .await
            .refused(415, "UNSUPPORTED_MEDIA_TYPE");
        let json = "application/json";
        call(json, &large).await.refused(413, "PAYLOAD_TOO_LARGE");
        call(json, "[]").await.refused(400, "MALFORMED_BODY");
        call(json, "{}").await.invalid_fields(&["reason"]);
        call(json, r#"{"reason": "R"}"#).await.refused(403, "FORBIDDEN");
    }
    let list = || app.get("/api/admin/audit?limit=0");
    list().await.refused(401, "UNAUTHENTICATED");
    list().by("vera").await.invalid_fields(&["limit"]);
}

#[actix_web::test]
async fn the_audit_log_is_paged_newest_first() {
    let app = TestApp::new().await.with_stream("ada").await;
    for seconds in 0..12 {
        app.go_live("ada").await;
        stop(&app, "user-ada").by("admin").await.succeeded();
        // Some actions happen in the same millisecond.
        app.pass(seconds % 2);
    }
    let pages = app.all_pages(&format!("{AUDIT}?limit=5"), Some("admin")).await;
    let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [5, 5, 3], "the approval is the first");
    let found = pages.concat();
    let all = app.get(&format!("{AUDIT}?limit=50")).by("admin").await;
    assert_eq!(Value::Array(found.clone()), all.succeeded().data());
    let times: Vec<_> = found.iter().map(|entry| entry["at"].to_string()).collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older));
    let approvals: Vec<_> = found
        .iter()
        .filter(|entry| entry["action"] == "APPROVE")
        .collect();
    assert_eq!(approvals.len(), 1);
    assert_eq!(approvals[0]["reason"], Value::Null);
    let nowhere = app.get(&format!("{AUDIT}?cursor=x")).by("admin");
    nowhere.await.invalid_fields(&["cursor"]);
}
