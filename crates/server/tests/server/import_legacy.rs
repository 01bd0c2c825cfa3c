//! The command `import-legacy` as an operator runs it.

use std::path::Path;

use jsonwebtoken::{EncodingKey, Header};
use onair_adapters_postgres::testing::{TestDatabase, blank_database, fresh_database};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{JWT_SECRET, Person, command, eventually, started};

const OLD_SYSTEM: &str = include_str!("../../../adapters-postgres/tests/store/legacy/old_system.sql");

struct Output {
    is_success: bool,
    stdout: String,
    stderr: String,
}

/// Runs the command without a log.
async fn import(database: &TestDatabase, from: &str, arguments: &[&str]) -> Output {
    let mut command = command(database.url(), "import-legacy");
    command
        .args(["--from", from])
        .args(arguments)
        .env("RUST_LOG", "off");
    let output = command.output().await.unwrap();
    Output {
        is_success: output.status.success(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

async fn old_system() -> TestDatabase {
    let old = blank_database().await;
    old.execute(OLD_SYSTEM).await.unwrap();
    old
}

fn path_text(path: &Path) -> &str {
    path.to_str().unwrap()
}

async fn count(database: &TestDatabase, table: &str) -> String {
    database
        .texts(&format!("SELECT count(*)::text FROM {table}"))
        .await
        .remove(0)
}

#[tokio::test]
async fn a_running_server_shows_imported_streams() {
    let (server, database) = started().await;
    let old = old_system().await;
    let watch = "/api/viewer/stream/ada";
    let missing = server.refused(Method::GET, watch, None, Value::Null).await;
    assert_eq!(missing.0, 404);
    let output = import(&database, old.url(), &[]).await;
    assert!(output.is_success, "{}", output.stderr);

    let stream = eventually("the imported stream", async || {
        let (status, body) = server.call(Method::GET, watch, None, Value::Null).await;
        (status == 200).then(|| body["data"].clone())
    })
    .await;
    assert_eq!(stream["title"], "Engines", "{stream}");
    assert_eq!(stream["isLive"], false, "{stream}");

    // The first token with the old id is the imported user's, who is an approved creator.
    let claims = json!({
        "sub": "u-ada",
        "iss": "https://login.example",
        "exp": jsonwebtoken::get_current_timestamp() + 3600,
    });
    let key = EncodingKey::from_secret(JWT_SECRET.as_bytes());
    let ada = Person {
        id: "u-ada".to_owned(),
        username: "ada".to_owned(),
        bearer: jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap(),
    };
    let me = server
        .ok(Method::GET, "/api/viewer/me", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        (&me["username"], &me["name"]),
        (&json!("ada"), &json!("Ada Lovelace"))
    );
    let live = server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(live["stream"]["id"], "s-ada");
    server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
}

#[tokio::test]
async fn the_list_names_each_row_and_what_is_expected() {
    let (database, old) = (fresh_database().await, old_system().await);
    let output = import(&database, old.url(), &[]).await;
    assert!(output.is_success, "{}", output.stderr);
    for expected in [
        "stream user_unknown: \"s orphan\": id \"s orphan\", userId \"u-gone\", title \"Whose?\"",
        "user cleaned_text: \"n-bidi\": username \"eve\\u{202e}\" became \"eve\"",
        "user invalid_url: \"i-script\": image \"javascript:alert(1)\" was removed",
        "follow duplicate: \"u-ben -> u-ada\"",
        "1 stream: surplus_stream. A user has one stream",
        "Ingress columns of stream left behind: ingressId, serverUrl, streamKey.",
        "--report FILE keeps the whole texts",
        "The import is complete.",
    ] {
        assert!(
            output.stdout.contains(expected),
            "no {expected:?} in:\n{}",
            output.stdout
        );
    }
    assert!(!output.stdout.contains("sk-secret"), "{}", output.stdout);
    let is_clean = |text: &str| !text.chars().any(|c| c.is_control() && c != '\n');
    assert!(is_clean(&output.stdout), "{:?}", output.stdout);
}

#[tokio::test]
async fn a_dry_run_says_so_and_changes_nothing() {
    let (database, old) = (fresh_database().await, old_system().await);
    let output = import(&database, old.url(), &["--dry-run"]).await;
    assert!(output.is_success, "{}", output.stderr);
    assert!(
        output
            .stdout
            .ends_with("Dry run: everything was rolled back. Nothing was imported.\n")
    );
    assert_eq!(count(&database, "users").await, "0");
}

#[tokio::test]
async fn the_report_keeps_whole_texts_and_is_never_overwritten() {
    let (database, old) = (fresh_database().await, old_system().await);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.jsonl");
    let arguments = ["--report", path_text(&file)];
    let output = import(&database, old.url(), &arguments).await;
    assert!(output.is_success, "{}", output.stderr);
    let text = std::fs::read_to_string(&file).unwrap();
    let entries: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let cut = entries
        .iter()
        .find(|entry| entry["row"] == "s-long" && !entry["old"]["description"].is_null())
        .unwrap();
    assert_eq!(cut["old"]["description"], "D".repeat(2500));
    assert_eq!(cut["new"], "D".repeat(2000));
    assert_eq!(
        (&cut["outcome"], &cut["rule"]),
        (&json!("corrected"), &json!("truncated_text"))
    );
    let summary = &entries.last().unwrap()["summary"];
    assert_eq!(summary["stream"]["read"], 9);
    assert_eq!(summary["stream"]["leftOut"], 3);

    let again = import(&database, old.url(), &arguments).await;
    assert!(!again.is_success);
    assert!(again.stderr.contains("exists"), "{}", again.stderr);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[tokio::test]
async fn errors_name_the_cause_and_change_nothing() {
    let (database, old) = (fresh_database().await, old_system().await);
    let folder = tempfile::tempdir().unwrap();
    let (subjects, report) = (
        folder.path().join("subjects.csv"),
        folder.path().join("report.jsonl"),
    );
    std::fs::write(&subjects, "u-ada,auth0|1\nu-ben,auth0|1\n").unwrap();
    let arguments = ["--subjects", path_text(&subjects), "--report", path_text(&report)];
    let output = import(&database, old.url(), &arguments).await;
    assert!(!output.is_success);
    assert!(output.stderr.contains("subjects.csv"), "{}", output.stderr);
    assert!(
        output
            .stderr
            .contains("line 2: the subject \"auth0|1\" is already on line 1"),
        "{}",
        output.stderr
    );

    std::fs::write(&subjects, b"u-ada,auth0|1\nu-ben,\xff\n").unwrap();
    let output = import(&database, old.url(), &arguments).await;
    assert!(
        output.stderr.contains("line 2: expected text in UTF-8"),
        "{}",
        output.stderr
    );

    std::fs::write(&subjects, "u-nobody,auth0|1\n").unwrap();
    let output = import(&database, old.url(), &arguments).await;
    assert!(
        output.stderr.contains("line 1: the old table has no user"),
        "{}",
        output.stderr
    );
    assert!(
        output.stderr.contains("nothing was imported"),
        "{}",
        output.stderr
    );
    // The report of a failed import would tell what did not happen.
    assert!(!report.exists());

    let output = import(&database, database.url(), &[]).await;
    assert!(!output.is_success);
    for table in ["user", "stream", "block", "follow", "creator_application"] {
        assert!(
            output
                .stderr
                .contains(&format!("no table or view named \"{table}\"")),
            "{}",
            output.stderr
        );
    }

    for from in ["postgres://u:pass-word@127.0.0.1:1/d", "mysql://u:pass-word@h/d"] {
        let output = import(&database, from, &[]).await;
        assert!(!output.is_success);
        assert!(output.stderr.contains("--from"), "{}", output.stderr);
        assert!(!output.stderr.contains("pass-word"), "{}", output.stderr);
    }
    assert_eq!(count(&database, "users").await, "0");
}
