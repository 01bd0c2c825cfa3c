//! What a provider offers, and why it refuses a token, in more detail than clients may see.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::ErrorKind;
use onair_domain::user::{BearerToken, Role};
use reqwest::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN};
use reqwest::{Client, Url};
use serde_json::{Map, Value};

use super::discovery::discover;
use super::fetch::{client, get};
use super::key_cache::{KeyError, with_causes};
use super::key_set::KeySet;
use super::{OidcAuthenticator, OidcConfig, RejectedToken, is_opaque};
use crate::shared_secret::TokenError;

/// A request to a provider failed, or its metadata can't be used. `Display` yields the whole reason.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct InspectionError {
    text: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl InspectionError {
    /// Another reason.
    #[must_use]
    pub fn other(text: String) -> Self {
        Self { text, source: None }
    }

    fn of(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self {
            text: with_causes(&error),
            source: Some(Box::new(error)),
        }
    }
}

/// What a provider says of itself.
#[derive(Debug)]
pub struct ProviderReport {
    /// The number of keys for the accepted algorithms, or why they can't be fetched.
    pub keys: Result<usize, InspectionError>,
    /// Whether it offers the authorization code flow, which the page uses.
    pub has_code_flow: bool,
    /// Whether it offers PKCE with SHA-256. `None` if the metadata do not tell.
    pub has_pkce: Option<bool>,
    /// Where clients redeem authorization codes.
    pub token_endpoint: Option<String>,
    /// Whether it offers sign-out.
    pub has_sign_out: bool,
}

/// What an accepted token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenReport {
    /// The subject.
    pub subject: String,
    /// The user name, if the token or the provider names one that can be used.
    pub username: Option<String>,
    /// The roles at the configured claim. `None` if it is absent, or neither a list nor an object.
    pub roles: Option<Vec<String>>,
    /// Whether the user is an administrator.
    pub is_admin: bool,
    /// The names of all claims.
    pub claims: Vec<String>,
}

/// Why a token is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenRefusal {
    /// It is not a JWT.
    Opaque,
    /// It names these audiences, and not the configured one.
    Audience(Vec<String>),
    /// It names this issuer, and not the configured one.
    Issuer(String),
    /// The provider's keys are unavailable, for this reason.
    Unavailable(String),
    /// Another reason.
    Other(String),
}

/// Fetches the metadata and the keys of a provider.
pub async fn inspect_provider(config: &OidcConfig) -> Result<ProviderReport, InspectionError> {
    let client = client().map_err(InspectionError::of)?;
    let metadata = discover(&client, &config.issuer).await;
    let metadata = metadata.map_err(InspectionError::of)?;
    let document: Map<String, Value> = get(&client, config.issuer.configuration())
        .await
        .map_err(InspectionError::of)?;
    let algorithms: Vec<_> = config.algorithms.iter().map(|it| it.to_library()).collect();
    let keys = get(&client, &metadata.jwks).await;
    let lists = |name: &str, value: &str| {
        let values = document.get(name)?.as_array()?;
        Some(values.iter().any(|it| it == value))
    };
    Ok(ProviderReport {
        keys: keys
            .map(|keys| KeySet::read(keys, &algorithms).len())
            .map_err(InspectionError::of),
        // Required in the metadata (OpenID Connect Discovery 1.0, section 3).
        has_code_flow: lists("response_types_supported", "code") == Some(true),
        has_pkce: lists("code_challenge_methods_supported", "S256"),
        token_endpoint: metadata.token.map(Into::into),
        has_sign_out: document.contains_key("end_session_endpoint"),
    })
}

/// Whether pages of an origin may read the responses of the token endpoint. The request redeems an invalid
/// code, because some providers decide by the client that is named in it.
pub async fn allows_origin(
    token_endpoint: &str,
    origin: &str,
    client_id: &str,
) -> Result<bool, InspectionError> {
    let failed = |error: reqwest::Error| InspectionError::of(error.without_url());
    let client: Client = client().map_err(failed)?;
    let url = Url::parse(token_endpoint).map_err(InspectionError::of)?;
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("code", "invalid"),
        ("redirect_uri", origin),
    ];
    let mut encoded = Url::parse("http://form").map_err(InspectionError::of)?;
    let body = encoded.query_pairs_mut().extend_pairs(form).finish().query();
    let body = body.unwrap_or_default().to_owned();
    let request = client
        .post(url)
        .header(ORIGIN, origin)
        .header(reqwest::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body);
    let response = request.send().await.map_err(failed)?;
    let allowed = response.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN);
    Ok(allowed.is_some_and(|allowed| allowed == "*" || allowed == origin))
}

impl OidcAuthenticator {
    /// Verifies a token as for a request, and tells what it says or why it is refused. Nothing of the result
    /// contains the token.
    pub async fn inspect(&self, token: &BearerToken) -> Result<TokenReport, TokenRefusal> {
        let claims = unverified_claims(token);
        match self.verify(token).await {
            Ok(profile) => Ok(TokenReport {
                subject: profile.id.as_str().to_owned(),
                username: profile.username.as_ref().map(ToString::to_string),
                roles: self.config.claims.role_names(&claims),
                is_admin: profile.granted_roles().contains(&Role::Admin),
                claims: claims.keys().cloned().collect(),
            }),
            Err(rejected) => Err(refusal(&rejected, token, &claims)),
        }
    }
}

fn refusal(rejected: &RejectedToken, token: &BearerToken, claims: &Map<String, Value>) -> TokenRefusal {
    match rejected {
        RejectedToken::Header(_) if is_opaque(token) => TokenRefusal::Opaque,
        RejectedToken::Key(error @ KeyError::Unavailable(_)) => TokenRefusal::Unavailable(with_causes(error)),
        RejectedToken::Token(TokenError::Untrusted(error)) => match error.kind() {
            ErrorKind::InvalidAudience => TokenRefusal::Audience(texts(claims.get("aud"))),
            ErrorKind::MissingRequiredClaim(claim) if claim == "aud" => TokenRefusal::Audience(Vec::new()),
            ErrorKind::InvalidIssuer => TokenRefusal::Issuer(texts(claims.get("iss")).join(", ")),
            _ => TokenRefusal::Other(with_causes(error)),
        },
        rejected => TokenRefusal::Other(with_causes(rejected)),
    }
}

/// Reads the claims without a check, for texts about a refused token.
fn unverified_claims(token: &BearerToken) -> Map<String, Value> {
    let payload = token.expose_secret().split('.').nth(1).unwrap_or_default();
    let payload = URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
    serde_json::from_slice(&payload).unwrap_or_default()
}

/// A claim that is a text, or the texts of a list.
fn texts(claim: Option<&Value>) -> Vec<String> {
    let values = match claim {
        Some(Value::Array(values)) => values.as_slice(),
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    values
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
