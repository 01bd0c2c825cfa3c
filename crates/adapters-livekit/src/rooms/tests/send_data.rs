//! Tests of the bytes of `SendData` requests. An error in them shows only to participants of a room.

use onair_domain::chat::{Audience, ChatEvent, MessageId};
use onair_domain::ports::MediaRooms;
use onair_domain::room::{Identity, RoomName};
use onair_port_contracts::fixtures;

use crate::LiveKitRooms;
use crate::testing::fake_server::{Behaviour, FakeServer};

/// The tag of a length-delimited field.
const fn tag(number: u8) -> u8 {
    number << 3 | 2
}

/// Encodes a string field of `SendDataRequest`. The text must have fewer than 128 bytes.
fn field(number: u8, text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap();
    assert!(length < 128, "{text}");
    [&[tag(number), length], text.as_bytes()].concat()
}

/// The bodies of the requests that send a message to an audience.
async fn bodies_for(audience: &Audience) -> Vec<Vec<u8>> {
    let empty_response = Behaviour::Respond {
        status: "200 OK",
        content_type: "application/protobuf",
        body: b"",
    };
    let server = FakeServer::start(empty_response).await;
    let (room, event) = (RoomName::of(&fixtures::user_id("ada")), removal_event());
    let rooms = LiveKitRooms::new(&server.config()).unwrap();
    rooms.send_chat(&room, &event, audience).await.unwrap();
    let bodies = server.requests().into_iter().map(|(first_line, body)| {
        assert_eq!(first_line, "POST /twirp/livekit.RoomService/SendData HTTP/1.1");
        body
    });
    bodies.collect()
}

fn removal_event() -> ChatEvent {
    ChatEvent::Removed {
        id: MessageId::from_trusted("message-1".to_owned()),
        creator_id: fixtures::user_id("ada"),
    }
}

/// The fields room and data. "Reliable" is the default kind, so its field is absent.
fn room_and_data() -> Vec<u8> {
    let json = r#"{"type":"removed","id":"message-1"}"#;
    [field(1, fixtures::user_id("ada").as_str()), field(2, json)].concat()
}

/// Only the nonce of the request may follow.
#[track_caller]
fn assert_no_more_destinations(rest: &[u8]) {
    assert!(rest.first().is_none_or(|first| *first == tag(7)), "{rest:?}");
}

#[tokio::test]
async fn chat_is_sent_reliably_to_everybody() {
    let bodies = bodies_for(&Audience::Everybody).await;
    assert_eq!(bodies.len(), 1);
    let expected = [room_and_data(), field(5, "chat")].concat();
    let rest = bodies[0].strip_prefix(expected.as_slice()).unwrap();
    assert_no_more_destinations(rest);
}

#[tokio::test]
async fn chat_is_sent_only_to_the_audience() {
    let names = ["vera", "ada"];
    let audience = names.map(|name| Identity::of_user(&fixtures::user_id(name)));
    let bodies = bodies_for(&Audience::Only(audience.to_vec())).await;
    assert_eq!(bodies.len(), 1);
    let destinations = names
        .map(|name| field(6, fixtures::user_id(name).as_str()))
        .concat();
    let expected = [room_and_data(), field(5, "chat"), destinations].concat();
    let rest = bodies[0].strip_prefix(expected.as_slice()).unwrap();
    assert_no_more_destinations(rest);
}

#[tokio::test]
async fn empty_audience_sends_no_request() {
    assert_eq!(bodies_for(&Audience::Only(Vec::new())).await, [[0_u8; 0]; 0]);
}
