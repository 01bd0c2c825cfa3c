//! What LiveKit is asked to send, byte by byte: a mistake in it shows nowhere else but in a room.

use onair_domain::chat::{Audience, ChatEvent, MessageId};
use onair_domain::ports::MediaRooms;
use onair_domain::session::{Identity, RoomName};
use onair_port_contracts::given;

use crate::LiveKitRooms;
use crate::testing::stand_in::{Manner, StandIn};

/// How a text under a number begins.
const fn tag(number: u8) -> u8 {
    number << 3 | 2
}

/// A field of LiveKit's `SendDataRequest`, as protobuf writes texts of less than 128 bytes.
fn field(number: u8, text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap();
    assert!(length < 128, "{text}");
    [&[tag(number), length], text.as_bytes()].concat()
}

/// The bodies of what was sent to an audience.
async fn sent_to(audience: &Audience) -> Vec<Vec<u8>> {
    let nothing = Manner::Answers {
        status: "200 OK",
        content_type: "application/protobuf",
        body: b"",
    };
    let server = StandIn::with(nothing).await;
    let (room, news) = (RoomName::of(&given::user_id("ada")), removed());
    let rooms = LiveKitRooms::new(&server.config()).unwrap();
    rooms.send_chat(&room, &news, audience).await.unwrap();
    let asked = server.asked().into_iter().map(|(first, body)| {
        assert_eq!(first, "POST /twirp/livekit.RoomService/SendData HTTP/1.1");
        body
    });
    asked.collect()
}

fn removed() -> ChatEvent {
    ChatEvent::Removed {
        id: MessageId::from_trusted("message-1".to_owned()),
        creator_id: given::user_id("ada"),
    }
}

/// Room and data; the kind is left out, which is how "reliable" is written.
fn room_and_data() -> Vec<u8> {
    let json = r#"{"type":"removed","id":"message-1"}"#;
    [field(1, given::user_id("ada").as_str()), field(2, json)].concat()
}

/// What may follow is the number that sets repetitions apart.
#[track_caller]
fn assert_names_nobody(rest: &[u8]) {
    assert!(rest.first().is_none_or(|first| *first == tag(7)), "{rest:?}");
}

#[tokio::test]
async fn everybody_is_sent_it_reliably_under_the_topic_of_chat() {
    let sent = sent_to(&Audience::Everybody).await;
    assert_eq!(sent.len(), 1);
    let expected = [room_and_data(), field(5, "chat")].concat();
    let rest = sent[0].strip_prefix(expected.as_slice()).unwrap();
    assert_names_nobody(rest);
}

#[tokio::test]
async fn those_who_are_named_are_sent_it_and_nobody_else() {
    let people = ["vera", "ada"];
    let audience = people.map(|name| Identity::of_user(&given::user_id(name)));
    let sent = sent_to(&Audience::Only(audience.to_vec())).await;
    assert_eq!(sent.len(), 1);
    let named = people
        .map(|name| field(6, given::user_id(name).as_str()))
        .concat();
    let expected = [room_and_data(), field(5, "chat"), named].concat();
    let rest = sent[0].strip_prefix(expected.as_slice()).unwrap();
    assert_names_nobody(rest);
}

#[tokio::test]
async fn an_empty_audience_is_not_even_asked_for() {
    assert_eq!(sent_to(&Audience::Only(Vec::new())).await, [[0_u8; 0]; 0]);
}
