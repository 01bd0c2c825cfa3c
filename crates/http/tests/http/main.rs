//! Tests of the HTTP interface, in process, with the memory adapters. Every response in these tests is
//! checked against the OpenAPI document: see `support::contract`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test and what supports it fail by panicking"
)]

mod accounts;
mod administration;
mod applications;
mod authorization;
mod authorization_matrix;
mod bodies;
mod broadcasting;
mod chat;
mod chat_replies;
mod chat_rules;
mod chat_settings;
mod check_order;
mod compression;
mod connections;
mod coverage;
mod discovery;
mod events;
mod fuzzing;
mod health;
mod history;
mod host_check;
mod hub;
mod info;
mod link_previews;
mod logging;
mod metrics;
mod openapi;
mod outages;
mod rate_limits;
mod room_tokens;
mod routing;
mod security_headers;
mod set_up;
mod social;
mod sockets;
mod support;
mod suspension;
mod thumbnails;
mod user_list;
mod viewers;
mod watching;
mod webhook;
