//! Streams and the states of a broadcast.

use onair_domain::stream::{BroadcastState, Stream, StreamWithUser};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Moment, UserDto};
use crate::preview::thumbnail_path;

/// A creator's stream.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Stream)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the fields are those of the API contract"
)]
pub(crate) struct StreamDto {
    id: String,
    /// The creator's user id.
    user_id: String,
    title: String,
    #[schema(required)]
    description: Option<String>,
    #[schema(required)]
    thumbnail: Option<String>,
    /// True from go-live to the end, also while the creator is interrupted.
    is_live: bool,
    /// When the broadcast started; null while offline.
    #[schema(required)]
    started_at: Option<Moment>,
    is_chat_enabled: bool,
    is_chat_delayed: bool,
    is_chat_followers_only: bool,
    /// Whether guests (viewers who are not signed in) may watch.
    is_guests_allowed: bool,
    created_at: Moment,
    updated_at: Moment,
}

impl From<Stream> for StreamDto {
    fn from(stream: Stream) -> Self {
        Self {
            is_live: stream.is_live(),
            id: stream.id.to_string(),
            user_id: stream.user_id.to_string(),
            title: stream.title.to_string(),
            description: stream.description.as_ref().map(ToString::to_string),
            thumbnail: stream.thumbnail.as_ref().map(ToString::to_string),
            started_at: stream.live_since.map(Into::into),
            is_chat_enabled: stream.chat.is_enabled,
            is_chat_delayed: stream.chat.is_delayed,
            is_chat_followers_only: stream.chat.is_followers_only,
            is_guests_allowed: stream.is_guests_allowed,
            created_at: stream.created_at.into(),
            updated_at: stream.updated_at.into(),
        }
    }
}

/// A stream with its creator.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StreamWithUser)]
pub(crate) struct StreamWithUserDto {
    #[serde(flatten)]
    stream: StreamDto,
    user: UserDto,
    /// The number of viewers, without the creator.
    viewer_count: u32,
    /// The path of the broadcast's picture, which changes with the picture; null if it has none, or if guests may
    /// not watch.
    #[schema(required)]
    live_thumbnail: Option<String>,
}

impl From<StreamWithUser> for StreamWithUserDto {
    fn from(found: StreamWithUser) -> Self {
        Self {
            live_thumbnail: thumbnail_path(&found),
            stream: found.stream.into(),
            user: found.user.into(),
            viewer_count: found.viewer_count,
        }
    }
}

/// The state of a broadcast.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = BroadcastState)]
pub(crate) enum StateDto {
    /// There is no open session.
    Offline,
    /// The creator went live but does not publish yet.
    Starting,
    /// The creator publishes.
    OnAir,
    /// The creator lost the connection and may reconnect.
    Interrupted,
}

impl From<BroadcastState> for StateDto {
    fn from(state: BroadcastState) -> Self {
        match state {
            BroadcastState::Offline => Self::Offline,
            BroadcastState::Starting => Self::Starting,
            BroadcastState::OnAir => Self::OnAir,
            BroadcastState::Interrupted => Self::Interrupted,
        }
    }
}

#[cfg(test)]
mod tests {
    use onair_domain::names::VariantArray as _;

    use super::*;

    #[test]
    fn states_have_the_names_of_the_domain() {
        for &state in BroadcastState::VARIANTS {
            assert_eq!(
                serde_json::to_value(StateDto::from(state)).unwrap(),
                <&str>::from(state)
            );
        }
    }
}
