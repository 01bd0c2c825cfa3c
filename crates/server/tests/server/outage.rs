//! Outages of the media server and the store.

use onair_adapters_postgres::testing::fresh_database;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Server, command, started};

#[tokio::test]
async fn without_the_media_server_going_live_stores_nothing_and_ending_works() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let ben = server.live_creator(&database, "ben").await;
    let mut without_media = command(database.url(), "serve");
    // No process listens on port 9.
    without_media.env("LIVEKIT_URL", "ws://127.0.0.1:9");
    let without_media = Server::start(without_media).await;

    let before = database
        .texts("SELECT streams::text FROM streams ORDER BY id")
        .await;
    let (status, response) = without_media
        .call(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        (status.as_u16(), &response["code"]),
        (503, &json!("MEDIA_UNAVAILABLE"))
    );
    assert!(response["requestId"].is_string(), "{response}");
    assert_eq!(
        database
            .texts("SELECT streams::text FROM streams ORDER BY id")
            .await,
        before
    );
    assert_eq!(
        database.texts("SELECT count(*)::text FROM sessions").await,
        ["1"],
        "only the other creator's"
    );

    without_media
        .ok(Method::POST, "/api/stream/end-stream", Some(&ben), Value::Null)
        .await;
    let status = without_media
        .ok(Method::GET, "/api/stream/status", Some(&ben), Value::Null)
        .await;
    assert_eq!(status["isLive"], false);
    let (status, health) = without_media
        .call(Method::GET, "/health/ready", None, Value::Null)
        .await;
    assert_eq!(
        (status.as_u16(), &health["media"], &health["store"]),
        (200, &json!("unavailable"), &json!("ok"))
    );
    assert_eq!(
        health["status"], "degraded",
        "otherwise no server would be ready for ending streams"
    );

    // The creator can go live with a reachable media server.
    server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
}

#[tokio::test]
async fn without_the_store_calls_answer_503_until_it_recovers() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    // Connect to another database, because this one will reject connections.
    let admin = fresh_database().await;
    let name = database
        .url()
        .rsplit('/')
        .next()
        .unwrap()
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let disallow_connections = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false");
    let terminate =
        format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
    admin.execute(&disallow_connections).await.unwrap();
    admin.execute(&terminate).await.unwrap();

    let (status, response) = server
        .call(Method::GET, "/api/stream/info", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        (status.as_u16(), &response["code"]),
        (503, &json!("STORE_UNAVAILABLE"))
    );
    let (status, health) = server.call(Method::GET, "/health/ready", None, Value::Null).await;
    assert_eq!(
        (status.as_u16(), &health["store"], &health["media"]),
        (503, &json!("unavailable"), &json!("ok"))
    );
    let (status, _) = server.call(Method::GET, "/health/live", None, Value::Null).await;
    assert_eq!(status, 200);

    admin
        .execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        .await
        .unwrap();
    server
        .ok(Method::GET, "/api/stream/info", Some(&ada), Value::Null)
        .await;
}
