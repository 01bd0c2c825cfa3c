//! Tests of the adapters with a real PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod contracts;
mod erasure;
mod expiring_data;
mod impossible_rows;
mod legacy;
mod live_list;
mod locks;
mod migrations;
mod outages;
mod roles;
mod search_index;
mod search_terms;
mod searches;
mod side_effects;
mod support;
