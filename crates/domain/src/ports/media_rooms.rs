//! The port to the rooms of the media server.

use async_trait::async_trait;

use crate::chat::{Audience, ChatEvent};
use crate::error::{Outage, Source};
use crate::room::{Identity, Participant, RoomName, RoomSid};
use crate::session::RoomSpec;
use crate::stream::RoomMetadata;

/// Why a call of the media server failed.
#[derive(Debug, thiserror::Error)]
pub enum MediaRoomsError {
    /// The media server is unreachable, too slow, or its response is invalid. Whether the call took effect is
    /// unknown.
    #[error("the media server is unavailable")]
    Unavailable(#[source] Source),
}

impl From<MediaRoomsError> for Outage {
    fn from(MediaRoomsError::Unavailable(source): MediaRoomsError) -> Self {
        Self::Media(source)
    }
}

/// An open room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// The name of the room.
    pub name: RoomName,
    /// The id of the room.
    pub sid: RoomSid,
    /// The metadata; `None` if it is not metadata of this service.
    pub metadata: Option<RoomMetadata>,
}

/// Manages the rooms of the media server. Every method MUST return within 5 s, and MUST return `Unavailable`
/// if the server is unreachable.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait MediaRooms: Send + Sync {
    /// Creates a room and returns its id. If the room is open already, it MUST keep its participants and its
    /// id, and that id MUST be returned.
    async fn create_room(&self, spec: &RoomSpec) -> Result<RoomSid, MediaRoomsError>;

    /// Closes a room. All participants MUST be disconnected. MUST succeed if the room is not open.
    async fn delete_room(&self, room: &RoomName) -> Result<(), MediaRoomsError>;

    /// Lists all open rooms. Each MUST have the metadata that [`Self::create_room`] set, or soon after
    /// [`Self::update_metadata`] the updated metadata.
    async fn list_rooms(&self) -> Result<Vec<Room>, MediaRoomsError>;

    /// Lists the participants of a room. If the room is not open, the list MUST be empty.
    async fn list_participants(&self, room: &RoomName) -> Result<Vec<Participant>, MediaRoomsError>;

    /// Disconnects a participant. MUST succeed if the participant or the room does not exist.
    async fn remove_participant(&self, room: &RoomName, identity: &Identity) -> Result<(), MediaRoomsError>;

    /// Replaces the metadata that the participants of a room see. MUST succeed if the room is not open.
    async fn update_metadata(&self, room: &RoomName, metadata: &RoomMetadata) -> Result<(), MediaRoomsError>;

    /// Sends a chat event to participants, in the name of the server. Events that are sent one after the
    /// other MUST arrive in that order. Identities that are not in the room MUST be ignored. For a room that
    /// is not open, the call MAY return `Unavailable`, within 1 s.
    async fn send_chat(
        &self,
        room: &RoomName,
        event: &ChatEvent,
        to: &Audience,
    ) -> Result<(), MediaRoomsError>;
}
