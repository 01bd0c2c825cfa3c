//! A server of the previous release beside a server of this version, on the database that this version has migrated,
//! as during an update. `cargo xtask test --only previous-release` builds the previous server.

use onair_adapters_postgres::testing::{TestDatabase, blank_database};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::support::{
    Joiner, Person, Server, command, eventually, livekit, previous_command, room_status, unique,
};

/// Participants of these tests do not publish, so their broadcasts must not end by themselves.
fn serve(mut command: Command) -> Command {
    command.env("CONNECT_TIMEOUT_SECONDS", "3600");
    command
}

async fn previous(database: &TestDatabase) -> Server {
    Server::start(serve(previous_command(database.url(), "serve"))).await
}

async fn current(database: &TestDatabase) -> Server {
    Server::start(serve(command(database.url(), "serve"))).await
}

async fn get(server: &Server, path: &str, who: Option<&Person>) -> Value {
    server.ok(Method::GET, path, who, Value::Null).await
}

async fn post(server: &Server, path: &str, who: Option<&Person>, body: Value) -> Value {
    server.ok(Method::POST, path, who, body).await
}

async fn put(server: &Server, path: &str, who: &Person, body: Value) -> Value {
    server.ok(Method::PUT, path, Some(who), body).await
}

async fn delete(server: &Server, path: &str, who: &Person) -> Value {
    server.ok(Method::DELETE, path, Some(who), Value::Null).await
}

/// The error code of a request that must be refused.
async fn refusal(server: &Server, method: Method, path: &str, who: &Person, body: Value) -> String {
    server.refused(method, path, Some(who), body).await.1
}

async fn join(token: &str) -> Joiner {
    Joiner::join(&livekit("URL"), token).await.unwrap()
}

/// The values of a field in a list.
fn all<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item[field].as_str().unwrap_or_default())
        .collect()
}

/// A creator who applied on one server and was approved on the other one, with a stream.
async fn creator(one: &Server, other: &Server, admin: &Person) -> Person {
    let ada = one.person("ada").await;
    let about = json!({ "about": "Music." });
    post(one, "/api/creator/application", Some(&ada), about).await;
    let pending = get(
        other,
        "/api/admin/creator-applications?status=PENDING",
        Some(admin),
    )
    .await;
    assert!(all(&pending, "userId").contains(&ada.id.as_str()), "{pending}");
    let approve = format!("/api/admin/creator-applications/{}/approve", ada.id);
    post(other, &approve, Some(admin), Value::Null).await;
    assert_eq!(
        get(one, "/api/viewer/me", Some(&ada)).await["applicationStatus"],
        "APPROVED"
    );

    let title = unique("Concert");
    post(one, "/api/stream/setup", Some(&ada), json!({ "title": title })).await;
    assert_eq!(
        get(other, "/api/stream/info", Some(&ada)).await["title"],
        title.as_str()
    );
    let changed = unique("Rehearsal");
    put(other, "/api/stream/info", &ada, json!({ "title": changed })).await;
    let found = get(one, &format!("/api/viewer/search?q={changed}"), None).await;
    assert_eq!(all(&found, "userId"), [ada.id.as_str()]);
    ada
}

/// Follows, blocks and suspensions on one server are effective on the other one.
async fn relationships(one: &Server, other: &Server, admin: &Person, ada: &Person, vera: &Person) {
    let (follow, block) = (
        format!("/api/social/follow/{}", ada.id),
        format!("/api/social/block/{}", vera.id),
    );
    post(one, &follow, Some(vera), Value::Null).await;
    assert_eq!(get(other, &follow, Some(vera)).await["isFollowing"], true);
    let followed = get(other, "/api/viewer/following", Some(vera)).await;
    assert_eq!(all(&followed, "userId"), [ada.id.as_str()]);

    post(other, &block, Some(ada), Value::Null).await;
    assert_eq!(get(one, &follow, Some(vera)).await["isFollowing"], false);
    let body = json!({ "hostId": ada.id });
    let denied = refusal(one, Method::POST, "/api/viewer/token", vera, body.clone()).await;
    assert_eq!(denied, "BLOCKED");
    delete(one, &block, ada).await;
    post(other, "/api/viewer/token", Some(vera), body).await;

    let user = format!("/api/admin/users/{}", vera.id);
    let reason = json!({ "reason": "Spam." });
    post(one, &format!("{user}/suspend"), Some(admin), reason).await;
    let denied = refusal(other, Method::GET, "/api/viewer/me", vera, Value::Null).await;
    assert_eq!(denied, "ACCOUNT_SUSPENDED");
    post(other, &format!("{user}/reinstate"), Some(admin), Value::Null).await;
    get(one, "/api/viewer/me", Some(vera)).await;
    let log = [
        get(one, "/api/admin/audit", Some(admin)).await,
        get(other, "/api/admin/audit", Some(admin)).await,
    ];
    assert_eq!(all(&log[0], "action")[..2], ["REINSTATE", "SUSPEND"]);
    assert_eq!(log[0], log[1]);
}

/// Restricts the chat to followers, or permits everybody, and waits until another server knows it.
async fn restrict_chat(at: &Server, known_by: &Server, ada: &Person, is_restricted: bool) {
    let settings = json!({ "isChatFollowersOnly": is_restricted });
    put(at, "/api/stream/chat-settings", ada, settings).await;
    let page = format!("/api/viewer/stream/{}", ada.username);
    eventually("the other server knows the chat's settings", async || {
        let stream = get(known_by, &page, None).await;
        (stream["isChatFollowersOnly"] == is_restricted).then_some(())
    })
    .await;
}

/// A chat whose settings, messages and participants change on both servers.
async fn chat(one: &Server, other: &Server, ada: &Person, vera: &Person) {
    let messages = format!("/api/chat/{}/messages", ada.id);
    let hello = post(one, &messages, Some(vera), json!({ "text": "Hello" })).await;
    let guest = one.room_token(ada, None).await;
    let text = json!({ "text": "Good evening" });
    let (status, answer) = other.as_guest(&guest, Method::POST, &messages, &text).await;
    assert_eq!(status, 201, "{answer}");
    for server in [one, other] {
        let history = get(server, &messages, Some(vera)).await;
        assert_eq!(all(&history, "text"), ["Hello", "Good evening"]);
    }
    let message = format!("{messages}/{}", hello["id"].as_str().unwrap());
    delete(other, &message, ada).await;
    let history = get(one, &messages, Some(vera)).await;
    assert!(!history.to_string().contains("Hello"), "{history}");

    restrict_chat(other, one, ada, true).await;
    let denied = refusal(one, Method::POST, &messages, vera, text.clone()).await;
    assert_eq!(denied, "CHAT_FOLLOWERS_ONLY");
    restrict_chat(one, other, ada, false).await;
    post(other, &messages, Some(vera), text.clone()).await;

    let joined = join(&guest).await;
    let identity = answer["data"]["author"]["id"].as_str().unwrap();
    for server in [one, other] {
        eventually("the guest is listed", async || {
            let viewers = get(server, "/api/stream/viewers", Some(ada)).await;
            all(&viewers, "identity").contains(&identity).then_some(())
        })
        .await;
    }
    delete(one, &format!("/api/stream/viewers/{identity}"), ada).await;
    joined.wait_until_removed().await;
    let (status, denied) = other.as_guest(&guest, Method::POST, &messages, &text).await;
    assert_eq!((status.as_u16(), &denied["code"]), (403, &json!("BLOCKED")));
}

/// A broadcast that begins on one server. Returns its creator and a viewer.
async fn broadcast(one: &Server, other: &Server, admin: &Person) -> (Person, Person) {
    let ada = creator(one, other, admin).await;
    let vera = other.person("vera").await;
    let mut page = other
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    page.next("snapshot").await.unwrap();
    let live = post(one, "/api/stream/go-live", Some(&ada), Value::Null).await;
    assert_eq!(page.next("status").await.unwrap()["isLive"], true);
    let again = post(other, "/api/stream/go-live", Some(&ada), Value::Null).await;
    assert_eq!(again["session"]["id"], live["session"]["id"]);
    let host = join(live["token"].as_str().unwrap()).await;
    let viewer = join(&other.room_token(&ada, Some(&vera)).await).await;
    for server in [one, other] {
        eventually("the viewer is counted", async || {
            let status = get(server, "/api/stream/status", Some(&ada)).await;
            (status["viewerCount"] == 1).then_some(())
        })
        .await;
        let listed = get(server, "/api/viewer/live", None).await;
        assert!(all(&listed, "userId").contains(&ada.id.as_str()), "{listed}");
    }
    chat(one, other, &ada, &vera).await;
    relationships(one, other, admin, &ada, &vera).await;
    viewer.wait_until_removed().await;

    post(one, "/api/stream/end-stream", Some(&ada), Value::Null).await;
    let session = live["session"]["id"].as_str().unwrap();
    assert_eq!(page.next("ended").await.unwrap()["sessionId"], session);
    host.wait_until_removed().await;
    assert_eq!(room_status(&live["token"]).await, 404);
    for server in [one, other] {
        let past = get(server, "/api/stream/past", Some(&ada)).await;
        assert_eq!(
            (past[0]["id"].as_str(), &past[0]["messageCount"]),
            (Some(session), &json!(3))
        );
    }
    (ada, vera)
}

/// Runs a command of this version to its end.
async fn run(database: &TestDatabase, subcommand: &str, arguments: &[&str]) {
    let output = command(database.url(), subcommand)
        .args(arguments)
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{subcommand}: {output:?}");
}

#[tokio::test]
async fn serves_while_this_version_migrates_and_until_it_stops() {
    let database = blank_database().await;
    let mut old = previous(&database).await;
    let admin = old.admin(&database).await;
    // This broadcast runs during the whole update.
    let ben = old.live_creator(&database, "ben").await;
    let token = old.room_token(&ben, None).await;
    let _viewer = join(&token).await;
    let before = get(&old, "/api/stream/status", Some(&ben)).await;

    let new = current(&database).await;
    let (ada, vera) = broadcast(&old, &new, &admin).await;
    broadcast(&new, &old, &admin).await;

    // Data that this version deletes.
    let age = "UPDATE sessions SET started_at = started_at - interval '31 days', ended_at = ended_at - interval '31 days'
               WHERE ended_at IS NOT NULL";
    database.execute(age).await.unwrap();
    run(&database, "delete-expired", &[]).await;
    let past = get(&old, "/api/stream/past", Some(&ada)).await;
    assert_eq!(past[0]["messageCount"], 3);
    run(&database, "erase-user", &[&vera.id, "--yes"]).await;
    let again = get(&old, "/api/viewer/me", Some(&vera)).await;
    assert_ne!(again["username"], vera.username.as_str(), "the name is reserved");

    old.signal("TERM");
    assert!(old.child.wait().await.unwrap().success());
    eventually("this version is the leader", async || {
        (new.metric("onair_reconciler_leader").await > 0.5).then_some(())
    })
    .await;
    new.wait_for_reconciliation().await;
    let after = get(&new, "/api/stream/status", Some(&ben)).await;
    assert_eq!(
        (&after["isLive"], &after["startedAt"]),
        (&json!(true), &before["startedAt"])
    );
    assert_eq!(after["viewerCount"], 1);
}

#[tokio::test]
async fn starts_on_the_database_that_this_version_has_migrated() {
    let database = blank_database().await;
    let new = current(&database).await;
    let admin = new.admin(&database).await;
    let ben = new.live_creator(&database, "ben").await;
    let before = get(&new, "/api/stream/status", Some(&ben)).await;
    let old = previous(&database).await;
    broadcast(&old, &new, &admin).await;
    new.kill().await;
    eventually("the previous release is the leader", async || {
        (old.metric("onair_reconciler_leader").await > 0.5).then_some(())
    })
    .await;
    old.wait_for_reconciliation().await;
    let after = get(&old, "/api/stream/status", Some(&ben)).await;
    assert_eq!(
        (&after["isLive"], &after["startedAt"]),
        (&json!(true), &before["startedAt"])
    );
}
