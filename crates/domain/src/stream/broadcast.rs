//! What a stream shows of its broadcast. The broadcast itself is in [`crate::session`].

use strum_macros::{EnumString, IntoStaticStr, VariantArray};

use crate::text::id_type;

id_type! {
    /// A session's id, for good.
    SessionId
}

/// The state of a stream's broadcast, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum BroadcastState {
    /// No session is open.
    Offline,
    /// See [`LiveState::Starting`](crate::session::LiveState::Starting).
    Starting,
    /// See [`LiveState::OnAir`](crate::session::LiveState::OnAir).
    OnAir,
    /// See [`LiveState::Interrupted`](crate::session::LiveState::Interrupted).
    Interrupted,
}
