//! Creates the authenticator for the configured sign-in.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use onair_adapters_oidc::{
    DevAuthenticator, DevTokenSigner, OidcAuthenticator, SharedSecret, SharedSecretAuthenticator, TokenOrigin,
};
use onair_domain::ports::{Authenticator, Clock};
use onair_domain::user::User;
use onair_http::AuthMode;

use crate::config::{AuthConfig, CspSources, ProviderConfig, SecretConfig};

/// The time between two attempts to fetch the provider's metadata while there are none.
const PREFETCH_INTERVAL: Duration = Duration::from_secs(10);

/// How bearer tokens are verified, and how the page signs users in.
pub(crate) struct Authentication {
    pub(crate) authenticator: Arc<dyn Authenticator>,
    pub(crate) mode: AuthMode,
    /// Returns the CSP sources that the page needs to sign users in, separated by spaces.
    pub(crate) csp_sources: Box<dyn Fn() -> String + Send + Sync>,
}

/// Creates the authenticator of the configured kind.
pub(crate) fn authentication(config: &AuthConfig, clock: Arc<dyn Clock>) -> anyhow::Result<Authentication> {
    match config {
        AuthConfig::Provider(config) => provider(config, clock),
        AuthConfig::Secret(config) => {
            let (authenticator, mode) = shared_secret(config, clock)?;
            Ok(Authentication {
                authenticator,
                mode,
                csp_sources: Box::new(String::new),
            })
        }
    }
}

fn provider(config: &ProviderConfig, clock: Arc<dyn Clock>) -> anyhow::Result<Authentication> {
    let authenticator = OidcAuthenticator::new(config.oidc.clone(), clock)?;
    // The server also starts while the provider is unavailable.
    let prefetch = authenticator.clone();
    tokio::spawn(async move {
        while !prefetch.prefetch().await {
            tokio::time::sleep(PREFETCH_INTERVAL).await;
        }
    });
    let mode = AuthMode::Oidc {
        issuer: config.oidc.issuer.to_string(),
        client_id: config.client_id.clone(),
        scope: config.scope.clone(),
        parameters: config.parameters.clone(),
    };
    let (issuer, metadata) = (config.csp_source.clone(), authenticator.clone());
    Ok(Authentication {
        authenticator: Arc::new(authenticator),
        mode,
        csp_sources: Box::new(move || page_sources(&issuer, &metadata.client_endpoint_origins())),
    })
}

/// Returns where the page connects to sign users in and out: to the issuer for the provider's metadata, and to
/// the endpoints for clients. It navigates to the other endpoints, or does not use them.
fn page_sources(issuer: &CspSources, endpoints: &[String]) -> String {
    let mut sources = vec![issuer.to_string()];
    // No browser accepts a source that can't be parsed.
    let endpoints = endpoints
        .iter()
        .filter_map(|origin| CspSources::parse(origin).ok());
    for source in endpoints.map(|source| source.to_string()) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources.join(" ")
}

/// Creates the authenticator for tokens that are signed with a shared secret.
pub(crate) fn shared_secret(
    config: &SecretConfig,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<(Arc<dyn Authenticator>, AuthMode)> {
    let secret = SharedSecret::new(config.secret.clone()).context("JWT_SECRET")?;
    let origin = TokenOrigin {
        issuer: config.issuer.clone(),
        audience: config.audience.clone(),
    };
    let authenticator = SharedSecretAuthenticator::new(&secret, &origin, config.max_lifetime, clock.clone());
    let authenticator = match &config.secondary {
        Some(secondary) => {
            let secondary = SharedSecret::new(secondary.clone()).context("JWT_SECRET_SECONDARY")?;
            authenticator.with_secondary(&secondary)
        }
        None => authenticator,
    };
    if !config.is_dev_login {
        return Ok((Arc::new(authenticator), AuthMode::Secret));
    }
    if config.is_dev_login_remote {
        tracing::warn!(
            "DEV_LOGIN is enabled for remote addresses: everybody who reaches this server can sign in as any user, including admins"
        );
    } else {
        tracing::warn!(
            "DEV_LOGIN is enabled: everybody on this machine can sign in as any user, without a password"
        );
    }
    let signer = DevTokenSigner::new(&secret, clock)?;
    let authenticator = DevAuthenticator::new(&signer, authenticator);
    let mode = AuthMode::Dev(Arc::new(move |user: &User| Ok(signer.sign(user)?)));
    Ok((Arc::new(authenticator), mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_connects_to_the_issuer_and_to_the_endpoints_only() {
        let issuer = CspSources::parse("https://accounts.example").unwrap();
        let sources = |endpoints: &[&str]| {
            let endpoints: Vec<_> = endpoints.iter().copied().map(str::to_owned).collect();
            page_sources(&issuer, &endpoints)
        };
        assert_eq!(sources(&[]), "https://accounts.example");
        let same = "https://accounts.example";
        assert_eq!(sources(&[same, same]), "https://accounts.example");
        assert_eq!(
            sources(&["https://token.example:8443", "https://token.example:8443"]),
            "https://accounts.example https://token.example:8443"
        );
        assert_eq!(
            sources(&["https://token.example:8443", "https://revoke.example"]),
            "https://accounts.example https://token.example:8443 https://revoke.example"
        );
        for bad in ["https://token.example;script-src", "null", ""] {
            assert_eq!(sources(&[bad]), "https://accounts.example", "{bad}");
        }
    }
}
