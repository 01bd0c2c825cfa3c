//! The log: one line per request, without secrets.

use std::cell::RefCell;
use std::io;
use std::sync::Once;
use std::time::Duration;

use actix_web::HttpResponse;
use serde_json::{Value, json};

use crate::support::{Call, Failing, TestApp};
use crate::webhook;

thread_local! {
    /// What was logged on this thread. Each test and the code that it calls run on their own thread.
    static LINES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Lines;

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns what one call logs. The subscriber is installed once for the process: if each test installed its
/// own, concurrent tests would lose lines.
async fn logged(call: Call) -> (String, Vec<Value>) {
    static START: Once = Once::new();
    START.call_once(|| {
        tracing_subscriber::fmt()
            .json()
            .flatten_event(true)
            .with_max_level(tracing::Level::DEBUG)
            .with_writer(|| Lines)
            .init();
    });
    LINES.take();
    let _answer = call.await;
    let text = String::from_utf8(LINES.take()).unwrap();
    let ours = |line: &Value| line["target"].as_str().unwrap().starts_with("onair");
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines = lines.filter(ours).collect();
    (text, lines)
}

#[actix_web::test]
async fn a_request_logs_one_line() {
    let app = TestApp::new().await.with_stream("ada").await;
    let call = app
        .get("/api/viewer/stream/ada?token=hush")
        .by("ada")
        .header("x-request-id", "id-1");
    let (text, lines) = logged(call).await;
    assert_eq!(lines.len(), 1, "{text}");
    let line = &lines[0];
    assert_eq!(line["level"], "DEBUG", "successful reads are logged at debug");
    assert_eq!(line["method"], "GET");
    assert_eq!(line["route"], "/api/viewer/stream/{username}");
    assert_eq!(line["status"], 200);
    assert_eq!(line["request_id"], "id-1");
    assert!(line["ms"].is_u64());
    assert!(!text.contains("hush") && !text.contains("bearer-token"), "{text}");
}

#[actix_web::test]
async fn room_tokens_and_messages_are_not_logged() {
    let app = TestApp::new().await.with_live("ada").await;
    let token = app.guest_token("ada").await;
    let post = |token: &str| {
        let call = app.post("/api/chat/user-ada/messages").with_room_token(token);
        call.json(&json!({"text": "hush"}))
    };
    for (token, status) in [(token.as_str(), 201), ("my-bad-token", 401)] {
        let (text, lines) = logged(post(token)).await;
        assert_eq!(lines.len(), 1, "{text}");
        assert_eq!(lines[0]["status"], status);
        assert!(!text.contains(token) && !text.contains("hush"), "{text}");
    }
}

#[actix_web::test]
async fn tokens_for_viewers_are_logged_at_debug() {
    let app = TestApp::new().await.with_live("ada").await;
    let token = app.guest_token("ada").await;
    let call = app.post("/api/viewer/token").with_room_token(&token);
    let (text, lines) = logged(call.json(&json!({"hostId": "user-ada", "guestName": "hush"}))).await;
    assert_eq!(lines.len(), 1, "{text}");
    assert_eq!(
        (&lines[0]["level"], &lines[0]["status"]),
        (&json!("DEBUG"), &json!(200))
    );
    assert!(!text.contains(&token) && !text.contains("hush"), "{text}");
    let (text, lines) = logged(
        app.post("/api/viewer/token")
            .json(&json!({"hostId": "user-nobody"})),
    )
    .await;
    assert_eq!(lines.len(), 1, "{text}");
    assert_eq!(
        (&lines[0]["level"], &lines[0]["status"]),
        (&json!("INFO"), &json!(404))
    );
}

#[actix_web::test]
async fn writes_are_logged_at_info() {
    let app = TestApp::new().await.with_stream("ada").await;
    let (text, lines) = logged(app.post("/api/stream/go-live").by("ada")).await;
    assert_eq!(lines.len(), 1, "{text}");
    assert_eq!(lines[0]["level"], "INFO");
}

#[actix_web::test]
async fn client_errors_are_logged_at_info() {
    let app = TestApp::new().await;
    for (call, status) in [
        (app.get("/api/viewer/me"), 401),
        (app.get("/api/viewer/stream/hush"), 404),
        (app.get("/api/viewer/me").with_token("hush"), 401),
    ] {
        let (text, lines) = logged(call).await;
        assert_eq!(lines.len(), 1, "{text}");
        assert_eq!(lines[0]["level"], "INFO");
        assert_eq!(lines[0]["status"], status);
        assert!(!text.contains("hush"), "{text}");
    }
}

#[actix_web::test]
async fn a_flood_of_failures_logs_a_bounded_number_of_lines() {
    let app = TestApp::new().await.with_stream("ada").await;
    let infos = async || {
        let mut all = Vec::new();
        for _ in 0..30 {
            let (_, lines) = logged(app.get("/api/viewer/me")).await;
            all.extend(lines);
        }
        all
    };
    tokio::time::pause();
    assert_eq!(infos().await.len(), 20);
    let (text, lines) = logged(app.post("/api/stream/go-live").by("ada")).await;
    assert_eq!(lines.len(), 1, "a success is logged even so: {text}");
    tokio::time::advance(Duration::from_secs(1)).await;
    let next = infos().await;
    assert_eq!((next.len(), &next[0]["level"]), (21, &json!("WARN")));
    assert_eq!(next[0]["omitted"], 10);
}

#[actix_web::test]
async fn a_flood_of_client_errors_hides_no_server_error() {
    let app = TestApp::new().await;
    tokio::time::pause();
    for _ in 0..30 {
        app.get("/api/viewer/me").await.refused(401, "UNAUTHENTICATED");
    }
    app.memory.store.start_outage();
    for expected in [20, 0] {
        let mut count = 0;
        for _ in 0..20 {
            let (_, lines) = logged(app.get("/api/viewer/live")).await;
            count += lines.iter().filter(|line| line["level"] == "ERROR").count();
        }
        assert_eq!(count, expected);
    }
}

#[actix_web::test]
async fn requests_over_a_limit_are_logged_at_debug() {
    let (_, lines) = logged(TestApp::exhausted().await.post("/api/viewer/token")).await;
    assert_eq!(
        (&lines[0]["level"], &lines[0]["status"]),
        (&json!("DEBUG"), &json!(429))
    );
}

#[actix_web::test]
async fn unknown_paths_are_logged_at_debug() {
    let (_, lines) = logged(TestApp::new().await.post("/api/hush")).await;
    assert_eq!(
        (&lines[0]["level"], &lines[0]["status"]),
        (&json!("DEBUG"), &json!(404))
    );
}

#[actix_web::test]
async fn server_errors_are_logged_with_their_cause() {
    let app = TestApp::with_failing(Failing::Store).await;
    let (text, lines) = logged(app.get("/api/viewer/live")).await;
    assert_eq!(lines.len(), 1, "{text}");
    assert_eq!(lines[0]["level"], "ERROR");
    assert_eq!(lines[0]["status"], 503);
    assert_eq!(
        lines[0]["cause"],
        "STORE_UNAVAILABLE: the store is unavailable: simulated outage"
    );
    let app = TestApp::with_failing(Failing::Locks)
        .await
        .with_creator("ada")
        .await;
    let set_up = app.post("/api/stream/setup").by("ada");
    assert_eq!(set_up.json(&json!({"title": "T"})).await.status, 201);
    let (_, lines) = logged(app.post("/api/stream/go-live").by("ada")).await;
    assert_eq!(lines[0]["status"], 503);
    assert_eq!(
        lines[0]["cause"],
        "STORE_UNAVAILABLE: the lock service is unavailable: no connection"
    );
    let app = TestApp::with_failing(Failing::Login).await;
    let call = app.post("/api/dev/login").json(&json!({"username": "ada"}));
    let (_, lines) = logged(call).await;
    assert_eq!(lines[0]["cause"], "INTERNAL: a secret is missing");
}

#[actix_web::test]
async fn a_busy_search_is_logged_as_a_warning() {
    let app = TestApp::with_failing(Failing::Search).await;
    let (text, lines) = logged(app.get("/api/viewer/search?q=a")).await;
    assert_eq!(lines.len(), 1, "{text}");
    assert_eq!(
        (&lines[0]["level"], &lines[0]["status"]),
        (&json!("WARN"), &json!(503))
    );
}

#[actix_web::test]
async fn probes_are_logged_at_debug() {
    let app = TestApp::new().await;
    for path in ["/health/live", "/metrics"] {
        let (_, lines) = logged(app.get(path)).await;
        assert_eq!(lines[0]["level"], "DEBUG", "{path}");
    }
}

#[actix_web::test]
async fn webhooks_are_logged_at_debug_unless_they_are_refused() {
    let app = TestApp::new().await;
    let (_, lines) = logged(webhook::notify(&app, &webhook::notification())).await;
    assert_eq!(lines[0]["level"], "DEBUG");
    let (text, lines) = logged(app.post(webhook::PATH).header("authorization", "hush")).await;
    assert_eq!(lines[0]["level"], "INFO");
    assert!(!text.contains("hush"), "{text}");
}

#[actix_web::test]
async fn a_proxy_with_a_path_prefix_is_logged_once() {
    let app = TestApp::with_page(|_, _| HttpResponse::Ok().body("the page")).await;
    let warned = async |prefix: &str| {
        let call = app.get("/").header("x-forwarded-prefix", prefix);
        let (_, lines) = logged(call.header("x-request-id", "id-2")).await;
        let warnings = lines.iter().filter(|line| line["level"] == "WARN");
        let of_request = warnings.filter(|line| line["spans"][0]["request_id"] == "id-2");
        of_request.count()
    };
    assert_eq!(warned("/").await, 0);
    assert_eq!(warned("/onair").await, 1);
    assert_eq!(warned("/onair").await, 0);
}
