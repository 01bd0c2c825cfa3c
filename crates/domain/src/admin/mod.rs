//! What admins do.

mod service;

pub use service::{AdminError, AdminService};
