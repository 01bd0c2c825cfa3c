//! Follows and blocks between users.

use crate::user::UserId;

/// Two different users, of whom the first does something to the second. Nobody follows or blocks
/// themselves: such a tie can't be made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tie {
    actor: UserId,
    target: UserId,
}

/// A user can't follow or block themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be somebody else")]
pub struct Oneself;

impl Tie {
    /// Ties `actor` to `target`.
    pub fn new(actor: UserId, target: UserId) -> Result<Self, Oneself> {
        if actor == target {
            Err(Oneself)
        } else {
            Ok(Self { actor, target })
        }
    }

    /// Who follows or blocks.
    #[must_use]
    pub fn actor(&self) -> &UserId {
        &self.actor
    }

    /// Who is followed or blocked.
    #[must_use]
    pub fn target(&self) -> &UserId {
        &self.target
    }
}

/// How a viewer stands to a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relation {
    /// The viewer follows the host.
    pub is_following: bool,
    /// The host blocked the viewer.
    pub is_blocked: bool,
    /// The viewer blocked the host.
    pub has_blocked: bool,
}
