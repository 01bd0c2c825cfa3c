//! Who may make which call: every route of the OpenAPI document with every kind of caller.
//!
//! A new route needs a row. Each cell runs in a new app, in which ada is live (she has blocked bea and removed
//! rita), ben is a creator who is offline, and cleo has applied.

use std::collections::BTreeSet;
use std::time::Duration;

use onair_adapters_memory::MemoryClaims;
use onair_domain::ports::Clock as _;
use onair_domain::room::Identity;
use serde_json::{Value, json};

use crate::support::{Call, DOCUMENT, TestApp, contract, id};

/// The callers of a row, in the order of its cells.
const CALLERS: [Caller; 7] = [
    Caller::Guest,
    Caller::User("vera"),
    Caller::User("bea"),
    Caller::User("rita"),
    Caller::User("ben"),
    Caller::User("ada"),
    Caller::User("admin"),
];

/// The responses to the callers: to a guest, a user, a blocked user, a removed user, a creator, the host and an
/// admin. A success is a status, a refusal an error code.
type Cells = [&'static str; 7];

const OK: &str = "200";
const NEW: &str = "201";
const NO_TOKEN: &str = "UNAUTHENTICATED";
const NO_CREATOR: &str = "CREATOR_NOT_APPROVED";
const NO_ADMIN: &str = "FORBIDDEN";
const BLOCKED: &str = "BLOCKED";
const BAD: &str = "VALIDATION_FAILED";

/// Open to all, also to blocked users: they could sign out.
const ALL: Cells = [OK; 7];
const SIGNED_IN: Cells = [NO_TOKEN, OK, OK, OK, OK, OK, OK];
const CREATORS: Cells = [NO_TOKEN, NO_CREATOR, NO_CREATOR, NO_CREATOR, OK, OK, NO_CREATOR];
const ADMINS: Cells = [NO_TOKEN, NO_ADMIN, NO_ADMIN, NO_ADMIN, NO_ADMIN, NO_ADMIN, OK];
/// The routes for machines. They don't read bearer tokens.
const UNSIGNED: Cells = ["INVALID_TOKEN"; 7];

#[rustfmt::skip]
fn rows(world: &World) -> Vec<(&'static str, String, Value, Cells)> {
    let none = Value::Null;
    let reason = json!({"reason": "A test."});
    let row = |method, path: &str, body: &Value, cells| (method, path.to_owned(), body.clone(), cells);
    vec![
        row("POST", "/api/stream/setup", &json!({"title": "T"}), CREATORS),
        row("POST", "/api/stream/go-live", &none, CREATORS),
        row("POST", "/api/stream/end-stream", &none, CREATORS),
        row("POST", "/api/stream/connection-check", &none, CREATORS),
        row("GET", "/api/stream/info", &none, CREATORS),
        row("PUT", "/api/stream/info", &json!({"title": "T"}), CREATORS),
        row("PUT", "/api/stream/chat-settings", &json!({"isChatEnabled": true}), CREATORS),
        // The body is read before the rules apply.
        row("PUT", "/api/stream/thumbnail", &none, [NO_TOKEN, BAD, BAD, BAD, BAD, BAD, BAD]),
        row("DELETE", "/api/stream/thumbnail", &none, CREATORS),
        row("GET", "/api/stream/status", &none, CREATORS),
        row("GET", "/api/stream/events", &none, CREATORS),
        row("GET", "/api/stream/past", &none, CREATORS),
        row("GET", "/api/stream/viewers", &none, CREATORS),
        row("DELETE", "/api/stream/viewers/user-victor", &none, CREATORS),
        // Of an open session: for its creator.
        row("GET", &world.summary, &none, ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND", OK, "NOT_FOUND"]),
        row("GET", &world.summary.replace("summary", "viewer-counts"), &none, ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND", OK, "NOT_FOUND"]),

        row("GET", "/api/viewer/stream/ada", &none, ALL),
        row("GET", "/api/viewer/stream/ada/events", &none, ALL),
        row("GET", "/api/viewer/stream/ada/thumbnail", &none, ["NOT_FOUND"; 7]),
        row("GET", "/api/viewer/stream/ada/past", &none, ALL),
        row("POST", "/api/viewer/token", &json!({"hostId": "user-ada"}), [OK, OK, BLOCKED, BLOCKED, OK, "HOST_IS_VIEWER", OK]),
        row("GET", "/api/viewer/live", &none, ALL),
        row("GET", "/api/viewer/search?q=ada", &none, ALL),
        row("GET", "/api/oembed?url=http://onair.test/watch/ada", &none, ALL),
        row("GET", "/api/viewer/following", &none, SIGNED_IN),
        row("GET", "/api/viewer/me", &none, SIGNED_IN),

        row("GET", "/api/chat/user-ada/messages", &none, [OK, OK, BLOCKED, BLOCKED, OK, OK, OK]),
        row("POST", "/api/chat/user-ada/messages", &json!({"text": "Hello"}), [NO_TOKEN, NEW, BLOCKED, BLOCKED, NEW, NEW, NEW]),
        row("DELETE", &world.message, &none, [NO_TOKEN, "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", OK, OK]),

        row("POST", "/api/social/follow/user-ada", &none, [NO_TOKEN, OK, BLOCKED, OK, OK, "VALIDATION_FAILED", OK]),
        row("DELETE", "/api/social/follow/user-ada", &none, SIGNED_IN),
        row("GET", "/api/social/follow/user-ada", &none, SIGNED_IN),
        row("POST", "/api/social/block/user-victor", &none, SIGNED_IN),
        row("DELETE", "/api/social/block/user-victor", &none, SIGNED_IN),
        row("GET", "/api/social/blocked", &none, SIGNED_IN),
        row("GET", "/api/social/followers/user-ada", &none, ALL),
        row("GET", "/api/social/following/user-ada", &none, ALL),

        row("GET", "/api/creator/application", &none, SIGNED_IN),
        row("POST", "/api/creator/application", &json!({"about": "Me"}), [NO_TOKEN, NEW, NEW, NEW, "ALREADY_REVIEWED", "ALREADY_REVIEWED", NEW]),

        row("GET", "/api/admin/creator-applications", &none, ADMINS),
        row("POST", "/api/admin/creator-applications/user-cleo/approve", &none, ADMINS),
        row("POST", "/api/admin/creator-applications/user-cleo/reject", &reason, ADMINS),
        row("POST", "/api/admin/creator-applications/user-ada/revoke", &reason, ADMINS),
        row("POST", "/api/admin/streams/user-ada/stop", &reason, ADMINS),
        row("GET", "/api/admin/users", &none, ADMINS),
        row("POST", "/api/admin/users/user-victor/suspend", &reason, ADMINS),
        row("POST", "/api/admin/users/user-victor/reinstate", &none, ADMINS),
        row("GET", "/api/admin/audit", &none, ADMINS),

        row("GET", "/api/config", &none, ALL),
        row("GET", "/api/openapi.json", &none, ALL),
        row("GET", "/health/live", &none, ALL),
        row("GET", "/health/ready", &none, ALL),
        row("GET", "/metrics", &none, ALL),
        row("POST", "/api/dev/login", &json!({"username": "victor"}), ALL),
        row("POST", "/api/webhook/livekit", &none, UNSIGNED),
    ]
}

#[derive(Debug, Clone, Copy)]
enum Caller {
    Guest,
    User(&'static str),
    Suspended,
    WithExpiredToken,
    /// The token has another issuer than the first token of the user.
    OfAnotherIssuer,
}

struct World {
    app: TestApp,
    /// The path of the summary of ada's session.
    summary: String,
    /// The path of a message by ada.
    message: String,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::new()
            .await
            .with_live("ada")
            .await
            .with_stream("ben")
            .await;
        let mut app = app.with_suspended(&["sam"]).await;
        for name in ["vera", "victor", "bea", "rita", "cleo", "admin"] {
            app = app.with_user(name).await;
        }
        app.apply("cleo").await;
        app.block("ada", "bea").await;
        let session = app.session("ada").await.id;
        let rita = Identity::of_user(&id("rita"));
        let now = app.memory.clock.now();
        app.ports.sessions.exclude(&session, &rita, now).await.unwrap();
        let hello = app
            .post("/api/chat/user-ada/messages")
            .by("ada")
            .json(&json!({"text": "Hello"}));
        let message = hello.await.data()["id"].as_str().unwrap().to_owned();
        Self {
            app,
            summary: format!("/api/stream/sessions/{session}/summary"),
            message: format!("/api/chat/user-ada/messages/{message}"),
        }
    }

    async fn as_caller(&self, call: Call, caller: Caller) -> Call {
        let now = self.app.memory.clock.now();
        let claims = |iss: Option<&str>, exp| MemoryClaims {
            sub: Some("user-vera".to_owned()),
            iss: iss.map(str::to_owned),
            exp: Some(exp),
            ..MemoryClaims::default()
        };
        let later = now + Duration::from_hours(1);
        let token = |claims| {
            self.app
                .memory
                .authenticator
                .issue(claims)
                .expose_secret()
                .to_owned()
        };
        match caller {
            Caller::Guest => call,
            Caller::User(name) => call.by(name),
            Caller::Suspended => call.by("sam"),
            Caller::WithExpiredToken => call.with_token(&token(claims(None, now - Duration::from_mins(2)))),
            Caller::OfAnotherIssuer => {
                let first = token(claims(Some("https://id.test"), later));
                self.app
                    .get("/api/viewer/me")
                    .with_token(&first)
                    .await
                    .succeeded();
                call.with_token(&token(claims(Some("https://other.test"), later)))
            }
        }
    }
}

/// The response to a call in a new app: the status of a success, or the error code.
async fn outcome(number: usize, caller: Caller) -> String {
    let world = World::new().await;
    let (method, path, body, _) = rows(&world).swap_remove(number);
    let call = world.app.call(method, &path);
    let call = if body.is_null() { call } else { call.json(&body) };
    let response = world.as_caller(call, caller).await.await;
    match response.status {
        status @ 200..300 => status.to_string(),
        _ => response.code(),
    }
}

#[actix_web::test]
async fn every_route_has_a_row() {
    let rows = rows(&World::new().await);
    let listed = rows.iter().map(|(method, path, ..)| {
        let path = path.split('?').next().unwrap();
        let (template, _) = contract::operation(method, path).unwrap();
        format!("{method} {template}")
    });
    let listed: BTreeSet<_> = listed.collect();
    assert_eq!(listed.len(), rows.len(), "a route has two rows");
    let mut documented = BTreeSet::new();
    for (path, item) in DOCUMENT["paths"].as_object().unwrap() {
        documented.extend(
            item.as_object()
                .unwrap()
                .keys()
                .map(|method| format!("{} {path}", method.to_uppercase())),
        );
    }
    assert_eq!(listed, documented);
}

#[actix_web::test]
async fn every_caller_gets_the_expected_response() {
    let mut differences = Vec::new();
    for (number, (method, path, _, cells)) in rows(&World::new().await).into_iter().enumerate() {
        for (caller, expected) in CALLERS.into_iter().zip(cells) {
            let found = outcome(number, caller).await;
            if found != expected {
                differences.push(format!("{method} {path} by {caller:?}: {found}, not {expected}"));
            }
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
}

/// Wherever a route reads bearer tokens, also where they are optional.
#[actix_web::test]
async fn bad_tokens_and_suspended_users_are_refused_wherever_tokens_are_read() {
    let mut differences = Vec::new();
    for (number, (method, path, _, cells)) in rows(&World::new().await).into_iter().enumerate() {
        let (_, operation) = contract::operation(method, path.split('?').next().unwrap()).unwrap();
        let security = operation["security"].as_array();
        let reads_tokens = security.is_some_and(|all| all.iter().any(|one| one.get("bearer").is_some()));
        for (caller, refusal) in [
            (Caller::Suspended, "ACCOUNT_SUSPENDED"),
            (Caller::WithExpiredToken, "INVALID_TOKEN"),
            (Caller::OfAnotherIssuer, "INVALID_TOKEN"),
        ] {
            let expected = if reads_tokens { refusal } else { cells[0] };
            let found = outcome(number, caller).await;
            if found != expected {
                differences.push(format!("{method} {path} by {caller:?}: {found}, not {expected}"));
            }
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
}
