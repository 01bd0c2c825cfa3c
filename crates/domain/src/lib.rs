//! The rules of live broadcasting: who may go live, who may watch, what a token grants, when a
//! stream is live. No I/O and no framework: what it needs from outside it asks for through
//! [`ports`], so another service can reuse it with adapters of its own.
//!
//! Start at a service: [`stream::StreamService`] keeps a creator's stream and finds streams,
//! [`session::BroadcastService`] goes live and ends, [`session::Reconciler`] keeps that true to what
//! the media server has, [`token::TokenService`] lets people into a room, [`account::AccountService`]
//! tells who calls, [`chat::ChatService`] keeps the chat, [`social::SocialService`] follows and
//! blocks, [`admin::AdminService`] is for admins.

pub mod account;
pub mod admin;
pub mod audit;
pub mod chat;
mod concurrency;
pub mod creator;
pub mod error;
pub mod names;
pub mod page;
pub mod port_set;
pub mod ports;
pub mod room;
pub mod session;
pub mod social;
pub mod stream;
pub mod text;
pub mod token;
pub mod user;

/// A moment in UTC. The product keeps milliseconds; adapters of [`ports::Clock`] cut the rest off,
/// so that a time read back from a store equals the one written.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
