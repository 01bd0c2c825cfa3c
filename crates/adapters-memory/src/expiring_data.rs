//! [`MemoryExpiringData`].

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::ports::{DeletedBatch, ExpiringData, ExpiringDataError};
use onair_domain::retention::ExpiringKind;
use onair_domain::session::Phase;
use onair_domain::stream::SessionId;

use crate::store::{MemoryStore, State};

/// Deletes expired data of a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryExpiringData(MemoryStore);

impl MemoryExpiringData {
    /// The expiring data of a store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }
}

impl State {
    fn has_ended_before(&self, session: &SessionId, before: Timestamp) -> bool {
        let phase = self.sessions.get(session).map(|session| &session.phase);
        matches!(phase, Some(Phase::Ended { at, .. }) if *at < before)
    }

    fn delete_expired(&mut self, kind: ExpiringKind, before: Timestamp, limit: usize) -> usize {
        match kind {
            ExpiringKind::Chat => self.delete_chats(before, limit),
            ExpiringKind::Exclusions => {
                let is_expired = |(session, _): &&(SessionId, _)| self.has_ended_before(session, before);
                let expired = first(limit, self.excluded.iter().filter(is_expired));
                expired.iter().filter(|row| self.excluded.remove(row)).count()
            }
            ExpiringKind::Sessions => {
                let is_expired = |id: &&SessionId| {
                    let has_chat = self.chats.get(id).is_some_and(|chat| !chat.is_empty());
                    let has_exclusions = self.excluded.iter().any(|(session, _)| session == *id);
                    self.has_ended_before(id, before) && !has_chat && !has_exclusions
                };
                let expired = first(limit, self.sessions.keys().filter(is_expired));
                let removed = expired.iter().filter_map(|id| {
                    self.viewer_counts.remove(id);
                    self.sessions.remove(id)
                });
                removed.count()
            }
            ExpiringKind::Usernames => {
                let released = self.released_names.iter();
                let expired = released.filter(|(_, name)| name.at < before).map(|(key, _)| key);
                let expired = first(limit, expired);
                let removed = expired.iter().filter_map(|key| self.released_names.remove(key));
                removed.count()
            }
            ExpiringKind::Audit => {
                let expired = first(limit, self.audit.keys().filter(|key| key.at < before));
                let removed = expired.iter().filter_map(|key| self.audit.remove(key));
                removed.count()
            }
        }
    }

    fn delete_chats(&mut self, before: Timestamp, limit: usize) -> usize {
        let is_expired = |id: &&SessionId| self.has_ended_before(id, before);
        let expired = first(usize::MAX, self.chats.keys().filter(is_expired));
        let mut deleted = 0;
        for session in expired {
            if let Some(messages) = self.chats.get_mut(&session) {
                let count = messages.len().min(limit - deleted);
                messages.drain(..count);
                deleted += count;
            }
        }
        deleted
    }
}

fn first<'a, T: Clone + 'a>(limit: usize, rows: impl Iterator<Item = &'a T>) -> Vec<T> {
    rows.take(limit).cloned().collect()
}

#[async_trait]
impl ExpiringData for MemoryExpiringData {
    async fn delete_expired(
        &self,
        kind: ExpiringKind,
        before: Timestamp,
        limit: usize,
    ) -> Result<DeletedBatch, ExpiringDataError> {
        let deleted = self.0.step(|state| state.delete_expired(kind, before, limit));
        let deleted = deleted.map_err(ExpiringDataError::Unavailable)?;
        Ok(DeletedBatch {
            deleted,
            has_more: deleted >= limit,
        })
    }
}
