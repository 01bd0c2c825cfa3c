//! Chat with PostgreSQL and LiveKit: numbering and limits across servers, and recovery after a crash.

use futures_util::future::join_all;
use onair_adapters_postgres::testing::TestDatabase;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Person, Server, command, eventually, start_with_fail_point, started};

const PENDING: &str = "SELECT count(*)::text FROM chat_messages WHERE due_at IS NOT NULL";
const SENT_BY_RECONCILER: &str = "onair_repairs_total{kind=\"chat_sent\"}";

fn messages(host: &Person) -> String {
    format!("/api/chat/{}/messages", host.id)
}

/// Waits until no chat event is pending in the store.
async fn wait_until_nothing_is_pending(database: &TestDatabase) {
    eventually("no pending chat events", async || {
        (database.texts(PENDING).await == ["0"]).then_some(())
    })
    .await;
}

/// Two servers with one database, and a live host.
async fn two_servers() -> (Server, Server, TestDatabase, Person) {
    let (one, database) = started().await;
    let other = Server::start(command(database.url(), "serve")).await;
    let ada = one.live_creator(&database, "ada").await;
    (one, other, database, ada)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_of_two_servers_are_numbered_without_gaps() {
    let (one, other, database, ada) = two_servers().await;
    let people = join_all((0..20).map(|number| {
        let name = format!("person{number}");
        let one = &one;
        async move { one.person(&name).await }
    }))
    .await;
    let path = messages(&ada);
    let posts = people.iter().enumerate().flat_map(|(number, person)| {
        let (one, other, path) = (&one, &other, &path);
        (0..4).map(move |number_of_message| {
            let server = if (number + number_of_message) % 2 == 0 {
                one
            } else {
                other
            };
            server.ok(
                Method::POST,
                path,
                Some(person),
                json!({ "text": format!("{number} {number_of_message}") }),
            )
        })
    });
    let mut numbers: Vec<_> = join_all(posts)
        .await
        .iter()
        .map(|message| message["seq"].as_u64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=80).collect::<Vec<_>>());
    let read = other
        .ok(Method::GET, &format!("{path}?after=0"), None, Value::Null)
        .await;
    assert_eq!(read.as_array().unwrap().len(), 80);
    wait_until_nothing_is_pending(&database).await;
    let counted = "SELECT messages::text FROM sessions";
    assert_eq!(database.texts(counted).await, ["80"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rate_limit_applies_across_servers() {
    let (one, other, _database, ada) = two_servers().await;
    let vera = one.person("vera").await;
    let path = messages(&ada);
    let posts = (0..20).map(|number| {
        let server = if number % 2 == 0 { &one } else { &other };
        server.call(Method::POST, &path, Some(&vera), json!({ "text": "Me!" }))
    });
    let responses = join_all(posts).await;
    let created = responses.iter().filter(|(status, _)| *status == 201).count();
    assert_eq!(created, 5);
    for (_, response) in responses.iter().filter(|(status, _)| *status != 201) {
        assert_eq!(response["code"], "RATE_LIMITED", "{response}");
    }
}

#[tokio::test]
async fn guests_need_their_own_room_token_to_chat() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let ben = server.live_creator(&database, "ben").await;
    let vera = server.person("vera").await;
    let token = server.room_token(&ada, None).await;
    let text = json!({ "text": "Hello" });
    let (status, response) = server
        .as_guest(&token, Method::POST, &messages(&ada), &text)
        .await;
    assert_eq!(status, 201, "{response}");
    let author = &response["data"]["author"];
    assert!(author["id"].as_str().unwrap().starts_with("guest-"), "{response}");
    assert_eq!(
        (&author["isGuest"], &author["isHost"]),
        (&json!(true), &json!(false))
    );

    let elsewhere = server
        .as_guest(&token, Method::POST, &messages(&ben), &text)
        .await;
    let viewer_token = server.room_token(&ada, Some(&vera)).await;
    let viewers = server
        .as_guest(&viewer_token, Method::POST, &messages(&ada), &text)
        .await;
    let (head, tail) = token.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}", tail.chars().rev().collect::<String>());
    let forged = server
        .as_guest(&forged, Method::POST, &messages(&ada), &text)
        .await;
    for (status, response) in [elsewhere, viewers, forged] {
        assert_eq!(
            (status.as_u16(), &response["code"]),
            (401, &json!("INVALID_TOKEN"))
        );
    }
}

#[tokio::test]
async fn after_a_crash_pending_messages_are_sent() {
    // The first server crashes after the message is stored, or after it is sent but still marked as pending.
    for point in ["chat.append", "media.send_chat"] {
        let (server, database) = started().await;
        let ada = server.live_creator(&database, "ada").await;
        let vera = server.person("vera").await;
        drop(server);
        let mut crashing = start_with_fail_point(&database, point).await;
        let post = crashing
            .client
            .post(format!("{}{}", crashing.url, messages(&ada)))
            .bearer_auth(&vera.bearer)
            .json(&json!({ "text": "Hello" }));
        let posting = tokio::spawn(post.send());
        crashing.wait_for_fail_point().await;
        crashing.kill().await;
        let _response_or_error = posting.await.unwrap();
        assert_eq!(database.texts(PENDING).await, ["1"], "after {point}");

        let server = Server::start(command(database.url(), "serve")).await;
        wait_until_nothing_is_pending(&database).await;
        eventually("a repair", async || {
            (server.metric(SENT_BY_RECONCILER).await > 0.5).then_some(())
        })
        .await;
        let read = server.ok(Method::GET, &messages(&ada), None, Value::Null).await;
        assert_eq!(read.as_array().unwrap().len(), 1, "after {point}");
        assert_eq!(read[0]["text"], "Hello");
    }
}

#[tokio::test]
async fn after_a_crash_pending_removals_are_sent() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let vera = server.person("vera").await;
    let hello = json!({ "text": "Hello" });
    let message = server.ok(Method::POST, &messages(&ada), Some(&vera), hello).await;
    wait_until_nothing_is_pending(&database).await;
    drop(server);
    let mut crashing = start_with_fail_point(&database, "chat.remove").await;
    let path = format!("{}/{}", messages(&ada), message["id"].as_str().unwrap());
    let remove = crashing
        .client
        .delete(format!("{}{path}", crashing.url))
        .bearer_auth(&ada.bearer);
    let removing = tokio::spawn(remove.send());
    crashing.wait_for_fail_point().await;
    crashing.kill().await;
    assert!(removing.await.unwrap().is_err());
    assert_eq!(database.texts(PENDING).await, ["1"]);

    let server = Server::start(command(database.url(), "serve")).await;
    wait_until_nothing_is_pending(&database).await;
    eventually("a repair", async || {
        (server.metric(SENT_BY_RECONCILER).await > 0.5).then_some(())
    })
    .await;
    let read = server.ok(Method::GET, &messages(&ada), None, Value::Null).await;
    assert_eq!(read, json!([]));
}

#[tokio::test]
async fn a_block_applies_immediately_on_every_server() {
    let (one, other, _database, ada) = two_servers().await;
    let vera = one.person("vera").await;
    let block = format!("/api/social/block/{}", vera.id);
    let blocked = one.ok(Method::POST, &block, Some(&ada), Value::Null).await;
    assert_eq!(blocked, json!({ "isBlocked": true }));
    let refused = other
        .refused(
            Method::POST,
            &messages(&ada),
            Some(&vera),
            json!({ "text": "Hello" }),
        )
        .await;
    assert_eq!(refused, (403, "BLOCKED".into()));
    let body = json!({ "hostId": ada.id });
    let refused = other
        .refused(Method::POST, "/api/viewer/token", Some(&vera), body)
        .await;
    assert_eq!(refused, (403, "BLOCKED".into()));
}
