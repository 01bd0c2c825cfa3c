//! What goes wrong behind a port, as the services above it see it.

/// The cause behind an adapter's failure, kept for the log.
pub type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Others changed the same thing at each of the attempts to change it. The caller may try again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many concurrent changes")]
pub struct Contention;

/// A call was not finished, though no rule refuses it. Whether it took effect is unknown unless the port's
/// method says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum Outage {
    /// The store of state did not answer. The caller may try again later.
    #[error("the store is unavailable")]
    Store(#[source] Source),
    /// The media server did not answer. The caller may try again later.
    #[error("the media server is unavailable")]
    Media(#[source] Source),
    /// The identity provider did not answer, so a bearer token can't be verified. The caller may try again
    /// later.
    #[error("the identity provider is unavailable")]
    IdentityProvider(#[source] Source),
    /// Everything answers, and others were faster at each attempt. The caller may try again soon.
    #[error(transparent)]
    Contention(#[from] Contention),
    /// An adapter returned an error that its port's method rules out. That is a bug: trying again is no use.
    #[error("an adapter returned an error that its port rules out")]
    Unexpected(#[source] Source),
}
