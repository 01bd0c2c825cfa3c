//! Room tokens of viewers and guests, lists and search.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{claims, room_status, started};

#[tokio::test]
async fn tokens_of_viewers_contain_their_user_id_and_do_not_permit_publishing() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let vera = server.person("vera").await;
    let access = server
        .ok(
            Method::POST,
            "/api/viewer/token",
            Some(&vera),
            json!({ "hostId": ada.id }),
        )
        .await;
    let token = claims(&access["token"]);
    assert_eq!(
        (&access["identity"], &token["sub"]),
        (&json!(vera.id), &json!(vera.id))
    );
    assert_eq!(token["video"]["canPublish"], false);
    assert_eq!(token["video"]["canSubscribe"], true);
    assert_eq!(room_status(&access["token"]).await, 200);
}

#[tokio::test]
async fn guests_get_different_identities_and_may_not_publish() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let body = json!({ "hostId": ada.id, "guestName": "" });
    let one = server
        .ok(Method::POST, "/api/viewer/token", None, body.clone())
        .await;
    let other = server.ok(Method::POST, "/api/viewer/token", None, body).await;
    assert_ne!(one["identity"], other["identity"]);
    for access in [one, other] {
        assert!(access["identity"].as_str().unwrap().starts_with("guest-"));
        assert!(!access["name"].as_str().unwrap().is_empty());
        assert_eq!(claims(&access["token"])["sub"], access["identity"]);
        assert_eq!(claims(&access["token"])["video"]["canPublish"], false);
    }
}

#[tokio::test]
async fn a_blocked_viewer_gets_no_token() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let vera = server.person("vera").await;
    let block = format!(
        "INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ('{}', '{}', now())",
        ada.id, vera.id
    );
    database.execute(&block).await.unwrap();
    let body = json!({ "hostId": ada.id });
    assert_eq!(
        server
            .refused(Method::POST, "/api/viewer/token", Some(&vera), body)
            .await,
        (403, "BLOCKED".into())
    );
    let page = server
        .ok(
            Method::GET,
            &format!("/api/viewer/stream/{}", ada.username),
            Some(&vera),
            Value::Null,
        )
        .await;
    assert_eq!(page["isBlocked"], true);
    let live = server
        .ok(Method::GET, "/api/viewer/live", Some(&vera), Value::Null)
        .await;
    assert_eq!(live, json!([]));
}

#[tokio::test]
async fn a_removed_viewer_gets_no_token_for_the_rest_of_the_session() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let vera = server.person("vera").await;
    let body = json!({ "hostId": ada.id });
    server
        .ok(Method::POST, "/api/viewer/token", Some(&vera), body.clone())
        .await;
    let remove = format!("/api/stream/viewers/{}", vera.id);
    server.ok(Method::DELETE, &remove, Some(&ada), Value::Null).await;
    assert_eq!(
        server
            .refused(Method::POST, "/api/viewer/token", Some(&vera), body.clone())
            .await,
        (403, "BLOCKED".into())
    );
    server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    server
        .ok(Method::POST, "/api/viewer/token", Some(&vera), body)
        .await;
}

#[tokio::test]
async fn hosts_get_no_viewer_token() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let refused = server
        .refused(
            Method::POST,
            "/api/viewer/token",
            Some(&ada),
            json!({ "hostId": ada.id }),
        )
        .await;
    assert_eq!(refused, (409, "HOST_IS_VIEWER".into()));
}

#[tokio::test]
async fn live_streams_and_searches_find_the_creator() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let live = server
        .ok(Method::GET, "/api/viewer/live", None, Value::Null)
        .await;
    assert_eq!(live[0]["user"]["id"], ada.id);
    // A typo, and the wrong case.
    let found = server
        .ok(Method::GET, "/api/viewer/search?q=TESSTS", None, Value::Null)
        .await;
    assert_eq!(found[0]["user"]["id"], ada.id);
    server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        server
            .ok(Method::GET, "/api/viewer/live", None, Value::Null)
            .await,
        json!([])
    );
}
