//! What servers remember of streams, with two servers that share a database.

use onair_adapters_postgres::testing::TestDatabase;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Person, Server, command, eventually, started};

async fn two_servers() -> (Server, Server, TestDatabase) {
    let (one, database) = started().await;
    let other = Server::start(command(database.url(), "serve")).await;
    (one, other, database)
}

/// A guest's watch page.
async fn watch_page(server: &Server, host: &Person) -> Value {
    let path = format!("/api/viewer/stream/{}", host.username);
    server.ok(Method::GET, &path, None, Value::Null).await
}

/// The response to a request for a room token.
async fn room_token(server: &Server, host: &Person, viewer: Option<&Person>) -> (u16, String) {
    let body = json!({ "hostId": host.id });
    let (status, body) = server.call(Method::POST, "/api/viewer/token", viewer, body).await;
    let code = body["code"].as_str().unwrap_or_default();
    (status.as_u16(), code.to_owned())
}

#[tokio::test]
async fn a_change_is_seen_at_once_on_its_server_and_soon_on_the_other() {
    let (one, other, database) = two_servers().await;
    let ada = one.live_creator(&database, "ada").await;
    for number in 0..20 {
        for server in [&one, &other] {
            watch_page(server, &ada).await;
        }
        let title = format!("Title {number}");
        let (changed, read) = if number % 2 == 0 {
            (&one, &other)
        } else {
            (&other, &one)
        };
        let body = json!({ "title": title });
        changed
            .ok(Method::PUT, "/api/stream/info", Some(&ada), body)
            .await;
        assert_eq!(watch_page(changed, &ada).await["title"], *title);
        eventually("the new title", || async {
            (watch_page(read, &ada).await["title"] == *title).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_new_name_that_no_server_reported_is_seen_soon() {
    let (one, other, database) = two_servers().await;
    let ada = one.live_creator(&database, "ada").await;
    for server in [&one, &other] {
        watch_page(server, &ada).await;
    }
    let rename = format!("UPDATE users SET name = 'Countess' WHERE id = '{}'", ada.id);
    database.execute(&rename).await.unwrap();
    for server in [&one, &other] {
        eventually("the new name", || async {
            (watch_page(server, &ada).await["user"]["name"] == "Countess").then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn who_learns_that_a_stream_is_live_gets_a_room_token() {
    let (one, other, database) = two_servers().await;
    let ada = one.creator_with_stream(&database, "ada").await;
    let watched = format!("/api/viewer/stream/{}/events", ada.username);
    let mut page = other.events(&watched, None).await;
    page.next("snapshot").await.unwrap();
    for _ in 0..5 {
        assert_eq!(
            room_token(&other, &ada, None).await,
            (409, "STREAM_OFFLINE".into())
        );
        one.ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
            .await;
        while page.next("status").await.unwrap()["isLive"] != true {}
        assert_eq!(room_token(&other, &ada, None).await.0, 200);
        one.ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
            .await;
        while page.next("status").await.unwrap()["isLive"] != false {}
    }
}

#[tokio::test]
async fn a_block_and_a_suspension_are_effective_at_once_on_both_servers() {
    let (one, other, database) = two_servers().await;
    let (ada, vera, sam) = (
        one.live_creator(&database, "ada").await,
        one.person("vera").await,
        one.person("sam").await,
    );
    let admin = one.admin(&database).await;
    for viewer in [&vera, &sam] {
        for server in [&one, &other] {
            assert_eq!(room_token(server, &ada, Some(viewer)).await.0, 200);
        }
    }
    let block = format!("/api/social/block/{}", vera.id);
    one.ok(Method::POST, &block, Some(&ada), Value::Null).await;
    let suspend = format!("/api/admin/users/{}/suspend", sam.id);
    one.ok(Method::POST, &suspend, Some(&admin), json!({"reason": "Spam"}))
        .await;
    for server in [&other, &one] {
        assert_eq!(
            room_token(server, &ada, Some(&vera)).await,
            (403, "BLOCKED".into())
        );
        let refused = room_token(server, &ada, Some(&sam)).await;
        assert_eq!(refused, (403, "ACCOUNT_SUSPENDED".into()));
    }
}
