//! Server-sent events: pushes the changes of a stream to its pages.
//!
//! A [`Hub`] holds the latest state of each stream that has subscriptions. One watch channel per stream
//! distributes it to them. Each [`Subscription`] compares the state that it sent last with the latest state
//! and sends the difference. So nothing is queued: slow readers skip intermediate states. A client that does
//! not read at all costs one state and the buffers of its connection, until the timeout of the socket closes
//! the connection. A client that reconnects starts with a snapshot.
//!
//! The subscriptions of a suspended user end.

mod encoded_state;
mod event;
mod hub;
mod requesters;
mod subscription;
mod tasks;
mod watched_streams;

pub(crate) use event::StreamEvent;
pub use hub::Hub;
pub use subscription::Subscription;
