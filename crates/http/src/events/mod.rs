//! Server-sent events: what a stream's page is told of without asking.
//!
//! A [`Hub`] keeps the newest state of each stream that somebody listens to, and one watch channel a
//! stream carries it to all who listen. Each listener compares what it told last with the newest
//! state and tells the difference, so nothing is ever queued for anybody: who reads slowly skips
//! what was in between, and holds no more than one state.

mod event;
mod hosts;
mod hub;
mod listener;
mod shown;

pub(crate) use event::StreamEvent;
pub use hub::Hub;
pub use listener::Listener;
