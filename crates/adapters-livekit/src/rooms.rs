//! [`LiveKitRooms`]: rooms over LiveKit's room service.

mod bounded;
mod chat;
mod metadata;
mod people;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use livekit_api::services::room::{CreateRoomOptions, RoomClient, SendDataOptions};
use livekit_protocol::data_packet::Kind;
use onair_domain::chat::{Audience, ChatEvent};
use onair_domain::ports::{HealthProbe, HealthProbeError, MediaRooms, MediaRoomsError, Room};
use onair_domain::session::{Identity, Participant, RoomMetadata, RoomName, RoomSid, RoomSpec};
use secrecy::ExposeSecret as _;

use self::bounded::{CallError, bounded};
use crate::LiveKitConfig;
use crate::storable::is_storable;

/// Calls take a millisecond or two; a server that needs this long is as good as away. Well below the
/// 5 s that the port allows, and the 10 s that the client library would wait.
const CALL_BOUND: Duration = Duration::from_secs(3);

/// What is made up for later when it fails holds up whoever asked for it no longer than this.
const SHORT_BOUND: Duration = Duration::from_secs(1);

/// The port allows 2 s.
const HEALTH_BOUND: Duration = Duration::from_millis(1500);

/// Rooms on a LiveKit server. Cheap to clone; all clones share one pool of connections.
///
/// Nothing is tried twice here. After an error it is unknown whether the call took effect, and each
/// of them may be repeated: all are idempotent.
///
/// Deleting a room and making it again under the same name at the same time is not safe: the server
/// may return the sid of the room that is being deleted. Callers keep the two apart.
#[derive(Clone)]
pub struct LiveKitRooms {
    client: Arc<RoomClient>,
}

impl fmt::Debug for LiveKitRooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveKitRooms").finish_non_exhaustive()
    }
}

/// The system's store of certificate authorities is missing or empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the system has no certificate authorities, which the client needs for plain addresses too: install \
     ca-certificates, or name a PEM file in SSL_CERT_FILE"
)]
pub struct NoAuthorities;

impl LiveKitRooms {
    /// Prepares the client, which connects with the first call.
    ///
    /// Fails if the system has no certificate authorities.
    pub fn new(config: &LiveKitConfig) -> Result<Self, NoAuthorities> {
        // The library's constructor panics without any.
        if rustls_native_certs::load_native_certs().certs.is_empty() {
            return Err(NoAuthorities);
        }
        let LiveKitConfig {
            url,
            api_key,
            api_secret,
        } = config;
        let client = RoomClient::with_api_key(&url.http(), api_key, api_secret.expose_secret());
        Ok(Self {
            client: Arc::new(client),
        })
    }
}

fn unavailable(error: CallError) -> MediaRoomsError {
    MediaRoomsError::Unavailable(Box::new(error))
}

/// LiveKit takes whole seconds, and 0 for "your default".
fn seconds(time_out: Duration) -> u32 {
    u32::try_from(time_out.as_secs()).unwrap_or(u32::MAX).max(1)
}

#[async_trait]
impl MediaRooms for LiveKitRooms {
    async fn create_room(&self, spec: &RoomSpec) -> Result<RoomSid, MediaRoomsError> {
        let options = CreateRoomOptions {
            empty_timeout: seconds(spec.empty_timeout),
            departure_timeout: seconds(spec.departure_timeout),
            metadata: metadata::to_json(&spec.metadata).map_err(unavailable)?,
            ..CreateRoomOptions::default()
        };
        // The library's future for this one takes 24 KiB: too much to carry on the stack.
        let answer = Box::pin(self.client.create_room(spec.name.as_str(), options));
        let room = bounded("CreateRoom", CALL_BOUND, answer)
            .await
            .map_err(unavailable)?;
        // An empty body is a valid message of defaults, and no room: some proxy answered.
        if room.sid.is_empty() {
            return Err(unavailable(CallError::Nonsense { call: "CreateRoom" }));
        }
        Ok(RoomSid::from_trusted(room.sid))
    }

    async fn delete_room(&self, room: &RoomName) -> Result<(), MediaRoomsError> {
        let answer = self.client.delete_room(room.as_str());
        bounded("DeleteRoom", SHORT_BOUND, answer)
            .await
            .or_else(CallError::forgive_absence)
            .map_err(unavailable)
    }

    async fn rooms(&self) -> Result<Vec<Room>, MediaRoomsError> {
        let answer = self.client.list_rooms(Vec::new());
        let rooms = bounded("ListRooms", CALL_BOUND, answer)
            .await
            .map_err(unavailable)?;
        // Names that no store can keep are not those of this service's rooms.
        let rooms = rooms
            .into_iter()
            .filter(|room| is_storable(&room.name) && is_storable(&room.sid));
        let rooms = rooms.map(|room| Room {
            name: RoomName::from_trusted(room.name),
            sid: RoomSid::from_trusted(room.sid),
            metadata: metadata::from_json(&room.metadata),
        });
        Ok(rooms.collect())
    }

    async fn participants(&self, room: &RoomName) -> Result<Vec<Participant>, MediaRoomsError> {
        let answer = self.client.list_participants(room.as_str());
        let there = match bounded("ListParticipants", CALL_BOUND, answer).await {
            Ok(there) => there,
            // The open-source server answers an empty list here, LiveKit Cloud this.
            Err(error) if error.is_absence() => Vec::new(),
            Err(error) => return Err(unavailable(error)),
        };
        Ok(there.into_iter().filter_map(people::person).collect())
    }

    async fn remove_participant(&self, room: &RoomName, identity: &Identity) -> Result<(), MediaRoomsError> {
        let answer = self.client.remove_participant(room.as_str(), identity.as_str());
        bounded("RemoveParticipant", CALL_BOUND, answer)
            .await
            .or_else(CallError::forgive_absence)
            .map_err(unavailable)
    }

    async fn update_metadata(&self, room: &RoomName, metadata: &RoomMetadata) -> Result<(), MediaRoomsError> {
        let json = metadata::to_json(metadata).map_err(unavailable)?;
        let answer = self.client.update_room_metadata(room.as_str(), &json);
        bounded("UpdateRoomMetadata", SHORT_BOUND, answer)
            .await
            .map(drop)
            .or_else(CallError::forgive_absence)
            .map_err(unavailable)
    }

    async fn send_chat(
        &self,
        room: &RoomName,
        news: &ChatEvent,
        to: &Audience,
    ) -> Result<(), MediaRoomsError> {
        let Some(destination_identities) = chat::destinations(to) else {
            return Ok(());
        };
        let json = chat::to_json(news).map_err(unavailable)?;
        let options = SendDataOptions {
            kind: Kind::Reliable,
            destination_identities,
            topic: Some(chat::TOPIC.to_owned()),
            ..SendDataOptions::default()
        };
        let answer = self.client.send_data(room.as_str(), json, options);
        bounded("SendData", SHORT_BOUND, answer)
            .await
            .map_err(unavailable)
    }
}

#[async_trait]
impl HealthProbe for LiveKitRooms {
    /// Asks for one room, which need not exist: that goes through the server's store and checks the
    /// key pair, but stays as cheap with a thousand rooms as with none.
    async fn check(&self) -> Result<(), HealthProbeError> {
        let answer = self.client.list_rooms(vec!["health".to_owned()]);
        bounded("ListRooms", HEALTH_BOUND, answer)
            .await
            .map(drop)
            .map_err(|error| HealthProbeError(Box::new(error)))
    }
}
