//! Failures of ports, as services return them.

/// The cause of an adapter's failure, for the log.
pub type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Other calls changed the same object during each attempt to change it. The caller may retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many concurrent changes")]
pub struct Contention;

/// A call failed although no rule refused it. Each variant names the dependency that failed. Whether the call
/// took effect is unknown unless the port's method says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum Outage {
    /// The store did not answer. The caller may retry later.
    #[error("the store is unavailable")]
    Store(#[source] Source),
    /// The service that holds the locks ([`crate::ports::Locks`]) did not answer. The caller may retry later.
    #[error("the lock service is unavailable")]
    Locks(#[source] Source),
    /// The media server did not answer. The caller may retry later.
    #[error("the media server is unavailable")]
    Media(#[source] Source),
    /// The identity provider did not answer, so a bearer token can't be verified. The caller may retry later.
    #[error("the identity provider is unavailable")]
    IdentityProvider(#[source] Source),
    /// All dependencies answer, but other calls changed the same object during each attempt. The caller may
    /// retry immediately.
    #[error(transparent)]
    Contention(#[from] Contention),
    /// An adapter returned an error that its port does not allow for that method. This is a bug; retrying does
    /// not help.
    #[error("an adapter returned an error that its port does not allow")]
    Unexpected(#[source] Source),
}
