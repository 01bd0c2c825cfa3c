//! The port to the audit log.

use async_trait::async_trait;

use crate::audit::{AuditEntry, AuditKey};
use crate::error::{Outage, Source};
use crate::page::{Page, PageRequest};

/// Why the audit log could not be read.
#[derive(Debug, thiserror::Error)]
pub enum AuditLogError {
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<AuditLogError> for Outage {
    fn from(AuditLogError::Unavailable(source): AuditLogError) -> Self {
        Self::Store(source)
    }
}

/// Reads the audit log. Entries are written by the methods whose actions they record, in the same atomic
/// step: [`super::SessionRepository::save`], [`super::CreatorApplications::review`],
/// [`super::ChatLog::remove`] and [`super::UserDirectory::set_suspended`].
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// Lists entries in the order of [`AuditKey`], after the key of the page.
    async fn list(&self, page: &PageRequest<AuditKey>) -> Result<Page<AuditEntry, AuditKey>, AuditLogError>;
}
