//! The provider's keys and addresses, fetched when they are needed and kept.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey};
use reqwest::{Client, Url};
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use super::discovery::{DiscoveryError, IssuerUrl, Metadata, discover};
use super::fetch::get;
use super::key_set::{KeySet, Lookup};

/// The minimum time between two fetches because of an unknown `kid`. Anybody can send tokens with any `kid`.
pub(super) const UNKNOWN_KEY_INTERVAL: Duration = Duration::from_secs(30);

/// The minimum time between two fetches while no keys are known.
pub(super) const RETRY_INTERVAL: Duration = Duration::from_secs(2);

/// The age from which keys are fetched again, so that keys that the provider withdrew are forgotten.
pub(super) const MAX_AGE: Duration = Duration::from_mins(5);

/// Why there is no key for a token.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum KeyError {
    #[error("the provider has no key with the token's kid")]
    Unknown,
    #[error("the token's key is for another algorithm")]
    Unsuitable,
    #[error("the provider's keys can't be fetched")]
    Unavailable(#[source] Arc<DiscoveryError>),
}

/// Fetches keys and keeps them. While the provider is unavailable, the last ones are used.
pub(super) struct KeyCache {
    client: Client,
    issuer: IssuerUrl,
    algorithms: Vec<Algorithm>,
    state: Mutex<State>,
    /// Held during a fetch.
    fetching: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Clone, Default)]
struct State {
    known: Option<Known>,
    last_attempt: Option<Attempt>,
}

#[derive(Clone)]
struct Known {
    keys: Arc<KeySet>,
    userinfo: Option<Url>,
    token_endpoint: Option<Url>,
    revocation_endpoint: Option<Url>,
    fetched_at: Instant,
}

#[derive(Clone)]
struct Attempt {
    at: Instant,
    error: Option<Arc<DiscoveryError>>,
}

impl State {
    /// Whether a key that is not known may be searched at the provider.
    fn may_fetch(&self) -> bool {
        let interval = if self.known.is_some() {
            UNKNOWN_KEY_INTERVAL
        } else {
            RETRY_INTERVAL
        };
        self.last_attempt
            .as_ref()
            .is_none_or(|attempt| attempt.at.elapsed() >= interval)
    }

    /// Returns the key, or `None` if the provider may know it.
    fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<Result<DecodingKey, KeyError>> {
        match self.known.as_ref()?.keys.find(id, algorithm) {
            Lookup::Found(key) => Some(Ok(key.clone())),
            Lookup::Unsuitable => Some(Err(KeyError::Unsuitable)),
            Lookup::UnknownKey => None,
        }
    }

    fn not_found(&self) -> KeyError {
        let attempt = self.last_attempt.as_ref();
        match attempt.and_then(|attempt| attempt.error.clone()) {
            Some(error) => KeyError::Unavailable(error),
            None => KeyError::Unknown,
        }
    }
}

impl KeyCache {
    pub(super) fn new(client: Client, issuer: IssuerUrl, algorithms: Vec<Algorithm>) -> Arc<Self> {
        Arc::new(Self {
            client,
            issuer,
            algorithms,
            state: Mutex::default(),
            fetching: Arc::default(),
        })
    }

    /// Returns the key for a token with this `kid` and `alg`. Fetches the keys if this one is not known, as
    /// often as the intervals allow.
    pub(super) async fn key(
        self: &Arc<Self>,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<DecodingKey, KeyError> {
        if let Some(known) = self.state().find(id, algorithm) {
            self.refresh_if_old();
            return known;
        }
        // Calls that come during a fetch wait for it, and then have its result.
        let guard = self.fetching.clone().lock_owned().await;
        let state = self.state();
        if let Some(known) = state.find(id, algorithm) {
            return known;
        }
        if !state.may_fetch() {
            return Err(state.not_found());
        }
        self.fetch(guard).await;
        let state = self.state();
        state
            .find(id, algorithm)
            .unwrap_or_else(|| Err(state.not_found()))
    }

    /// Returns the address of the claims of signed-in users, if it is known.
    pub(super) fn userinfo(&self) -> Option<Url> {
        self.state().known?.userinfo
    }

    /// Returns the addresses where clients redeem authorization codes and revoke tokens, as far as they are
    /// known.
    pub(super) fn client_endpoints(&self) -> impl Iterator<Item = Url> {
        let known = self.state().known;
        known
            .into_iter()
            .flat_map(|known| [known.token_endpoint, known.revocation_endpoint])
            .flatten()
    }

    /// Fetches the keys before they are needed. Returns whether there are any now, fetched by this call or
    /// an earlier one.
    pub(super) async fn prefetch(self: &Arc<Self>) -> bool {
        let guard = self.fetching.clone().lock_owned().await;
        if self.state().may_fetch() {
            self.fetch(guard).await;
        }
        self.state().known.is_some()
    }

    fn refresh_if_old(self: &Arc<Self>) {
        let state = self.state();
        let is_old = state
            .known
            .as_ref()
            .is_some_and(|known| known.fetched_at.elapsed() >= MAX_AGE);
        if is_old
            && state.may_fetch()
            && let Ok(guard) = self.fetching.clone().try_lock_owned()
        {
            let cache = self.clone();
            tokio::spawn(async move { cache.fetch(guard).await });
        }
    }

    /// Fetches the keys. The fetch completes even if the caller stops waiting: otherwise a client that
    /// disconnects could prevent it again and again.
    async fn fetch(self: &Arc<Self>, guard: OwnedMutexGuard<()>) {
        let cache = self.clone();
        let fetch = tokio::spawn(async move {
            let _guard = guard;
            let at = Instant::now();
            let result = cache.fetch_now().await;
            cache.store(at, result);
        });
        // It ends early only if the runtime stops.
        let _stopped = fetch.await;
    }

    async fn fetch_now(&self) -> Result<(Metadata, KeySet), DiscoveryError> {
        let metadata = discover(&self.client, &self.issuer).await?;
        let document = get(&self.client, &metadata.jwks).await?;
        Ok((metadata, KeySet::read(document, &self.algorithms)))
    }

    fn store(&self, at: Instant, result: Result<(Metadata, KeySet), DiscoveryError>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let error = match result {
            Ok((metadata, keys)) => {
                tracing::debug!(issuer = %self.issuer, keys = keys.len(), "fetched the keys of the identity provider");
                if keys.len() == 0 {
                    tracing::warn!(
                        issuer = %self.issuer,
                        "the identity provider publishes no key for the algorithms in OIDC_ALGORITHMS"
                    );
                }
                state.known = Some(Known {
                    keys: Arc::new(keys),
                    userinfo: metadata.userinfo,
                    token_endpoint: metadata.token,
                    revocation_endpoint: metadata.revocation,
                    fetched_at: at,
                });
                None
            }
            Err(error) => {
                tracing::warn!(
                    issuer = %self.issuer,
                    error = %with_causes(&error),
                    "the keys of the identity provider can't be fetched"
                );
                Some(Arc::new(error))
            }
        };
        state.last_attempt = Some(Attempt { at, error });
    }

    fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The message of an error and those of its causes.
pub(super) fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let causes = causes.map(|cause| format!(": {cause}"));
    std::iter::once(error.to_string()).chain(causes).collect()
}
