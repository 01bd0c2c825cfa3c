//! Discovery (OpenID Connect Discovery 1.0): from the issuer to the addresses of its keys and claims.

use std::fmt;
use std::net::IpAddr;

use onair_domain::user::Issuer;
use reqwest::{Client, Url};
use serde::Deserialize;

use super::fetch::{FetchError, get};

/// The issuer of an identity provider, exactly as its tokens name it in `iss`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerUrl {
    issuer: Issuer,
    configuration: Url,
}

/// The issuer is not usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be an https address without query and fragment, such as https://login.example/realms/onair (http is accepted for this machine only)"
)]
pub struct IssuerUrlError;

impl IssuerUrl {
    /// Checks an issuer. Its tokens and its metadata must name it exactly so, with or without a slash at the
    /// end.
    ///
    /// Fails unless it is an `https` address, or an `http` address on the loopback interface, without user,
    /// query and fragment (OpenID Connect Core 1.0, section 2, `iss`).
    pub fn parse(raw: &str) -> Result<Self, IssuerUrlError> {
        let url = Url::parse(raw).map_err(|_| IssuerUrlError)?;
        let is_bare = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let issuer = Issuer::parse(raw).map_err(|_| IssuerUrlError)?;
        if !is_bare || !is_protected(&url) || raw.contains(char::is_whitespace) {
            return Err(IssuerUrlError);
        }
        let base = url.as_str().trim_end_matches('/');
        let configuration = format!("{base}/.well-known/openid-configuration");
        Ok(Self {
            issuer,
            configuration: Url::parse(&configuration).map_err(|_| IssuerUrlError)?,
        })
    }

    /// Returns the origin of the provider's metadata: scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> String {
        self.configuration.origin().ascii_serialization()
    }

    pub(super) fn configuration(&self) -> &Url {
        &self.configuration
    }

    /// Returns the issuer as it was configured.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.issuer.as_str()
    }
}

impl fmt::Display for IssuerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether nobody on a network can read or change what is sent to this address.
fn is_protected(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.has_host(),
        "http" => url.host_str().is_some_and(is_loopback),
        _ => false,
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|ip| ip.to_canonical().is_loopback())
}

/// The part of the provider's metadata that is used here.
#[derive(Debug, Clone)]
pub(super) struct Metadata {
    pub(super) jwks: Url,
    pub(super) userinfo: Option<Url>,
    /// Where clients redeem authorization codes.
    pub(super) token: Option<Url>,
    /// Where clients revoke tokens (RFC 7009).
    pub(super) revocation: Option<Url>,
}

/// The provider's metadata could not be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum DiscoveryError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(
        "the provider calls itself {actual:?}, but OIDC_ISSUER is {configured:?}; both must agree to the letter"
    )]
    OtherIssuer { configured: String, actual: String },
    #[error("the provider's {0} is not an https address")]
    Unprotected(&'static str),
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
    #[serde(default)]
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint: Option<String>,
    #[serde(default)]
    revocation_endpoint: Option<String>,
}

/// Fetches the metadata of an issuer.
pub(super) async fn discover(client: &Client, issuer: &IssuerUrl) -> Result<Metadata, DiscoveryError> {
    let document: Document = get(client, &issuer.configuration).await?;
    if document.issuer != issuer.as_str() {
        return Err(DiscoveryError::OtherIssuer {
            configured: issuer.to_string(),
            actual: document.issuer,
        });
    }
    let userinfo = document.userinfo_endpoint;
    Ok(Metadata {
        jwks: protected(&document.jwks_uri, "jwks_uri")?,
        userinfo: userinfo
            .map(|url| protected(&url, "userinfo_endpoint"))
            .transpose()?,
        token: document
            .token_endpoint
            .map(|url| protected(&url, "token_endpoint"))
            .transpose()?,
        // Sign-in works without it.
        revocation: document
            .revocation_endpoint
            .and_then(|url| protected(&url, "revocation_endpoint").ok()),
    })
}

fn protected(url: &str, name: &'static str) -> Result<Url, DiscoveryError> {
    let url = Url::parse(url).ok().filter(is_protected);
    url.ok_or(DiscoveryError::Unprotected(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuer_is_https_or_on_loopback() {
        for good in [
            "https://login.example",
            "https://login.example/",
            "https://login.example:8443/realms/onair",
            "http://localhost:8080/realms/onair",
            "http://127.0.0.1:3000",
            "http://[::1]:3000",
            "http://login.localhost:3000",
        ] {
            assert_eq!(IssuerUrl::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "login.example",
            "http://login.example",
            "http://10.0.0.1",
            "http://localhost.example",
            "http://0.0.0.0",
            "ftp://localhost",
            "https://",
            "https://user@login.example",
            "https://user:pw@login.example",
            "https://login.example/?a=b",
            "https://login.example/#a",
            " https://login.example",
            "https://login.example/a b",
            "https://login.example\n",
            "file:///etc/passwd",
        ] {
            assert_eq!(IssuerUrl::parse(bad), Err(IssuerUrlError), "{bad:?}");
        }
    }

    #[test]
    fn metadata_is_below_the_issuer() {
        for issuer in [
            "https://login.example/realms/onair",
            "https://login.example/realms/onair/",
        ] {
            let url = IssuerUrl::parse(issuer).unwrap().configuration;
            let expected = "https://login.example/realms/onair/.well-known/openid-configuration";
            assert_eq!(url.as_str(), expected);
        }
    }
}
