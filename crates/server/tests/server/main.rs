//! The whole server as a process, over a database of the test's own and a real LiveKit: the main paths,
//! the rules that the domain's properties hold in memory, bad days, start and stop.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod accounts;
mod administration;
mod broadcast;
mod chat;
mod crashes;
mod crowds;
mod events;
mod guests;
mod lifecycle;
mod livekit;
mod old_tokens;
mod outage;
mod several;
mod storm;
mod strangers;
mod support;
mod watching;
mod whip;
