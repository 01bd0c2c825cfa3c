//! The metadata of a stream's room.

use super::{ChatSettings, Description, Stream, Title};

/// What all participants of a room see of the stream, including late joiners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomMetadata {
    /// The stream's title.
    pub title: Title,
    /// The stream's description.
    pub description: Option<Description>,
    /// Who may write in the chat.
    pub chat: ChatSettings,
}

impl RoomMetadata {
    /// The metadata of a stream's room.
    #[must_use]
    pub fn of(stream: &Stream) -> Self {
        Self {
            title: stream.title.clone(),
            description: stream.description.clone(),
            chat: stream.chat,
        }
    }
}
