//! Every call reports a failing server.

use std::time::Duration;

use onair_domain::chat::{Audience, ChatEvent, MessageId};
use onair_domain::ports::{HealthProbe, MediaRooms, MediaRoomsError};
use onair_domain::room::Identity;
use onair_port_contracts::fixtures;

use crate::testing::config_at;
use crate::testing::fake_server::{Behaviour, FakeServer, unreachable_address};
use crate::{LiveKitConfig, LiveKitRooms};

const fn respond(status: &'static str, content_type: &'static str, body: &'static [u8]) -> Behaviour {
    Behaviour::Respond {
        status,
        content_type,
        body,
    }
}

/// The result of each method. All methods run concurrently.
struct Outcomes {
    create: Result<(), MediaRoomsError>,
    delete: Result<(), MediaRoomsError>,
    list: Result<(), MediaRoomsError>,
    participants: Result<(), MediaRoomsError>,
    remove: Result<(), MediaRoomsError>,
    update: Result<(), MediaRoomsError>,
    send: Result<(), MediaRoomsError>,
    is_healthy: bool,
}

impl Outcomes {
    async fn collect(config: &LiveKitConfig) -> Self {
        let rooms = LiveKitRooms::new(config).unwrap();
        let (spec, vera) = (fixtures::a_room(), Identity::from_outside("vera".to_owned()));
        let event = ChatEvent::Removed {
            id: MessageId::from_trusted("message-1".to_owned()),
            creator_id: fixtures::user_id("ada"),
        };
        let metadata = fixtures::metadata_of(&spec);
        let (create, delete, list, participants, remove, update, send, health) = tokio::join!(
            rooms.create_room(&spec),
            rooms.delete_room(&spec.name),
            rooms.list_rooms(),
            rooms.list_participants(&spec.name),
            rooms.remove_participant(&spec.name, &vera),
            rooms.update_metadata(&spec.name, &metadata),
            rooms.send_chat(&spec.name, &event, &Audience::Everybody),
            rooms.check(),
        );
        Self {
            create: create.map(drop),
            delete,
            list: list.map(drop),
            participants: participants.map(drop),
            remove,
            update,
            send,
            is_healthy: health.is_ok(),
        }
    }

    async fn from_server(behaviour: Behaviour) -> Self {
        let server = FakeServer::start(behaviour).await;
        Self::collect(&server.config()).await
    }

    fn assert_all_unavailable(&self) {
        let all = [
            &self.create,
            &self.delete,
            &self.list,
            &self.participants,
            &self.remove,
            &self.update,
            &self.send,
        ];
        for (call, outcome) in all.into_iter().enumerate() {
            assert!(
                matches!(outcome, Err(MediaRoomsError::Unavailable(_))),
                "call {call}"
            );
        }
        assert!(!self.is_healthy);
    }
}

#[tokio::test]
async fn refused_connection_is_unavailable() {
    let address = unreachable_address().await;
    Outcomes::collect(&config_at(&address))
        .await
        .assert_all_unavailable();
}

#[tokio::test]
async fn unresponsive_server_is_unavailable() {
    Outcomes::from_server(Behaviour::NeverRespond)
        .await
        .assert_all_unavailable();
}

/// Asserts that a call to a server that never responds ends within a limit of the port. The clock is simulated:
/// it advances to the next timer whenever the runtime is idle.
async fn assert_times_out(limit: Duration, call: impl Future<Output = bool>) {
    let start = tokio::time::Instant::now();
    assert!(!call.await);
    assert!(start.elapsed() <= limit, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn calls_to_an_unresponsive_server_end_within_the_limits_of_the_port() {
    let server = FakeServer::start(Behaviour::NeverRespond).await;
    let rooms = LiveKitRooms::new(&server.config()).unwrap();
    let (spec, vera) = (fixtures::a_room(), Identity::from_outside("vera".to_owned()));
    let event = ChatEvent::Removed {
        id: MessageId::from_trusted("message-1".to_owned()),
        creator_id: fixtures::user_id("ada"),
    };
    let name = &spec.name;
    let any_call = Duration::from_secs(5);
    assert_times_out(any_call, async { rooms.create_room(&spec).await.is_ok() }).await;
    assert_times_out(any_call, async { rooms.delete_room(name).await.is_ok() }).await;
    assert_times_out(any_call, async { rooms.list_rooms().await.is_ok() }).await;
    assert_times_out(any_call, async { rooms.list_participants(name).await.is_ok() }).await;
    assert_times_out(any_call, async {
        rooms.remove_participant(name, &vera).await.is_ok()
    })
    .await;
    assert_times_out(any_call, async {
        rooms
            .update_metadata(name, &fixtures::metadata_of(&spec))
            .await
            .is_ok()
    })
    .await;
    // Tokio's timers have a resolution of 1 ms and round up.
    let chat = Duration::from_millis(1_001);
    let send = rooms.send_chat(name, &event, &Audience::Everybody);
    assert_times_out(chat, async { send.await.is_ok() }).await;
    assert_times_out(Duration::from_secs(2), async { rooms.check().await.is_ok() }).await;
}

#[tokio::test]
async fn incomplete_response_is_unavailable() {
    Outcomes::from_server(Behaviour::StopHalfway)
        .await
        .assert_all_unavailable();
}

#[tokio::test]
async fn half_closed_connection_is_unavailable() {
    Outcomes::from_server(Behaviour::CloseWriteHalf)
        .await
        .assert_all_unavailable();
}

#[tokio::test]
async fn closed_connection_is_unavailable() {
    Outcomes::from_server(Behaviour::CloseImmediately)
        .await
        .assert_all_unavailable();
}

#[tokio::test]
async fn html_response_is_unavailable() {
    let page = b"<html><body>Bad day</body></html>";
    for status in [
        "500 Internal Server Error",
        "502 Bad Gateway",
        "404 Not Found",
        "200 OK",
    ] {
        Outcomes::from_server(respond(status, "text/html", page))
            .await
            .assert_all_unavailable();
    }
}

#[tokio::test]
async fn malformed_response_is_unavailable() {
    for garbage in [&b"\xff\xff\xff\xff\xff"[..], b"\x0a\xff\xff\xff\xff\x0f", b"{}"] {
        Outcomes::from_server(respond("200 OK", "application/protobuf", garbage))
            .await
            .assert_all_unavailable();
    }
}

#[tokio::test]
async fn livekit_error_is_unavailable() {
    for (status, body) in [
        (
            "503 Service Unavailable",
            &br#"{"code":"unavailable","msg":"no response from servers"}"#[..],
        ),
        (
            "500 Internal Server Error",
            br#"{"code":"internal","msg":"oops"}"#,
        ),
        (
            "401 Unauthorized",
            br#"{"code":"unauthenticated","msg":"invalid API key"}"#,
        ),
        ("404 Not Found", br#"{"code":"bad_route","msg":"no handler"}"#),
    ] {
        Outcomes::from_server(respond(status, "application/json", body))
            .await
            .assert_all_unavailable();
    }
}

#[tokio::test]
async fn not_found_is_success_for_removals_and_updates() {
    let body = br#"{"code":"not_found","msg":"requested room does not exist"}"#;
    let outcomes = Outcomes::from_server(respond("404 Not Found", "application/json", body)).await;
    assert!(outcomes.delete.is_ok() && outcomes.remove.is_ok() && outcomes.update.is_ok());
    assert!(outcomes.participants.is_ok());
    // These calls do not refer to an existing room.
    assert!(outcomes.create.is_err() && outcomes.list.is_err() && !outcomes.is_healthy);
    // The message reached nobody.
    assert!(outcomes.send.is_err());
}

#[tokio::test]
async fn created_room_without_sid_is_an_error() {
    let outcomes = Outcomes::from_server(respond("200 OK", "application/protobuf", b"")).await;
    assert!(outcomes.create.is_err() && outcomes.list.is_ok() && outcomes.is_healthy);
}

#[tokio::test]
async fn stale_connection_is_replaced() {
    let server = FakeServer::start(Behaviour::RespondOnce).await;
    let rooms = LiveKitRooms::new(&server.config()).unwrap();
    for _ in 0..3 {
        rooms.delete_room(&fixtures::a_room().name).await.unwrap();
    }
}
