//! What admins do, and the record of it.

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

/// What was recorded, without what creators became creators by.
async fn recorded(app: &TestApp) -> Vec<Value> {
    let mut entries = app.get(AUDIT).by("admin").await.succeeded().data();
    let entries = entries.as_array_mut().unwrap();
    entries.retain(|entry| entry["action"] != "APPROVE");
    entries.clone()
}

#[actix_web::test]
async fn a_stopped_stream_is_off_and_on_the_record() {
    let app = TestApp::new().await.with_live("ada").await;
    let session = app.session("ada").await;
    let answer = stop(&app, "user-ada").by("admin").await.succeeded();
    assert_eq!(answer.json(), json!({"success": true}));
    assert!(!app.memory.media.is_open(&RoomName::of(&id("ada"))));
    let info = app.get("/api/stream/info").by("ada").await.succeeded().data();
    assert_eq!(info["isLive"], false);
    let summary = format!("/api/stream/sessions/{}/summary", session.id);
    let summary = app.get(&summary).await.succeeded().data();
    assert_eq!(summary["endReason"], "STOPPED_BY_ADMIN");
    let recorded = recorded(&app).await;
    assert_eq!(recorded.len(), 1);
    let entry = json!({
        "id": recorded[0]["id"].as_str().unwrap(),
        "at": NOW,
        "actorId": "user-admin",
        "action": "STOP_STREAM",
        "targetId": "user-ada",
        "reason": "Not for children.",
    });
    assert_eq!(recorded[0], entry);
    app.go_live("ada").await;
}

#[actix_web::test]
async fn stopping_what_is_offline_is_fine_and_not_recorded() {
    let app = TestApp::new().await.with_stream("ada").await;
    stop(&app, "user-ada").by("admin").await.succeeded();
    assert_eq!(recorded(&app).await, [] as [Value; 0]);
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
async fn a_revoked_creator_is_off_and_no_longer_one() {
    let app = TestApp::new().await.with_live("ada").await;
    let session = app.session("ada").await;
    let answer = revoke(&app, "user-ada").by("admin").await.succeeded();
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
    assert_eq!(answer.data(), item);
    let summary = format!("/api/stream/sessions/{}/summary", session.id);
    let summary = app.get(&summary).await.succeeded().data();
    assert_eq!(summary["endReason"], "CREATOR_REVOKED");
    let refused = app.post("/api/stream/go-live").by("ada").await;
    let refused = refused.refused(403, "CREATOR_NOT_APPROVED");
    assert_eq!(refused.json()["applicationStatus"], "REVOKED");
    let recorded = recorded(&app).await;
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0]["action"], "REVOKE");
    assert_eq!(recorded[0]["targetId"], "user-ada");
    assert_eq!(recorded[0]["reason"], "Again.");
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
    assert_eq!(recorded(&app).await.len(), 1);
}

#[actix_web::test]
async fn a_reason_has_1_to_500_characters() {
    let app = TestApp::new().await.with_live("ada").await;
    for path in [
        "/api/admin/streams/user-ada/stop",
        "/api/admin/creator-applications/user-ada/revoke",
    ] {
        let with = |body: Value| app.post(path).by("admin").json(&body);
        with(json!({})).await.faulty(&["reason"]);
        let long = "é".repeat(501);
        for bad in [
            json!(null),
            json!(7),
            json!(""),
            json!(" \n"),
            json!("a\u{0}b"),
            json!(long),
        ] {
            with(json!({"reason": bad})).await.faulty(&["reason"]);
        }
        let fine = format!(" {}\n{} ", "é".repeat(249), "é".repeat(250));
        with(json!({"reason": fine})).await.succeeded();
    }
    for entry in recorded(&app).await {
        assert_eq!(entry["reason"].as_str().unwrap().chars().count(), 500);
    }
}

#[actix_web::test]
async fn everybody_else_is_refused_whatever_there_is() {
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
    assert_eq!(recorded(&app).await, [] as [Value; 0]);
}

#[actix_web::test]
async fn an_admins_call_is_refused_in_order() {
    let app = TestApp::new().await;
    let large = "x".repeat(64 * 1024 + 1);
    for path in [
        "/api/admin/streams/%00/stop",
        "/api/admin/creator-applications/%00/revoke",
    ] {
        let call = |kind: &str, body: &str| app.post(path).typed(kind, body);
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
        call(json, "{}").await.faulty(&["reason"]);
        call(json, r#"{"reason": "R"}"#).await.refused(403, "FORBIDDEN");
    }
    let list = || app.get("/api/admin/audit?limit=0");
    list().await.refused(401, "UNAUTHENTICATED");
    list().by("vera").await.faulty(&["limit"]);
}

#[actix_web::test]
async fn the_record_has_pages_with_the_newest_first() {
    let app = TestApp::new().await.with_stream("ada").await;
    for seconds in 0..12 {
        app.go_live("ada").await;
        stop(&app, "user-ada").by("admin").await.succeeded();
        // Some acts share a millisecond.
        app.pass(seconds % 2);
    }
    let pages = app.all_pages(&format!("{AUDIT}?limit=5"), Some("admin")).await;
    let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [5, 5, 3], "the approval is the first");
    let seen = pages.concat();
    let all = app.get(&format!("{AUDIT}?limit=50")).by("admin").await;
    assert_eq!(Value::Array(seen.clone()), all.succeeded().data());
    let moments: Vec<_> = seen.iter().map(|entry| entry["at"].to_string()).collect();
    assert!(moments.is_sorted_by(|newer, older| newer >= older));
    let approvals: Vec<_> = seen.iter().filter(|entry| entry["action"] == "APPROVE").collect();
    assert_eq!(approvals.len(), 1);
    assert_eq!(approvals[0]["reason"], Value::Null);
    let nowhere = app.get(&format!("{AUDIT}?cursor=x")).by("admin");
    nowhere.await.faulty(&["cursor"]);
}
