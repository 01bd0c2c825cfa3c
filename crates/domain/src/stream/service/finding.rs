//! Finding streams: those that are live, those of followed creators, and by what somebody types.

use super::{StreamError, StreamService};
use crate::error::Outage;
use crate::page::{Page, PageRequest};
use crate::ports::StreamRepositoryError;
use crate::stream::{DiscoveryKey, SearchQuery, StreamWithUser};
use crate::user::{Requester, UserId, Username};

/// Why a search found nothing out.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// It took too long, or too many searches run. Everything else works.
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
    /// The live streams, most viewers first, as they are now. Hosts tied to the requester by a block are left
    /// out.
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

    /// The streams of the creators that a user follows, live ones first.
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

    /// Up to [`SearchQuery::MAX_RESULTS`] streams whose title, user name or name is like the query, best
    /// first; a typo is forgiven. The address of a watch page finds its creator alone.
    pub async fn search_streams(
        &self,
        query: &SearchQuery,
        requester: &Requester,
    ) -> Result<Vec<StreamWithUser>, SearchError> {
        let found = match query.watch_page_username() {
            Some(name) => self.find_watched(&name, requester).await?.into_iter().collect(),
            None => self.streams.search(query, requester).await?,
        };
        Ok(found)
    }

    /// The stream of whom an address names, unless a block hides it.
    async fn find_watched(
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
