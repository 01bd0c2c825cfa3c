//! What is promised when the media server or the store is away.

use onair_adapters_postgres::testing::fresh_database;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Server, command, started};

#[tokio::test]
async fn without_a_media_server_go_live_changes_nothing_and_end_still_ends() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let ben = server.live_creator(&database, "ben").await;
    let mut away = command(database.url(), "serve");
    // Nobody listens on the discard port of this machine.
    away.env("LIVEKIT_URL", "ws://127.0.0.1:9");
    let away = Server::start(away).await;

    let before = database
        .texts("SELECT streams::text FROM streams ORDER BY id")
        .await;
    let (status, answer) = away
        .call(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        (status.as_u16(), &answer["code"]),
        (503, &json!("MEDIA_UNAVAILABLE"))
    );
    assert!(answer["requestId"].is_string(), "{answer}");
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

    away.ok(Method::POST, "/api/stream/end-stream", Some(&ben), Value::Null)
        .await;
    let status = away
        .ok(Method::GET, "/api/stream/status", Some(&ben), Value::Null)
        .await;
    assert_eq!(status["isLive"], false);
    let (status, health) = away.call(Method::GET, "/health/ready", None, Value::Null).await;
    assert_eq!(
        (status.as_u16(), &health["media"], &health["store"]),
        (200, &json!("unavailable"), &json!("ok"))
    );
    assert_eq!(
        health["status"], "degraded",
        "or no instance would be left to end streams"
    );

    // The same creator, once the media server is back.
    server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
}

#[tokio::test]
async fn without_a_store_calls_answer_503_until_it_is_back() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    // Asked over another database, for this one lets nobody in meanwhile.
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
    let shut = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false");
    let out =
        format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
    admin.execute(&shut).await.unwrap();
    admin.execute(&out).await.unwrap();

    let (status, answer) = server
        .call(Method::GET, "/api/stream/info", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        (status.as_u16(), &answer["code"]),
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
