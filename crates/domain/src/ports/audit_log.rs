//! The port to the record of administrative acts.

use async_trait::async_trait;

use crate::audit::{AuditEntry, AuditKey};
use crate::error::{Outage, Source};
use crate::page::{Page, PageRequest};

/// Why the record could not be read.
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

/// Reads the record. It is written by the methods that do what is recorded, in the same step:
/// [`super::SessionRepository::save`] and [`super::CreatorApplications::review`].
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// The entries, newest first, after the page's key.
    async fn list(&self, page: &PageRequest<AuditKey>) -> Result<Page<AuditEntry, AuditKey>, AuditLogError>;
}
