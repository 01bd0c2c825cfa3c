//! What a stream shows of its broadcast. Broadcasts themselves are in [`crate::session`].

use strum_macros::{EnumString, IntoStaticStr, VariantArray};

use crate::text::id_type;

id_type! {
    /// The id of a session. It never changes.
    SessionId
}

/// The name of a broadcast's state. Sent to clients, so names never change.
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
