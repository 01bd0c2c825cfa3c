//! The port to the streams' records.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Outage, Source};
use crate::page::{Page, PageRequest};
use crate::stream::{DiscoveryKey, SearchQuery, Stream, StreamPatch, StreamWithUser};
use crate::user::{Requester, UserId};

/// Why streams could not be read or changed. Only [`StreamRepository::upsert`] returns `UserUnknown`, and only
/// [`StreamRepository::search`] `SearchBusy`.
#[derive(Debug, thiserror::Error)]
pub enum StreamRepositoryError {
    /// The creator is no known user.
    #[error("no user has that id")]
    UserUnknown,
    /// A search was given up: it took too long, or too many run. The store itself is well.
    #[error("the search is busy")]
    SearchBusy,
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<StreamRepositoryError> for Outage {
    fn from(error: StreamRepositoryError) -> Self {
        match error {
            StreamRepositoryError::Unavailable(source) => Self::Store(source),
            StreamRepositoryError::UserUnknown | StreamRepositoryError::SearchBusy => {
                Self::Unexpected(Box::new(error))
            }
        }
    }
}

/// Keeps streams, and finds them. Whether one is live is written by
/// [`super::SessionRepository`] alone, and read here.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait StreamRepository: Send + Sync {
    /// Keeps `fresh` if its creator has no stream yet, else changes the one that exists by `patch`
    /// as [`Stream::patched`] does at `fresh.created_at`. Returns the stream, and whether it is new.
    /// An existing stream MUST keep its id, what the patch leaves out, and whether it is live. Two
    /// calls at once MUST make one stream.
    async fn upsert(
        &self,
        fresh: &Stream,
        patch: &StreamPatch,
    ) -> Result<(Stream, bool), StreamRepositoryError>;

    /// Changes a creator's stream as [`Stream::patched`] does. MUST NOT touch whether it is live, nor
    /// a field that the patch leaves out, also when two patches meet. `None` if there is no stream.
    async fn update(
        &self,
        creator: &UserId,
        patch: &StreamPatch,
        at: Timestamp,
    ) -> Result<Option<Stream>, StreamRepositoryError>;

    /// A creator's stream.
    async fn find_by_creator(&self, creator: &UserId) -> Result<Option<Stream>, StreamRepositoryError>;

    /// Which of these users have a stream; in any order, others left out.
    async fn filter_creators(&self, users: &[UserId]) -> Result<Vec<UserId>, StreamRepositoryError>;

    /// A creator's stream with what lists show of it.
    async fn find_with_user(&self, creator: &UserId)
    -> Result<Option<StreamWithUser>, StreamRepositoryError>;

    /// The live streams in the order of [`DiscoveryKey`], as they are now, after the page's key. Hosts who
    /// blocked the requester, or whom the requester blocked, MUST be left out. While nothing changes, each
    /// live stream MUST be on exactly one page. The key MUST be used as it is, whether or not a stream has it.
    async fn list_live(
        &self,
        requester: &Requester,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError>;

    /// The streams, live or not, of those whom the user follows, in the order of
    /// [`DiscoveryKey`], after the page's key.
    async fn list_followed(
        &self,
        user: &UserId,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError>;

    /// At most [`SearchQuery::MAX_RESULTS`] streams whose title, user name or name contains the query or
    /// is like it, best first. MUST disregard case and forgive one typo in a word of five letters or
    /// more; `%` and `_` MUST mean themselves. Hosts are left out as in `live`.
    ///
    /// A search that takes longer than [`SearchQuery::TIME_LIMIT`] MUST be given up as `SearchBusy`, and any
    /// number of searches MUST NOT hold up what other methods do.
    async fn search(
        &self,
        query: &SearchQuery,
        requester: &Requester,
    ) -> Result<Vec<StreamWithUser>, StreamRepositoryError>;
}
