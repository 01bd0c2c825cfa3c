//! Creates the authenticator for the configured sign-in.

use std::sync::Arc;

use anyhow::Context as _;
use onair_adapters_oidc::{
    DevAuthenticator, DevTokenSigner, OidcAuthenticator, SharedSecret, SharedSecretAuthenticator, TokenOrigin,
};
use onair_domain::ports::{Authenticator, Clock};
use onair_domain::user::User;
use onair_http::AuthMode;

use crate::config::{AuthConfig, ProviderConfig, SecretConfig};

/// Returns the authenticator of bearer tokens, and how the page signs users in.
pub(crate) fn authentication(
    config: &AuthConfig,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<(Arc<dyn Authenticator>, AuthMode)> {
    match config {
        AuthConfig::Provider(config) => provider(config, clock),
        AuthConfig::Secret(config) => shared_secret(config, clock),
    }
}

fn provider(
    config: &ProviderConfig,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<(Arc<dyn Authenticator>, AuthMode)> {
    let authenticator = OidcAuthenticator::new(config.oidc.clone(), clock)?;
    // The server also starts while the provider is unavailable.
    let prefetch = authenticator.clone();
    tokio::spawn(async move { prefetch.prefetch().await });
    let mode = AuthMode::Oidc {
        issuer: config.oidc.issuer.to_string(),
        client_id: config.client_id.clone(),
    };
    Ok((Arc::new(authenticator), mode))
}

fn shared_secret(
    config: &SecretConfig,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<(Arc<dyn Authenticator>, AuthMode)> {
    let secret = SharedSecret::new(config.secret.clone()).context("JWT_SECRET")?;
    let origin = TokenOrigin {
        issuer: config.issuer.clone(),
        audience: config.audience.clone(),
    };
    let authenticator = SharedSecretAuthenticator::new(&secret, &origin, config.max_lifetime, clock.clone());
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
