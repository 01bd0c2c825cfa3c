//! The domain's rules, through its services, over the adapters in memory.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod administration;
mod any;
mod applications;
mod chat;
mod course;
mod effects;
mod failures;
mod grants;
mod guest_names;
mod history;
mod machine;
mod notifications;
mod outages;
mod properties;
mod reconciling;
mod refusals;
mod repairs;
mod resubmissions;
mod returning_guests;
mod scene;
mod social;
mod studio;
mod texts;
mod transitions;
mod turns;
mod viewers;
