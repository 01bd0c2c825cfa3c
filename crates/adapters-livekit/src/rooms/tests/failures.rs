//! Whatever a server does wrong, every call says so in time.

use std::time::{Duration, Instant};

use onair_domain::chat::{Audience, ChatEvent, MessageId};
use onair_domain::ports::{HealthProbe, MediaRooms, MediaRoomsError};
use onair_domain::session::Identity;
use onair_port_contracts::given;

use crate::testing::config_at;
use crate::testing::stand_in::{Manner, StandIn, an_address_without_a_server};
use crate::{LiveKitConfig, LiveKitRooms};

const fn answers(status: &'static str, content_type: &'static str, body: &'static [u8]) -> Manner {
    Manner::Answers {
        status,
        content_type,
        body,
    }
}

/// What each method came to, at once, each within what its port allows.
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
    async fn of(config: &LiveKitConfig) -> Self {
        let rooms = LiveKitRooms::new(config).unwrap();
        let (spec, vera) = (given::a_room(), Identity::from_outside("vera".to_owned()));
        let start = Instant::now();
        let health = async {
            let is_healthy = rooms.check().await.is_ok();
            assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
            is_healthy
        };
        let news = ChatEvent::Removed {
            id: MessageId::from_trusted("message-1".to_owned()),
            creator_id: given::user_id("ada"),
        };
        let sending = async {
            let sent = rooms.send_chat(&spec.name, &news, &Audience::Everybody).await;
            assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
            sent
        };
        let (create, delete, list, participants, remove, update, send, is_healthy) = tokio::join!(
            rooms.create_room(&spec),
            rooms.delete_room(&spec.name),
            rooms.rooms(),
            rooms.participants(&spec.name),
            rooms.remove_participant(&spec.name, &vera),
            rooms.update_metadata(&spec.name, &spec.metadata),
            sending,
            health,
        );
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        Self {
            create: create.map(drop),
            delete,
            list: list.map(drop),
            participants: participants.map(drop),
            remove,
            update,
            send,
            is_healthy,
        }
    }

    async fn with(manner: Manner) -> Self {
        let server = StandIn::with(manner).await;
        Self::of(&server.config()).await
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
async fn a_server_that_refuses_connections_is_unavailable() {
    let address = an_address_without_a_server().await;
    Outcomes::of(&config_at(&address)).await.assert_all_unavailable();
}

#[tokio::test]
async fn a_server_that_never_answers_is_unavailable() {
    Outcomes::with(Manner::Silent).await.assert_all_unavailable();
}

#[tokio::test]
async fn a_server_that_stops_halfway_is_unavailable() {
    Outcomes::with(Manner::StopsHalfway)
        .await
        .assert_all_unavailable();
}

#[tokio::test]
async fn a_server_that_closes_its_half_is_unavailable() {
    Outcomes::with(Manner::ClosesItsHalf)
        .await
        .assert_all_unavailable();
}

#[tokio::test]
async fn a_server_that_hangs_up_is_unavailable() {
    Outcomes::with(Manner::HangsUp).await.assert_all_unavailable();
}

#[tokio::test]
async fn a_page_instead_of_an_answer_is_unavailable() {
    let page = b"<html><body>Bad day</body></html>";
    for status in [
        "500 Internal Server Error",
        "502 Bad Gateway",
        "404 Not Found",
        "200 OK",
    ] {
        Outcomes::with(answers(status, "text/html", page))
            .await
            .assert_all_unavailable();
    }
}

#[tokio::test]
async fn garbage_is_unavailable() {
    for garbage in [&b"\xff\xff\xff\xff\xff"[..], b"\x0a\xff\xff\xff\xff\x0f", b"{}"] {
        Outcomes::with(answers("200 OK", "application/protobuf", garbage))
            .await
            .assert_all_unavailable();
    }
}

#[tokio::test]
async fn livekits_own_errors_are_unavailable() {
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
        Outcomes::with(answers(status, "application/json", body))
            .await
            .assert_all_unavailable();
    }
}

#[tokio::test]
async fn what_is_not_found_needs_no_more_doing() {
    let body = br#"{"code":"not_found","msg":"requested room does not exist"}"#;
    let outcomes = Outcomes::with(answers("404 Not Found", "application/json", body)).await;
    assert!(outcomes.delete.is_ok() && outcomes.remove.is_ok() && outcomes.update.is_ok());
    assert!(outcomes.participants.is_ok());
    // Nothing to be missing here.
    assert!(outcomes.create.is_err() && outcomes.list.is_err() && !outcomes.is_healthy);
    // What was to be told was told to nobody.
    assert!(outcomes.send.is_err());
}

#[tokio::test]
async fn a_room_without_a_sid_is_no_room() {
    let outcomes = Outcomes::with(answers("200 OK", "application/protobuf", b"")).await;
    assert!(outcomes.create.is_err() && outcomes.list.is_ok() && outcomes.is_healthy);
}

#[tokio::test]
async fn a_connection_that_went_stale_is_made_anew() {
    let server = StandIn::with(Manner::AnswersOnce).await;
    let rooms = LiveKitRooms::new(&server.config()).unwrap();
    for _ in 0..3 {
        rooms.delete_room(&given::a_room().name).await.unwrap();
    }
}
