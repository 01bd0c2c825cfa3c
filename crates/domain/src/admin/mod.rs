//! Actions of admins.

mod service;

pub use service::{AdminError, AdminService};
