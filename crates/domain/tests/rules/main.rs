//! The rules of the domain, tested through its services on the memory adapters.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod accounts;
mod administration;
mod applications;
mod arbitrary;
mod broadcast_model;
mod chat;
mod connection_check;
mod effects;
mod entry_rules;
mod failures;
mod fixture;
mod grants;
mod guest_names;
mod history;
mod legacy;
mod machine;
mod notifications;
mod outages;
mod properties;
mod reconciliation;
mod repairs;
mod resubmissions;
mod returning_guests;
mod room_lock;
mod services;
mod social;
mod suspension;
mod texts;
mod transitions;
mod viewer_counts;
mod viewers;
