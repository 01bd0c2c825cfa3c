//! LiveKit's JSON for webhooks: protocol buffers written as JSON, so fields with a zero value are
//! absent, long numbers are strings, and enum values are names. Any of them may be of another type
//! one day; what can't be read counts as absent, and is not a reason to lose the rest.

use onair_domain::Timestamp;
use onair_domain::session::{Identity, RoomName, RoomSid};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Happening, TrackKind, WebhookEvent, WebhookParticipant, WebhookRoom, WebhookTrack};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(default, deserialize_with = "lenient")]
    event: String,
    #[serde(default, deserialize_with = "lenient")]
    id: String,
    #[serde(default)]
    created_at: Value,
    #[serde(default, deserialize_with = "lenient")]
    room: Room,
    #[serde(default, deserialize_with = "lenient")]
    participant: Participant,
    #[serde(default, deserialize_with = "lenient")]
    track: Track,
}

#[derive(Deserialize, Default)]
struct Room {
    #[serde(default, deserialize_with = "lenient")]
    sid: String,
    #[serde(default, deserialize_with = "lenient")]
    name: String,
}

#[derive(Deserialize, Default)]
struct Participant {
    #[serde(default, deserialize_with = "lenient")]
    sid: String,
    #[serde(default, deserialize_with = "lenient")]
    identity: String,
    #[serde(default)]
    kind: Value,
}

#[derive(Deserialize, Default)]
struct Track {
    #[serde(default, deserialize_with = "lenient")]
    sid: String,
    #[serde(default, rename = "type")]
    kind: Value,
}

fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(from: D) -> Result<T, D::Error> {
    Value::deserialize(from).map(|value| serde_json::from_value(value).unwrap_or_default())
}

/// Reads a verified body.
pub(super) fn decode(body: &[u8]) -> Result<WebhookEvent, serde_json::Error> {
    // A map first: a struct would be read from a JSON array, too.
    let body = serde_json::from_slice::<serde_json::Map<String, Value>>(body)?;
    let event: Body = serde_json::from_value(Value::Object(body))?;
    Ok(WebhookEvent {
        created_at: whole_number(&event.created_at).and_then(|seconds| Timestamp::from_timestamp(seconds, 0)),
        id: event.id.clone(),
        happening: happening(&event).unwrap_or(Happening::Other { event: event.event }),
    })
}

/// `None` for an event that isn't known, or doesn't say what it is about.
fn happening(event: &Body) -> Option<Happening> {
    let room = room(&event.room)?;
    Some(match event.event.as_str() {
        "room_started" => Happening::RoomStarted { room },
        "room_finished" => Happening::RoomFinished { room },
        "participant_joined" => Happening::ParticipantJoined {
            room,
            participant: participant(&event.participant)?,
        },
        "participant_left" => Happening::ParticipantLeft {
            room,
            participant: participant(&event.participant)?,
        },
        "track_published" => Happening::TrackPublished {
            room,
            participant: participant(&event.participant)?,
            track: track(&event.track),
        },
        "track_unpublished" => Happening::TrackUnpublished {
            room,
            participant: participant(&event.participant)?,
            track: track(&event.track),
        },
        _ => return None,
    })
}

fn room(room: &Room) -> Option<WebhookRoom> {
    let is_whole = !room.sid.is_empty() && !room.name.is_empty();
    is_whole.then(|| WebhookRoom {
        sid: RoomSid::from_trusted(room.sid.clone()),
        name: RoomName::from_trusted(room.name.clone()),
    })
}

fn participant(participant: &Participant) -> Option<WebhookParticipant> {
    (!participant.identity.is_empty()).then(|| WebhookParticipant {
        sid: participant.sid.clone(),
        identity: Identity::from_outside(participant.identity.clone()),
        is_person: is(&participant.kind, "STANDARD", 0),
    })
}

fn track(track: &Track) -> WebhookTrack {
    let kind = if is(&track.kind, "AUDIO", 0) {
        TrackKind::Audio
    } else if is(&track.kind, "VIDEO", 1) {
        TrackKind::Video
    } else {
        TrackKind::Other
    };
    WebhookTrack {
        sid: track.sid.clone(),
        kind,
    }
}

/// Whether an enum has a certain value, which is given by name or by number; absent is 0.
fn is(value: &Value, name: &str, number: i64) -> bool {
    match value {
        Value::Null => number == 0,
        Value::String(text) if text == name => true,
        other => whole_number(other) == Some(number),
    }
}

/// A number, which long ones are as text.
fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    }
}
