//! Actions of admins, and the audit log.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{room_status, started};

#[tokio::test]
async fn stopping_a_stream_ends_it_and_is_logged() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let live = server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    let admin = server.admin(&database).await;
    let mut page = server
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    page.next("snapshot").await.unwrap();

    let stop = format!("/api/admin/streams/{}/stop", ada.id);
    let reason = json!({ "reason": "Spam." });
    let refused = server
        .refused(Method::POST, &stop, Some(&ada), reason.clone())
        .await;
    assert_eq!(refused, (403, "FORBIDDEN".into()));
    server.ok(Method::POST, &stop, Some(&admin), reason).await;
    assert_eq!(
        page.next("ended").await.unwrap()["sessionId"],
        live["session"]["id"]
    );
    assert_eq!(room_status(&live["token"]).await, 404);

    let summary = format!(
        "/api/stream/sessions/{}/summary",
        live["session"]["id"].as_str().unwrap()
    );
    let summary = server.ok(Method::GET, &summary, None, Value::Null).await;
    assert_eq!(summary["endReason"], "STOPPED_BY_ADMIN");
    let audit = server
        .ok(Method::GET, "/api/admin/audit", Some(&admin), Value::Null)
        .await;
    let entry = &audit[0];
    assert_eq!(
        (
            &entry["action"],
            &entry["actorId"],
            &entry["targetId"],
            &entry["reason"]
        ),
        (
            &json!("STOP_STREAM"),
            &json!(admin.id),
            &json!(ada.id),
            &json!("Spam.")
        )
    );
    assert_eq!(audit.as_array().unwrap().len(), 1);
}
