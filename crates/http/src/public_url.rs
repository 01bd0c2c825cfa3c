//! The address under which people reach the server.

use std::fmt;
use std::str::FromStr;

use actix_web::http::Uri;
use actix_web::http::uri::Authority;

/// The origin of the page, such as `https://onair.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    is_https: bool,
    /// In lower case.
    host: String,
    port: u16,
}

/// The text is not an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an address such as https://onair.example, without a path")]
pub struct PublicUrlError;

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        let uri: Uri = text.parse().map_err(|_| PublicUrlError)?;
        let is_https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(PublicUrlError),
        };
        let (host, port) = uri
            .authority()
            .and_then(|authority| host_and_port(authority, is_https))
            .ok_or(PublicUrlError)?;
        let is_origin = uri.path() == "/" && uri.query().is_none() && !text.contains('#');
        if is_origin {
            Ok(Self { is_https, host, port })
        } else {
            Err(PublicUrlError)
        }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port == default_port(self.is_https) {
            Ok(())
        } else {
            write!(f, ":{}", self.port)
        }
    }
}

impl PublicUrl {
    pub(crate) fn is_https(&self) -> bool {
        self.is_https
    }

    pub(crate) fn is_same_host(&self, other: &Self) -> bool {
        let is_default = |url: &Self| url.port == default_port(url.is_https);
        self.host == other.host && (self.port == other.port || (is_default(self) && is_default(other)))
    }

    /// Whether a `Host` header names this address.
    pub(crate) fn has_authority(&self, authority: &Authority) -> bool {
        let named = host_and_port(authority, self.is_https);
        named.is_some_and(|(host, port)| host == self.host && port == self.port)
    }
}

fn default_port(is_https: bool) -> u16 {
    if is_https { 443 } else { 80 }
}

/// The host in lower case and without a dot at its end, and the port.
fn host_and_port(authority: &Authority, is_https: bool) -> Option<(String, u16)> {
    let (text, host) = (authority.as_str(), authority.host());
    let port = match text.strip_prefix(host)?.strip_prefix(':') {
        Some(port) => port.parse().ok()?,
        None if text == host => default_port(is_https),
        None => return None,
    };
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    (!name.is_empty()).then_some((name, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, PublicUrlError> {
        text.parse().map(|url: PublicUrl| url.to_string())
    }

    #[test]
    fn a_public_url_is_an_origin() {
        for (text, shown) in [
            ("https://onair.example", "https://onair.example"),
            ("https://onair.example/", "https://onair.example"),
            ("https://Onair.Example.:443", "https://onair.example"),
            ("http://onair.example:8080", "http://onair.example:8080"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
        ] {
            assert_eq!(parsed(text).as_deref(), Ok(shown));
        }
        for bad in [
            "",
            "onair.example",
            "//onair.example",
            "ftp://onair.example",
            "wss://onair.example",
            "https://",
            "https:///x",
            "https://:443",
            "https://onair.example/live",
            "https://onair.example/?a",
            "https://onair.example?a",
            "https://onair.example/#a",
            "https://onair.example#a",
            "https://me:hush@onair.example",
            "https://onair.example:port",
            "https://onair.example:",
            "https://onair.example:99999",
            "https://a b",
            "https://a, https://b",
        ] {
            assert_eq!(parsed(bad), Err(PublicUrlError), "{bad}");
        }
    }

    #[test]
    fn hosts_are_compared_without_case_and_default_port() {
        let url: PublicUrl = "https://onair.example".parse().unwrap();
        let accepts = |host: &str| host.parse().is_ok_and(|authority| url.has_authority(&authority));
        for good in [
            "onair.example",
            "ONAIR.example",
            "onair.example.",
            "onair.example:443",
        ] {
            assert!(accepts(good), "{good}");
        }
        for bad in [
            "onair.example:80",
            "onair.example:8443",
            "www.onair.example",
            "onair.example.evil.test",
            "evil.test",
            "127.0.0.1",
            "a@onair.example",
            "onair.example:",
            "onair.example,evil.test",
            "",
        ] {
            assert!(!accepts(bad), "{bad}");
        }
    }
}
