//! Users as admins list them.

use std::cmp::Reverse;

use crate::Timestamp;
use crate::creator::ApplicationStatus;
use crate::stream::{MatchRank, SearchQuery};
use crate::user::{User, UserId, Username};

/// Which users to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserFilter {
    /// Who they are.
    pub selection: UserSelection,
    /// Whether they are suspended; `None` lists both.
    pub is_suspended: Option<bool>,
}

/// Who is listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum UserSelection {
    /// All users.
    #[default]
    All,
    /// The users whose user name or display name matches a query.
    Search(SearchQuery),
    /// The user with a name, compared by [`Username::key`].
    Username(Username),
    /// The user with an id.
    Id(UserId),
}

impl From<SearchQuery> for UserSelection {
    /// The address of a watch page selects only its creator, as in the search for streams.
    fn from(query: SearchQuery) -> Self {
        match query.watch_page_username() {
            Some(name) => Self::Username(name),
            None => Self::Search(query),
        }
    }
}

/// A user as admins see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserListing {
    /// The user. Their roles are those of their latest stored token that contained roles; they are displayed
    /// and permit nothing.
    pub user: User,
    /// The status of their application.
    pub application_status: ApplicationStatus,
    /// When the user was first seen.
    pub created_at: Timestamp,
    /// How well they match the query; [`MatchRank::Exact`] without a query.
    pub rank: MatchRank,
}

impl UserListing {
    /// The sort key of the user.
    #[must_use]
    pub fn key(&self) -> UserKey {
        UserKey {
            rank: self.rank,
            created_at: self.created_at,
            user_id: self.user.id.clone(),
        }
    }
}

/// The sort key of users: better matches first, then newest first, then higher id first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserKey {
    /// How well the user matches.
    pub rank: MatchRank,
    /// When the user was first seen.
    pub created_at: Timestamp,
    /// Orders users of the same time.
    pub user_id: UserId,
}

impl Ord for UserKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let place = |key: &Self| (key.rank, Reverse(key.created_at));
        place(self)
            .cmp(&place(other))
            .then_with(|| other.user_id.cmp(&self.user_id))
    }
}

impl PartialOrd for UserKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
