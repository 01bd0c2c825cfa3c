//! LiveKit's JSON format of webhooks: Protocol Buffers as JSON. Fields with a zero value are absent, long
//! numbers are strings, and enum values are names.
//!
//! A field that has an unexpected type, or that a store rejects, counts as absent. The other fields remain
//! usable.

use onair_domain::Timestamp;
use onair_domain::room::{ConnectionId, Identity, RoomName, RoomSid};
use onair_domain::session::{MediaEvent, MediaNotification};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::storable_text::is_storable;

/// The last second of the year 9999, the upper bound of timestamps in stores.
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

/// Parses a verified body. Returns `None` for an event that this service does not use or that lacks its
/// subject.
pub(super) fn decode(body: &[u8]) -> Result<Option<MediaNotification>, serde_json::Error> {
    // Parse a map first, because a struct also deserialises from a JSON array.
    let fields = serde_json::from_slice::<serde_json::Map<String, Value>>(body)?;
    let body: Body = serde_json::from_value(Value::Object(fields))?;
    Ok(to_notification(body))
}

fn to_notification(body: Body) -> Option<MediaNotification> {
    let event = to_event(&body)?;
    let Room { sid, name } = body.room;
    if sid.is_empty() || name.is_empty() {
        return None;
    }
    Some(MediaNotification {
        room: RoomName::from_trusted(name),
        sid: RoomSid::from_trusted(sid),
        at: parse_integer(&body.created_at)
            .filter(|seconds| (0..=LAST_SECOND).contains(seconds))
            .and_then(|seconds| Timestamp::from_timestamp(seconds, 0)),
        event,
    })
}

/// `track_unpublished` is not converted: its effect depends on the remaining tracks, which only a poll of
/// the room shows.
fn to_event(body: &Body) -> Option<MediaEvent> {
    Some(match body.event.as_str() {
        "room_started" => MediaEvent::RoomOpened,
        "room_finished" => MediaEvent::RoomClosed,
        "participant_joined" => {
            let (identity, connection) = to_person(&body.participant)?;
            MediaEvent::Joined { identity, connection }
        }
        "participant_left" => {
            let (identity, connection) = to_person(&body.participant)?;
            MediaEvent::Left { identity, connection }
        }
        "track_published" => {
            let (identity, connection) = to_person(&body.participant)?;
            MediaEvent::Published { identity, connection }
        }
        _ => return None,
    })
}

/// Extracts a participant who broadcasts or watches, by the rules that polls of rooms apply: machines and
/// hidden participants don't count. Track events lack the kind, and count as those of persons.
fn to_person(participant: &Participant) -> Option<(Identity, ConnectionId)> {
    let is_person = is_standard(&participant.kind) && !participant.permission.hidden;
    let is_complete = !participant.identity.is_empty() && !participant.sid.is_empty();
    (is_person && is_complete).then(|| {
        (
            Identity::from_outside(participant.identity.clone()),
            ConnectionId::from_trusted(participant.sid.clone()),
        )
    })
}

/// Whether a kind, given by name or number, is `STANDARD`. Absent means 0.
fn is_standard(kind: &Value) -> bool {
    match kind {
        Value::Null => true,
        Value::String(name) if name == "STANDARD" => true,
        other => parse_integer(other) == Some(0),
    }
}

/// Parses a number. Long numbers are strings.
fn parse_integer(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    }
}
