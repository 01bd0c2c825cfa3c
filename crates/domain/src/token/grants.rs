//! The grant table of the design: what each role may do in a room.

use strum_macros::VariantArray;

/// What somebody is in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, VariantArray)]
#[strum(crate = "crate::names")]
pub enum RoomRole {
    /// The stream's creator.
    Creator,
    /// Somebody signed in.
    Viewer,
    /// Somebody who is not.
    Guest,
}

/// What a token lets its bearer do in its room. Making and deleting rooms is never among it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grants {
    /// Send video and audio.
    pub can_publish: bool,
    /// Send data packets.
    pub can_publish_data: bool,
    /// Receive what others send.
    pub can_subscribe: bool,
}

impl Grants {
    /// The table.
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
