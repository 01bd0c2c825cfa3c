//! Lists of live and followed streams, and search.

use super::{StreamError, StreamService};
use crate::error::Outage;
use crate::page::{Page, PageRequest};
use crate::ports::StreamRepositoryError;
use crate::stream::{DiscoveryKey, SearchQuery, StreamWithUser};
use crate::user::{Requester, UserId, Username};

/// Why a search failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The search took too long, or too many searches are running.
    #[error("the search is busy")]
    Busy,
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<StreamRepositoryError> for SearchError {
    fn from(error: StreamRepositoryError) -> Self {
        match error {
            StreamRepositoryError::SearchBusy => Self::Busy,
            other => Self::Outage(other.into()),
        }
    }
}

impl StreamService {
    /// Lists the live streams, most viewers first, without hosts who block the requester or whom the
    /// requester blocks.
    pub async fn get_live_streams(
        &self,
        requester: &Requester,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamError> {
        Ok(self
            .streams
            .list_live(requester, page)
            .await
            .map_err(Outage::from)?)
    }

    /// Lists the streams of the creators whom a user follows, live ones first.
    pub async fn get_followed_streams(
        &self,
        user: &UserId,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamError> {
        Ok(self
            .streams
            .list_followed(user, page)
            .await
            .map_err(Outage::from)?)
    }

    /// Finds up to [`SearchQuery::MAX_RESULTS`] streams whose title, user name or display name matches the
    /// query, best match first. The address of a watch page finds only the stream of its creator.
    pub async fn search_streams(
        &self,
        query: &SearchQuery,
        requester: &Requester,
    ) -> Result<Vec<StreamWithUser>, SearchError> {
        let found = match query.watch_page_username() {
            Some(name) => self.find_by_name(&name, requester).await?.into_iter().collect(),
            None => self.streams.search(query, requester).await?,
        };
        Ok(found)
    }

    /// The stream of the creator with that name, unless one of the two blocks the other.
    async fn find_by_name(
        &self,
        name: &Username,
        requester: &Requester,
    ) -> Result<Option<StreamWithUser>, Outage> {
        let Some(host) = self.users.find_by_username(name).await? else {
            return Ok(None);
        };
        if let Some(viewer) = requester.user_id() {
            let relation = self.social.find_relation(&host.id, viewer).await?;
            if relation.is_blocked || relation.has_blocked {
                return Ok(None);
            }
        }
        Ok(self.streams.find_with_user(&host.id).await?)
    }
}
