//! The claims of a user that an access token lacks, from the provider's userinfo endpoint (OpenID Connect
//! Core 1.0, section 5.3).

use std::sync::Arc;
use std::time::{Duration, Instant};

use moka::Expiry;
use moka::future::Cache;
use onair_domain::Timestamp;
use onair_domain::user::BearerToken;
use reqwest::{Client, Url};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::fetch::{FetchError, send};

/// The time for which the claims of a token are kept.
const MAX_AGE: Duration = Duration::from_hours(1);

/// The time after a failure for which the endpoint is not asked again for the same token.
const RETRY_INTERVAL: Duration = Duration::from_secs(30);

/// The maximum number of tokens whose claims are kept.
const CAPACITY: u64 = 10_000;

/// The claims could not be fetched.
#[derive(Debug, thiserror::Error)]
enum UserinfoError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error("the claims are those of another user")]
    OtherSubject,
}

/// The claims of a token's bearer; `None` after a failure.
type Claims = Option<Arc<Map<String, Value>>>;

/// A token: its subject, and when it was issued and expires.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct TokenKey {
    pub(super) subject: String,
    pub(super) issued_at: Option<Timestamp>,
    pub(super) expires_at: Timestamp,
}

#[derive(Deserialize)]
struct Document {
    sub: String,
    #[serde(flatten)]
    claims: Map<String, Value>,
}

struct ShorterAfterFailure;

impl Expiry<TokenKey, Claims> for ShorterAfterFailure {
    fn expire_after_create(&self, _: &TokenKey, claims: &Claims, _: Instant) -> Option<Duration> {
        Some(if claims.is_some() { MAX_AGE } else { RETRY_INTERVAL })
    }
}

/// Fetches the claims of a token's bearer once, and keeps them.
pub(super) struct Userinfo {
    client: Client,
    cache: Cache<TokenKey, Claims>,
}

impl Userinfo {
    pub(super) fn new(client: Client) -> Self {
        let cache = Cache::builder()
            .max_capacity(CAPACITY)
            .expire_after(ShorterAfterFailure)
            .build();
        Self { client, cache }
    }

    /// Returns the claims of the bearer of a verified token, or `None` if they can't be fetched.
    pub(super) async fn claims(&self, endpoint: &Url, key: TokenKey, token: &BearerToken) -> Claims {
        let subject = key.subject.clone();
        let fetch = async {
            match self.fetch(endpoint, &subject, token).await {
                Ok(claims) => Some(Arc::new(claims)),
                Err(error) => {
                    tracing::warn!(%error, "the names of a user can't be fetched from the identity provider");
                    None
                }
            }
        };
        self.cache.get_with(key, fetch).await
    }

    async fn fetch(
        &self,
        endpoint: &Url,
        subject: &str,
        token: &BearerToken,
    ) -> Result<Map<String, Value>, UserinfoError> {
        let request = self
            .client
            .get(endpoint.clone())
            .bearer_auth(token.expose_secret());
        let document: Document = send(request, endpoint).await?;
        // OpenID Connect Core 1.0, section 5.3.2: otherwise the claims MUST NOT be used.
        if document.sub != subject {
            return Err(UserinfoError::OtherSubject);
        }
        Ok(document.claims)
    }
}
