//! LiveKit's JSON for webhooks: protocol buffers written as JSON, so fields with a zero value are
//! absent, long numbers are strings, and enum values are names. Any of them may be of another type
//! one day; what can't be read, or kept by a store, counts as absent, and is not a reason to lose the rest.

use onair_domain::Timestamp;
use onair_domain::session::{ConnectionId, Identity, MediaEvent, MediaNotification, RoomName, RoomSid};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::storable::is_storable;

/// The last second of the year 9999, the end of time for stores.
const LAST_SECOND: i64 = 253_402_300_799;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(default, deserialize_with = "lenient")]
    event: String,
    #[serde(default)]
    created_at: Value,
    #[serde(default, deserialize_with = "lenient")]
    room: Room,
    #[serde(default, deserialize_with = "lenient")]
    participant: Participant,
}

#[derive(Deserialize, Default)]
struct Room {
    #[serde(default, deserialize_with = "storable")]
    sid: String,
    #[serde(default, deserialize_with = "storable")]
    name: String,
}

#[derive(Deserialize, Default)]
struct Participant {
    #[serde(default, deserialize_with = "storable")]
    sid: String,
    #[serde(default, deserialize_with = "storable")]
    identity: String,
    #[serde(default)]
    kind: Value,
    #[serde(default, deserialize_with = "lenient")]
    permission: Permission,
}

#[derive(Deserialize, Default)]
struct Permission {
    #[serde(default, deserialize_with = "lenient")]
    hidden: bool,
}

fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(from: D) -> Result<T, D::Error> {
    Value::deserialize(from).map(|value| serde_json::from_value(value).unwrap_or_default())
}

fn storable<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text: String = lenient(from)?;
    Ok(if is_storable(&text) { text } else { String::new() })
}

/// Reads a verified body. `None` for an event that isn't used here, or doesn't say what it is about.
pub(super) fn decode(body: &[u8]) -> Result<Option<MediaNotification>, serde_json::Error> {
    // A map first: a struct would be read from a JSON array, too.
    let body = serde_json::from_slice::<serde_json::Map<String, Value>>(body)?;
    let told: Body = serde_json::from_value(Value::Object(body))?;
    Ok(notification(told))
}

fn notification(told: Body) -> Option<MediaNotification> {
    let event = event(&told)?;
    let Room { sid, name } = told.room;
    if sid.is_empty() || name.is_empty() {
        return None;
    }
    Some(MediaNotification {
        room: RoomName::from_trusted(name),
        sid: RoomSid::from_trusted(sid),
        at: whole_number(&told.created_at)
            .filter(|seconds| (0..=LAST_SECOND).contains(seconds))
            .and_then(|seconds| Timestamp::from_timestamp(seconds, 0)),
        event,
    })
}

/// A track that is no longer sent is left out: what that means depends on the others, which only a
/// look into the room shows.
fn event(told: &Body) -> Option<MediaEvent> {
    Some(match told.event.as_str() {
        "room_started" => MediaEvent::RoomOpened,
        "room_finished" => MediaEvent::RoomClosed,
        "participant_joined" => {
            let (who, connection) = person(&told.participant)?;
            MediaEvent::Joined { who, connection }
        }
        "participant_left" => {
            let (who, connection) = person(&told.participant)?;
            MediaEvent::Left { who, connection }
        }
        "track_published" => {
            let (who, connection) = person(&told.participant)?;
            MediaEvent::Published { who, connection }
        }
        _ => return None,
    })
}

/// Somebody who broadcasts or watches, as looks into rooms know them too: recorders, agents and other
/// machines don't count, nor do hidden ones. Track events don't say what they are, and mean people.
fn person(told: &Participant) -> Option<(Identity, ConnectionId)> {
    let is_person = is_standard(&told.kind) && !told.permission.hidden;
    let is_whole = !told.identity.is_empty() && !told.sid.is_empty();
    (is_person && is_whole).then(|| {
        (
            Identity::from_outside(told.identity.clone()),
            ConnectionId::from_trusted(told.sid.clone()),
        )
    })
}

/// Whether a kind is that of people, which is given by name or by number; absent is 0.
fn is_standard(kind: &Value) -> bool {
    match kind {
        Value::Null => true,
        Value::String(name) if name == "STANDARD" => true,
        other => whole_number(other) == Some(0),
    }
}

/// A number, which long ones are as text.
fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    }
}
