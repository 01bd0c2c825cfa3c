//! A server under test: started on a free port, reached over HTTP, ended with the test.

mod joiner;
mod livekit;
mod livekit_api;
mod program;
mod relay;
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
pub(crate) use livekit::{LiveKit, Wishes};
pub(crate) use livekit_api::{participant_joined, participants, with_webhook};
pub(crate) use program::{command, start_with_fail_point};
pub(crate) use relay::Relay;
pub(crate) use whip::offer_by_whip;

/// Long enough for any machine; a test that waits so long has failed.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// What `cargo xtask test` says of its LiveKit.
pub(crate) fn livekit(name: &str) -> String {
    let variable = format!("ONAIR_TEST_LIVEKIT_{name}");
    std::env::var(&variable).unwrap_or_else(|_| {
        panic!("these tests need LiveKit: run them by `cargo xtask test`, which sets {variable}")
    })
}

/// A client without the machine's proxy, which has no business between two processes of a test.
fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build();
    client.unwrap()
}

/// Asks again and again until the answer is there.
pub(crate) async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, ask: impl Fn() -> F) -> T {
    let found = async {
        loop {
            if let Some(found) = ask().await {
                return found;
            }
        }
    };
    let found = tokio::time::timeout(PATIENCE, found).await;
    found.unwrap_or_else(|_| panic!("it never came: {what}"))
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
    log: Lines<BufReader<ChildStderr>>,
    pub(crate) client: reqwest::Client,
}

/// A server on a fresh database.
pub(crate) async fn started() -> (Server, TestDatabase) {
    let database = fresh_database().await;
    let server = Server::start(command(database.url(), "serve")).await;
    (server, database)
}

impl Server {
    /// Starts it and waits for the line of its log that tells its address.
    pub(crate) async fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let url = tokio::time::timeout(PATIENCE, async {
            let mut seen = Vec::new();
            while let Some(line) = log.next_line().await.unwrap() {
                let event: Value = serde_json::from_str(&line).unwrap_or_default();
                if let Some(address) = event["address"].as_str() {
                    return format!("http://{address}");
                }
                seen.push(line);
            }
            panic!("the server ended before it listened:\n{}", seen.join("\n"));
        });
        let url = url.await.expect("the server did not start in time");
        Self {
            child,
            url,
            log,
            client: client(),
        }
    }

    /// Waits for a line of the log.
    pub(crate) async fn says(&mut self, what: &str) {
        let mut seen = Vec::new();
        let said = async {
            while let Some(line) = self.log.next_line().await.unwrap() {
                if line.contains(what) {
                    return true;
                }
                seen.push(line);
            }
            false
        };
        let said = tokio::time::timeout(PATIENCE, said).await;
        assert!(said == Ok(true), "never said {what:?}:\n{}", seen.join("\n"));
    }

    /// Waits until the server has stopped at its fail point.
    pub(crate) async fn reaches_fail_point(&mut self) {
        self.says("fail point reached").await;
    }

    /// As a crash ends it.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// What is counted under that name, with its labels; 0 if nothing is.
    pub(crate) async fn metric(&self, name: &str) -> f64 {
        let answer = self
            .client
            .get(format!("{}/metrics", self.url))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
        let text = answer.text().await.unwrap();
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        value.unwrap_or_default()
    }

    /// Waits until rooms and sessions were compared once more, from beginning to end.
    pub(crate) async fn reconciles(&self) {
        let rounds = "onair_reconcile_runs_total{outcome=\"ok\"}";
        let before = self.metric(rounds).await;
        eventually("a round", async || {
            (self.metric(rounds).await > before + 1.0).then_some(())
        })
        .await;
    }

    /// Waits until the server has processed so many webhooks since its start.
    pub(crate) async fn processes_webhooks(&self, count: usize) {
        let processed = u32::try_from(count).unwrap().into();
        eventually("all webhooks are processed", async || {
            (self.metric("onair_webhook_events_total").await >= processed).then_some(())
        })
        .await;
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

    /// A call; what it answers is a status and JSON.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        who: Option<&Person>,
        body: Value,
    ) -> (StatusCode, Value) {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(person) = who {
            request = request.bearer_auth(&person.bearer);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        (status, answer.json().await.unwrap_or_default())
    }

    /// A call of a guest, who shows the room token that they were given.
    pub(crate) async fn as_guest(
        &self,
        room_token: &str,
        method: Method,
        path: &str,
        body: &Value,
    ) -> (StatusCode, Value) {
        let request = self.client.request(method, format!("{}{path}", self.url));
        let request = request.header("x-viewer-token", room_token).json(body);
        let answer = request.send().await.unwrap();
        (answer.status(), answer.json().await.unwrap_or_default())
    }

    /// A token for a host's room, for somebody or for a guest.
    pub(crate) async fn room_token(&self, host: &Person, who: Option<&Person>) -> String {
        let ask = json!({ "hostId": host.id });
        let access = self.ok(Method::POST, "/api/viewer/token", who, ask).await;
        access["token"].as_str().unwrap().to_owned()
    }

    /// A stream of events, as it comes.
    pub(crate) async fn events(&self, path: &str, who: Option<&Person>) -> Events {
        let mut request = self.client.get(format!("{}{path}", self.url));
        if let Some(person) = who {
            request = request.bearer_auth(&person.bearer);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        Events {
            answer,
            text: String::new(),
        }
    }

    /// A call that must succeed; returns its `data`.
    pub(crate) async fn ok(&self, method: Method, path: &str, who: Option<&Person>, body: Value) -> Value {
        let (status, mut answer) = self.call(method.clone(), path, who, body).await;
        assert!(
            status.is_success() && answer["success"] == true,
            "{method} {path}: {status} {answer}"
        );
        answer["data"].take()
    }

    /// A call that must be refused; returns status and code.
    pub(crate) async fn refused(
        &self,
        method: Method,
        path: &str,
        who: Option<&Person>,
        body: Value,
    ) -> (u16, String) {
        let (status, answer) = self.call(method.clone(), path, who, body).await;
        assert!(answer["success"] == false, "{method} {path}: {status} {answer}");
        (
            status.as_u16(),
            answer["code"].as_str().unwrap_or_default().to_owned(),
        )
    }

    /// Somebody who signed in. Names are unique over all tests, for LiveKit's rooms are shared.
    pub(crate) async fn person(&self, name: &str) -> Person {
        self.person_called(&unique(name)).await
    }

    /// Somebody who may do what admins may.
    pub(crate) async fn admin(&self, database: &TestDatabase) -> Person {
        let admin = self.person("admin").await;
        let roles = format!("UPDATE users SET roles = '{{admin}}' WHERE id = '{}'", admin.id);
        database.execute(&roles).await.unwrap();
        // The development login vouches for the roles that it finds.
        self.person_called(&admin.username).await
    }

    async fn person_called(&self, username: &str) -> Person {
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

    /// Somebody who signed in and was approved.
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

    /// A creator who has set up a stream.
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

    /// A creator who is live.
    pub(crate) async fn live_creator(&self, database: &TestDatabase, name: &str) -> Person {
        let creator = self.creator_with_stream(database, name).await;
        self.ok(Method::POST, "/api/stream/go-live", Some(&creator), Value::Null)
            .await;
        creator
    }
}

/// Server-sent events.
pub(crate) struct Events {
    answer: reqwest::Response,
    text: String,
}

impl Events {
    /// The next event of that name; others are passed over. `None` once the stream has ended.
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
            let chunk = self.answer.chunk().await.unwrap()?;
            self.text += std::str::from_utf8(&chunk).unwrap();
        }
    }
}

/// Somebody with a bearer token.
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) bearer: String,
}

/// A name that nobody else has.
fn unique(name: &str) -> String {
    use std::hash::{BuildHasher as _, RandomState};
    let unique = RandomState::new().hash_one(std::process::id());
    format!("{name}-{unique:016x}")
}

/// What a JWT says, unverified.
pub(crate) fn claims(token: &Value) -> Value {
    let payload = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// What the media server says to somebody at the door: 200, or 404 where there is no such room.
pub(crate) async fn knock(token: &Value) -> u16 {
    knock_at(&livekit("URL"), token.as_str().unwrap()).await
}

/// The same at another media server.
pub(crate) async fn knock_at(livekit_url: &str, token: &str) -> u16 {
    let url = livekit_url.replacen("ws", "http", 1);
    let request = client().get(format!("{url}/rtc/validate?access_token={token}"));
    request.send().await.unwrap().status().as_u16()
}
