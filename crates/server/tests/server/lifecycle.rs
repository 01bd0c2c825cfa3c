//! Starting, stopping, and the commands beside serving.

use std::process::Output;

use onair_adapters_postgres::testing::{blank_database, fresh_database};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{JWT_SECRET, Server, command, livekit, started};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn all_faults_of_the_configuration_are_told_at_once() {
    let database = fresh_database().await;
    let mut faulty = command(database.url(), "serve");
    faulty
        .env("JWT_SECRET", "short")
        .env("DEV_LOGIN", "perhaps")
        .env_remove("LIVEKIT_URL");
    let output = faulty.output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    for name in ["JWT_SECRET", "DEV_LOGIN", "LIVEKIT_URL"] {
        assert!(said(&output).contains(name), "{}", said(&output));
    }
}

#[tokio::test]
async fn a_taken_address_is_said_and_nothing_is_migrated() {
    let database = blank_database().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = command(database.url(), "serve")
        .env("BIND_ADDRESS", &address)
        .output()
        .await
        .unwrap();
    assert!(said(&output).contains(&address), "{}", said(&output));
    assert_eq!(
        database
            .texts("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            .await,
        [""; 0]
    );
}

#[tokio::test]
async fn a_server_that_is_older_than_its_database_refuses_to_start() {
    let database = fresh_database().await;
    database
        .execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000001')")
        .await
        .unwrap();
    for subcommand in ["serve", "migrate"] {
        let output = command(database.url(), subcommand).output().await.unwrap();
        assert_eq!(output.status.code(), Some(1));
        let said = said(&output);
        assert!(
            said.contains("newer than this server") && said.contains("99990101000001"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_plain_connection_to_another_machines_database_is_warned_of() {
    // No loopback address by its name, and yet nothing leaves this machine.
    let far = "postgres://onair:secret@0.0.0.0:1/onair?connect_timeout=1";
    for (url, is_warned) in [
        (far.to_owned(), true),
        (format!("{far}&sslmode=verify-full"), false),
        ("postgres://onair:secret@127.0.0.1:1/onair".to_owned(), false),
    ] {
        let output = command(&url, "migrate").output().await.unwrap();
        assert_eq!(output.status.code(), Some(1));
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), said(&output));
        assert_eq!(said.contains("not encrypted"), is_warned, "{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

#[tokio::test]
async fn several_servers_may_start_at_once_on_an_empty_database() {
    let database = blank_database().await;
    let start = || Server::start(command(database.url(), "serve"));
    let (one, two, three) = tokio::join!(start(), start(), start());
    for server in [one, two, three] {
        let (status, _) = server.call(Method::GET, "/health/ready", None, Value::Null).await;
        assert_eq!(status, 200);
    }
}

#[tokio::test]
async fn told_to_stop_it_finishes_what_runs() {
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
    // The request is in a handler once another one, which came after it on the same worker, is answered.
    server.call(Method::GET, "/health/live", None, Value::Null).await;

    server.signal("TERM");
    // It no longer accepts: wait for that, not for a time.
    while let Ok(Ok(())) = tokio::time::timeout(std::time::Duration::from_secs(5), probe(&address)).await {}
    running.write_all(second.as_bytes()).await.unwrap();
    let mut answer = String::new();
    running.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    assert!(server.child.wait().await.unwrap().success());
    assert!(server.rest_of_log().await.contains("\"stopped\""));
}

#[tokio::test]
async fn told_to_stop_it_is_not_ready_before_it_stops_to_accept() {
    let database = fresh_database().await;
    let mut serve = command(database.url(), "serve");
    serve.env("SHUTDOWN_DRAIN_SECONDS", "2");
    let mut server = Server::start(serve).await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let mut studio = server.events("/api/stream/events", Some(&ada)).await;
    studio.next("snapshot").await.unwrap();
    server.signal("TERM");
    server.says("draining").await;

    let (status, health) = server.call(Method::GET, "/health/ready", None, Value::Null).await;
    assert_eq!((status.as_u16(), &health["status"]), (503, &json!("draining")));
    let change = json!({ "title": "Still here" });
    server
        .ok(Method::PUT, "/api/stream/info", Some(&ada), change)
        .await;
    assert_eq!(studio.next("info").await.unwrap()["title"], "Still here");

    assert_eq!(studio.next("snapshot").await, None, "its end");
    assert!(server.child.wait().await.unwrap().success());
    assert!(server.rest_of_log().await.contains("\"stopped\""));
}

#[tokio::test]
async fn told_twice_to_stop_it_does_not_wait() {
    let database = fresh_database().await;
    let mut serve = command(database.url(), "serve");
    serve.env("SHUTDOWN_DRAIN_SECONDS", "3600");
    let mut server = Server::start(serve).await;
    server.signal("TERM");
    server.says("draining").await;
    server.signal("TERM");
    assert!(server.child.wait().await.unwrap().success());
}

#[tokio::test]
async fn the_development_login_is_not_offered_to_the_network() {
    let database = blank_database().await;
    let mut serve = command(database.url(), "serve");
    serve.env("BIND_ADDRESS", "0.0.0.0:0");
    let output = serve.output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = said(&output);
    assert!(
        said.contains("DEV_LOGIN lets anybody sign in as any user"),
        "{said}"
    );
}

/// An error once nobody answers at the address.
async fn probe(address: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream
        .write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    if answer.is_empty() {
        Err(std::io::ErrorKind::UnexpectedEof.into())
    } else {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_never_shows_a_secret_or_a_token() {
    let (mut server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let ask = json!({ "hostId": ada.id });
    let access = server.ok(Method::POST, "/api/viewer/token", None, ask).await;
    server.signal("TERM");
    assert!(server.child.wait().await.unwrap().success());
    let log = server.rest_of_log().await;
    assert!(log.contains("/api/viewer/token"), "{log}");
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
async fn migrating_and_seeding_twice_is_the_same_as_once() {
    let database = blank_database().await;
    for subcommand in ["migrate", "seed-demo", "migrate", "seed-demo"] {
        let output = command(database.url(), subcommand).output().await.unwrap();
        assert!(output.status.success(), "{}", said(&output));
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
async fn the_description_needs_no_configuration() {
    let output = command("", "openapi").env_clear().output().await.unwrap();
    assert!(output.status.success());
    let description: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(description["paths"]["/api/stream/go-live"]["post"].is_object());
}
