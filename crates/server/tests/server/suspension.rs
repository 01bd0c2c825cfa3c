//! Suspended users: on every server, with tokens that are still valid, and in rooms.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Joiner, Person, Server, command, eventually, livekit, room_status, started};

async fn suspend(server: &Server, admin: &Person, user: &Person) {
    let path = format!("/api/admin/users/{}/suspend", user.id);
    let reason = json!({ "reason": "Spam." });
    let suspended = server.ok(Method::POST, &path, Some(admin), reason).await;
    assert_eq!(suspended["isSuspended"], true);
}

async fn reinstate(server: &Server, admin: &Person, user: &Person) {
    let path = format!("/api/admin/users/{}/reinstate", user.id);
    let reinstated = server.ok(Method::POST, &path, Some(admin), Value::Null).await;
    assert_eq!(reinstated["isSuspended"], false);
}

async fn join(token: &str) -> Joiner {
    Joiner::join(&livekit("URL"), token).await.unwrap()
}

#[tokio::test]
async fn a_suspension_on_one_server_is_effective_on_the_other() {
    let (one, database) = started().await;
    let other = Server::start(command(database.url(), "serve")).await;
    let (ada, vera) = (
        one.creator_with_stream(&database, "ada").await,
        one.person("vera").await,
    );
    let admin = one.admin(&database).await;
    let me = async |server: &Server, user: &Person| {
        let (status, body) = server
            .call(Method::GET, "/api/viewer/me", Some(user), Value::Null)
            .await;
        (
            status.as_u16(),
            body["code"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let watched = format!("/api/viewer/stream/{}/events", ada.username);
    let mut page = other.events(&watched, Some(&vera)).await;
    page.next("snapshot").await.unwrap();
    assert_eq!(me(&other, &vera).await, (200, String::new()));
    suspend(&one, &admin, &vera).await;
    // Without delay: the next request reads the user.
    for server in [&one, &other] {
        assert_eq!(me(server, &vera).await, (403, "ACCOUNT_SUSPENDED".to_owned()));
        assert_eq!(me(server, &ada).await.0, 200);
    }
    // An event stream that is open on the other server ends, by the change feed.
    assert_eq!(page.next("ended").await, None);
    let login = json!({ "username": vera.username });
    let refused = other.refused(Method::POST, "/api/dev/login", None, login).await;
    assert_eq!(refused, (403, "ACCOUNT_SUSPENDED".to_owned()));
    reinstate(&other, &admin, &vera).await;
    assert_eq!(me(&other, &vera).await.0, 200);
    // Another server may remember for 300 ms that the user is suspended, if the change feed is late.
    eventually("the other server knows of the reinstatement", async || {
        (me(&one, &vera).await.0 == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_broadcast_of_a_suspended_creator_ends_and_its_token_opens_no_room() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let live = server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    let host = join(live["token"].as_str().unwrap()).await;
    let viewer = join(&server.room_token(&ada, None).await).await;
    let admin = server.admin(&database).await;
    suspend(&server, &admin, &ada).await;
    host.wait_until_removed().await;
    viewer.wait_until_removed().await;
    assert_eq!(room_status(&live["token"]).await, 404);
    let session = live["session"]["id"].as_str().unwrap();
    let summary = format!("/api/stream/sessions/{session}/summary");
    let summary = server.ok(Method::GET, &summary, None, Value::Null).await;
    assert_eq!(summary["endReason"], "STOPPED_BY_ADMIN");
    let refused = server
        .refused(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(refused, (403, "ACCOUNT_SUSPENDED".to_owned()));
    reinstate(&server, &admin, &ada).await;
    server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
}

#[tokio::test]
async fn a_suspended_viewer_is_removed_from_all_rooms_and_again_on_each_return() {
    let (server, database) = started().await;
    let hosts = [
        server.live_creator(&database, "ada").await,
        server.live_creator(&database, "ben").await,
    ];
    let vera = server.person("vera").await;
    let mut tokens = Vec::new();
    for host in &hosts {
        tokens.push(server.room_token(host, Some(&vera)).await);
    }
    let (one, other) = (join(&tokens[0]).await, join(&tokens[1]).await);
    let guest = join(&server.room_token(&hosts[0], None).await).await;
    let admin = server.admin(&database).await;
    suspend(&server, &admin, &vera).await;
    one.wait_until_removed().await;
    other.wait_until_removed().await;
    // With the tokens that were issued before, which LiveKit still accepts.
    for token in &tokens {
        join(token).await.wait_until_removed().await;
    }
    let viewers = server
        .ok(Method::GET, "/api/stream/viewers", Some(&hosts[0]), Value::Null)
        .await;
    assert_eq!(viewers.as_array().unwrap().len(), 1, "{viewers}");
    drop(guest);
}

/// As after a crash between the suspension and the end of the broadcast.
#[tokio::test]
async fn the_reconciler_ends_the_broadcast_of_a_creator_whose_suspension_was_only_stored() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let suspended = format!("UPDATE users SET is_suspended = true WHERE id = '{}'", ada.id);
    database.execute(&suspended).await.unwrap();
    eventually("the broadcast ends", async || {
        let ended = database.texts("SELECT end_reason FROM sessions WHERE ended_at IS NOT NULL");
        (ended.await == ["STOPPED_BY_ADMIN"]).then_some(())
    })
    .await;
    let repairs = "onair_repairs_total{kind=\"suspended_ended\"}";
    eventually("the repair is counted", async || {
        (server.metric(repairs).await > 0.5).then_some(())
    })
    .await;
}

#[tokio::test]
async fn concurrent_suspensions_and_reinstatements_are_recorded_as_they_took_effect() {
    let (server, database) = started().await;
    let vera = server.person("vera").await;
    let admin = server.admin(&database).await;
    let path = |action: &str| format!("/api/admin/users/{}/{action}", vera.id);
    let (suspend, reinstate) = (path("suspend"), path("reinstate"));
    let calls = (0..24).map(|number| {
        let path = if number % 2 == 0 { &suspend } else { &reinstate };
        server.ok(Method::POST, path, Some(&admin), json!({ "reason": "Spam." }))
    });
    futures_util::future::join_all(calls).await;
    let recorded = database.texts("SELECT action FROM audit_log").await;
    let suspensions = recorded.iter().filter(|action| *action == "SUSPEND").count();
    let suspended = database.texts("SELECT id FROM users WHERE is_suspended").await;
    assert_eq!(
        suspensions,
        recorded.len() - suspensions + suspended.len(),
        "{recorded:?}"
    );
}
