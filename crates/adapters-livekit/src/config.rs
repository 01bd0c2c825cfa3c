//! The address of LiveKit and the API key pair.

use secrecy::SecretString;
use url::Url;

/// The configuration of all adapters in this crate.
#[derive(Debug, Clone)]
pub struct LiveKitConfig {
    /// The server's address as seen from this service.
    pub url: LiveKitUrl,
    /// The public half of the API key pair.
    pub api_key: String,
    /// The secret half. It signs room tokens and API calls. LiveKit signs its webhooks with it.
    pub api_secret: SecretString,
    /// Another key pair that LiveKit accepts, while keys are changed. Room tokens and webhooks may be signed with it.
    pub secondary: Option<ApiKeyPair>,
}

/// An API key pair of LiveKit.
#[derive(Debug, Clone)]
pub struct ApiKeyPair {
    /// The public half. Tokens name it as their issuer.
    pub key: String,
    /// The secret half.
    pub secret: SecretString,
}

/// The address of a LiveKit server. One port serves API calls over HTTP and signalling over WebSocket, so
/// each of the four schemes identifies both addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveKitUrl {
    is_secure: bool,
    /// Host, and the port unless it is the scheme's default.
    authority: String,
}

/// The reason why an address cannot be that of a LiveKit server. `Display` yields a phrase that completes
/// "the address …".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LiveKitUrlError {
    /// Not a URL, or a URL without a host.
    #[error("must be an address like wss://livekit.example.com")]
    NotAnAddress,
    /// An unsupported scheme.
    #[error("must start with ws://, wss://, http:// or https://")]
    Scheme,
    /// LiveKit's client libraries silently drop the path, so a server below a path is unreachable.
    #[error("must not have a path: LiveKit can't be served below one")]
    Path,
    /// Credentials belong in the key pair. In the address they would leak into logs and pages.
    #[error("must not contain a user name or password")]
    Credentials,
}

impl LiveKitUrl {
    /// Parses an address.
    ///
    /// Fails if it is no URL of a LiveKit server.
    pub fn parse(raw: &str) -> Result<Self, LiveKitUrlError> {
        let url = Url::parse(raw.trim()).map_err(|_| LiveKitUrlError::NotAnAddress)?;
        let is_secure = match url.scheme() {
            "ws" | "http" => false,
            "wss" | "https" => true,
            _ => return Err(LiveKitUrlError::Scheme),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(LiveKitUrlError::Credentials);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(LiveKitUrlError::Path);
        }
        let host = url.host_str().ok_or(LiveKitUrlError::NotAnAddress)?;
        let authority = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        Ok(Self { is_secure, authority })
    }

    /// Returns the address for API calls.
    #[must_use]
    pub fn http(&self) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        format!("{scheme}://{}", self.authority)
    }

    /// Returns the address for browsers.
    #[must_use]
    pub fn ws(&self) -> String {
        let scheme = if self.is_secure { "wss" } else { "ws" };
        format!("{scheme}://{}", self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scheme_yields_both_addresses() {
        for (raw, http, ws) in [
            (
                "ws://127.0.0.1:7880",
                "http://127.0.0.1:7880",
                "ws://127.0.0.1:7880",
            ),
            ("http://a:7880/", "http://a:7880", "ws://a:7880"),
            (
                "wss://lk.example.com",
                "https://lk.example.com",
                "wss://lk.example.com",
            ),
            (" https://[::1]:443 ", "https://[::1]", "wss://[::1]"),
        ] {
            let url = LiveKitUrl::parse(raw).unwrap();
            assert_eq!((url.http().as_str(), url.ws().as_str()), (http, ws), "{raw}");
        }
    }

    #[test]
    fn invalid_address_is_rejected() {
        for (raw, error) in [
            ("", LiveKitUrlError::NotAnAddress),
            ("livekit", LiveKitUrlError::NotAnAddress),
            ("ws://", LiveKitUrlError::NotAnAddress),
            ("localhost:7880", LiveKitUrlError::Scheme),
            ("ftp://a", LiveKitUrlError::Scheme),
            ("wss://a/livekit", LiveKitUrlError::Path),
            ("wss://a/?x", LiveKitUrlError::Path),
            ("wss://key:secret@a", LiveKitUrlError::Credentials),
        ] {
            assert_eq!(LiveKitUrl::parse(raw), Err(error), "{raw}");
        }
    }

    #[test]
    fn debug_output_hides_secret() {
        let config = LiveKitConfig {
            url: LiveKitUrl::parse("ws://a").unwrap(),
            api_key: "key".to_owned(),
            api_secret: "hush-hush".into(),
            secondary: Some(ApiKeyPair {
                key: "other".to_owned(),
                secret: "hush-too".into(),
            }),
        };
        assert!(!format!("{config:?}").contains("hush"));
    }
}
