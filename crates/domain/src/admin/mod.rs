//! What admins do.

mod service;

pub use crate::audit::{AuditAction, AuditEntry, AuditId, AuditKey};
pub use service::{AdminError, AdminService};
