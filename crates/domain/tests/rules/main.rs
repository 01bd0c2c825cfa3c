//! The domain's rules, through its services, over the adapters in memory.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod any;
mod applications;
mod course;
mod grants;
mod outages;
mod properties;
mod refusals;
mod studio;
mod texts;
mod viewers;
mod watch;
