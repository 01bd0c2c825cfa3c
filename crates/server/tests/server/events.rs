//! What pages are told without asking, whichever server they hang on.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Server, command, started};

#[tokio::test]
async fn a_change_on_one_server_reaches_listeners_of_another() {
    let (one, database) = started().await;
    let other = Server::start(command(database.url(), "serve")).await;
    let ada = one.creator_with_stream(&database, "ada").await;
    let mut page = other
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    let mut studio = other.events("/api/stream/events", Some(&ada)).await;
    for listener in [&mut page, &mut studio] {
        let snapshot = listener.next("snapshot").await.unwrap();
        assert_eq!(
            (&snapshot["isLive"], &snapshot["title"]),
            (&json!(false), &json!("Tests, live"))
        );
    }

    let live = one
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    for listener in [&mut page, &mut studio] {
        assert_eq!(listener.next("status").await.unwrap()["state"], "STARTING");
    }
    one.ok(
        Method::PUT,
        "/api/stream/info",
        Some(&ada),
        json!({ "title": "New" }),
    )
    .await;
    one.ok(
        Method::PUT,
        "/api/stream/chat-settings",
        Some(&ada),
        json!({ "isChatDelayed": true }),
    )
    .await;
    for listener in [&mut page, &mut studio] {
        assert_eq!(listener.next("info").await.unwrap()["title"], "New");
        assert_eq!(
            listener.next("chat-settings").await.unwrap()["isChatDelayed"],
            true
        );
    }
    one.ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    for listener in [&mut page, &mut studio] {
        assert_eq!(
            listener.next("ended").await.unwrap()["sessionId"],
            live["session"]["id"]
        );
        assert_eq!(listener.next("status").await.unwrap()["isLive"], false);
    }
}

#[tokio::test]
async fn a_lost_connection_to_the_store_costs_listeners_nothing() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let mut page = server
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    page.next("snapshot").await.unwrap();
    let out = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    database.execute(out).await.unwrap();
    server
        .ok(Method::GET, "/api/stream/info", Some(&ada), Value::Null)
        .await;
    server
        .ok(
            Method::PUT,
            "/api/stream/info",
            Some(&ada),
            json!({ "title": "New" }),
        )
        .await;
    assert_eq!(page.next("info").await.unwrap()["title"], "New");
}

#[tokio::test]
async fn open_event_streams_do_not_hold_a_server_that_stops() {
    let (mut server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let mut studio = server.events("/api/stream/events", Some(&ada)).await;
    studio.next("snapshot").await.unwrap();
    server.signal("TERM");
    assert_eq!(studio.next("snapshot").await, None);
    assert!(server.child.wait().await.unwrap().success());
}
