//! The port to the streams.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Outage, Source};
use crate::page::{Page, PageRequest};
use crate::stream::{DiscoveryKey, SearchQuery, Stream, StreamPatch, StreamWithUser};
use crate::user::{Requester, UserId};

/// Why streams could not be read or changed. Only [`StreamRepository::upsert`] returns `UserUnknown`, and
/// only [`StreamRepository::search`] returns `SearchBusy`.
#[derive(Debug, thiserror::Error)]
pub enum StreamRepositoryError {
    /// The creator does not exist.
    #[error("no user has that id")]
    UserUnknown,
    /// The search was cancelled: it took too long, or too many searches were running. The store works.
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

/// Stores and finds streams. Whether a stream is live is written only by [`super::SessionRepository`].
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait StreamRepository: Send + Sync {
    /// Stores `fresh` if its creator has no stream, else changes the existing stream as [`Stream::patched`]
    /// does, at `fresh.created_at`. Returns the stream and whether it was created. An existing stream MUST
    /// keep its id, the fields that the patch omits, and whether it is live. Concurrent calls MUST create
    /// only one stream.
    async fn upsert(
        &self,
        fresh: &Stream,
        patch: &StreamPatch,
    ) -> Result<(Stream, bool), StreamRepositoryError>;

    /// Changes a creator's stream as [`Stream::patched`] does. MUST NOT change whether it is live, nor a
    /// field that the patch omits, also with concurrent patches. `None` if there is no stream.
    async fn update(
        &self,
        creator: &UserId,
        patch: &StreamPatch,
        at: Timestamp,
    ) -> Result<Option<Stream>, StreamRepositoryError>;

    /// Finds a creator's stream.
    async fn find_by_creator(&self, creator: &UserId) -> Result<Option<Stream>, StreamRepositoryError>;

    /// Returns those of these users who have a stream, in any order.
    async fn filter_creators(&self, users: &[UserId]) -> Result<Vec<UserId>, StreamRepositoryError>;

    /// Finds a creator's stream with the creator, the open session and the viewer count.
    async fn find_with_user(&self, creator: &UserId)
    -> Result<Option<StreamWithUser>, StreamRepositoryError>;

    /// Lists live streams in the order of [`DiscoveryKey`] at the time of reading, after the key of the page.
    /// Hosts who block the requester, or whom the requester blocks, MUST be left out. While nothing changes,
    /// each live stream MUST be on exactly one page. The key MUST work even if no stream has it any more.
    async fn list_live(
        &self,
        requester: &Requester,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError>;

    /// Lists the streams, live or not, of the creators whom a user follows, in the order of [`DiscoveryKey`],
    /// after the key of the page.
    async fn list_followed(
        &self,
        user: &UserId,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError>;

    /// Finds at most [`SearchQuery::MAX_RESULTS`] streams whose title, user name or display name matches the
    /// query, best match first (see [`crate::stream::MatchRank`]). MUST ignore case, and MUST accept one typo
    /// per word of five or more letters. `%` and `_` MUST be ordinary characters. Hosts MUST be left out as
    /// in [`Self::list_live`]. If hundreds of streams match, the results MAY be other matches than the best; live streams
    /// with many viewers SHOULD be preferred then.
    ///
    /// A search that takes longer than [`SearchQuery::TIME_LIMIT`] MUST fail with `SearchBusy`. Any number of
    /// searches MUST NOT delay other methods.
    async fn search(
        &self,
        query: &SearchQuery,
        requester: &Requester,
    ) -> Result<Vec<StreamWithUser>, StreamRepositoryError>;
}
