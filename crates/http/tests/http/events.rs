//! Server-sent events over HTTP.

use std::time::Duration;

use onair_domain::session::{Interruption, LiveState, Phase};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::support::{Events, NOW, TestApp, id};

const WATCHED: &str = "/api/viewer/stream/ada/events";
const OWN: &str = "/api/stream/events";

fn offline() -> Value {
    json!({"isLive": false, "state": "OFFLINE", "viewerCount": 0, "startedAt": null})
}

async fn watch_ada(app: &TestApp) -> Events {
    let mut events = app.get(WATCHED).event_stream().await;
    events.expect("snapshot").await;
    events
}

#[actix_web::test]
async fn the_first_event_is_a_complete_snapshot() {
    let app = TestApp::new().await.with_live("ada").await.with_hub_running();
    let expected = json!({
        "isLive": true, "state": "STARTING", "viewerCount": 0, "startedAt": NOW,
        "title": "ada's stream", "description": null, "thumbnail": null,
        "isChatEnabled": true, "isChatDelayed": false, "isChatFollowersOnly": false,
    });
    for call in [
        app.get(WATCHED),
        app.get(WATCHED).by("vera"),
        app.get(OWN).by("ada"),
    ] {
        let mut events = call.event_stream().await;
        assert_eq!(events.expect("snapshot").await, expected);
    }
}

#[actix_web::test]
async fn event_streams_have_their_content_type_and_are_not_cached() {
    let app = TestApp::new().await.with_stream("ada").await;
    for call in [app.get(WATCHED), app.get(OWN).by("ada")] {
        let response = call.await.succeeded();
        assert_eq!(response.header("content-type"), Some("text/event-stream"));
        assert_eq!(response.header("cache-control"), Some("no-store"));
        assert_eq!(response.header("x-accel-buffering"), Some("no"));
    }
}

#[actix_web::test]
async fn each_state_of_a_broadcast_is_an_event() {
    let app = TestApp::new().await.with_stream("ada").await.with_hub_running();
    let mut own = app.get(OWN).by("ada").event_stream().await;
    own.expect("snapshot").await;
    let mut watch_ada = watch_ada(&app).await;
    app.go_live("ada").await;
    let session = app.session("ada").await;
    for events in [&mut own, &mut watch_ada] {
        let expected = json!({"isLive": true, "state": "STARTING", "viewerCount": 0, "startedAt": NOW});
        assert_eq!(events.expect("status").await, expected);
    }
    app.on_air("ada", 7).await;
    let expected = json!({"isLive": true, "state": "ON_AIR", "viewerCount": 7, "startedAt": NOW});
    assert_eq!(watch_ada.expect("status").await, expected);
    app.change("ada", |session| session.viewers = 8).await;
    assert_eq!(watch_ada.expect("status").await["viewerCount"], 8);
    let interrupted = LiveState::Interrupted {
        since: session.started_at,
        cause: Interruption::CreatorGone,
    };
    app.change("ada", |session| session.phase = Phase::Open(interrupted))
        .await;
    assert_eq!(watch_ada.expect("status").await["state"], "INTERRUPTED");
    app.end("ada").await;
    let ended = json!({"sessionId": session.id.as_str()});
    assert_eq!(watch_ada.expect("ended").await, ended);
    assert_eq!(watch_ada.expect("status").await, offline());
}

#[actix_web::test]
async fn an_edit_sends_only_the_changed_part() {
    let app = TestApp::new().await.with_stream("ada").await.with_hub_running();
    let mut events = watch_ada(&app).await;
    let info = json!({"title": "Piano", "description": "By\nhand", "thumbnail": null});
    app.put("/api/stream/info")
        .by("ada")
        .json(&info)
        .await
        .succeeded();
    assert_eq!(events.expect("info").await, info);
    let chat = json!({"isChatEnabled": false, "isChatDelayed": true, "isChatFollowersOnly": true});
    let call = app.put("/api/stream/chat-settings").by("ada").json(&chat);
    call.await.succeeded();
    assert_eq!(events.expect("chat-settings").await, chat);
}

#[actix_web::test]
async fn changes_that_are_not_visible_send_no_event() {
    let app = TestApp::new()
        .await
        .with_stream("ada")
        .await
        .with_stream("ben")
        .await
        .with_hub_running();
    let mut events = watch_ada(&app).await;
    tokio::time::pause();
    let closed = json!({"isGuestsAllowed": false});
    app.put("/api/stream/info")
        .by("ada")
        .json(&closed)
        .await
        .succeeded();
    app.go_live("ben").await;
    let quiet = timeout(Duration::from_mins(1), events.next()).await;
    assert!(quiet.is_err(), "{quiet:?}");
}

#[actix_web::test]
async fn a_new_session_does_not_hide_the_end_of_the_previous_one() {
    let app = TestApp::new().await.with_live("ada").await.with_hub_running();
    let mut events = watch_ada(&app).await;
    let first = app.ports.sessions.find_open(&id("ada")).await.unwrap().unwrap();
    app.pass(9);
    app.end("ada").await;
    app.go_live("ada").await;
    let ended = events.expect("ended").await;
    assert_eq!(ended["sessionId"], first.id.as_str());
    let mut status = events.expect("status").await;
    // The hub may read the stream between the two changes or only after both.
    if status["isLive"] == false {
        status = events.expect("status").await;
    }
    assert_ne!(status["startedAt"], NOW);
    assert_eq!(status["state"], "STARTING");
}

#[actix_web::test]
async fn errors_are_returned_before_the_first_event() {
    let app = TestApp::new()
        .await
        .with_creator("ada")
        .await
        .with_user("vera")
        .await
        .with_hub_running();
    app.get(OWN).await.refused(401, "UNAUTHENTICATED");
    app.get(OWN).with_token("bad").await.refused(401, "INVALID_TOKEN");
    let refused = app.get(OWN).by("vera").await.refused(403, "CREATOR_NOT_APPROVED");
    assert_eq!(refused.json()["applicationStatus"], "NONE");
    app.get(OWN).by("ada").await.refused(404, "STREAM_NOT_FOUND");
    app.get(WATCHED).await.refused(404, "STREAM_NOT_FOUND");
    app.get(WATCHED)
        .with_token("bad")
        .await
        .refused(401, "INVALID_TOKEN");
    let nobody = app.get("/api/viewer/stream/nobody/events");
    nobody.await.refused(404, "USER_NOT_FOUND");
    assert_eq!(app.hub.watched_streams(), 0);
}

#[actix_web::test]
async fn head_ends_without_a_subscription() {
    let app = TestApp::new().await.with_stream("ada").await.with_hub_running();
    for call in [app.call("HEAD", WATCHED), app.call("HEAD", OWN).by("ada")] {
        let response = call.await.succeeded();
        assert_eq!(response.header("content-type"), Some("text/event-stream"));
        assert!(response.body.is_empty());
    }
    assert_eq!(app.hub.watched_streams(), 0);
}

#[actix_web::test]
async fn stopping_the_hub_ends_all_event_streams() {
    let app = TestApp::new().await.with_stream("ada").await.with_hub_running();
    let mut early = watch_ada(&app).await;
    app.hub.stop();
    assert_eq!(early.next().await, None);
    let mut late = watch_ada(&app).await;
    assert_eq!(late.next().await, None);
}
