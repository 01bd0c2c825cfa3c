//! [`LiveKitRooms`]: manages rooms with LiveKit's room service.

mod calls;
mod chat;
mod liveness;
mod metadata;
mod participants;

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
use onair_domain::room::{Identity, Participant, RoomName, RoomSid};
use onair_domain::session::RoomSpec;
use onair_domain::stream::RoomMetadata;
use secrecy::ExposeSecret as _;

pub use self::calls::describe_metrics;
use self::calls::{CallError, with_timeout};
use self::liveness::Liveness;
use crate::LiveKitConfig;
use crate::storable_text::is_storable;

/// A call takes one or two milliseconds, so a server that needs this long is down. The port allows 5 s and
/// the client library would wait 10 s.
const CALL_TIMEOUT: Duration = Duration::from_secs(3);

/// Callers retry these calls later, so a failure must not delay the current request for longer.
const SHORT_CALL_TIMEOUT: Duration = Duration::from_secs(1);

/// The port allows 2 s.
const HEALTH_TIMEOUT: Duration = Duration::from_millis(1500);

/// Manages rooms on a LiveKit server. Cheap to clone, because all clones share one connection pool.
///
/// No call is retried here. After an error it is unknown whether the call took effect. All calls are
/// idempotent, so callers may repeat them.
///
/// Do not delete and create a room of the same name concurrently: the server may return the sid of the room
/// that is being deleted.
#[derive(Clone)]
pub struct LiveKitRooms {
    client: Arc<RoomClient>,
    liveness: Liveness,
}

impl fmt::Debug for LiveKitRooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveKitRooms").finish_non_exhaustive()
    }
}

/// The system's certificate store is missing or empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the system has no CA certificates, which the client requires even for http:// addresses: install \
     ca-certificates, or set SSL_CERT_FILE to a PEM file"
)]
pub struct NoCertificates;

impl LiveKitRooms {
    /// Creates the client. It connects with the first call.
    ///
    /// Fails if the system has no CA certificates.
    pub fn new(config: &LiveKitConfig) -> Result<Self, NoCertificates> {
        // The library's constructor panics without certificates.
        if rustls_native_certs::load_native_certs().certs.is_empty() {
            return Err(NoCertificates);
        }
        let LiveKitConfig {
            url,
            api_key,
            api_secret,
            ..
        } = config;
        let client = RoomClient::with_api_key(&url.http(), api_key, api_secret.expose_secret());
        Ok(Self {
            client: Arc::new(client),
            liveness: Liveness::default(),
        })
    }
}

impl LiveKitRooms {
    async fn delete(&self, room: &RoomName) -> Result<(), CallError> {
        let call = self.client.delete_room(room.as_str());
        let deleted = with_timeout("DeleteRoom", SHORT_CALL_TIMEOUT, call).await;
        deleted.or_else(CallError::ignore_not_found)
    }

    /// Deletes a room of a node that has died. Several nodes keep the rooms of such a node, and none can delete them.
    /// Some seconds after its death, creating the room moves it to another node.
    async fn move_and_delete(&self, room: &RoomName) -> Result<(), CallError> {
        let call = Box::pin(
            self.client
                .create_room(room.as_str(), CreateRoomOptions::default()),
        );
        with_timeout("CreateRoom", SHORT_CALL_TIMEOUT, call).await?;
        self.delete(room).await
    }
}

fn to_port_error(error: CallError) -> MediaRoomsError {
    MediaRoomsError::Unavailable(Box::new(error))
}

/// LiveKit accepts whole seconds only and interprets 0 as its default. Rounded up, a room never closes
/// earlier than requested.
fn seconds(timeout: Duration) -> u32 {
    let seconds = timeout.as_nanos().div_ceil(1_000_000_000);
    u32::try_from(seconds).unwrap_or(u32::MAX).max(1)
}

#[async_trait]
impl MediaRooms for LiveKitRooms {
    async fn create_room(&self, spec: &RoomSpec) -> Result<RoomSid, MediaRoomsError> {
        let options = CreateRoomOptions {
            empty_timeout: seconds(spec.empty_timeout),
            departure_timeout: seconds(spec.departure_timeout),
            metadata: match &spec.metadata {
                Some(metadata) => metadata::to_json(metadata).map_err(to_port_error)?,
                None => String::new(),
            },
            ..CreateRoomOptions::default()
        };
        // The library's future takes 24 KiB, too much for the stack.
        let call = Box::pin(self.client.create_room(spec.name.as_str(), options));
        let room = with_timeout("CreateRoom", CALL_TIMEOUT, call)
            .await
            .map_err(to_port_error)?;
        // An empty body decodes to default values. LiveKit never returns an empty sid, so a proxy must have
        // answered.
        if room.sid.is_empty() {
            return Err(to_port_error(CallError::InvalidResponse { call: "CreateRoom" }));
        }
        Ok(RoomSid::from_trusted(room.sid))
    }

    async fn delete_room(&self, room: &RoomName) -> Result<(), MediaRoomsError> {
        let deleted = match self.delete(room).await {
            Err(error) if error.may_be_of_dead_node() => self.move_and_delete(room).await,
            result => result,
        };
        deleted.map_err(to_port_error)
    }

    async fn list_rooms(&self) -> Result<Vec<Room>, MediaRoomsError> {
        let call = self.client.list_rooms(Vec::new());
        let rooms = with_timeout("ListRooms", CALL_TIMEOUT, call)
            .await
            .map_err(to_port_error)?;
        // Rooms of this service always have names that a store accepts.
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

    async fn list_participants(&self, room: &RoomName) -> Result<Vec<Participant>, MediaRoomsError> {
        let call = self.client.list_participants(room.as_str());
        let participants = match with_timeout("ListParticipants", CALL_TIMEOUT, call).await {
            Ok(participants) => participants,
            // LiveKit Cloud returns an error here, the open-source server an empty list.
            Err(error) if error.is_not_found() => Vec::new(),
            Err(error) => return Err(to_port_error(error)),
        };
        let participants: Vec<_> = participants
            .into_iter()
            .filter_map(participants::to_participant)
            .collect();
        // A room is on one node, so if that of a publisher has died, nobody is in the room any more.
        let is_alive = participants
            .iter()
            .filter(|participant| participant.is_publishing)
            .all(|publisher| {
                let Participant {
                    identity, connection, ..
                } = publisher;
                self.liveness.is_alive(&self.client, room, identity, connection)
            });
        Ok(if is_alive { participants } else { Vec::new() })
    }

    async fn remove_participant(&self, room: &RoomName, identity: &Identity) -> Result<(), MediaRoomsError> {
        let call = self.client.remove_participant(room.as_str(), identity.as_str());
        with_timeout("RemoveParticipant", CALL_TIMEOUT, call)
            .await
            .or_else(CallError::ignore_not_found)
            .map_err(to_port_error)
    }

    async fn update_metadata(&self, room: &RoomName, metadata: &RoomMetadata) -> Result<(), MediaRoomsError> {
        let json = metadata::to_json(metadata).map_err(to_port_error)?;
        let call = self.client.update_room_metadata(room.as_str(), &json);
        with_timeout("UpdateRoomMetadata", SHORT_CALL_TIMEOUT, call)
            .await
            .map(drop)
            .or_else(CallError::ignore_not_found)
            .map_err(to_port_error)
    }

    async fn send_chat(
        &self,
        room: &RoomName,
        event: &ChatEvent,
        to: &Audience,
    ) -> Result<(), MediaRoomsError> {
        let Some(destination_identities) = chat::destinations(to) else {
            return Ok(());
        };
        let json = chat::to_json(event).map_err(to_port_error)?;
        let options = SendDataOptions {
            kind: Kind::Reliable,
            destination_identities,
            topic: Some(chat::TOPIC.to_owned()),
            ..SendDataOptions::default()
        };
        let call = self.client.send_data(room.as_str(), json, options);
        with_timeout("SendData", SHORT_CALL_TIMEOUT, call)
            .await
            .map_err(to_port_error)
    }
}

#[async_trait]
impl HealthProbe for LiveKitRooms {
    /// Queries a single room, which need not exist. This checks the server's store and the key pair at a
    /// cost that does not depend on the number of rooms.
    async fn check(&self) -> Result<(), HealthProbeError> {
        let call = self.client.list_rooms(vec!["health".to_owned()]);
        with_timeout("ListRooms", HEALTH_TIMEOUT, call)
            .await
            .map(drop)
            .map_err(|error| HealthProbeError(Box::new(error)))
    }
}
