//! The port to the media server's rooms.

use async_trait::async_trait;

use crate::chat::{Audience, ChatEvent};
use crate::error::{Outage, Source};
use crate::room::{Identity, Participant, RoomName, RoomSid};
use crate::session::RoomSpec;
use crate::stream::RoomMetadata;

/// Why the media server did not do as it was told.
#[derive(Debug, thiserror::Error)]
pub enum MediaRoomsError {
    /// It can't be reached, is too slow, or answered what nobody understands. Whether the call took
    /// effect is unknown.
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
    /// Its name.
    pub name: RoomName,
    /// Its own id.
    pub sid: RoomSid,
    /// What people in it are told; `None` if that is nothing of ours.
    pub metadata: Option<RoomMetadata>,
}

/// Makes and closes rooms, and looks into them. Every method MUST answer or fail within 5 s, and
/// MUST report a server that can't be reached as `Unavailable`.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait MediaRooms: Send + Sync {
    /// Opens a room and returns its sid. If it is open already it MUST stay as it is, with the
    /// people in it, and its sid MUST be returned.
    async fn create_room(&self, spec: &RoomSpec) -> Result<RoomSid, MediaRoomsError>;

    /// Closes a room: everybody in it MUST be disconnected. A room that isn't open is a success.
    async fn delete_room(&self, room: &RoomName) -> Result<(), MediaRoomsError>;

    /// All open rooms. Each MUST be listed with the metadata that [`Self::create_room`] made it with,
    /// and soon after [`Self::update_metadata`] with what that set.
    async fn list_rooms(&self) -> Result<Vec<Room>, MediaRoomsError>;

    /// Who is in a room. A room that isn't open MUST look like an empty one.
    async fn list_participants(&self, room: &RoomName) -> Result<Vec<Participant>, MediaRoomsError>;

    /// Disconnects somebody. A success also when they, or the room, are not there.
    async fn remove_participant(&self, room: &RoomName, identity: &Identity) -> Result<(), MediaRoomsError>;

    /// Replaces what everybody in a room is told about it. A room that isn't open is a success.
    async fn update_metadata(&self, room: &RoomName, metadata: &RoomMetadata) -> Result<(), MediaRoomsError>;

    /// Brings chat news to people in a room, as from the service itself and from nobody in the room. What
    /// is sent one after the other MUST arrive in that order; who isn't there is left out. A room that
    /// isn't open MAY look like a server that can't be reached, within 1 s.
    async fn send_chat(
        &self,
        room: &RoomName,
        news: &ChatEvent,
        to: &Audience,
    ) -> Result<(), MediaRoomsError>;
}
