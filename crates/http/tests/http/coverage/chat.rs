//! The responses of the chat that need several users or messages.

use serde_json::json;

use super::{Recorded, record};
use crate::support::TestApp;

/// Calls that the rules of the chat refuse, and what leads to them.
pub(super) async fn record_errors(recorded: &mut Recorded) {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_user("vera")
        .await;
    let path = "/api/chat/user-ada/messages";
    let hello = json!({"text": "Hello"});
    let message = app.post(path).by("ada").json(&hello).await.data();
    let message = format!("{path}/{}", message["id"].as_str().unwrap());
    record(recorded, app.delete(&message).by("vera")).await;
    record(recorded, app.delete(&message).by("ada")).await;
    for _ in 0..6 {
        record(recorded, app.post(path).by("vera").json(&hello)).await;
    }
    let nobody = "/api/chat/nobody/messages";
    record(recorded, app.get(nobody)).await;
    record(recorded, app.post(nobody).by("vera").json(&hello)).await;
    record(recorded, app.delete(&format!("{nobody}/x")).by("vera")).await;
    let token = app.guest_token("ada").await;
    for flag in ["isChatFollowersOnly", "isChatEnabled"] {
        let on = json!({ flag: flag != "isChatEnabled" });
        app.put("/api/stream/chat-settings").by("ada").json(&on).await;
        record(recorded, app.post(path).by("vera").json(&hello)).await;
    }
    let closed = json!({"isGuestsAllowed": false});
    app.put("/api/stream/info").by("ada").json(&closed).await;
    record(recorded, app.get(path)).await;
    record(recorded, app.post(path).with_room_token(&token).json(&hello)).await;
    app.block("ada", "vera").await;
    record(recorded, app.get(path).by("vera")).await;
    record(recorded, app.post(path).by("vera").json(&hello)).await;
}
