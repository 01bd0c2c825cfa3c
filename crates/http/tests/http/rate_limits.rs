//! Limits of requests and event streams: classes, keys, and their place in the order of refusals.

use std::sync::Arc;

use onair_http::{ConcurrencyLimit, MemoryRateLimiter, Network, RateLimits};
use serde_json::{Value, json};

use crate::coverage::calls;
use crate::support::{Call, DOCUMENT, TestApp, contract, id};

/// An app with two requests of each class in a minute, behind a proxy at 10.0.0.1.
async fn app() -> TestApp {
    TestApp::with(|api| {
        let two = "2/60".parse().ok();
        api.rate_limiter = Arc::new(MemoryRateLimiter::new(&RateLimits {
            tokens: two,
            chat: two,
            writes: two,
            lists: two,
        }));
        api.event_streams = ConcurrencyLimit::new(Some(2));
        let proxy: Network = "10.0.0.1".parse().unwrap();
        Arc::make_mut(&mut api.config).trusted_proxies = vec![proxy].into();
    })
    .await
}

/// Sends the call twice, and expects that a third one is refused.
async fn use_up(call: impl Fn() -> Call) {
    for _ in 0..2 {
        let response = call().await;
        assert_ne!(response.status, 429, "{}", response.text());
    }
    let refused = call().await.refused(429, "RATE_LIMITED");
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=30).contains(&seconds), "{seconds}");
}

/// The limit of an operation in the document.
fn documented_limit(call: &Call) -> Option<&'static str> {
    let (method, path) = call.target();
    contract::operation(&method, &path).unwrap().1["x-rate-limit"].as_str()
}

#[actix_web::test]
async fn each_class_has_its_own_limit_of_guests() {
    let app = app().await;
    let list = || app.get("/api/viewer/live").from("192.0.2.1");
    let token = || {
        app.post("/api/viewer/token")
            .from("192.0.2.1")
            .json(&json!({"hostId": "x"}))
    };
    use_up(list).await;
    use_up(token).await;
    let history = app.get("/api/chat/user-ada/messages").from("192.0.2.1");
    history.await.refused(429, "RATE_LIMITED");
    app.get("/api/viewer/live").from("192.0.2.2").await.succeeded();
    app.get("/api/config").from("192.0.2.1").await.succeeded();
}

#[actix_web::test]
async fn users_are_limited_wherever_they_are_and_guests_beside_them() {
    let app = app().await.with_user("vera").await.with_user("victor").await;
    let address = std::cell::Cell::new(0);
    let vera = || {
        address.set(address.get() + 1);
        let from = format!("192.0.2.{}", address.get());
        app.get("/api/viewer/search?q=a").by("vera").from(&from)
    };
    use_up(vera).await;
    let elsewhere = |name| app.get("/api/viewer/search?q=a").by(name).from("192.0.2.1");
    elsewhere("vera").await.refused(429, "RATE_LIMITED");
    elsewhere("victor").await.succeeded();
    use_up(|| app.get("/api/viewer/live").from("192.0.2.1")).await;
    elsewhere("victor").await.succeeded();
    elsewhere("victor").await.refused(429, "RATE_LIMITED");
}

#[actix_web::test]
async fn an_ipv6_network_counts_as_one_guest_and_a_mapped_address_as_ipv4() {
    let app = app().await;
    let from = |address: &str| app.get("/api/viewer/live").from(address);
    from("2001:db8:1:2::1").await.succeeded();
    from("2001:db8:1:2:ffff::2").await.succeeded();
    from("2001:db8:1:2::3").await.refused(429, "RATE_LIMITED");
    from("2001:db8:1:3::1").await.succeeded();
    from("::ffff:192.0.2.1").await.succeeded();
    from("192.0.2.1").await.succeeded();
    from("192.0.2.1").await.refused(429, "RATE_LIMITED");
    from("::ffff:192.0.2.2").await.succeeded();
}

#[actix_web::test]
async fn only_a_trusted_proxy_names_the_address_of_its_clients() {
    let app = app().await;
    let from = |peer: &str, forwarded: &str| {
        let call = app.get("/api/viewer/live").from(peer);
        call.header("x-forwarded-for", forwarded)
            .header("forwarded", "for=203.0.113.99")
    };
    use_up(|| from("10.0.0.1", "203.0.113.7, 198.51.100.1")).await;
    from("10.0.0.1", "198.51.100.2").await.succeeded();
    let spoofed = from("10.0.0.1", "198.51.100.2, 198.51.100.1:4711");
    spoofed.await.refused(429, "RATE_LIMITED");
    from("192.0.2.1", "198.51.100.3").await.succeeded();
    from("192.0.2.1", "198.51.100.4").await.succeeded();
    from("192.0.2.1", "198.51.100.5")
        .await
        .refused(429, "RATE_LIMITED");
}

#[actix_web::test]
async fn a_rate_limit_comes_after_the_caller_and_before_the_input() {
    let app = TestApp::exhausted().await.with_user("ada").await;
    let large = "x".repeat(64 * 1024 + 1);
    app.post("/api/stream/nothing").await.refused(404, "NOT_FOUND");
    app.delete("/api/stream/setup")
        .await
        .refused(405, "METHOD_NOT_ALLOWED");
    for call in calls(&app) {
        let Some(limit) = documented_limit(&call) else {
            continue;
        };
        let (method, path) = call.target();
        let again = || app.call(&method, &path).with_body_of_type("text/plain", &large);
        if path != "/api/dev/login" {
            again().with_token("bad").await.refused(401, "INVALID_TOKEN");
        }
        let refused = again().by("ada").await.refused(429, "RATE_LIMITED");
        let (seconds, text) = match limit {
            "event_streams" => (
                "10",
                "Too many live updates are open from your network. Wait 10 seconds.",
            ),
            _ => ("7", "There were too many requests. Wait 7 seconds."),
        };
        assert_eq!(refused.header("retry-after"), Some(seconds), "{method} {path}");
        assert_eq!(refused.json()["error"], text);
    }
    let needs_a_user = app
        .post("/api/stream/setup")
        .with_body_of_type("text/plain", &large);
    needs_a_user.await.refused(401, "UNAUTHENTICATED");
}

#[actix_web::test]
async fn a_request_over_the_limit_does_not_read_the_store() {
    let app = TestApp::exhausted().await.with_user("ada").await;
    let refused: Vec<_> = calls(&app)
        .into_iter()
        .filter(|call| documented_limit(call).is_some())
        .collect();
    app.memory.store.start_outage();
    for call in refused {
        call.by("ada").await.refused(429, "RATE_LIMITED");
    }
}

#[actix_web::test]
async fn a_guest_over_the_limit_does_not_read_the_store() {
    let app = TestApp::with_one_request().await.with_live("ada").await;
    let token = app.guest_token("ada").await;
    let path = "/api/chat/user-ada/messages";
    let read = || app.get(path).with_room_token(&token);
    let write = || {
        app.post(path)
            .with_room_token(&token)
            .json(&json!({"text": "Hello"}))
    };
    read().await.succeeded();
    assert_eq!(write().await.status, 201);
    app.memory.store.start_outage();
    read().await.refused(429, "RATE_LIMITED");
    write().await.refused(429, "RATE_LIMITED");
}

/// Otherwise somebody who gets 401 or 403 could send any number of requests that read the store.
#[actix_web::test]
async fn requests_of_suspended_users_and_former_guests_count() {
    let app = TestApp::with_one_request().await.with_live("ada").await;
    let token = app.guest_token("ada").await;
    let broadcasts = app.memory.ports().broadcasts(<_>::default());
    broadcasts.end_stream(&id("ada")).await.unwrap();
    let history = || app.get("/api/chat/user-ada/messages").with_room_token(&token);
    history().await.refused(401, "INVALID_TOKEN");
    history().await.refused(429, "RATE_LIMITED");
    app.set_suspended("ada", true).await;
    let list = || app.get("/api/viewer/live").by("ada");
    list().await.refused(403, "ACCOUNT_SUSPENDED");
    list().await.refused(429, "RATE_LIMITED");
}

#[actix_web::test]
async fn refusals_are_documented_where_they_occur() {
    let app = TestApp::exhausted().await.with_user("admin").await;
    for call in calls(&app) {
        let (limit, (method, path)) = (documented_limit(&call), call.target());
        let status = call.by("admin").await.status;
        assert_eq!(status == 429, limit.is_some(), "{method} {path}: {status}");
        let operation = contract::operation(&method, &path).unwrap().1;
        let refusal = &operation["responses"]["429"];
        assert_eq!(refusal.is_null(), limit.is_none(), "{method} {path}");
        if limit.is_some() {
            assert_eq!(refusal["headers"]["Retry-After"]["schema"]["type"], "integer");
        }
    }
    let documented = DOCUMENT["paths"].as_object().unwrap().values();
    let count = documented
        .flat_map(|item| item.as_object().unwrap().values())
        .count();
    assert_eq!(count, calls(&app).len(), "calls has every operation once");
}

#[actix_web::test]
async fn an_address_has_a_limit_of_open_event_streams() {
    let app = app().await.with_stream("ada").await.with_user("vera").await;
    let path = "/api/viewer/stream/ada/events";
    let open = || app.get(path).from("192.0.2.1");
    let (first, second) = (
        open().event_stream().await,
        open().by("vera").event_stream().await,
    );
    let refused = open().await.refused(429, "RATE_LIMITED");
    assert_eq!(refused.header("retry-after"), Some("10"));
    open().by("ada").await.refused(429, "RATE_LIMITED");
    let own = app.get("/api/stream/events").by("ada").from("192.0.2.1");
    own.await.refused(429, "RATE_LIMITED");
    let other = app.get(path).from("192.0.2.2").event_stream().await;
    drop(first);
    let third = open().event_stream().await;
    open().await.refused(429, "RATE_LIMITED");
    drop((second, third, other));
    for _ in 0..5 {
        // Neither a refusal nor a response without a body keeps its place.
        let unknown = app.get("/api/viewer/stream/nobody/events").from("192.0.2.1");
        unknown.await.refused(404, "USER_NOT_FOUND");
        assert_eq!(app.call("HEAD", path).from("192.0.2.1").await.status, 200);
    }
}

#[actix_web::test]
async fn guests_of_one_address_write_at_most_20_messages_in_10_seconds() {
    let app = TestApp::new().await.with_live("ada").await.with_live("ben").await;
    let hello: Value = json!({"text": "Hello"});
    let write = |host: &str, token: &str, from: &str| {
        let call = app.post(&format!("/api/chat/user-{host}/messages")).from(from);
        call.with_room_token(token).json(&hello)
    };
    for host in ["ada", "ben", "ada", "ben"] {
        let token = app.guest_token(host).await;
        for _ in 0..5 {
            assert_eq!(write(host, &token, "192.0.2.1").await.status, 201);
        }
        write(host, &token, "192.0.2.1")
            .await
            .refused(429, "RATE_LIMITED");
    }
    let token = app.guest_token("ada").await;
    app.pass(7);
    let refused = write("ada", &token, "192.0.2.1")
        .await
        .refused(429, "RATE_LIMITED");
    assert_eq!(refused.header("retry-after"), Some("3"));
    let text = "Guests on your network are sending messages too fast. Wait 3 seconds.";
    assert_eq!(refused.json()["error"], text);
    assert_eq!(write("ada", &token, "192.0.2.2").await.status, 201);
    let user = app
        .post("/api/chat/user-ben/messages")
        .by("ada")
        .from("192.0.2.1");
    assert_eq!(user.json(&hello).await.status, 201);
    app.pass(3);
    assert_eq!(write("ada", &token, "192.0.2.1").await.status, 201);
}
