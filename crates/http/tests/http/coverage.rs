//! Checks that every documented status and error code occurs at every call that documents it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Broken, Call, DOCUMENT, TestApp, contract};
use crate::webhook;

type Seen = BTreeSet<(String, String)>;

/// The codes of the document, each with its status.
pub(crate) fn documented_codes() -> Vec<(String, String)> {
    let mut codes = Vec::new();
    for item in DOCUMENT["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            for (status, response) in operation["responses"].as_object().unwrap() {
                let narrowed = &response["content"]["application/json"]["schema"]["allOf"][1]["properties"]["code"]
                    ["enum"];
                for code in narrowed.as_array().into_iter().flatten() {
                    codes.push((code.as_str().unwrap().to_owned(), status.clone()));
                }
            }
        }
    }
    codes
}

/// The documented responses of each call: its statuses, and for errors their codes.
fn documented() -> Seen {
    let mut documented = Seen::new();
    for (path, item) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let call = format!("{} {path}", method.to_uppercase());
            for (status, response) in operation["responses"].as_object().unwrap() {
                let schema = &response["content"]["application/json"]["schema"];
                match schema["allOf"][1]["properties"]["code"]["enum"].as_array() {
                    Some(codes) => documented.extend(
                        codes
                            .iter()
                            .map(|code| (call.clone(), code.as_str().unwrap().to_owned())),
                    ),
                    None => {
                        documented.insert((call.clone(), status.clone()));
                    }
                }
            }
        }
    }
    documented
}

/// All calls with valid input.
fn calls(app: &TestApp) -> Vec<Call> {
    let (set_up, flag, token) = (
        json!({"title": "T"}),
        json!({"isChatEnabled": true}),
        json!({"hostId": "user-ada"}),
    );
    let reason = json!({"reason": "A test."});
    vec![
        app.get("/api/config"),
        app.get("/api/openapi.json"),
        app.get("/health/live"),
        app.get("/health/ready"),
        app.get("/metrics"),
        webhook::notify(app, &webhook::notification()),
        app.post("/api/dev/login").json(&json!({"username": "vera"})),
        app.get("/api/stream/info"),
        app.put("/api/stream/info").json(&set_up),
        app.put("/api/stream/chat-settings").json(&flag),
        app.post("/api/stream/go-live"),
        app.get("/api/stream/status"),
        app.get("/api/stream/events"),
        app.get("/api/stream/past?limit=2"),
        app.get("/api/stream/sessions/nothing/summary"),
        app.get("/api/stream/viewers?limit=2"),
        app.delete("/api/stream/viewers/user-victor"),
        app.get("/api/viewer/stream/ada"),
        app.get("/api/viewer/stream/ada/events"),
        app.post("/api/viewer/token").json(&token),
        app.get("/api/viewer/live?limit=2"),
        app.get("/api/viewer/following?limit=2"),
        app.get("/api/viewer/search?q=ada"),
        app.get("/api/viewer/me"),
        app.post("/api/stream/end-stream"),
        app.post("/api/stream/setup").json(&set_up),
        app.get("/api/admin/audit?limit=2"),
        app.post("/api/admin/streams/user-ada/stop").json(&reason),
        app.post("/api/admin/creator-applications/user-ada/revoke")
            .json(&reason),
        app.get("/api/admin/creator-applications?limit=2"),
        app.post("/api/admin/creator-applications/user-ada/approve"),
        app.post("/api/admin/creator-applications/user-ada/reject")
            .json(&reason),
        app.get("/api/creator/application"),
        app.post("/api/creator/application").json(&json!({"about": "Me"})),
        app.post("/api/social/follow/user-ada"),
        app.get("/api/social/follow/user-ada"),
        app.delete("/api/social/follow/user-ada"),
        app.post("/api/social/block/user-victor"),
        app.delete("/api/social/block/user-victor"),
        app.get("/api/social/blocked?limit=2"),
        app.get("/api/social/followers/user-ada?limit=2"),
        app.get("/api/social/following/user-ada?limit=2"),
        app.get("/api/chat/user-ada/messages"),
        app.post("/api/chat/user-ada/messages")
            .json(&json!({"text": "Hello"})),
        app.delete("/api/chat/user-ada/messages/nothing"),
    ]
}

async fn record(seen: &mut Seen, call: Call) {
    let (method, path) = call.target();
    let response = call.await;
    let (template, _) = contract::operation(&method, &path).unwrap();
    let outcome = match response.status {
        400.. if !path.starts_with("/health/") => response.code(),
        status => status.to_string(),
    };
    seen.insert((format!("{method} {template}"), outcome));
}

#[actix_web::test]
async fn every_documented_response_occurs() {
    let mut seen = Seen::new();
    for app in [
        TestApp::new().await,
        TestApp::new().await.with_user("ada").await,
        TestApp::new().await.with_creator("ada").await,
        TestApp::new().await.with_stream("ada").await,
        TestApp::new().await.with_live("ada").await,
        TestApp::broken(Broken::Store).await,
        TestApp::broken(Broken::Media).await.with_stream("ada").await,
        TestApp::broken(Broken::Signer).await.with_live("ada").await,
        TestApp::broken(Broken::Login).await,
        TestApp::broken(Broken::Provider).await,
        TestApp::broken(Broken::Users).await,
        TestApp::with_secret().await,
    ] {
        let callers: [fn(Call) -> Call; 7] = [
            |call| call,
            |call| call.by("ada"),
            |call| call.by("vera"),
            |call| call.with_token("bad"),
            |call| call.by("ada").typed("text/plain", "x"),
            |call| call.by("ada").typed("application/json", "{"),
            |call| call.by("ada").typed("application/json", "{}"),
        ];
        for caller in callers {
            for call in calls(&app) {
                record(&mut seen, caller(call)).await;
            }
        }
        let large = "x".repeat(64 * 1024 + 1);
        for call in calls(&app) {
            record(&mut seen, call.by("ada").typed("application/json", &large)).await;
        }
        for path in [
            "viewer/live?limit=0",
            "viewer/search",
            "viewer/following?cursor=x",
        ] {
            record(&mut seen, app.get(&format!("/api/{path}")).by("ada")).await;
        }
        for path in [
            "stream/viewers?limit=x",
            "stream/past?limit=x",
            "admin/audit?limit=x",
            "admin/creator-applications?status=x",
            "social/blocked?limit=x",
            "social/followers/x?limit=x",
            "social/following/x?limit=x",
            "chat/x/messages?after=x",
        ] {
            record(&mut seen, app.get(&format!("/api/{path}")).by("ada")).await;
        }
        record(&mut seen, app.delete("/api/stream/viewers/user-ada").by("ada")).await;
        record(&mut seen, app.post("/api/social/block/user-ada").by("ada")).await;
        // This is last because it revokes a permission.
        for call in calls(&app) {
            record(&mut seen, call.by("admin")).await;
        }
    }
    record_special_cases(&mut seen).await;
    let missing: Vec<_> = documented().difference(&seen).cloned().collect();
    // Only calls that sign tokens can fail with INTERNAL in a test. For other calls the document describes
    // the form.
    let missing: Vec<_> = missing
        .iter()
        .filter(|(_, outcome)| outcome != "INTERNAL")
        .collect();
    assert!(missing.is_empty(), "never seen: {missing:#?}");
    for call in [
        "POST /api/stream/go-live",
        "POST /api/viewer/token",
        "POST /api/dev/login",
    ] {
        assert!(seen.contains(&(call.to_owned(), "INTERNAL".to_owned())), "{call}");
    }
}

/// Responses that need several users, or an outage after the setup.
async fn record_special_cases(seen: &mut Seen) {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_user("vera")
        .await;
    let token = || app.post("/api/viewer/token").json(&json!({"hostId": "user-ada"}));
    record_webhooks_and_metrics(seen).await;
    record_applications(seen).await;
    record_chat(seen).await;
    let summary = format!("/api/stream/sessions/{}/summary", app.session("ada").await.id);
    record(seen, app.get(&summary).by("ada")).await;
    app.block("ada", "vera").await;
    record(seen, token().by("vera")).await;
    let closed = json!({"isGuestsAllowed": false});
    app.put("/api/stream/info").by("ada").json(&closed).await;
    record(seen, token()).await;
    app.memory.media.start_outage();
    record(seen, app.get("/api/stream/viewers").by("ada")).await;
    record(seen, app.delete("/api/stream/viewers/x").by("ada")).await;
    record(seen, app.get("/health/ready")).await;
    let nothing: Value = json!({"hostId": "nobody"});
    record(seen, app.post("/api/viewer/token").json(&nothing)).await;
    record(seen, app.get("/api/viewer/stream/nobody")).await;
    record(seen, app.get("/api/viewer/stream/nobody/events")).await;
    for user in ["nobody", "user-ada", "user-ada"] {
        let path = format!("/api/admin/creator-applications/{user}/revoke");
        let call = app.post(&path).by("admin").json(&json!({"reason": "A test."}));
        record(seen, call).await;
    }
}

/// Reviews of applications, and follows and blocks with unknown or blocking users.
async fn record_applications(seen: &mut Seen) {
    let app = TestApp::new()
        .await
        .with_user("cleo")
        .await
        .with_user("vera")
        .await;
    let reason = json!({"reason": "A test."});
    for (user, action) in [
        ("nobody", "approve"),
        ("nobody", "reject"),
        ("user-vera", "approve"),
        ("user-vera", "reject"),
        ("user-vera", "revoke"),
        ("user-cleo", "reject"),
        ("user-cleo", "reject"),
        ("user-cleo", "approve"),
        ("user-cleo", "approve"),
    ] {
        let about = json!({"about": "Me"});
        if action == "reject" {
            record(seen, app.post("/api/creator/application").by("cleo").json(&about)).await;
        }
        let path = format!("/api/admin/creator-applications/{user}/{action}");
        record(seen, app.post(&path).by("admin").json(&reason)).await;
        record(seen, app.post(&path).by("admin").json(&reason)).await;
        if action == "approve" {
            record(seen, app.post("/api/creator/application").by("cleo").json(&about)).await;
        }
    }
    record_missing_users(seen).await;
    app.block("cleo", "vera").await;
    for user in ["user-cleo", "user-admin", "nobody"] {
        for path in ["follow", "block"] {
            let path = format!("/api/social/{path}/{user}");
            record(seen, app.post(&path).by("vera")).await;
            record(seen, app.delete(&path).by("vera")).await;
        }
        record(seen, app.get(&format!("/api/social/follow/{user}")).by("vera")).await;
        record(seen, app.get(&format!("/api/social/followers/{user}"))).await;
        record(seen, app.get(&format!("/api/social/following/{user}"))).await;
    }
}

/// Users whose rows were deleted before the write.
async fn record_missing_users(seen: &mut Seen) {
    let app = TestApp::broken(Broken::Creator).await.with_creator("ada").await;
    let set_up = app.post("/api/stream/setup").by("ada");
    record(seen, set_up.json(&json!({"title": "T"}))).await;
    let app = TestApp::broken(Broken::Applicant).await;
    let apply = app.post("/api/creator/application").by("ada");
    record(seen, apply.json(&json!({"about": "Me"}))).await;
}

/// Errors of the chat.
async fn record_chat(seen: &mut Seen) {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_user("vera")
        .await;
    let path = "/api/chat/user-ada/messages";
    let hello = json!({"text": "Hello"});
    let message = app.post(path).by("ada").json(&hello).await.data();
    let message = format!("{path}/{}", message["id"].as_str().unwrap());
    record(seen, app.delete(&message).by("vera")).await;
    record(seen, app.delete(&message).by("ada")).await;
    for _ in 0..6 {
        record(seen, app.post(path).by("vera").json(&hello)).await;
    }
    let nobody = "/api/chat/nobody/messages";
    record(seen, app.get(nobody)).await;
    record(seen, app.post(nobody).by("vera").json(&hello)).await;
    record(seen, app.delete(&format!("{nobody}/x")).by("vera")).await;
    let token = app.guest_token("ada").await;
    for flag in ["isChatFollowersOnly", "isChatEnabled"] {
        let on = json!({ flag: flag != "isChatEnabled" });
        app.put("/api/stream/chat-settings").by("ada").json(&on).await;
        record(seen, app.post(path).by("vera").json(&hello)).await;
    }
    let closed = json!({"isGuestsAllowed": false});
    app.put("/api/stream/info").by("ada").json(&closed).await;
    record(seen, app.get(path)).await;
    record(seen, app.post(path).with_room_token(&token).json(&hello)).await;
    app.block("ada", "vera").await;
    record(seen, app.get(path).by("vera")).await;
    record(seen, app.post(path).by("vera").json(&hello)).await;
}

/// Further responses of webhooks and metrics.
async fn record_webhooks_and_metrics(seen: &mut Seen) {
    record(seen, TestApp::without_metrics().await.get("/metrics")).await;
    let app = TestApp::new().await;
    let full = TestApp::with_small_queue().await;
    for _ in 0..2 {
        record(seen, webhook::notify(&full, &webhook::notification())).await;
    }
    let garbage = app.memory.webhooks.signed_undecodable_event();
    record(seen, webhook::call(&app, &garbage)).await;
    let large = "x".repeat(1024 * 1024 + 1);
    let call = webhook::call(&app, &app.memory.webhooks.signed_unused_event());
    record(seen, call.typed("application/webhook+json", &large)).await;
}
