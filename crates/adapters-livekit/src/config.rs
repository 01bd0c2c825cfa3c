//! Where LiveKit is, and the key pair that both sides sign with.

use secrecy::SecretString;
use url::Url;

/// What every part of this crate needs to know.
#[derive(Debug, Clone)]
pub struct LiveKitConfig {
    /// Where the server is, as this service reaches it.
    pub url: LiveKitUrl,
    /// The name of the key pair.
    pub api_key: String,
    /// Its secret half. It signs room tokens and calls to the server, and the server signs its webhooks with it.
    pub api_secret: SecretString,
}

/// The address of a LiveKit server. One port serves the calls of this service (HTTP) and the
/// browsers' signalling (WebSocket), so any of the four schemes names both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveKitUrl {
    is_secure: bool,
    /// Host and port, as in the address.
    authority: String,
}

/// Why an address can't be a LiveKit server's. Its `Display` is a sentence fragment for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LiveKitUrlFault {
    /// Not an address at all, or one without a host.
    #[error("must be an address such as wss://livekit.example.com")]
    NotAnAddress,
    /// Another scheme.
    #[error("must start with ws://, wss://, http:// or https://")]
    Scheme,
    /// LiveKit's client libraries drop everything behind the host without a word, so a server behind
    /// a path could never be reached.
    #[error("must end after the host and port: LiveKit can't be served below a path")]
    Path,
    /// The key pair has places of its own; here it would end up in logs and pages.
    #[error("must not contain a user name or password")]
    Credentials,
}

impl LiveKitUrl {
    /// Checks an address.
    pub fn parse(raw: &str) -> Result<Self, LiveKitUrlFault> {
        let url = Url::parse(raw.trim()).map_err(|_| LiveKitUrlFault::NotAnAddress)?;
        let is_secure = match url.scheme() {
            "ws" | "http" => false,
            "wss" | "https" => true,
            _ => return Err(LiveKitUrlFault::Scheme),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(LiveKitUrlFault::Credentials);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(LiveKitUrlFault::Path);
        }
        let host = url.host_str().ok_or(LiveKitUrlFault::NotAnAddress)?;
        let authority = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        Ok(Self { is_secure, authority })
    }

    /// The address for this service's own calls.
    #[must_use]
    pub fn http(&self) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        format!("{scheme}://{}", self.authority)
    }

    /// The address that browsers connect to.
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
    fn each_scheme_names_both_addresses() {
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
    fn what_could_never_be_reached_is_refused() {
        for (raw, fault) in [
            ("", LiveKitUrlFault::NotAnAddress),
            ("livekit", LiveKitUrlFault::NotAnAddress),
            ("ws://", LiveKitUrlFault::NotAnAddress),
            ("localhost:7880", LiveKitUrlFault::Scheme),
            ("ftp://a", LiveKitUrlFault::Scheme),
            ("wss://a/livekit", LiveKitUrlFault::Path),
            ("wss://a/?x", LiveKitUrlFault::Path),
            ("wss://key:secret@a", LiveKitUrlFault::Credentials),
        ] {
            assert_eq!(LiveKitUrl::parse(raw), Err(fault), "{raw}");
        }
    }

    #[test]
    fn the_secret_is_not_shown() {
        let config = LiveKitConfig {
            url: LiveKitUrl::parse("ws://a").unwrap(),
            api_key: "key".to_owned(),
            api_secret: "hush-hush".into(),
        };
        assert!(!format!("{config:?}").contains("hush"));
    }
}
