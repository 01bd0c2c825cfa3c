//! A server under test on a free port. It is killed at the end of the test.

mod joiner;
mod livekit;
mod livekit_api;
mod metrics;
mod program;
mod stack;
mod webhook_proxy;
mod whip;

use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};

pub(crate) const JWT_SECRET: &str = "a secret of the tests, which is long enough";

pub(crate) use joiner::Joiner;
pub(crate) use livekit::{LiveKit, LiveKitOptions, SECOND_KEY};
pub(crate) use livekit_api::{participant_joined, participants, with_webhook};
pub(crate) use program::{command, previous_command, start_with_fail_point};
pub(crate) use stack::Stack;
pub(crate) use webhook_proxy::WebhookProxy;
pub(crate) use whip::post_whip_offer;

/// A generous limit for slow machines. Reaching it fails the test.
pub(crate) const TEST_TIMEOUT: Duration = Duration::from_mins(1);

/// Reads a variable that `cargo xtask test` sets for its LiveKit.
pub(crate) fn livekit(name: &str) -> String {
    let variable = format!("ONAIR_TEST_LIVEKIT_{name}");
    std::env::var(&variable).unwrap_or_else(|_| {
        panic!("these tests need LiveKit: run them by `cargo xtask test`, which sets {variable}")
    })
}

/// A client that ignores the proxy settings of the environment.
fn client() -> reqwest::Client {
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(TEST_TIMEOUT)
        .build();
    client.unwrap()
}

/// Polls until the function returns a value.
pub(crate) async fn eventually<T, F: Future<Output = Option<T>>>(text: &str, poll: impl Fn() -> F) -> T {
    let found = async {
        loop {
            if let Some(found) = poll().await {
                return found;
            }
        }
    };
    let found = tokio::time::timeout(TEST_TIMEOUT, found).await;
    found.unwrap_or_else(|_| panic!("timed out waiting for {text}"))
}

fn signal(name: &str, pid: &str) {
    let sent = std::process::Command::new("kill")
        .args(["-s", name, pid])
        .status()
        .unwrap();
    assert!(sent.success());
}

/// A running server. It is killed when dropped.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) url: String,
    /// The lines of the log before the server listened.
    pub(crate) startup_log: Vec<String>,
    log: Lines<BufReader<ChildStderr>>,
    pub(crate) client: reqwest::Client,
}

/// Starts a server with a fresh database.
pub(crate) async fn started() -> (Server, TestDatabase) {
    let database = fresh_database().await;
    let server = Server::start(command(database.url(), "serve")).await;
    (server, database)
}

impl Server {
    /// Starts the server, and waits for the log line with its address.
    pub(crate) async fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let started = tokio::time::timeout(TEST_TIMEOUT, async {
            let mut seen = Vec::new();
            while let Some(line) = log.next_line().await.unwrap() {
                let event: Value = serde_json::from_str(&line).unwrap_or_default();
                if let Some(address) = event["address"].as_str() {
                    return (format!("http://{address}"), seen);
                }
                seen.push(line);
            }
            panic!("the server ended before it listened:\n{}", seen.join("\n"));
        });
        let (url, startup_log) = started.await.expect("the server did not start in time");
        Self {
            child,
            url,
            startup_log,
            log,
            client: client(),
        }
    }

    /// Waits for a line of the log.
    pub(crate) async fn wait_for_log(&mut self, text: &str) {
        let mut seen = Vec::new();
        let found = async {
            while let Some(line) = self.log.next_line().await.unwrap() {
                if line.contains(text) {
                    return true;
                }
                seen.push(line);
            }
            false
        };
        let found = tokio::time::timeout(TEST_TIMEOUT, found).await;
        assert!(found == Ok(true), "never found {text:?}:\n{}", seen.join("\n"));
    }

    /// Waits until the server has stopped at its fail point.
    pub(crate) async fn wait_for_fail_point(&mut self) {
        self.wait_for_log("fail point reached").await;
    }

    /// Kills the server.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// The rest of the log, once the server has closed it.
    pub(crate) async fn rest_of_log(&mut self) -> String {
        let mut rest = String::new();
        while let Some(line) = self.log.next_line().await.unwrap() {
            rest += &line;
            rest.push('\n');
        }
        rest
    }

    /// Sends the server a signal.
    pub(crate) fn signal(&self, name: &str) {
        signal(name, &self.child.id().unwrap().to_string());
    }

    /// Sends a request. Returns the status and the JSON body.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        user: Option<&Person>,
        body: Value,
    ) -> (StatusCode, Value) {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(person) = user {
            request = request.bearer_auth(&person.bearer);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        (status, response.json().await.unwrap_or_default())
    }

    /// Sends a request with the room token of a guest.
    pub(crate) async fn as_guest(
        &self,
        room_token: &str,
        method: Method,
        path: &str,
        body: &Value,
    ) -> (StatusCode, Value) {
        let request = self.client.request(method, format!("{}{path}", self.url));
        let request = request.header("x-viewer-token", room_token).json(body);
        let response = request.send().await.unwrap();
        (response.status(), response.json().await.unwrap_or_default())
    }

    /// Requests a room token for a user or a guest.
    pub(crate) async fn room_token(&self, host: &Person, user: Option<&Person>) -> String {
        let body = json!({ "hostId": host.id });
        let access = self.ok(Method::POST, "/api/viewer/token", user, body).await;
        access["token"].as_str().unwrap().to_owned()
    }

    /// Opens an event stream.
    pub(crate) async fn events(&self, path: &str, user: Option<&Person>) -> Events {
        let mut request = self.client.get(format!("{}{path}", self.url));
        if let Some(person) = user {
            request = request.bearer_auth(&person.bearer);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        Events {
            response,
            text: String::new(),
        }
    }

    /// Sends a request that must succeed. Returns its `data`.
    pub(crate) async fn ok(&self, method: Method, path: &str, user: Option<&Person>, body: Value) -> Value {
        let (status, mut response) = self.call(method.clone(), path, user, body).await;
        assert!(
            status.is_success() && response["success"] == true,
            "{method} {path}: {status} {response}"
        );
        response["data"].take()
    }

    /// Sends a request that must fail. Returns the status and the error code.
    pub(crate) async fn refused(
        &self,
        method: Method,
        path: &str,
        user: Option<&Person>,
        body: Value,
    ) -> (u16, String) {
        let (status, response) = self.call(method.clone(), path, user, body).await;
        assert!(
            response["success"] == false,
            "{method} {path}: {status} {response}"
        );
        (
            status.as_u16(),
            response["code"].as_str().unwrap_or_default().to_owned(),
        )
    }

    /// Signs in a user with a unique name, because all tests share the rooms of LiveKit.
    pub(crate) async fn person(&self, name: &str) -> Person {
        self.sign_in(&unique(name)).await
    }

    /// Signs in an admin.
    pub(crate) async fn admin(&self, database: &TestDatabase) -> Person {
        let admin = self.person("admin").await;
        let roles = format!("UPDATE users SET roles = '{{admin}}' WHERE id = '{}'", admin.id);
        database.execute(&roles).await.unwrap();
        // The development login issues tokens with the roles in the database.
        self.sign_in(&admin.username).await
    }

    async fn sign_in(&self, username: &str) -> Person {
        let data = self
            .ok(
                Method::POST,
                "/api/dev/login",
                None,
                json!({ "username": username }),
            )
            .await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Person {
            id: text(&data["user"]["id"]),
            username: username.to_owned(),
            bearer: text(&data["token"]),
        }
    }

    /// Signs in an approved creator.
    pub(crate) async fn creator(&self, database: &TestDatabase, name: &str) -> Person {
        let person = self.person(name).await;
        let approve = format!(
            "INSERT INTO creator_applications (user_id, about, status, created_at, reviewed_at, reviewed_by) \
             VALUES ('{0}', 'me', 'approved', now(), now(), '{0}')",
            person.id
        );
        database.execute(&approve).await.unwrap();
        person
    }

    /// Signs in a creator with a stream.
    pub(crate) async fn creator_with_stream(&self, database: &TestDatabase, name: &str) -> Person {
        let creator = self.creator(database, name).await;
        self.ok(
            Method::POST,
            "/api/stream/setup",
            Some(&creator),
            json!({ "title": "Tests, live" }),
        )
        .await;
        creator
    }

    /// Signs in a creator who is live.
    pub(crate) async fn live_creator(&self, database: &TestDatabase, name: &str) -> Person {
        let creator = self.creator_with_stream(database, name).await;
        self.ok(Method::POST, "/api/stream/go-live", Some(&creator), Value::Null)
            .await;
        creator
    }
}

/// Server-sent events.
pub(crate) struct Events {
    response: reqwest::Response,
    text: String,
}

impl Events {
    /// Waits for the next event with this name, and skips others. `None` if the stream has ended.
    pub(crate) async fn next(&mut self, name: &str) -> Option<Value> {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |key: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(key))
                        .map(str::trim)
                };
                let data =
                    (field("event:") == Some(name)).then(|| field("data:").unwrap_or_default().to_owned());
                self.text = rest.into();
                if let Some(data) = data {
                    return Some(serde_json::from_str(&data).unwrap());
                }
            }
            let chunk = self.response.chunk().await.unwrap()?;
            self.text += std::str::from_utf8(&chunk).unwrap();
        }
    }
}

/// A user and their bearer token.
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) bearer: String,
}

/// A unique name.
pub(crate) fn unique(name: &str) -> String {
    use std::hash::{BuildHasher as _, RandomState};
    let unique = RandomState::new().hash_one(std::process::id());
    format!("{name}-{unique:016x}")
}

/// The claims of a JWT, not verified.
pub(crate) fn claims(token: &Value) -> Value {
    let payload = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// The status of LiveKit for joining with a token: 200, or 404 if the room does not exist.
pub(crate) async fn room_status(token: &Value) -> u16 {
    room_status_at(&livekit("URL"), token.as_str().unwrap()).await
}

/// As [`room_status`], for another LiveKit.
pub(crate) async fn room_status_at(livekit_url: &str, token: &str) -> u16 {
    let url = livekit_url.replacen("ws", "http", 1);
    let request = client().get(format!("{url}/rtc/validate?access_token={token}"));
    request.send().await.unwrap().status().as_u16()
}
