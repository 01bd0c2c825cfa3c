//! Configuration, read from the environment once at start. All of its faults are reported together:
//! nobody should learn of the fifth missing variable at the fifth start.
//!
//! `docs/configuration.md` lists every variable; a test holds the two together.

mod csp;
mod reader;

use std::net::SocketAddr;
use std::time::Duration;

use onair_adapters_livekit::{LiveKitConfig, LiveKitUrl};
use onair_domain::session::Timing;
use onair_domain::user::TokenTimes;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

pub(crate) use csp::CspSources;
pub(crate) use reader::Faults;
use reader::Reader;

/// Everything the server needs to know.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) http: HttpConfig,
    pub(crate) database: DatabaseConfig,
    pub(crate) media: MediaConfig,
    pub(crate) auth: AuthConfig,
    pub(crate) timing: Timing,
}

/// Where and how requests are taken.
#[derive(Debug)]
pub(crate) struct HttpConfig {
    pub(crate) bind: SocketAddr,
    pub(crate) cors_origins: Vec<String>,
    pub(crate) workers: Option<usize>,
    /// How long the server calls itself not ready before it stops to accept connections.
    pub(crate) shutdown_drain: Duration,
    /// How long running requests may take to finish after that.
    pub(crate) shutdown_grace: Duration,
    /// How long a connection may take nothing of what is sent before it is closed.
    pub(crate) unread_patience: Duration,
}

/// The store.
#[derive(Debug)]
pub(crate) struct DatabaseConfig {
    pub(crate) url: SecretString,
    pub(crate) pool_size: usize,
}

/// The media server.
#[derive(Debug)]
pub(crate) struct MediaConfig {
    /// How this server reaches it.
    pub(crate) livekit: LiveKitConfig,
    /// Where browsers reach it.
    pub(crate) public_url: LiveKitUrl,
    /// What the page may connect to, for its sake.
    pub(crate) csp_sources: CspSources,
}

/// Who is believed to be whom.
#[derive(Debug)]
pub(crate) struct AuthConfig {
    pub(crate) jwt_secret: SecretString,
    /// How long a bearer token may live.
    pub(crate) jwt_longest: Duration,
    pub(crate) issuer: Option<String>,
    pub(crate) audience: Option<String>,
    pub(crate) is_dev_login: bool,
    /// Whether the development login may be reached from elsewhere than this machine.
    pub(crate) is_dev_login_remote: bool,
}

impl Config {
    /// Reads the configuration by a look-up such as `std::env::var`; all faults come together.
    pub(crate) fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Faults> {
        let mut reader = Reader::new(lookup);
        let config = Self::read_all(&mut reader);
        reader.finish(config)
    }

    fn read_all(reader: &mut Reader<'_>) -> Option<Self> {
        // No `?` before everything was read, or a fault would hide those behind it.
        let http = HttpConfig::read(reader);
        let database = DatabaseConfig::read(reader);
        let media = MediaConfig::read(reader);
        let auth = AuthConfig::read(reader);
        let timing = read_timing(reader);
        if let (Some(http), Some(auth)) = (&http, &auth) {
            let is_exposed = auth.is_dev_login && !auth.is_dev_login_remote && !http.is_loopback();
            reader.forbid(is_exposed, "DEV_LOGIN lets anybody sign in as anybody, so BIND_ADDRESS must be a loopback address such as 127.0.0.1:8080 (or set DEV_LOGIN_INSECURE_REMOTE=true where nobody else can reach it)");
        }
        if let (Some(media), Some(auth)) = (&media, &auth) {
            // Or the room token of any viewer would pass as a bearer token of the same `sub`.
            let is_shared = media.livekit.api_secret.expose_secret() == auth.jwt_secret.expose_secret();
            reader.forbid(is_shared, "JWT_SECRET must differ from LIVEKIT_API_SECRET");
        }
        Some(Self {
            http: http?,
            database: database?,
            media: media?,
            auth: auth?,
            timing: timing?,
        })
    }
}

impl HttpConfig {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let bind = reader.or_default("BIND_ADDRESS", SocketAddr::from(([127, 0, 0, 1], 8080)));
        let cors_origins = reader.list("CORS_ORIGINS", |origin| match Url::parse(origin) {
            Ok(url)
                if matches!(url.scheme(), "http" | "https")
                    && url.origin().ascii_serialization() == origin =>
            {
                Ok(origin.to_owned())
            }
            _ => Err(format!(
                "{origin:?} must be an origin such as https://onair.example, without a path"
            )),
        });
        let workers = reader.in_range("HTTP_WORKERS", 1..=1024);
        let drain = reader.in_range_or("SHUTDOWN_DRAIN_SECONDS", 0..=3600, 5);
        let grace = reader.in_range_or("SHUTDOWN_GRACE_SECONDS", 0..=3600, 20);
        let patience = reader.in_range_or("UNREAD_TIMEOUT_SECONDS", 1..=3600, 30);
        Some(Self {
            bind: bind?,
            cors_origins: cors_origins?,
            workers: workers?.and_then(|n| usize::try_from(n).ok()),
            shutdown_drain: Duration::from_secs(drain?),
            shutdown_grace: Duration::from_secs(grace?),
            unread_patience: Duration::from_secs(patience?),
        })
    }

    /// Whether nobody outside this machine can connect.
    fn is_loopback(&self) -> bool {
        self.bind.ip().to_canonical().is_loopback()
    }
}

impl DatabaseConfig {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let url = reader.secret("DATABASE_URL", |url| {
            let is_postgres =
                Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "postgres" | "postgresql"));
            is_postgres
                .then_some(())
                .ok_or("must be an address such as postgres://user:password@host/onair")
        });
        let pool_size = reader.in_range_or("DATABASE_POOL_SIZE", 2..=1000, 16);
        Some(Self {
            url: url?,
            pool_size: usize::try_from(pool_size?).ok()?,
        })
    }
}

impl MediaConfig {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let url = reader.required("LIVEKIT_URL", media_url);
        let public_url = reader.optional("LIVEKIT_PUBLIC_URL", media_url);
        let api_key = reader.required("LIVEKIT_API_KEY", |key| Ok(key.to_owned()));
        let api_secret = reader.secret("LIVEKIT_API_SECRET", at_least_32);
        let csp_sources = reader.optional("CSP_MEDIA_SOURCES", CspSources::parse);
        let livekit = LiveKitConfig {
            url: url?,
            api_key: api_key?,
            api_secret: api_secret?,
        };
        let public_url = public_url?.unwrap_or_else(|| livekit.url.clone());
        let csp_sources = match csp_sources? {
            Some(sources) => sources,
            None => reader.derived(
                "LIVEKIT_PUBLIC_URL",
                CspSources::of_media_server(&public_url.ws()),
            )?,
        };
        Some(Self {
            livekit,
            public_url,
            csp_sources,
        })
    }
}

impl AuthConfig {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let jwt_secret = reader.secret("JWT_SECRET", at_least_32);
        let longest = reader.in_range_or(
            "JWT_MAX_LIFETIME_SECONDS",
            60..=31_536_000,
            TokenTimes::MAX_LIFETIME.as_secs(),
        );
        let issuer = reader.optional("JWT_ISSUER", |issuer| Ok(issuer.to_owned()));
        let audience = reader.optional("JWT_AUDIENCE", |audience| Ok(audience.to_owned()));
        let is_dev_login = reader.flag("DEV_LOGIN");
        let is_dev_login_remote = reader.flag("DEV_LOGIN_INSECURE_REMOTE");
        Some(Self {
            jwt_secret: jwt_secret?,
            jwt_longest: Duration::from_secs(longest?),
            issuer: issuer?,
            audience: audience?,
            is_dev_login: is_dev_login?,
            is_dev_login_remote: is_dev_login_remote?,
        })
    }
}

fn read_timing(reader: &mut Reader<'_>) -> Option<Timing> {
    let default = Timing::default();
    let connect_timeout = reader.in_range_or(
        "CONNECT_TIMEOUT_SECONDS",
        5..=3600,
        default.connect_timeout.as_secs(),
    );
    let grace = reader.in_range_or(
        "RECONNECT_GRACE_SECONDS",
        5..=3600,
        default.reconnect_grace.as_secs(),
    );
    Some(Timing {
        connect_timeout: Duration::from_secs(connect_timeout?),
        reconnect_grace: Duration::from_secs(grace?),
    })
}

fn media_url(raw: &str) -> Result<LiveKitUrl, String> {
    LiveKitUrl::parse(raw).map_err(|fault| fault.to_string())
}

/// RFC 7518, section 3.2: a key for HS256 has at least as many bits as the hash, which is 32 bytes.
fn at_least_32(secret: &str) -> Result<(), &'static str> {
    if secret.len() >= 32 {
        Ok(())
    } else {
        Err("must be at least 32 characters long")
    }
}

#[cfg(test)]
mod tests;
