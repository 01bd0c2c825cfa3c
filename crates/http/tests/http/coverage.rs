//! Checks that every documented status and error code occurs at every call that documents it.

mod chat;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Call, DOCUMENT, Failing, TestApp, contract};
use crate::thumbnails;
use crate::webhook;

type Recorded = BTreeSet<(String, String)>;

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
fn documented() -> Recorded {
    let mut documented = Recorded::new();
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
pub(crate) fn calls(app: &TestApp) -> Vec<Call> {
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
        app.post("/api/stream/connection-check"),
        app.put("/api/stream/thumbnail")
            .with_bytes_of_type("image/jpeg", &thumbnails::picture(1)),
        app.get("/api/viewer/stream/ada/thumbnail"),
        app.delete("/api/stream/thumbnail"),
        app.get("/api/stream/status"),
        app.get("/api/stream/events"),
        app.get("/api/stream/past?limit=2"),
        app.get("/api/stream/sessions/nothing/summary"),
        app.get("/api/stream/sessions/nothing/viewer-counts"),
        app.get("/api/stream/viewers?limit=2"),
        app.delete("/api/stream/viewers/user-victor"),
        app.get("/api/viewer/stream/ada"),
        app.get("/api/viewer/stream/ada/events"),
        app.get("/api/viewer/stream/ada/past?limit=2"),
        app.post("/api/viewer/token").json(&token),
        app.get("/api/viewer/live?limit=2"),
        app.get("/api/viewer/following?limit=2"),
        app.get("/api/viewer/search?q=ada"),
        app.get("/api/viewer/me"),
        app.get("/api/oembed?url=http://onair.test/watch/ada"),
        app.post("/api/stream/end-stream"),
        app.post("/api/stream/setup").json(&set_up),
        app.get("/api/admin/audit?limit=2"),
        app.post("/api/admin/streams/user-ada/stop").json(&reason),
        app.get("/api/admin/users?limit=2"),
        app.post("/api/admin/users/user-ada/suspend").json(&reason),
        app.post("/api/admin/users/user-ada/reinstate"),
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

async fn record(recorded: &mut Recorded, call: Call) {
    let (method, path) = call.target();
    let response = call.await;
    let (template, _) = contract::operation(&method, &path).unwrap();
    let outcome = match response.status {
        400.. if !path.starts_with("/health/") => response.code(),
        status => status.to_string(),
    };
    recorded.insert((format!("{method} {template}"), outcome));
}

#[actix_web::test]
async fn every_documented_response_occurs() {
    let mut recorded = Recorded::new();
    for app in [
        TestApp::new().await,
        TestApp::new().await.with_user("ada").await,
        TestApp::new().await.with_creator("ada").await,
        TestApp::new().await.with_stream("ada").await,
        TestApp::new().await.with_live("ada").await,
        TestApp::with_failing(Failing::Store).await,
        TestApp::with_failing(Failing::Media)
            .await
            .with_stream("ada")
            .await,
        TestApp::with_failing(Failing::Signer)
            .await
            .with_live("ada")
            .await,
        TestApp::with_failing(Failing::Login).await,
        TestApp::with_failing(Failing::Provider).await,
        TestApp::with_failing(Failing::Users).await,
        TestApp::with_secret().await,
        TestApp::new().await.with_suspended(&["ada", "vera"]).await,
        TestApp::exhausted().await,
    ] {
        let callers: [fn(Call) -> Call; 7] = [
            |call| call,
            |call| call.by("ada"),
            |call| call.by("vera"),
            |call| call.with_token("bad"),
            |call| call.by("ada").with_body_of_type("text/plain", "x"),
            |call| call.by("ada").with_body_of_type("application/json", "{"),
            |call| call.by("ada").with_body_of_type("application/json", "{}"),
        ];
        for caller in callers {
            for call in calls(&app) {
                record(&mut recorded, caller(call)).await;
            }
        }
        let large = "x".repeat(64 * 1024 + 1);
        for call in calls(&app) {
            record(
                &mut recorded,
                call.by("ada").with_body_of_type("application/json", &large),
            )
            .await;
        }
        for path in [
            "viewer/live?limit=0",
            "viewer/search",
            "viewer/following?cursor=x",
            "oembed?url=x",
            "oembed?format=xml",
        ] {
            record(&mut recorded, app.get(&format!("/api/{path}")).by("ada")).await;
        }
        for path in [
            "stream/viewers?limit=x",
            "stream/past?limit=x",
            "viewer/stream/x/past?limit=x",
            "admin/audit?limit=x",
            "admin/creator-applications?status=x",
            "admin/users?status=x",
            "social/blocked?limit=x",
            "social/followers/x?limit=x",
            "social/following/x?limit=x",
            "chat/x/messages?after=x",
            "viewer/stream/ada/thumbnail?v=1&v=2",
        ] {
            record(&mut recorded, app.get(&format!("/api/{path}")).by("ada")).await;
        }
        record(
            &mut recorded,
            app.delete("/api/stream/viewers/user-ada").by("ada"),
        )
        .await;
        record(&mut recorded, app.post("/api/social/block/user-ada").by("ada")).await;
        // This is last because it revokes a permission.
        for call in calls(&app) {
            record(&mut recorded, call.by("admin")).await;
        }
    }
    record_special_cases(&mut recorded).await;
    let missing: Vec<_> = documented().difference(&recorded).cloned().collect();
    // Only calls that sign tokens can fail with INTERNAL in a test. For other calls the document describes
    // the form.
    let missing: Vec<_> = missing
        .iter()
        .filter(|(_, outcome)| outcome != "INTERNAL")
        // That body has no form but its bytes, so only an interrupted connection makes it malformed.
        .filter(|(call, outcome)| !(call == "PUT /api/stream/thumbnail" && outcome == "MALFORMED_BODY"))
        .collect();
    assert!(missing.is_empty(), "never recorded: {missing:#?}");
    for call in [
        "POST /api/stream/go-live",
        "POST /api/viewer/token",
        "POST /api/dev/login",
    ] {
        assert!(
            recorded.contains(&(call.to_owned(), "INTERNAL".to_owned())),
            "{call}"
        );
    }
}

/// Responses that need several users, or an outage after the setup.
async fn record_special_cases(recorded: &mut Recorded) {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_user("vera")
        .await;
    let token = || app.post("/api/viewer/token").json(&json!({"hostId": "user-ada"}));
    record_webhooks_and_metrics(recorded).await;
    record_applications(recorded).await;
    chat::record_errors(recorded).await;
    let summary = format!("/api/stream/sessions/{}/summary", app.session("ada").await.id);
    record(recorded, app.get(&summary).by("ada")).await;
    let picture = || app.get("/api/viewer/stream/ada/thumbnail");
    for body in [&thumbnails::picture(1)[..], b"x", &vec![0; 64 * 1024 + 1]] {
        let put = app.put("/api/stream/thumbnail").by("ada");
        record(recorded, put.with_bytes_of_type("image/jpeg", body)).await;
    }
    record(recorded, picture().header("if-none-match", "*")).await;
    record(recorded, app.delete("/api/stream/thumbnail").by("ada")).await;
    record(recorded, picture()).await;
    let counts = summary.replace("summary", "viewer-counts");
    record(recorded, app.get(&counts).by("ada")).await;
    app.block("ada", "vera").await;
    record(recorded, token().by("vera")).await;
    let closed = json!({"isGuestsAllowed": false});
    app.put("/api/stream/info").by("ada").json(&closed).await;
    record(recorded, token()).await;
    app.memory.media.start_outage();
    record(recorded, app.get("/api/stream/viewers").by("ada")).await;
    record(recorded, app.delete("/api/stream/viewers/x").by("ada")).await;
    record(recorded, app.get("/health/ready")).await;
    for user in ["nobody", "user-admin"] {
        for action in ["suspend", "reinstate"] {
            let call = app.post(&format!("/api/admin/users/{user}/{action}")).by("admin");
            record(recorded, call.json(&json!({"reason": "A test."}))).await;
        }
    }
    let nothing: Value = json!({"hostId": "nobody"});
    record(recorded, app.post("/api/viewer/token").json(&nothing)).await;
    record(recorded, app.get("/api/viewer/stream/nobody")).await;
    record(recorded, app.get("/api/viewer/stream/nobody/events")).await;
    record(recorded, app.get("/api/viewer/stream/nobody/past")).await;
    for user in ["nobody", "user-ada", "user-ada"] {
        let path = format!("/api/admin/creator-applications/{user}/revoke");
        let call = app.post(&path).by("admin").json(&json!({"reason": "A test."}));
        record(recorded, call).await;
    }
}

/// Reviews of applications, and follows and blocks with unknown or blocking users.
async fn record_applications(recorded: &mut Recorded) {
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
            record(
                recorded,
                app.post("/api/creator/application").by("cleo").json(&about),
            )
            .await;
        }
        let path = format!("/api/admin/creator-applications/{user}/{action}");
        record(recorded, app.post(&path).by("admin").json(&reason)).await;
        record(recorded, app.post(&path).by("admin").json(&reason)).await;
        if action == "approve" {
            record(
                recorded,
                app.post("/api/creator/application").by("cleo").json(&about),
            )
            .await;
        }
    }
    record_missing_users(recorded).await;
    app.block("cleo", "vera").await;
    for user in ["user-cleo", "user-admin", "nobody"] {
        for path in ["follow", "block"] {
            let path = format!("/api/social/{path}/{user}");
            record(recorded, app.post(&path).by("vera")).await;
            record(recorded, app.delete(&path).by("vera")).await;
        }
        record(
            recorded,
            app.get(&format!("/api/social/follow/{user}")).by("vera"),
        )
        .await;
        record(recorded, app.get(&format!("/api/social/followers/{user}"))).await;
        record(recorded, app.get(&format!("/api/social/following/{user}"))).await;
    }
}

/// Users whose rows were deleted before the write.
async fn record_missing_users(recorded: &mut Recorded) {
    let app = TestApp::with_failing(Failing::Creator)
        .await
        .with_creator("ada")
        .await;
    let set_up = app.post("/api/stream/setup").by("ada");
    record(recorded, set_up.json(&json!({"title": "T"}))).await;
    let app = TestApp::with_failing(Failing::Applicant).await;
    let apply = app.post("/api/creator/application").by("ada");
    record(recorded, apply.json(&json!({"about": "Me"}))).await;
}

/// Further responses of webhooks and metrics.
async fn record_webhooks_and_metrics(recorded: &mut Recorded) {
    record(recorded, TestApp::without_metrics().await.get("/metrics")).await;
    let app = TestApp::new().await;
    let full = TestApp::with_small_queue().await;
    for _ in 0..2 {
        record(recorded, webhook::notify(&full, &webhook::notification())).await;
    }
    let undecodable_event = app.memory.webhooks.signed_undecodable_event();
    record(recorded, webhook::call(&app, &undecodable_event)).await;
    let large = "x".repeat(1024 * 1024 + 1);
    let call = webhook::call(&app, &app.memory.webhooks.signed_unused_event());
    record(
        recorded,
        call.with_body_of_type("application/webhook+json", &large),
    )
    .await;
}
