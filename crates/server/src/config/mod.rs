//! The configuration, read from the environment at start. All errors are reported together.
//!
//! `docs/configuration.md` lists every variable; a test compares both.

mod auth;
mod csp;
mod http;
mod log;
mod reader;

use std::time::Duration;

use onair_adapters_livekit::{ApiKeyPair, LiveKitConfig, LiveKitUrl};
use onair_domain::retention::{RetentionDays, RetentionPolicy};
use onair_domain::session::Timing;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

pub(crate) use auth::{AuthConfig, ProviderConfig, SecretConfig};
pub(crate) use csp::CspSources;
pub(crate) use http::HttpConfig;
pub(crate) use log::{ExportConfig, LogConfig, LogFormat};
pub use reader::ConfigErrors;
use reader::Reader;

/// The configuration of the server.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) http: HttpConfig,
    pub(crate) database: DatabaseConfig,
    pub(crate) media: MediaConfig,
    pub(crate) auth: AuthConfig,
    pub(crate) timing: Timing,
    pub(crate) retention: RetentionPolicy,
    pub(crate) log: LogConfig,
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
    /// The URL and keys that this server uses.
    pub(crate) livekit: LiveKitConfig,
    /// The URL that browsers use.
    pub(crate) public_url: LiveKitUrl,
    /// The CSP sources that pages need to connect to it.
    pub(crate) csp_sources: CspSources,
}

/// The valid parts of a configuration that may be invalid as a whole.
#[derive(Debug)]
pub(crate) struct ConfigParts {
    pub(crate) http: Option<HttpConfig>,
    pub(crate) database: Option<DatabaseConfig>,
    pub(crate) media: Option<MediaConfig>,
    pub(crate) auth: Option<AuthConfig>,
    timing: Option<Timing>,
    retention: Option<RetentionPolicy>,
    log: Option<LogConfig>,
}

impl Config {
    /// Reads the configuration with a lookup function such as `std::env::var`. Returns all errors.
    pub(crate) fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(lookup);
        let config = ConfigParts::read(&mut reader).into_config();
        reader.finish(config)
    }

    /// Reads the valid parts of a configuration, and all errors.
    pub(crate) fn read_parts(lookup: &dyn Fn(&str) -> Option<String>) -> (ConfigParts, Vec<String>) {
        let mut reader = Reader::new(lookup);
        let parts = ConfigParts::read(&mut reader);
        (parts, reader.into_errors())
    }
}

impl ConfigParts {
    fn read(reader: &mut Reader<'_>) -> Self {
        let parts = Self {
            http: HttpConfig::read(reader),
            database: DatabaseConfig::read(reader),
            media: MediaConfig::read(reader),
            auth: AuthConfig::read(reader),
            timing: read_timing(reader),
            retention: read_retention(reader),
            log: LogConfig::read(reader),
        };
        if let (Some(http), Some(auth)) = (&parts.http, &parts.auth) {
            let is_exposed = auth.is_for_loopback_only() && !http.is_loopback();
            reader.forbid(is_exposed, "DEV_LOGIN lets anybody sign in as any user, so BIND_ADDRESS must be a loopback address such as 127.0.0.1:8080 (or set DEV_LOGIN_INSECURE_REMOTE=true if nobody else can reach the server)");
        }
        if let (Some(media), Some(AuthConfig::Secret(auth))) = (&parts.media, &parts.auth) {
            // Otherwise the room token of a viewer would be a valid bearer token with the same `sub`.
            let livekit = &media.livekit;
            let of_media = [
                ("LIVEKIT_API_SECRET", Some(&livekit.api_secret)),
                (
                    "LIVEKIT_API_SECRET_SECONDARY",
                    livekit.secondary.as_ref().map(|pair| &pair.secret),
                ),
            ];
            let of_auth = [
                ("JWT_SECRET", Some(&auth.secret)),
                ("JWT_SECRET_SECONDARY", auth.secondary.as_ref()),
            ];
            for (name, secret) in of_auth {
                for (media_name, media_secret) in of_media {
                    let is_shared = is_same(secret, media_secret);
                    reader.forbid(is_shared, &format!("{name} must differ from {media_name}"));
                }
            }
        }
        parts
    }

    fn into_config(self) -> Option<Config> {
        Some(Config {
            http: self.http?,
            database: self.database?,
            media: self.media?,
            auth: self.auth?,
            timing: self.timing?,
            retention: self.retention?,
            log: self.log?,
        })
    }
}

impl DatabaseConfig {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let url = reader.secret("DATABASE_URL", |url| {
            let is_postgres =
                Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "postgres" | "postgresql"));
            is_postgres
                .then_some(())
                .ok_or("must be a URL such as postgres://user:password@host/onair")
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
        let api_secret = reader.secret("LIVEKIT_API_SECRET", check_secret_length);
        let secondary = read_secondary(reader, api_key.as_deref(), api_secret.as_ref());
        let csp_sources = reader.optional("CSP_MEDIA_SOURCES", CspSources::parse);
        let livekit = LiveKitConfig {
            url: url?,
            api_key: api_key?,
            api_secret: api_secret?,
            secondary: secondary?,
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

/// Reads the secondary key pair of LiveKit. It must differ from the primary one, or it would have no effect.
fn read_secondary(
    reader: &mut Reader<'_>,
    key: Option<&str>,
    secret: Option<&SecretString>,
) -> Option<Option<ApiKeyPair>> {
    const KEY: &str = "LIVEKIT_API_KEY_SECONDARY";
    const SECRET: &str = "LIVEKIT_API_SECRET_SECONDARY";
    let other_key = reader.optional(KEY, |key| Ok(key.to_owned()))?;
    let other_secret = reader.optional_secret(SECRET, check_secret_length)?;
    reader.forbid(
        other_key.is_some() && other_key.as_deref() == key,
        &format!("{KEY} must differ from LIVEKIT_API_KEY"),
    );
    reader.forbid(
        is_same(other_secret.as_ref(), secret),
        &format!("{SECRET} must differ from LIVEKIT_API_SECRET"),
    );
    reader.forbid(
        other_key.is_some() != other_secret.is_some(),
        &format!("{KEY} and {SECRET} belong together; set both or none"),
    );
    let pair = other_key.zip(other_secret);
    Some(pair.map(|(key, secret)| ApiKeyPair { key, secret }))
}

/// Whether both are set and equal.
fn is_same(one: Option<&SecretString>, other: Option<&SecretString>) -> bool {
    one.zip(other)
        .is_some_and(|(one, other)| one.expose_secret() == other.expose_secret())
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

fn read_retention(reader: &mut Reader<'_>) -> Option<RetentionPolicy> {
    let default = RetentionPolicy::default();
    let mut read = |name, default: Option<RetentionDays>| {
        let range = u64::from(RetentionDays::MIN)..=u64::from(RetentionDays::MAX);
        let default = default.map(|days| u64::from(days.get()));
        let days = reader.in_range_or_off(name, range, default)?;
        Some(days.and_then(|days| RetentionDays::new(u32::try_from(days).ok()?)))
    };
    let chat = read("RETENTION_CHAT_DAYS", default.chat);
    let exclusions = read("RETENTION_EXCLUSIONS_DAYS", default.exclusions);
    let sessions = read("RETENTION_SESSIONS_DAYS", default.sessions);
    let audit = read("RETENTION_AUDIT_DAYS", default.audit);
    Some(RetentionPolicy {
        chat: chat?,
        exclusions: exclusions?,
        sessions: sessions?,
        audit: audit?,
    })
}

fn media_url(raw: &str) -> Result<LiveKitUrl, String> {
    LiveKitUrl::parse(raw).map_err(|error| error.to_string())
}

/// RFC 7518, section 3.2: a key for HS256 has at least as many bits as the hash, which is 32 bytes.
fn check_secret_length(secret: &str) -> Result<(), &'static str> {
    if secret.len() >= 32 {
        Ok(())
    } else {
        Err("must be at least 32 characters long")
    }
}

#[cfg(test)]
mod tests;
