//! Who may write in a stream's chat. Reading is for whoever may watch.

use crate::room::Identity;
use crate::stream::Stream;
use crate::token::{EntryDenied, Restrictions, entry_denied};

/// Somebody who wants to write, as the rules see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatWriter {
    /// Who they are in the room.
    pub who: Identity,
    /// How they stand to the host and to the session.
    pub restrictions: Restrictions,
    /// Whether they follow the host.
    pub is_follower: bool,
    /// Whether they are an admin.
    pub is_admin: bool,
}

/// Why somebody may not write, in the order in which the reasons are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatDenied {
    /// They may not even watch.
    EntryDenied(EntryDenied),
    /// The chat is off, for everybody.
    ChatDisabled,
    /// The chat is for followers, and they are none.
    FollowersOnly,
}

/// Whether somebody may write; how fast is [`super::retry_after`]'s to say.
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
