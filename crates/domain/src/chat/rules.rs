//! Who may write in a chat. Everybody who may watch may read.

use crate::room::Identity;
use crate::stream::Stream;
use crate::token::{EntryDenied, Restrictions, entry_denied};

/// A person who wants to write, as the rules see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatWriter {
    /// Their identity in the room.
    pub who: Identity,
    /// Blocks and removals that affect them.
    pub restrictions: Restrictions,
    /// Whether they follow the host.
    pub is_follower: bool,
    /// Whether they are an admin.
    pub is_admin: bool,
}

/// Why a person may not write. The first reason in this order is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatDenied {
    /// They may not watch the stream either.
    EntryDenied(EntryDenied),
    /// The chat is disabled for everybody.
    ChatDisabled,
    /// Only followers may write, and they are not one.
    FollowersOnly,
}

/// Whether a person may write. [`super::retry_after`] limits how fast.
pub fn may_write(stream: &Stream, writer: &ChatWriter) -> Result<(), ChatDenied> {
    if let Some(entry_denied) = entry_denied(stream, &writer.who, writer.restrictions) {
        return Err(ChatDenied::EntryDenied(entry_denied));
    }
    if !stream.chat.is_enabled {
        return Err(ChatDenied::ChatDisabled);
    }
    let is_host = writer.who.as_str() == stream.user_id.as_str();
    if stream.chat.is_followers_only && !(writer.is_follower || is_host || writer.is_admin) {
        return Err(ChatDenied::FollowersOnly);
    }
    Ok(())
}
