//! The configuration of the HTTP server.

use std::net::SocketAddr;
use std::time::Duration;

use onair_http::{Network, PublicUrl, PublicUrlError, Quota, QuotaError, RateLimits, TrustedProxies};
use url::Url;

use super::reader::Reader;

/// The configuration of the HTTP server.
#[derive(Debug)]
pub(crate) struct HttpConfig {
    pub(crate) bind: SocketAddr,
    /// Where the metrics are served, if not beside everything else.
    pub(crate) metrics_bind: Option<SocketAddr>,
    pub(crate) cors_origins: Vec<String>,
    /// The origins of other sites that may embed the player; `*` for all.
    pub(crate) embed_origins: Vec<String>,
    /// The address under which people reach the server.
    pub(crate) public_url: Option<PublicUrl>,
    /// The reverse proxies whose headers about the client are believed.
    pub(crate) trusted_proxies: TrustedProxies,
    pub(crate) rate_limits: RateLimits,
    /// How many event streams an address may have open.
    pub(crate) max_event_streams_per_address: Option<u32>,
    /// How many connections an address may have open.
    pub(crate) max_connections_per_address: Option<u32>,
    /// How many connections may be open.
    pub(crate) max_connections: Option<usize>,
    pub(crate) workers: Option<usize>,
    /// How long the server reports that it is not ready, before it stops accepting connections.
    pub(crate) shutdown_drain: Duration,
    /// How long the server then waits for running requests.
    pub(crate) shutdown_grace: Duration,
    /// How long a client may read nothing of what is sent before its connection is closed.
    pub(crate) unread_timeout: Duration,
}

impl HttpConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let bind = reader.or_default("BIND_ADDRESS", SocketAddr::from(([127, 0, 0, 1], 8080)));
        let metrics_bind = reader.optional("METRICS_ADDRESS", |address| {
            let parsed = address.parse::<SocketAddr>();
            parsed
                .map_err(|_| format!("{address:?} must be an IP address and a port, such as 127.0.0.1:9090"))
        });
        let cors_origins = reader.list("CORS_ORIGINS", read_origin);
        let embed_origins = reader.list("EMBED_ORIGINS", |site| match site {
            "*" => Ok(site.to_owned()),
            _ => read_origin(site),
        });
        // The value is not repeated: it may contain a password by mistake.
        let public_url = reader.optional("PUBLIC_URL", |url| {
            url.parse().map_err(|error: PublicUrlError| error.to_string())
        });
        let trusted_proxies = reader.list("TRUSTED_PROXIES", |network| {
            let parsed = network.parse::<Network>();
            parsed.map_err(|error| format!("{error}: {network:?}"))
        });
        let rate_limits = read_rate_limits(reader);
        let event_streams = reader.in_range_or_off("MAX_EVENT_STREAMS_PER_ADDRESS", 1..=1_000_000, Some(500));
        let connections = reader.in_range_or_off("MAX_CONNECTIONS_PER_ADDRESS", 1..=1_000_000, Some(1_000));
        let max_connections = reader.in_range("MAX_CONNECTIONS", 16..=1_000_000);
        let workers = reader.in_range("HTTP_WORKERS", 1..=1024);
        let drain = reader.in_range_or("SHUTDOWN_DRAIN_SECONDS", 0..=3600, 5);
        let grace = reader.in_range_or("SHUTDOWN_GRACE_SECONDS", 0..=3600, 20);
        let unread_timeout = reader.in_range_or("UNREAD_TIMEOUT_SECONDS", 1..=3600, 30);
        Some(Self {
            bind: bind?,
            metrics_bind: metrics_bind?,
            cors_origins: cors_origins?,
            embed_origins: embed_origins?,
            public_url: public_url?,
            trusted_proxies: trusted_proxies?.into(),
            rate_limits: rate_limits?,
            max_event_streams_per_address: event_streams?.and_then(|n| n.try_into().ok()),
            max_connections_per_address: connections?.and_then(|n| n.try_into().ok()),
            max_connections: max_connections?.and_then(|n| n.try_into().ok()),
            workers: workers?.and_then(|n| n.try_into().ok()),
            shutdown_drain: Duration::from_secs(drain?),
            shutdown_grace: Duration::from_secs(grace?),
            unread_timeout: Duration::from_secs(unread_timeout?),
        })
    }

    /// Whether only this machine can connect.
    pub(super) fn is_loopback(&self) -> bool {
        self.bind.ip().to_canonical().is_loopback()
    }
}

fn read_origin(origin: &str) -> Result<String, String> {
    match Url::parse(origin) {
        Ok(url)
            if matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == origin =>
        {
            Ok(origin.to_owned())
        }
        _ => Err(format!(
            "{origin:?} must be an origin such as https://onair.example, without a path"
        )),
    }
}

fn read_rate_limits(reader: &mut Reader<'_>) -> Option<RateLimits> {
    let default = RateLimits::default();
    let mut read = |name, default: Option<Quota>| {
        let quota = reader.optional(name, |text| match text {
            "off" => Ok(None),
            _ => text
                .parse()
                .map(Some)
                .map_err(|error: QuotaError| format!("{error}: {text:?}")),
        });
        quota.map(|quota| quota.unwrap_or(default))
    };
    let tokens = read("RATE_LIMIT_TOKENS", default.tokens);
    let chat = read("RATE_LIMIT_CHAT", default.chat);
    let writes = read("RATE_LIMIT_WRITES", default.writes);
    let lists = read("RATE_LIMIT_LISTS", default.lists);
    Some(RateLimits {
        tokens: tokens?,
        chat: chat?,
        writes: writes?,
        lists: lists?,
    })
}

#[cfg(test)]
mod tests;
