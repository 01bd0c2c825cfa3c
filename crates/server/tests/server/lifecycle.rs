//! Start, shutdown, and the other commands of the server.

use std::process::Output;

use onair_adapters_postgres::testing::{blank_database, fresh_database};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{JWT_SECRET, Server, command, livekit, started};

fn stderr_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn all_configuration_errors_are_reported() {
    let database = fresh_database().await;
    let mut invalid = command(database.url(), "serve");
    invalid
        .env("JWT_SECRET", "short")
        .env("DEV_LOGIN", "perhaps")
        .env_remove("LIVEKIT_URL");
    let output = invalid.output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    for name in ["JWT_SECRET", "DEV_LOGIN", "LIVEKIT_URL"] {
        assert!(stderr_of(&output).contains(name), "{}", stderr_of(&output));
    }
}

#[tokio::test]
async fn a_used_address_is_reported_before_the_migration() {
    let database = blank_database().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = command(database.url(), "serve")
        .env("BIND_ADDRESS", &address)
        .output()
        .await
        .unwrap();
    assert!(stderr_of(&output).contains(&address), "{}", stderr_of(&output));
    assert_eq!(
        database
            .texts("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            .await,
        [""; 0]
    );
}

#[tokio::test]
async fn a_server_older_than_its_database_starts_unless_it_cannot_use_the_tables() {
    let database = fresh_database().await;
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000001')";
    database.execute(newer).await.unwrap();
    let server = Server::start(command(database.url(), "serve")).await;
    let log = server.startup_log.join("\n");
    assert!(
        log.contains("can still use it") && log.contains("99990101000001"),
        "{log}"
    );
    server.person("vera").await;

    // The newer version has removed something.
    let removed = "COMMENT ON TABLE __diesel_schema_migrations IS '99990101000001'";
    database.execute(removed).await.unwrap();
    for subcommand in ["serve", "migrate"] {
        let output = command(database.url(), subcommand).output().await.unwrap();
        assert_eq!(output.status.code(), Some(1));
        let stderr = stderr_of(&output);
        assert!(
            stderr.contains("newer than this server") && stderr.contains("99990101000001"),
            "{stderr}"
        );
    }
}

#[tokio::test]
async fn an_unencrypted_connection_to_another_machine_is_logged() {
    // Not a loopback address, but connections to it stay on this machine.
    let remote = "postgres://onair:secret@0.0.0.0:1/onair?connect_timeout=1";
    for (url, is_warned) in [
        (remote.to_owned(), true),
        (format!("{remote}&sslmode=verify-full"), false),
        ("postgres://onair:secret@127.0.0.1:1/onair".to_owned(), false),
    ] {
        let output = command(&url, "migrate").output().await.unwrap();
        assert_eq!(output.status.code(), Some(1));
        let stderr = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            stderr_of(&output)
        );
        assert_eq!(stderr.contains("not encrypted"), is_warned, "{stderr}");
        assert!(!stderr.contains("secret"), "{stderr}");
    }
}

#[tokio::test]
async fn several_servers_can_start_concurrently_on_an_empty_database() {
    let database = blank_database().await;
    let start = || Server::start(command(database.url(), "serve"));
    let (one, two, three) = tokio::join!(start(), start(), start());
    for server in [one, two, three] {
        let (status, _) = server.call(Method::GET, "/health/ready", None, Value::Null).await;
        assert_eq!(status, 200);
    }
}

#[tokio::test]
async fn shutdown_waits_for_running_requests() {
    let (mut server, _database) = started().await;
    let address = server.url.trim_start_matches("http://").to_owned();
    let body = json!({ "username": "late" }).to_string();
    let (first, second) = body.split_at(5);
    let mut running = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /api/dev/login HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{first}",
        body.len()
    );
    running.write_all(head.as_bytes()).await.unwrap();
    // A later request on the same worker was answered, so the first one is in its handler.
    server.call(Method::GET, "/health/live", None, Value::Null).await;

    server.signal("TERM");
    // Wait until the server no longer accepts connections.
    while let Ok(Ok(())) = tokio::time::timeout(std::time::Duration::from_secs(5), probe(&address)).await {}
    running.write_all(second.as_bytes()).await.unwrap();
    let mut response = String::new();
    running.read_to_string(&mut response).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");

    assert!(server.child.wait().await.unwrap().success());
    assert!(server.rest_of_log().await.contains("\"stopped\""));
}

#[tokio::test]
async fn a_draining_server_is_not_ready_but_accepts_requests() {
    let database = fresh_database().await;
    let mut serve = command(database.url(), "serve");
    serve.env("SHUTDOWN_DRAIN_SECONDS", "2");
    let mut server = Server::start(serve).await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let mut studio = server.events("/api/stream/events", Some(&ada)).await;
    studio.next("snapshot").await.unwrap();
    server.signal("TERM");
    server.wait_for_log("draining").await;

    let (status, health) = server.call(Method::GET, "/health/ready", None, Value::Null).await;
    assert_eq!((status.as_u16(), &health["status"]), (503, &json!("draining")));
    let change = json!({ "title": "New title" });
    server
        .ok(Method::PUT, "/api/stream/info", Some(&ada), change)
        .await;
    assert_eq!(studio.next("info").await.unwrap()["title"], "New title");

    assert_eq!(studio.next("snapshot").await, None, "the stream ends");
    assert!(server.child.wait().await.unwrap().success());
    assert!(server.rest_of_log().await.contains("\"stopped\""));
}

#[tokio::test]
async fn a_second_stop_signal_skips_the_wait() {
    let database = fresh_database().await;
    let mut serve = command(database.url(), "serve");
    serve.env("SHUTDOWN_DRAIN_SECONDS", "3600");
    let mut server = Server::start(serve).await;
    server.signal("TERM");
    server.wait_for_log("draining").await;
    server.signal("TERM");
    assert!(server.child.wait().await.unwrap().success());
}

#[tokio::test]
async fn the_development_login_is_refused_on_other_addresses() {
    let database = blank_database().await;
    let mut serve = command(database.url(), "serve");
    serve.env("BIND_ADDRESS", "0.0.0.0:0");
    let output = serve.output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = stderr_of(&output);
    assert!(
        stderr.contains("DEV_LOGIN lets anybody sign in as any user"),
        "{stderr}"
    );
}

/// Sends a request. Fails if the server does not accept connections.
async fn probe(address: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream
        .write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await?;
    if response.is_empty() {
        Err(std::io::ErrorKind::UnexpectedEof.into())
    } else {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_contains_no_secrets_or_tokens() {
    let (mut server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let body = json!({ "hostId": ada.id });
    let access = server.ok(Method::POST, "/api/viewer/token", None, body).await;
    server.signal("TERM");
    assert!(server.child.wait().await.unwrap().success());
    let log = server.rest_of_log().await;
    assert!(log.contains("/api/stream/go-live"), "{log}");
    for secret in [
        &ada.bearer,
        access["token"].as_str().unwrap(),
        JWT_SECRET,
        &livekit("SECRET"),
        database.url(),
    ] {
        assert!(!log.contains(secret), "{log}");
    }
}

#[tokio::test]
async fn migrating_and_seeding_are_idempotent() {
    let database = blank_database().await;
    for subcommand in ["migrate", "seed-demo", "migrate", "seed-demo"] {
        let output = command(database.url(), subcommand).output().await.unwrap();
        assert!(output.status.success(), "{}", stderr_of(&output));
    }
    let creators = "SELECT username FROM users JOIN streams ON user_id = users.id ORDER BY 1";
    assert_eq!(database.texts(creators).await, ["ada", "ben"]);
    let all = "SELECT username || ' ' || coalesce(status, '-') FROM users LEFT JOIN creator_applications ON user_id = id ORDER BY 1";
    let expected = [
        "ada approved",
        "admin -",
        "ben approved",
        "cleo pending",
        "vera -",
        "victor -",
    ];
    assert_eq!(database.texts(all).await, expected);
}

#[tokio::test]
async fn the_openapi_command_needs_no_configuration() {
    let output = command("", "openapi").env_clear().output().await.unwrap();
    assert!(output.status.success());
    let description: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(description["paths"]["/api/stream/go-live"]["post"].is_object());
}
