//! Past sessions and the summary of a session.

use onair_domain::ports::Clock as _;
use onair_domain::session::{EndReason, Phase};
use serde_json::{Value, json};

use crate::support::{NOW, TestApp, later};

const PAST: &str = "/api/stream/past";

fn summary_of(session: &impl std::fmt::Display) -> String {
    format!("/api/stream/sessions/{session}/summary")
}

#[actix_web::test]
async fn an_ended_session_is_listed_for_its_creator() {
    let app = TestApp::new().await.with_live("ada").await;
    let session = app.session("ada").await;
    app.on_air("ada", 3).await;
    app.change("ada", |session| {
        session.viewers = 1;
        session.total_viewers = 5;
    })
    .await;
    let nothing = json!({"success": true, "data": [], "nextCursor": null});
    assert_eq!(app.get(PAST).by("ada").await.succeeded().json(), nothing);
    app.pass(90);
    app.put("/api/stream/info")
        .by("ada")
        .json(&json!({"title": "Another title"}))
        .await
        .succeeded();
    app.end("ada").await;
    let response = app.get(PAST).by("ada").await.succeeded();
    let expected = json!([{
        "id": session.id.as_str(),
        "title": "ada's stream",
        "startedAt": NOW,
        "endedAt": later(90),
        "endReason": "ENDED_BY_CREATOR",
        "durationSeconds": 90,
        "peakViewers": 3,
        "totalViewers": 5,
        "messageCount": 0,
    }]);
    assert_eq!(response.data(), expected);
}

#[actix_web::test]
async fn durations_are_rounded_down_to_seconds() {
    let app = TestApp::new().await.with_live("ada").await;
    let almost = std::time::Duration::from_millis(1999);
    app.memory.clock.advance(almost);
    app.end("ada").await;
    let past = app.get(PAST).by("ada").await.succeeded().data();
    assert_eq!(past[0]["durationSeconds"], 1);
}

#[actix_web::test]
async fn creators_list_only_their_own_sessions() {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_creator("ben")
        .await;
    app.end("ada").await;
    let of_ben = app.get(PAST).by("ben").await.succeeded().data();
    assert_eq!(of_ben, json!([]), "also before set-up");
    let refused = app
        .get(PAST)
        .by("vera")
        .await
        .refused(403, "CREATOR_NOT_APPROVED");
    assert_eq!(refused.json()["applicationStatus"], "NONE");
}

#[actix_web::test]
async fn past_sessions_are_paged_newest_first() {
    let app = TestApp::new().await.with_stream("ada").await;
    let mut sessions = Vec::new();
    for number in 0..25 {
        app.go_live("ada").await;
        let session = app.session("ada").await;
        sessions.push((session.started_at, session.id.to_string()));
        app.end("ada").await;
        // Some sessions start in the same millisecond.
        app.pass(number % 3);
    }
    let pages = app.all_pages(&format!("{PAST}?limit=10"), Some("ada")).await;
    let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [10, 10, 5]);
    let ids = |items: &[Value]| -> Vec<String> {
        let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
        items.iter().map(id).collect()
    };
    let found = ids(&pages.concat());
    let all = app.get(&format!("{PAST}?limit=50")).by("ada").await.succeeded();
    assert_eq!(found, ids(all.data().as_array().unwrap()));
    let starts: Vec<_> = pages
        .concat()
        .iter()
        .map(|item| item["startedAt"].clone())
        .collect();
    assert!(starts.is_sorted_by_key(|start| std::cmp::Reverse(start.to_string())));
    let mut found = found;
    found.sort();
    let mut expected: Vec<_> = sessions.into_iter().map(|(_, id)| id).collect();
    expected.sort();
    assert_eq!(found, expected);
    let nowhere = app.get("/api/stream/past?cursor=x").by("ada");
    nowhere.await.invalid_fields(&["cursor"]);
}

#[actix_web::test]
async fn everybody_lists_the_past_sessions_of_a_creator() {
    let app = TestApp::new()
        .await
        .with_user("vera")
        .await
        .with_stream("ada")
        .await;
    let path = "/api/viewer/stream/ada/past";
    let nothing = json!({"success": true, "data": [], "nextCursor": null, "total": 0});
    assert_eq!(app.get(path).await.succeeded().json(), nothing);
    for reason in [
        EndReason::EndedByCreator,
        EndReason::NeverConnected,
        EndReason::ConnectionLost,
    ] {
        app.go_live("ada").await;
        app.change("ada", |session| session.total_viewers = 5).await;
        app.pass(30);
        let at = app.memory.clock.now();
        app.change("ada", |session| session.phase = Phase::Ended { at, reason })
            .await;
    }
    app.go_live("ada").await;
    let own = app.get(PAST).by("ada").await.succeeded().data();
    assert_eq!(own.as_array().unwrap().len(), 3);
    let public = || app.get("/api/viewer/stream/ADA/past");
    for call in [public(), public().by("vera"), public().by("ada")] {
        let response = call.await.succeeded();
        assert_eq!(response.data(), json!([own[0], own[2]]));
        assert_eq!(response.json()["total"], 2);
    }
    let pages = app.all_pages(&format!("{path}?limit=1"), None).await;
    assert_eq!(pages.concat(), [own[0].clone(), own[2].clone()]);
    app.get(&format!("{path}?cursor=x"))
        .await
        .invalid_fields(&["cursor"]);
    let other = |name| format!("/api/viewer/stream/{name}/past");
    app.get(&other("vera")).await.refused(404, "STREAM_NOT_FOUND");
    for name in ["nobody", "%00", "%20ada", "%FF"] {
        app.get(&other(name)).await.refused(404, "USER_NOT_FOUND");
    }
}

#[actix_web::test]
async fn only_the_creator_sees_an_open_session() {
    let app = TestApp::new().await.with_live("ada").await;
    let session = app.session("ada").await;
    app.pass(30);
    let summary = || app.get(&summary_of(&session.id));
    summary().await.refused(404, "NOT_FOUND");
    summary().by("vera").await.refused(404, "NOT_FOUND");
    summary().by("admin").await.refused(404, "NOT_FOUND");
    let own = summary().by("ada").await.succeeded();
    let expected = json!({
        "id": session.id.as_str(),
        "title": "ada's stream",
        "startedAt": NOW,
        "endedAt": null,
        "endReason": null,
        "durationSeconds": 30,
        "peakViewers": 0,
        "totalViewers": 0,
        "messageCount": 0,
        "creator": {"id": "user-ada", "username": "ada", "name": "Ada", "image": null},
    });
    assert_eq!(own.data(), expected);
}

#[actix_web::test]
async fn everybody_sees_the_summary_of_an_ended_session() {
    let app = TestApp::new().await.with_live("ada").await;
    let session = app.session("ada").await;
    app.pass(30);
    app.end("ada").await;
    app.pass(30);
    let mut expected = app.get(PAST).by("ada").await.succeeded().data()[0].take();
    expected["creator"] = json!({"id": "user-ada", "username": "ada", "name": "Ada", "image": null});
    let summary = || app.get(&summary_of(&session.id));
    for call in [summary(), summary().by("vera"), summary().by("ada")] {
        assert_eq!(call.await.succeeded().data(), expected);
    }
}

#[actix_web::test]
async fn unknown_sessions_are_not_found() {
    let app = TestApp::new().await.with_live("ada").await;
    let long = "x".repeat(5000);
    for session in ["nothing", "%00", "a%20b", "%C3%A9", "%FF", "a%2Fb", &long] {
        let call = app.get(&summary_of(&session));
        call.by("ada").await.refused(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn the_viewers_over_time_are_public_after_the_end() {
    let app = TestApp::new().await.with_live("ada").await;
    let session = app.session("ada").await;
    let path = format!("/api/stream/sessions/{}/viewer-counts", session.id);
    let counts = || app.get(&path);
    let nobody = json!({"startedAt": NOW, "endedAt": null, "points": []});
    assert_eq!(counts().by("ada").await.succeeded().data(), nobody);
    for (seconds, viewers) in [(3, 5), (1, 2), (20, 4), (10, 0)] {
        app.pass(seconds);
        app.on_air("ada", viewers).await;
    }
    let points = json!([
        {"at": NOW, "viewers": 5},
        {"at": later(10), "viewers": 2},
        {"at": later(20), "viewers": 4},
        {"at": later(30), "viewers": 0},
    ]);
    let own = counts().by("ada").await.succeeded().data();
    assert_eq!(own["points"], points);
    for call in [counts(), counts().by("vera"), counts().by("admin")] {
        call.await.refused(404, "NOT_FOUND");
    }
    app.end("ada").await;
    let expected = json!({"startedAt": NOW, "endedAt": later(34), "points": points});
    for call in [counts(), counts().by("vera"), counts().by("ada")] {
        assert_eq!(call.await.succeeded().data(), expected);
    }
    app.get("/api/stream/sessions/nothing/viewer-counts")
        .await
        .refused(404, "NOT_FOUND");
}
