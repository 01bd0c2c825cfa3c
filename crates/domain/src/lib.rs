//! The rules of live broadcasting: who may go live, who may watch, what a room token grants, when a stream is
//! live. The crate does no I/O and uses no framework. It reaches everything outside through [`ports`], so
//! another service can reuse it with its own adapters.
//!
//! The services are the entry points: [`stream::StreamService`] changes and finds streams,
//! [`session::BroadcastService`] starts and ends broadcasts, [`session::Reconciler`] compares them with the
//! media server, [`token::TokenService`] issues room tokens, [`account::AccountService`] identifies callers,
//! [`chat::ChatService`] posts messages, [`social::SocialService`] handles follows and blocks, and
//! [`admin::AdminService`] is for admins.

pub mod account;
pub mod admin;
pub mod audit;
pub mod chat;
mod concurrency;
pub mod creator;
pub mod error;
pub mod legacy;
pub mod names;
pub mod page;
pub mod port_set;
pub mod ports;
pub mod retention;
pub mod room;
pub mod session;
pub mod social;
pub mod stream;
pub mod text;
pub mod thumbnail;
pub mod token;
pub mod user;

/// A time in UTC. Adapters of [`ports::Clock`] truncate it to milliseconds, the precision of stores, so that
/// a stored time equals the original.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
