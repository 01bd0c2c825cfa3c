//! Finding streams by what somebody types.

use super::{SearchError, StreamService};
use crate::error::Outage;
use crate::stream::{SearchQuery, StreamWithUser};
use crate::user::{Onlooker, Username};

impl StreamService {
    /// Up to [`SearchQuery::RESULTS`] streams whose title, user name or name is like the query, best
    /// first; a typo is forgiven. The address of a watch page finds its creator alone.
    pub async fn search_streams(
        &self,
        query: &SearchQuery,
        onlooker: &Onlooker,
    ) -> Result<Vec<StreamWithUser>, SearchError> {
        let found = match query.watched() {
            Some(name) => self.find_watched(&name, onlooker).await?.into_iter().collect(),
            None => self.streams.search(query, onlooker).await?,
        };
        Ok(found)
    }

    /// The stream of whom an address names, unless a block hides it.
    async fn find_watched(
        &self,
        name: &Username,
        onlooker: &Onlooker,
    ) -> Result<Option<StreamWithUser>, Outage> {
        let Some(host) = self.users.find_by_username(name).await? else {
            return Ok(None);
        };
        if let Some(viewer) = onlooker.user_id() {
            let relation = self.social.relation(&host.id, viewer).await?;
            if relation.is_blocked || relation.has_blocked {
                return Ok(None);
            }
        }
        Ok(self.streams.find_with_user(&host.id).await?)
    }
}
