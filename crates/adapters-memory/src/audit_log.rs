//! [`MemoryAuditLog`].

use async_trait::async_trait;
use onair_domain::audit::{AuditEntry, AuditKey};
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{AuditLog, AuditLogError};

use crate::store::MemoryStore;

/// The audit log of a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryAuditLog(MemoryStore);

impl MemoryAuditLog {
    /// The audit log of a store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }
}

#[async_trait]
impl AuditLog for MemoryAuditLog {
    async fn list(&self, page: &PageRequest<AuditKey>) -> Result<Page<AuditEntry, AuditKey>, AuditLogError> {
        let read = self.0.step(|state| {
            let newest_first = state.audit.iter().rev();
            let after = newest_first.filter(|(key, _)| page.after.as_ref().is_none_or(|after| *key < after));
            let rows = after.map(|(_, entry)| entry.clone()).take(page.limit.get() + 1);
            Page::from_rows(rows.collect(), page.limit, AuditEntry::key)
        });
        read.map_err(AuditLogError::Unavailable)
    }
}
