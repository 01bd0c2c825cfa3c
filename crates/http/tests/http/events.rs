//! Server-sent events, as pages get them.

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

async fn watching(app: &TestApp) -> Events {
    let mut events = app.get(WATCHED).listen().await;
    events.expect("snapshot").await;
    events
}

#[actix_web::test]
async fn the_first_event_tells_everything() {
    let app = TestApp::new().await.with_live("ada").await.pushing();
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
        let mut events = call.listen().await;
        assert_eq!(events.expect("snapshot").await, expected);
    }
}

#[actix_web::test]
async fn they_say_what_they_are_and_are_kept_by_nobody() {
    let app = TestApp::new().await.with_stream("ada").await;
    for call in [app.get(WATCHED), app.get(OWN).by("ada")] {
        let answer = call.await.succeeded();
        assert_eq!(answer.header("content-type"), Some("text/event-stream"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-accel-buffering"), Some("no"));
    }
}

#[actix_web::test]
async fn a_broadcast_is_told_step_by_step() {
    let app = TestApp::new().await.with_stream("ada").await.pushing();
    let mut own = app.get(OWN).by("ada").listen().await;
    own.expect("snapshot").await;
    let mut watching = watching(&app).await;
    app.go_live("ada").await;
    let session = app.session("ada").await;
    for events in [&mut own, &mut watching] {
        let expected = json!({"isLive": true, "state": "STARTING", "viewerCount": 0, "startedAt": NOW});
        assert_eq!(events.expect("status").await, expected);
    }
    app.on_air("ada", 7).await;
    let expected = json!({"isLive": true, "state": "ON_AIR", "viewerCount": 7, "startedAt": NOW});
    assert_eq!(watching.expect("status").await, expected);
    app.change("ada", |session| session.viewers = 8).await;
    assert_eq!(watching.expect("status").await["viewerCount"], 8);
    let gone = LiveState::Interrupted {
        since: session.started_at,
        cause: Interruption::CreatorGone,
    };
    app.change("ada", |session| session.phase = Phase::Open(gone))
        .await;
    assert_eq!(watching.expect("status").await["state"], "INTERRUPTED");
    app.end("ada").await;
    let ended = json!({"sessionId": session.id.as_str()});
    assert_eq!(watching.expect("ended").await, ended);
    assert_eq!(watching.expect("status").await, offline());
}

#[actix_web::test]
async fn what_is_edited_is_told_and_nothing_else() {
    let app = TestApp::new().await.with_stream("ada").await.pushing();
    let mut events = watching(&app).await;
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
async fn what_shows_no_difference_is_no_event() {
    let app = TestApp::new()
        .await
        .with_stream("ada")
        .await
        .with_stream("ben")
        .await
        .pushing();
    let mut events = watching(&app).await;
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
async fn a_session_that_follows_at_once_does_not_hide_the_end_of_the_last() {
    let app = TestApp::new().await.with_live("ada").await.pushing();
    let mut events = watching(&app).await;
    let first = app.ports.sessions.find_open(&id("ada")).await.unwrap().unwrap();
    app.pass(9);
    app.end("ada").await;
    app.go_live("ada").await;
    let ended = events.expect("ended").await;
    assert_eq!(ended["sessionId"], first.id.as_str());
    let mut status = events.expect("status").await;
    // Both steps at once, or one after the other.
    if status["isLive"] == false {
        status = events.expect("status").await;
    }
    assert_ne!(status["startedAt"], NOW);
    assert_eq!(status["state"], "STARTING");
}

#[actix_web::test]
async fn refusals_come_before_the_first_event() {
    let app = TestApp::new()
        .await
        .with_creator("ada")
        .await
        .with_user("vera")
        .await
        .pushing();
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
    assert_eq!(app.hub.hosts(), 0);
}

#[actix_web::test]
async fn a_head_ends_and_listens_to_nothing() {
    let app = TestApp::new().await.with_stream("ada").await.pushing();
    for call in [app.call("HEAD", WATCHED), app.call("HEAD", OWN).by("ada")] {
        let answer = call.await.succeeded();
        assert_eq!(answer.header("content-type"), Some("text/event-stream"));
        assert!(answer.body.is_empty());
    }
    assert_eq!(app.hub.hosts(), 0);
}

#[actix_web::test]
async fn a_server_that_stops_ends_them_all() {
    let app = TestApp::new().await.with_stream("ada").await.pushing();
    let mut early = watching(&app).await;
    app.hub.stop();
    assert_eq!(early.next().await, None);
    let mut late = watching(&app).await;
    assert_eq!(late.next().await, None);
}
