//! The command `doctor`: each test breaks one thing and reads what the command says about it.

mod database;
mod fakes;
mod identity;
mod livekit;
mod media;
mod public;
mod tls;

use std::process::Output;

use onair_adapters_postgres::testing::fresh_database;
use serde_json::Value;
use tokio::process::Command;

use crate::support::{JWT_SECRET, Stack, command, livekit};

/// What the command printed with `--json`.
struct Diagnosis {
    code: i32,
    document: Value,
    text: String,
}

impl Diagnosis {
    async fn of(mut command: Command) -> Self {
        Self::read(&command.arg("--json").output().await.unwrap())
    }

    fn read(output: &Output) -> Self {
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        Self {
            code: output.status.code().unwrap(),
            document: serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{stderr}")),
            text,
        }
    }

    /// The status of a check, and its message with the advice.
    fn check(&self, id: &str) -> (&str, String) {
        let checks = self.document["checks"].as_array().unwrap();
        let mut found = checks.iter().filter(|check| check["id"] == id);
        let check = found.next().unwrap_or_else(|| panic!("no {id} in {}", self.text));
        assert!(found.next().is_none(), "{id} twice in {}", self.text);
        let field = |name: &str| check[name].as_str().unwrap();
        (
            field("status"),
            format!("{} {}", field("message"), field("advice")),
        )
    }

    /// Asserts the status of a check, and what its message and its advice name.
    #[track_caller]
    fn has(&self, id: &str, status: &str, words: &[&str]) {
        let (actual, text) = self.check(id);
        assert_eq!(actual, status, "{}", self.text);
        for word in words {
            assert!(text.contains(word), "{word:?} is not in {text}");
        }
        if status == "error" {
            assert_eq!(self.code, 1);
        }
    }
}

fn doctor(database_url: &str) -> Command {
    command(database_url, "doctor")
}

#[tokio::test]
async fn doctor_finds_nothing_wrong_with_a_healthy_system() {
    let stack = Stack::start(false).await;
    let mut doctor = doctor(stack.database.url());
    doctor
        .env("LIVEKIT_URL", stack.livekit.url())
        .env("PUBLIC_URL", &stack.server.url)
        .env("BIND_ADDRESS", stack.server.url.trim_start_matches("http://"));
    let diagnosis = Diagnosis::of(doctor).await;
    assert_eq!(diagnosis.code, 0, "{}", diagnosis.text);
    let checks = diagnosis.document["checks"].as_array().unwrap();
    for check in checks {
        let is_expected = match check["id"].as_str().unwrap() {
            // LiveKit of the tests offers no address by TCP and no relay.
            // There is no stream, no provider and no token either.
            "media.tcp" | "media.turn" | "public.events" => check["status"] == "skipped",
            id if id.starts_with("identity.") => check["status"] == "skipped",
            _ => check["status"] == "ok" && check["advice"] == "",
        };
        assert!(is_expected, "{}", diagnosis.text);
    }
    assert_eq!(
        diagnosis.document["ok"].as_u64().unwrap(),
        checks.len() as u64 - diagnosis.document["skipped"].as_u64().unwrap()
    );
    assert_eq!(diagnosis.document["errors"], 0);
}

#[tokio::test]
async fn doctor_prints_a_line_for_each_check_and_a_summary() {
    let database = fresh_database().await;
    let mut doctor = doctor(database.url());
    doctor.env("LIVEKIT_API_SECRET", "another secret of sufficient length");
    let output = doctor.output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let (summary, checks) = lines.split_last().unwrap();
    for line in checks {
        let status = line.split(' ').next().unwrap();
        assert!(["ok", "warning", "error", "skipped"].contains(&status), "{text}");
    }
    assert!(summary.contains("1 errors"), "{text}");
    assert!(text.contains("error    livekit.key"), "{text}");
}

#[tokio::test]
async fn doctor_names_each_invalid_variable_and_checks_the_rest() {
    let database = fresh_database().await;
    let mut doctor = doctor(database.url());
    doctor
        .env("LIVEKIT_URL", "ftp://media.example")
        .env("DATABASE_POOL_SIZE", "many")
        .env("CORS_ORIGINS", "https://a.example/path");
    let diagnosis = Diagnosis::of(doctor).await;
    assert_eq!(diagnosis.code, 1);
    let checks = diagnosis.document["checks"].as_array().unwrap();
    let errors: Vec<_> = checks
        .iter()
        .filter(|check| check["id"] == "configuration")
        .map(|check| check["message"].as_str().unwrap())
        .collect();
    for (name, expected) in [
        ("LIVEKIT_URL", "ws://"),
        ("DATABASE_POOL_SIZE", "from 2 to 1000"),
        ("CORS_ORIGINS", "without a path"),
    ] {
        let is_named = |error: &&&str| error.starts_with(name) && error.contains(expected);
        assert!(errors.iter().any(|error| is_named(&error)), "{errors:?}");
    }
    assert_eq!(errors.len(), 3, "{errors:?}");
    diagnosis.has("livekit.key", "skipped", &["the configuration of LiveKit"]);
    diagnosis.has("database.connection", "skipped", &["DATABASE_URL"]);
}

#[tokio::test]
async fn an_invalid_part_of_the_configuration_does_not_prevent_other_checks() {
    let database = fresh_database().await;
    let mut doctor = doctor(database.url());
    doctor
        .env("LIVEKIT_API_SECRET", "short")
        .env("JWT_SECRET", "short");
    let diagnosis = Diagnosis::of(doctor).await;
    diagnosis.has("database.connection", "ok", &[]);
    diagnosis.has("livekit.connection", "skipped", &[]);
}

#[tokio::test]
async fn doctor_prints_no_secret() {
    let database = fresh_database().await;
    let password = database.url().split([':', '@']).nth(2).unwrap().to_owned();
    assert!(password.len() > 8, "the URL has a password");
    let wrong = database.url().replace(&password, "another-password");
    let other_secret = "another secret of sufficient length";
    for (url, secret) in [
        (database.url(), livekit("SECRET")),
        (&wrong, other_secret.to_owned()),
        (
            "postgres://onair:another-password@127.0.0.1:1/onair",
            "short!".to_owned(),
        ),
        (
            "postgres://onair:another-password@127.0.0.1:port/onair",
            livekit("SECRET"),
        ),
        (
            "mysql://onair:another-password@127.0.0.1/onair",
            livekit("SECRET"),
        ),
    ] {
        let mut doctor = doctor(url);
        doctor.env("LIVEKIT_API_SECRET", &secret);
        let text = Diagnosis::of(doctor).await.text;
        for hidden in [&password, "another-password", &secret, JWT_SECRET, "eyJ"] {
            assert!(!text.contains(hidden), "{hidden} is in {text}");
        }
    }
}
