//! What a stream's room tells everybody in it.

use super::{ChatSettings, Description, Stream, Title};

/// What everybody in a room is told about it, late joiners too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomMetadata {
    /// The stream's title.
    pub title: Title,
    /// The stream's description.
    pub description: Option<Description>,
    /// Who may write.
    pub chat: ChatSettings,
}

impl RoomMetadata {
    /// The stream's part that is public in its room.
    #[must_use]
    pub fn of(stream: &Stream) -> Self {
        Self {
            title: stream.title.clone(),
            description: stream.description.clone(),
            chat: stream.chat,
        }
    }
}
