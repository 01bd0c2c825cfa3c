//! The sources of the media server in the page's Content-Security-Policy.

use std::fmt;

/// CSP sources that pages may connect to, separated by spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CspSources(String);

impl CspSources {
    /// Parses a list. Each source is a host with a scheme (`wss://media.example:7880`,
    /// `wss://*.livekit.cloud`), or only a scheme (`wss:`). Anything else could end the directive or extend
    /// another one.
    pub(crate) fn parse(raw: &str) -> Result<Self, String> {
        // A line break would start another header.
        if raw.chars().any(char::is_control) {
            return Err("must be on one line".to_owned());
        }
        let sources: Vec<_> = raw.split(' ').filter(|source| !source.is_empty()).collect();
        if sources.is_empty() {
            return Err("must name at least one source".to_owned());
        }
        match sources.iter().find(|source| !is_source(source)) {
            None => Ok(Self(sources.join(" "))),
            Some(bad) => Err(format!(
                "must be sources such as wss://media.example https://media.example, separated by spaces: {bad:?}"
            )),
        }
    }

    /// Returns the sources for a media server with a `ws://` or `wss://` URL. They include HTTP, because
    /// LiveKit's client requests the reason of a refused connection over HTTP. LiveKit Cloud redirects
    /// clients to hosts of its regions.
    pub(crate) fn of_media_server(ws: &str) -> Result<Self, String> {
        let (scheme, authority) = ws.split_once("://").unwrap_or(("wss", ws));
        let host = if authority.ends_with(".livekit.cloud") {
            "*.livekit.cloud"
        } else {
            authority
        };
        let http = scheme.replacen("ws", "http", 1);
        Self::parse(&format!("{scheme}://{host} {http}://{host}"))
    }
}

impl fmt::Display for CspSources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_source(source: &str) -> bool {
    let Some((scheme, rest)) = source.split_once(':') else {
        return false;
    };
    if !matches!(scheme, "ws" | "wss" | "http" | "https") {
        return false;
    }
    let Some(authority) = rest.strip_prefix("//") else {
        return rest.is_empty();
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    is_host(host) && port.is_none_or(|port| port == "*" || port.parse::<u16>().is_ok())
}

fn is_host(host: &str) -> bool {
    if let Some(v6) = host.strip_prefix('[') {
        return v6
            .strip_suffix(']')
            .is_some_and(|v6| v6.parse::<std::net::Ipv6Addr>().is_ok());
    }
    let name = host.strip_prefix("*.").unwrap_or(host);
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(raw: &str) -> Result<String, String> {
        CspSources::parse(raw).map(|sources| sources.to_string())
    }

    #[test]
    fn hosts_with_a_scheme_are_sources() {
        for good in [
            "wss://media.example",
            "wss://media.example https://media.example",
            "wss://*.livekit.cloud https://*.livekit.cloud",
            "ws://127.0.0.1:7880 http://127.0.0.1:7880",
            "ws://[::1]:7880",
            "wss://[2001:db8::1]",
            "wss://media.example:*",
            "wss: https:",
        ] {
            assert_eq!(parsed(good).as_deref(), Ok(good));
        }
        assert_eq!(
            parsed("  wss://a   https://a ").as_deref(),
            Ok("wss://a https://a")
        );
    }

    #[test]
    fn other_sources_are_refused() {
        for bad in [
            "",
            "  ",
            "wss://a; script-src *",
            "wss://a;b",
            "wss://a,wss://b",
            "wss://a\nx-header: 1",
            "wss://a\r\n",
            "wss://a\thttps://a",
            "*",
            "media.example",
            "'unsafe-inline'",
            "'self'",
            "data:",
            "blob:",
            "javascript:",
            "ftp://a",
            "wss://",
            "wss://*",
            "wss://a.*.b",
            "wss://a/path",
            "wss://a?x",
            "wss://user@a",
            "wss://a:port",
            "wss://a:70000",
            "wss://é",
            "wss://[::1",
            "wss://[a]",
        ] {
            assert!(parsed(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn sources_include_websocket_and_http() {
        let sources_of = |ws| CspSources::of_media_server(ws).map(|sources| sources.to_string());
        assert_eq!(
            sources_of("wss://media.example:7443").unwrap(),
            "wss://media.example:7443 https://media.example:7443"
        );
        assert_eq!(
            sources_of("ws://127.0.0.1:7880").unwrap(),
            "ws://127.0.0.1:7880 http://127.0.0.1:7880"
        );
        assert!(sources_of("wss://a;b").is_err());
    }

    #[test]
    fn sources_include_all_regions_of_livekit_cloud() {
        let sources = CspSources::of_media_server("wss://mine.livekit.cloud").unwrap();
        assert_eq!(
            sources.to_string(),
            "wss://*.livekit.cloud https://*.livekit.cloud"
        );
        let other = CspSources::of_media_server("wss://livekit.cloud.example").unwrap();
        assert!(!other.to_string().contains('*'));
    }
}
