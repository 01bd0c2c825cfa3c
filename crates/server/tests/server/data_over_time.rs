//! Data over time: expired data, erased users, and a restored backup, with running servers.

use std::path::Path;

use onair_adapters_postgres::testing::{TestDatabase, blank_database};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::support::{Person, Server, command, eventually, started};

/// Runs a program to its end, and returns what it printed.
async fn run(mut program: Command) -> Result<String, String> {
    let output = program.output().await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    if output.status.success() {
        Ok(text(output.stdout))
    } else {
        Err(text(output.stderr))
    }
}

async fn erase(database: &TestDatabase, arguments: &[&str]) -> Result<String, String> {
    let mut erase = command(database.url(), "erase-user");
    erase.args(arguments).env("RUST_LOG", "off");
    run(erase).await
}

/// Ada has broadcast and Vera has written in the chat; the broadcast is over.
async fn past_broadcast(server: &Server, database: &TestDatabase) -> (Person, Person) {
    let (ada, vera) = (
        server.live_creator(database, "ada").await,
        server.person("vera").await,
    );
    let messages = format!("/api/chat/{}/messages", ada.id);
    for text in ["Hello \u{1f44b}", "Good evening"] {
        server
            .ok(Method::POST, &messages, Some(&vera), json!({ "text": text }))
            .await;
    }
    server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    (ada, vera)
}

#[tokio::test]
async fn a_running_server_deletes_what_is_expired_when_it_becomes_the_leader() {
    let (server, database) = started().await;
    past_broadcast(&server, &database).await;
    let age = "UPDATE sessions SET started_at = started_at - interval '31 days', ended_at = ended_at - interval '31 days'";
    database.execute(age).await.unwrap();
    server.kill().await;
    let server = Server::start(command(database.url(), "serve")).await;
    let metrics = format!("{}/metrics", server.url);
    eventually("the deletion of the chat", async || {
        let text = server
            .client
            .get(&metrics)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        text.contains("onair_retention_deleted_total{kind=\"chat\"} 2")
            .then_some(())
    })
    .await;
    let left = "SELECT (SELECT count(*) FROM chat_messages) || ' ' || messages FROM sessions";
    assert_eq!(database.texts(left).await, ["0 2"]);
}

#[tokio::test]
async fn expired_data_is_deleted_by_a_command() {
    let (server, database) = started().await;
    past_broadcast(&server, &database).await;
    server.kill().await;
    let age = "UPDATE sessions SET started_at = started_at - interval '3 days', ended_at = ended_at - interval '3 days'";
    database.execute(age).await.unwrap();
    let mut delete = command(database.url(), "delete-expired");
    delete.env("RETENTION_SESSIONS_DAYS", "2");
    run(delete).await.unwrap();
    let left = "SELECT count(*)::text FROM sessions";
    assert_eq!(database.texts(left).await, ["0"]);
}

#[tokio::test]
async fn an_operator_erases_a_user() {
    let (server, database) = started().await;
    let (ada, vera) = past_broadcast(&server, &database).await;
    let watch = format!("/api/viewer/stream/{}", ada.username);
    let counted = erase(&database, &[&ada.id]).await.unwrap();
    assert!(
        counted.contains("       2  messages of others in their chats\n"),
        "{counted}"
    );
    assert!(counted.contains("Nothing was deleted."), "{counted}");
    server.ok(Method::GET, &watch, None, Value::Null).await;

    let erased = erase(&database, &[&ada.id, "--yes"]).await.unwrap();
    assert!(erased.contains("The user is erased."), "{erased}");
    eventually("no stream", async || {
        let (status, _) = server.call(Method::GET, &watch, None, Value::Null).await;
        (status == 404).then_some(())
    })
    .await;
    let error = erase(&database, &[&ada.id, "--yes"]).await.unwrap_err();
    assert!(error.contains("no user has this id"), "{error}");
    let error = erase(&database, &["guest-1"]).await.unwrap_err();
    assert!(error.contains("not the id of a user"), "{error}");

    // A token that is still valid creates the user again, without data or permission. Others keep theirs.
    let again = server
        .ok(Method::GET, "/api/viewer/me", Some(&ada), Value::Null)
        .await;
    assert_eq!(again["id"], ada.id.as_str());
    assert_ne!(again["username"], ada.username.as_str(), "the name is reserved");
    assert_eq!(
        server
            .refused(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
            .await
            .0,
        403
    );
    server
        .ok(Method::GET, "/api/viewer/me", Some(&vera), Value::Null)
        .await;
}

/// Runs one of PostgreSQL's programs of the same version as the server.
async fn postgres_program(database: &TestDatabase, program: &str, arguments: &[&str]) {
    let folder = database
        .texts("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
        .await;
    let mut command = Command::new(Path::new(&folder[0]).join(program));
    command.args(arguments).env("LC_ALL", "C");
    run(command)
        .await
        .unwrap_or_else(|error| panic!("{program}: {error}"));
}

#[tokio::test]
async fn a_restored_backup_gives_the_same_answers() {
    let (server, database) = started().await;
    let admin = server.admin(&database).await;
    let (ada, vera) = past_broadcast(&server, &database).await;
    let ben = server.person("ben").await;
    let follow = |who| format!("/api/social/{who}/{}", ada.id);
    server
        .ok(Method::POST, &follow("follow"), Some(&vera), Value::Null)
        .await;
    server
        .ok(Method::POST, &follow("block"), Some(&ben), Value::Null)
        .await;
    let suspend = format!("/api/admin/users/{}/suspend", ben.id);
    server
        .ok(
            Method::POST,
            &suspend,
            Some(&admin),
            json!({ "reason": "Spam \u{1f4e7}" }),
        )
        .await;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("onair.dump");
    let file = file.to_str().unwrap();
    postgres_program(
        &database,
        "pg_dump",
        &["--format=custom", "--file", file, database.url()],
    )
    .await;
    let restored = blank_database().await;
    let options = [
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        "--dbname",
        restored.url(),
        file,
    ];
    postgres_program(&database, "pg_restore", &options).await;

    let other = Server::start(command(restored.url(), "serve")).await;
    for (path, who) in [
        ("/api/viewer/me".to_owned(), Some(&vera)),
        (format!("/api/viewer/stream/{}", ada.username), Some(&vera)),
        (format!("/api/viewer/search?q={}", ada.username), None),
        ("/api/viewer/following".to_owned(), Some(&vera)),
        (format!("/api/social/followers/{}", ada.id), Some(&ada)),
        ("/api/stream/info".to_owned(), Some(&ada)),
        ("/api/stream/past".to_owned(), Some(&ada)),
        ("/api/admin/audit".to_owned(), Some(&admin)),
        ("/api/admin/users".to_owned(), Some(&admin)),
        ("/api/admin/creator-applications".to_owned(), Some(&admin)),
        ("/api/viewer/me".to_owned(), Some(&ben)),
    ] {
        let mut answers = Vec::new();
        for answering in [&server, &other] {
            let (status, mut body) = answering.call(Method::GET, &path, who, Value::Null).await;
            if let Some(body) = body.as_object_mut() {
                body.remove("requestId");
            }
            answers.push((status, body));
        }
        assert_eq!(answers[0], answers[1], "{path}");
        assert!(
            answers[0].0.is_success() || who.is_some_and(|who| who.id == ben.id),
            "{path}: {answers:?}"
        );
    }
    for table in ["chat_messages", "session_exclusions", "blocks"] {
        let rows = format!("SELECT to_jsonb({table})::text FROM {table} ORDER BY 1");
        assert_eq!(
            database.texts(&rows).await,
            restored.texts(&rows).await,
            "{table}"
        );
    }
    // Triggers and constraints are restored too.
    server.kill().await;
    other
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    other
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
}
