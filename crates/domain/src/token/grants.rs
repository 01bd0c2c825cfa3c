//! The grant table: what each role may do in a room.

use strum_macros::VariantArray;

/// A role in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, VariantArray)]
#[strum(crate = "crate::names")]
pub enum RoomRole {
    /// The stream's creator.
    Creator,
    /// A signed-in viewer.
    Viewer,
    /// A viewer who is not signed in.
    Guest,
}

/// What a room token permits in its room. No token permits creating or deleting rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grants {
    /// Publish video and audio.
    pub can_publish: bool,
    /// Send data packets.
    pub can_publish_data: bool,
    /// Receive what others publish.
    pub can_subscribe: bool,
}

impl Grants {
    /// The grants of a role.
    #[must_use]
    pub fn of(role: RoomRole) -> Self {
        let can_publish = match role {
            RoomRole::Creator => true,
            RoomRole::Viewer | RoomRole::Guest => false,
        };
        Self {
            can_publish,
            can_publish_data: true,
            can_subscribe: true,
        }
    }
}
