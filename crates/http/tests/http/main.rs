//! The whole interface, in process, over the adapters in memory. Every answer that any of these
//! tests sees is held against the OpenAPI document on its way: see `support::contract`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test and what supports it fail by panicking"
)]

mod accounts;
mod administration;
mod applications;
mod authorization;
mod bodies;
mod broadcasting;
mod chat;
mod chat_rules;
mod chat_settings;
mod compression;
mod connections;
mod coverage;
mod discovery;
mod documents;
mod events;
mod health;
mod history;
mod hosts;
mod hub;
mod info;
mod logging;
mod metrics;
mod noise;
mod order;
mod outages;
mod room_tokens;
mod routing;
mod set_up;
mod social;
mod support;
mod viewers;
mod watching;
mod webhook;
mod wire;
