//! Who may write in a stream's chat. Reading is for whoever may watch.

use crate::room::Identity;
use crate::stream::Stream;
use crate::token::{Barred, Standing, barred};

/// Somebody who wants to write, as the rules see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Who they are in the room.
    pub who: Identity,
    /// How they stand to the host and to the session.
    pub standing: Standing,
    /// Whether they follow the host.
    pub is_follower: bool,
    /// Whether they are an admin.
    pub is_admin: bool,
}

/// Why somebody may not write, in the order in which the reasons are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// They may not even watch.
    Barred(Barred),
    /// The chat is off, for everybody.
    ChatDisabled,
    /// The chat is for followers, and they are none.
    FollowersOnly,
}

/// Whether somebody may write; how fast is [`super::pause`]'s to say.
pub fn may_write(stream: &Stream, speaker: &Speaker) -> Result<(), Silence> {
    if let Some(barred) = barred(stream, &speaker.who, speaker.standing) {
        return Err(Silence::Barred(barred));
    }
    if !stream.chat.is_enabled {
        return Err(Silence::ChatDisabled);
    }
    let is_host = speaker.who.as_str() == stream.user_id.as_str();
    if stream.chat.is_followers_only && !(speaker.is_follower || is_host || speaker.is_admin) {
        return Err(Silence::FollowersOnly);
    }
    Ok(())
}
