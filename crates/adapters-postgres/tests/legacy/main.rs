//! Tests of the import from a made-up old database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod crashes;
mod repeated;
mod rows;
mod subjects;
mod support;
mod tables;
