//! Event streams across servers.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpSocket, TcpStream};

use crate::support::{Server, command, eventually, started};

#[tokio::test]
async fn a_change_on_one_server_reaches_event_streams_of_another() {
    let (one, database) = started().await;
    let other = Server::start(command(database.url(), "serve")).await;
    let ada = one.creator_with_stream(&database, "ada").await;
    let mut page = other
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    let mut studio = other.events("/api/stream/events", Some(&ada)).await;
    for events in [&mut page, &mut studio] {
        let snapshot = events.next("snapshot").await.unwrap();
        assert_eq!(
            (&snapshot["isLive"], &snapshot["title"]),
            (&json!(false), &json!("Tests, live"))
        );
    }

    let live = one
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    for events in [&mut page, &mut studio] {
        assert_eq!(events.next("status").await.unwrap()["state"], "STARTING");
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
    for events in [&mut page, &mut studio] {
        assert_eq!(events.next("info").await.unwrap()["title"], "New");
        assert_eq!(events.next("chat-settings").await.unwrap()["isChatDelayed"], true);
    }
    one.ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    for events in [&mut page, &mut studio] {
        assert_eq!(
            events.next("ended").await.unwrap()["sessionId"],
            live["session"]["id"]
        );
        assert_eq!(events.next("status").await.unwrap()["isLive"], false);
    }
}

#[tokio::test]
async fn event_streams_survive_a_lost_connection_to_the_store() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let mut page = server
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    page.next("snapshot").await.unwrap();
    let terminate = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    database.execute(terminate).await.unwrap();
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
async fn open_event_streams_do_not_delay_the_shutdown() {
    let (mut server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let mut studio = server.events("/api/stream/events", Some(&ada)).await;
    studio.next("snapshot").await.unwrap();
    server.signal("TERM");
    assert_eq!(studio.next("snapshot").await, None);
    assert!(server.child.wait().await.unwrap().success());
}

#[tokio::test]
async fn clients_that_do_not_read_are_disconnected() {
    let database = onair_adapters_postgres::testing::fresh_database().await;
    let mut serve = command(database.url(), "serve");
    serve.env("UNREAD_TIMEOUT_SECONDS", "1");
    let server = Server::start(serve).await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let connections = "onair_sse_connections";
    let mut reading = server.events("/api/stream/events", Some(&ada)).await;
    reading.next("snapshot").await.unwrap();
    let stalled = stalled_client(&server, &format!("/api/viewer/stream/{}/events", ada.username)).await;
    assert!((server.metric(connections).await - 2.0).abs() < 0.5);

    // Send until all buffers of the stalled client are full. The other client reads everything.
    let mut number = 0;
    while server.metric(connections).await > 1.5 {
        number += 1;
        let description = format!("{number} {}", "é".repeat(1900));
        let change = json!({ "description": description });
        server
            .ok(Method::PUT, "/api/stream/info", Some(&ada), change)
            .await;
        let info = reading.next("info").await.unwrap();
        assert_eq!(info["description"], description);
        assert!(number < 20_000, "the stalled client is still connected");
    }
    drop(stalled);
}

/// A client that opens an event stream and reads nothing, with a small receive buffer.
async fn stalled_client(server: &Server, path: &str) -> TcpStream {
    let address: std::net::SocketAddr = server.url.trim_start_matches("http://").parse().unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    eventually("the event stream is open", async || {
        (server.metric("onair_sse_connections").await > 1.5).then_some(())
    })
    .await;
    stream
}
