//! What goes wrong behind a port, as the services above it see it.

/// The cause behind an adapter's failure, kept for the log.
pub type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Others changed the same thing at each of the attempts to change it. The caller may try again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many concurrent changes")]
pub struct Contention;

/// Something outside the domain did not answer. The caller may try again later; whether the call
/// took effect is unknown unless the port's method says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum Outage {
    /// The store of state.
    #[error("the store is unavailable")]
    Store(#[source] Source),
    /// The media server.
    #[error("the media server is unavailable")]
    Media(#[source] Source),
}
