//! Tests of the server process with a fresh database per test and a real LiveKit: main scenarios,
//! concurrency, outages, start and shutdown.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod accounts;
mod administration;
mod broadcast;
mod caching;
mod chat;
mod concurrency;
mod crashes;
mod data_over_time;
mod doctor;
mod events;
mod guests;
mod import_legacy;
mod invalid_input;
mod leadership;
mod lifecycle;
mod livekit;
mod observability;
mod outage;
mod previous_release;
mod removed_participants;
mod secrets;
mod storm;
mod support;
mod suspension;
mod watching;
mod whip;
