//! [`OidcAuthenticator`]: verifies access tokens of an OpenID Connect provider.

mod discovery;
mod fetch;
mod inspect;
mod key_cache;
mod key_set;
mod userinfo;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Header, Validation, decode_header};
use onair_domain::ports::{Authenticator, AuthenticatorError, Clock};
use onair_domain::user::{BearerToken, Profile};
use serde_json::{Map, Value};

use crate::ClaimMapping;
use crate::claims::{BearerClaims, ClaimsError};
use crate::shared_secret::{MAX_TOKEN_BYTES, TokenError, decode};
use key_cache::{KeyCache, KeyError};
use userinfo::{TokenKey, Userinfo};

pub use discovery::{IssuerUrl, IssuerUrlError};
pub use inspect::{
    InspectionError, ProviderReport, TokenRefusal, TokenReport, allows_origin, inspect_provider,
};

/// A signature algorithm that access tokens may have. All have public keys: the provider alone can sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// ECDSA with P-256 and SHA-256.
    Es256,
    /// `EdDSA` with Ed25519.
    EdDsa,
}

/// The name is none of the supported algorithms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be one of RS256, PS256, ES256, EdDSA")]
pub struct SigningAlgorithmError;

impl SigningAlgorithm {
    /// All supported algorithms.
    pub const ALL: [Self; 4] = [Self::Rs256, Self::Ps256, Self::Es256, Self::EdDsa];

    fn to_library(self) -> Algorithm {
        match self {
            Self::Rs256 => Algorithm::RS256,
            Self::Ps256 => Algorithm::PS256,
            Self::Es256 => Algorithm::ES256,
            Self::EdDsa => Algorithm::EdDSA,
        }
    }
}

impl FromStr for SigningAlgorithm {
    type Err = SigningAlgorithmError;

    /// Parses the name of RFC 7518 or RFC 8037.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "RS256" => Ok(Self::Rs256),
            "PS256" => Ok(Self::Ps256),
            "ES256" => Ok(Self::Es256),
            "EdDSA" => Ok(Self::EdDsa),
            _ => Err(SigningAlgorithmError),
        }
    }
}

/// The provider whose tokens are accepted, and what they must hold.
#[derive(Debug, Clone)]
pub struct OidcConfig {
    /// The issuer. Tokens name it in `iss`.
    pub issuer: IssuerUrl,
    /// The audience. Tokens name it in `aud`, alone or among others.
    pub audience: String,
    /// The accepted algorithms.
    pub algorithms: Vec<SigningAlgorithm>,
    /// The maximum time from a token's issue, or from now, to its expiry.
    pub max_lifetime: Duration,
    /// The claims that describe a user.
    pub claims: ClaimMapping,
}

/// The HTTP client could not be created.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client for the identity provider could not be created")]
pub struct OidcClientError(#[source] reqwest::Error);

/// The reason to reject a token. It goes to the log and not to the client.
#[derive(Debug, thiserror::Error)]
enum RejectedToken {
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error("the token's header can't be read")]
    Header(#[source] jsonwebtoken::errors::Error),
    #[error("the token is signed by {0:?}, which OIDC_ALGORITHMS does not list")]
    Algorithm(Algorithm),
    #[error(transparent)]
    Key(KeyError),
    #[error("the token is not an access token but {0}")]
    Purpose(&'static str),
}

impl From<ClaimsError> for RejectedToken {
    fn from(error: ClaimsError) -> Self {
        Self::Token(error.into())
    }
}

/// The token is not a JWT, so only the provider can read it.
#[derive(Debug, thiserror::Error)]
#[error("the access token is not a JWT")]
struct OpaqueToken;

/// Verifies access tokens of an OpenID Connect provider by its published keys.
///
/// The keys are fetched at the first token and refetched for an unknown `kid`, at most once in 30 seconds.
/// While the provider is unavailable, the last keys are used.
#[derive(Clone)]
pub struct OidcAuthenticator {
    keys: Arc<KeyCache>,
    userinfo: Arc<Userinfo>,
    config: Arc<OidcConfig>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for OidcAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcAuthenticator")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl OidcAuthenticator {
    /// Creates an authenticator. It does not connect to the provider: see [`Self::prefetch`].
    ///
    /// Fails if the HTTP client can't be created.
    pub fn new(config: OidcConfig, clock: Arc<dyn Clock>) -> Result<Self, OidcClientError> {
        let client = fetch::client().map_err(OidcClientError)?;
        let algorithms = config.algorithms.iter().map(|algorithm| algorithm.to_library());
        Ok(Self {
            keys: KeyCache::new(client.clone(), config.issuer.clone(), algorithms.collect()),
            userinfo: Arc::new(Userinfo::new(client)),
            config: Arc::new(config),
            clock,
        })
    }

    /// Fetches the provider's metadata and keys, so that the first user doesn't wait for them. Returns whether
    /// they are known now. A failure is logged; they are then fetched at the next call or at the first token.
    pub async fn prefetch(&self) -> bool {
        self.keys.prefetch().await
    }

    /// Returns the origins (scheme, host and port) of the provider's token endpoint and revocation endpoint, if
    /// the provider's metadata have been fetched. Some providers have them on another host than their issuer.
    #[must_use]
    pub fn client_endpoint_origins(&self) -> Vec<String> {
        let endpoints = self.keys.client_endpoints();
        endpoints
            .map(|endpoint| endpoint.origin().ascii_serialization())
            .collect()
    }

    async fn verify(&self, token: &BearerToken) -> Result<Profile, RejectedToken> {
        if token.expose_secret().len() > MAX_TOKEN_BYTES {
            return Err(TokenError::TooLong.into());
        }
        // The header is not trusted yet. It selects among the provider's keys, and nothing in it is fetched
        // (`jku`, `x5u`) or used as a key (`jwk`, `x5c`).
        let header = decode_header(token.expose_secret()).map_err(RejectedToken::Header)?;
        let mut accepted = self
            .config
            .algorithms
            .iter()
            .map(|accepted| accepted.to_library());
        if !accepted.any(|accepted| accepted == header.alg) {
            return Err(RejectedToken::Algorithm(header.alg));
        }
        let key = self.keys.key(header.kid.as_deref(), header.alg).await;
        let key = key.map_err(RejectedToken::Key)?;
        let claims = decode(token, &key, &self.validation(header.alg))?;
        claims
            .times()
            .check(self.clock.now(), self.config.max_lifetime)
            .map_err(ClaimsError::from)?;
        if let Some(other) = other_purpose(&header, claims.other()) {
            return Err(RejectedToken::Purpose(other));
        }
        let userinfo = self.userinfo(&claims, token).await;
        Ok(claims.into_profile(&self.config.claims, userinfo.as_deref())?)
    }

    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        // The library reads the system clock. `TokenTimes::check` decides instead.
        validation.validate_exp = false;
        validation.set_issuer(&[self.config.issuer.as_str()]);
        validation.set_audience(&[&self.config.audience]);
        validation.set_required_spec_claims(&["iss", "aud"]);
        validation
    }

    /// Returns the claims of the userinfo endpoint if the token does not name its user.
    async fn userinfo(&self, claims: &BearerClaims, token: &BearerToken) -> Option<Arc<Map<String, Value>>> {
        if !self.config.claims.lacks_names(claims.other()) {
            return None;
        }
        let endpoint = self.keys.userinfo()?;
        let times = claims.times();
        let key = TokenKey {
            subject: claims.subject().to_owned(),
            issued_at: times.issued_at,
            expires_at: times.expires_at,
        };
        self.userinfo.claims(&endpoint, key, token).await
    }
}

/// Returns what a genuine token of the provider is for, if that is not access.
///
/// ID tokens tell a client who signed in; they are no permission to call a service, and a client may show
/// them to others.
fn other_purpose(header: &Header, claims: &Map<String, Value>) -> Option<&'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let kind = header.typ.as_deref().map(str::to_ascii_lowercase);
    let kind = kind
        .as_deref()
        .map(|kind| kind.trim_start_matches("application/"));
    match kind {
        // RFC 9068, section 2.1.
        Some("at+jwt") => return None,
        None | Some("jwt") => {}
        Some(_) => return Some("of another type, by its header's typ"),
    }
    // Keycloak and Amazon Cognito name the purpose in a claim.
    match (text("typ"), text("token_use")) {
        (Some("Bearer"), _) | (_, Some("access")) => return None,
        (Some("ID"), _) | (_, Some("id")) => return Some("an ID token"),
        (Some("Refresh" | "Offline" | "Logout"), _) => return Some("of another type, by its claim typ"),
        _ => {}
    }
    if claims.contains_key("events") {
        return Some("a logout token");
    }
    // OpenID Connect Core 1.0, section 2 and 3.1.3.6. Some providers repeat the claims of the ID token in an
    // access token, which then has a scope.
    let is_of_sign_in = ["nonce", "at_hash", "c_hash", "s_hash"]
        .iter()
        .any(|name| claims.contains_key(*name));
    let has_scope = claims.contains_key("scope") || claims.contains_key("scp");
    (is_of_sign_in && !has_scope).then_some("an ID token")
}

/// Whether a token is for the provider only: it has no readable header, or its claims are encrypted.
fn is_opaque(token: &BearerToken) -> bool {
    let header = token.expose_secret().split('.').next().unwrap_or_default();
    let header = URL_SAFE_NO_PAD.decode(header).unwrap_or_default();
    match serde_json::from_slice::<Map<String, Value>>(&header) {
        Ok(header) => header.contains_key("enc"),
        Err(_) => true,
    }
}

#[async_trait]
impl Authenticator for OidcAuthenticator {
    async fn authenticate(&self, token: &BearerToken) -> Result<Profile, AuthenticatorError> {
        let rejected = match self.verify(token).await {
            Ok(profile) => return Ok(profile),
            Err(rejected) => rejected,
        };
        Err(match rejected {
            RejectedToken::Key(error @ KeyError::Unavailable(_)) => {
                AuthenticatorError::Unavailable(Box::new(error))
            }
            RejectedToken::Header(_) if is_opaque(token) => AuthenticatorError::Opaque(Box::new(OpaqueToken)),
            rejected => AuthenticatorError::Invalid(Box::new(rejected)),
        })
    }
}
