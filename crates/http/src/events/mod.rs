//! Server-sent events: what a stream's page is told of without asking.
//!
//! A [`Hub`] keeps the newest state of each stream that somebody listens to, and one watch channel a
//! stream carries it to all who listen. Each listener compares what it told last with the newest
//! state and tells the difference, so nothing is ever queued for anybody: who reads slowly skips
//! what was in between. Who doesn't read at all is no longer asked for news once the buffers of its
//! connection are full, and holds one state beside them until the connection ends, which the server sees
//! to at the socket. Whoever comes back starts with a snapshot.

mod event;
mod hosts;
mod hub;
mod listener;
mod shown;
mod tasks;

pub(crate) use event::StreamEvent;
pub use hub::Hub;
pub use listener::Listener;
