//! Tests of the configuration and its errors.

use std::collections::BTreeSet;
use std::io::Write as _;

use super::*;

pub(super) const SECRET: &str = "0123456789abcdef0123456789abcdef";

pub(super) fn complete() -> Vec<(&'static str, String)> {
    vec![
        ("DATABASE_URL", "postgres://onair@localhost/onair".to_owned()),
        ("LIVEKIT_URL", "ws://localhost:7880".to_owned()),
        ("LIVEKIT_API_KEY", "key".to_owned()),
        ("LIVEKIT_API_SECRET", SECRET.to_uppercase()),
        ("JWT_SECRET", SECRET.to_owned()),
    ]
}

pub(super) fn read(variables: &[(&str, String)]) -> Result<Config, ConfigErrors> {
    Config::read(&|name| {
        variables
            .iter()
            .rev()
            .find(|(n, _)| *n == name)
            .map(|(_, value)| value.clone())
    })
}

pub(super) fn with(name: &'static str, value: &str) -> Result<Config, ConfigErrors> {
    let mut variables = complete();
    variables.push((name, value.to_owned()));
    read(&variables)
}

fn secret_of(config: &Config) -> &SecretConfig {
    match &config.auth {
        AuthConfig::Secret(config) => config,
        AuthConfig::Provider(_) => panic!("a provider is configured"),
    }
}

#[test]
fn required_variables_are_sufficient() {
    let config = read(&complete()).unwrap();
    assert_eq!(config.http.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(config.media.public_url, config.media.livekit.url);
    assert!(!secret_of(&config).is_dev_login);
    assert_eq!(config.timing, Timing::default());
}

#[test]
fn missing_secret_names_the_provider_as_the_alternative() {
    let errors = with("JWT_SECRET", "").unwrap_err();
    assert_eq!(
        errors.0,
        [
            "JWT_SECRET is missing (or JWT_SECRET_FILE, a file that holds it); or set OIDC_ISSUER to sign in at an \
          OpenID Connect provider"
        ]
    );
    let errors = with("DATABASE_URL", "").unwrap_err();
    assert!(!errors.0[0].contains("OIDC_ISSUER"), "{errors:?}");
}

#[test]
fn all_errors_are_reported_together() {
    let variables = [
        ("BIND_ADDRESS", "nowhere".to_owned()),
        ("JWT_SECRET", "short".to_owned()),
        ("DEV_LOGIN", "maybe".to_owned()),
    ];
    let errors = read(&variables).unwrap_err();
    let named: BTreeSet<_> = errors
        .0
        .iter()
        .filter_map(|error| error.split(' ').next())
        .collect();
    let expected = [
        "BIND_ADDRESS",
        "DATABASE_URL",
        "DEV_LOGIN",
        "JWT_SECRET",
        "LIVEKIT_API_KEY",
        "LIVEKIT_API_SECRET",
        "LIVEKIT_URL",
    ];
    assert_eq!(named, expected.into());
}

#[test]
fn the_default_maximum_token_lifetime_is_a_day() {
    let max_lifetime = |seconds: &str| {
        with("JWT_MAX_LIFETIME_SECONDS", seconds).map(|config| secret_of(&config).max_lifetime)
    };
    assert_eq!(max_lifetime("").unwrap(), Duration::from_hours(24));
    assert_eq!(max_lifetime("3600").unwrap(), Duration::from_hours(1));
    for bad in ["59", "0", "-1", "31536001", "1d", "1e3"] {
        assert!(max_lifetime(bad).is_err(), "{bad}");
    }
}

#[test]
fn an_empty_variable_counts_as_absent() {
    assert_eq!(
        with("LIVEKIT_API_KEY", "").unwrap_err().0,
        ["LIVEKIT_API_KEY is missing"]
    );
    assert!(secret_of(&with("JWT_ISSUER", "").unwrap()).issuer.is_none());
}

#[test]
fn secrets_can_be_read_from_files() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "{SECRET}").unwrap();
    let mut variables = complete();
    variables.retain(|(name, _)| *name != "JWT_SECRET");
    variables.push(("JWT_SECRET_FILE", file.path().display().to_string()));
    assert_eq!(
        secret_of(&read(&variables).unwrap()).secret.expose_secret(),
        SECRET
    );
    variables.push(("JWT_SECRET", SECRET.to_owned()));
    assert_eq!(
        read(&variables).unwrap_err().0,
        ["JWT_SECRET and JWT_SECRET_FILE are both set; keep one"]
    );
}

#[test]
fn neither_errors_nor_debug_contain_secrets() {
    let errors = with("JWT_SECRET", "hush-hush").unwrap_err();
    assert!(!format!("{errors} {errors:?}").contains("hush"));
    assert!(!format!("{:?}", read(&complete()).unwrap()).contains(SECRET));
}

const OTHER: &str = "another secret that is long enough";

fn with_all(more: &[(&'static str, &str)]) -> Result<Config, ConfigErrors> {
    let mut variables = complete();
    variables.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    read(&variables)
}

#[test]
fn secondary_secrets_are_optional() {
    let config = read(&complete()).unwrap();
    assert!(config.media.livekit.secondary.is_none() && secret_of(&config).secondary.is_none());
    let config = with_all(&[
        ("LIVEKIT_API_KEY_SECONDARY", "other"),
        ("LIVEKIT_API_SECRET_SECONDARY", OTHER),
        ("JWT_SECRET_SECONDARY", "a third secret that is long enough"),
    ]);
    let config = config.unwrap();
    let pair = config.media.livekit.secondary.clone().unwrap();
    assert_eq!((pair.key.as_str(), pair.secret.expose_secret()), ("other", OTHER));
    assert!(secret_of(&config).secondary.is_some());
    assert!(!format!("{config:?}").contains("long enough"));
}

#[test]
fn a_secondary_secret_that_cannot_work_is_refused() {
    let livekit = SECRET.to_uppercase();
    for (variables, expected) in [
        (
            vec![("LIVEKIT_API_KEY_SECONDARY", "other")],
            "LIVEKIT_API_KEY_SECONDARY and LIVEKIT_API_SECRET_SECONDARY belong together; set both or none",
        ),
        (
            vec![("LIVEKIT_API_SECRET_SECONDARY", OTHER)],
            "LIVEKIT_API_KEY_SECONDARY and LIVEKIT_API_SECRET_SECONDARY belong together; set both or none",
        ),
        (
            vec![
                ("LIVEKIT_API_KEY_SECONDARY", "key"),
                ("LIVEKIT_API_SECRET_SECONDARY", OTHER),
            ],
            "LIVEKIT_API_KEY_SECONDARY must differ from LIVEKIT_API_KEY",
        ),
        (
            vec![
                ("LIVEKIT_API_KEY_SECONDARY", "other"),
                ("LIVEKIT_API_SECRET_SECONDARY", &livekit),
            ],
            "LIVEKIT_API_SECRET_SECONDARY must differ from LIVEKIT_API_SECRET",
        ),
        (
            vec![
                ("LIVEKIT_API_KEY_SECONDARY", "other"),
                ("LIVEKIT_API_SECRET_SECONDARY", "hush"),
            ],
            "LIVEKIT_API_SECRET_SECONDARY must be at least 32 characters long",
        ),
        (
            vec![
                ("LIVEKIT_API_KEY_SECONDARY", "other"),
                ("LIVEKIT_API_SECRET_SECONDARY", SECRET),
            ],
            "JWT_SECRET must differ from LIVEKIT_API_SECRET_SECONDARY",
        ),
        (
            vec![("JWT_SECRET_SECONDARY", SECRET)],
            "JWT_SECRET_SECONDARY must differ from JWT_SECRET",
        ),
        (
            vec![("JWT_SECRET_SECONDARY", &livekit)],
            "JWT_SECRET_SECONDARY must differ from LIVEKIT_API_SECRET",
        ),
        (
            vec![("JWT_SECRET_SECONDARY", "hush")],
            "JWT_SECRET_SECONDARY must be at least 32 characters long",
        ),
    ] {
        assert_eq!(with_all(&variables).unwrap_err().0, [expected]);
    }
}

#[test]
fn bearer_tokens_and_room_tokens_have_different_secrets() {
    let errors = with("LIVEKIT_API_SECRET", SECRET).unwrap_err();
    assert_eq!(errors.0, ["JWT_SECRET must differ from LIVEKIT_API_SECRET"]);
}

#[test]
fn bounds_are_inclusive() {
    assert!(with("JWT_SECRET", &SECRET[1..]).is_err());
    for (good, bad) in [("5", "4"), ("3600", "3601")] {
        assert!(with("RECONNECT_GRACE_SECONDS", good).is_ok());
        assert!(with("RECONNECT_GRACE_SECONDS", bad).is_err());
        assert!(with("CONNECT_TIMEOUT_SECONDS", good).is_ok());
        assert!(with("CONNECT_TIMEOUT_SECONDS", bad).is_err());
    }
    assert!(with("SHUTDOWN_DRAIN_SECONDS", "0").is_ok());
    assert!(with("SHUTDOWN_DRAIN_SECONDS", "3601").is_err());
    assert!(with("DATABASE_POOL_SIZE", "2").is_ok());
    assert!(with("DATABASE_POOL_SIZE", "1").is_err());
}

#[test]
fn retention_is_in_days_or_off() {
    fn retention(name: &'static str, value: &str) -> Result<RetentionPolicy, ConfigErrors> {
        with(name, value).map(|config| config.retention)
    }
    assert_eq!(
        retention("RETENTION_CHAT_DAYS", ""),
        Ok(RetentionPolicy::default())
    );
    let expected = RetentionPolicy {
        chat: None,
        ..RetentionPolicy::default()
    };
    assert_eq!(retention("RETENTION_CHAT_DAYS", "off"), Ok(expected));
    for (name, of) in [
        (
            "RETENTION_CHAT_DAYS",
            (|policy| policy.chat) as fn(RetentionPolicy) -> Option<RetentionDays>,
        ),
        ("RETENTION_EXCLUSIONS_DAYS", |policy| policy.exclusions),
        ("RETENTION_SESSIONS_DAYS", |policy| policy.sessions),
        ("RETENTION_AUDIT_DAYS", |policy| policy.audit),
    ] {
        for days in [1, 36_500] {
            let policy = retention(name, &days.to_string()).unwrap();
            assert_eq!(of(policy), RetentionDays::new(days), "{name}");
        }
        for bad in ["0", "36501", "-1", "1.5", "30d", "never", "OFF", "4294967297"] {
            let errors = retention(name, bad).unwrap_err().0;
            assert!(errors[0].starts_with(name), "{errors:?}");
        }
    }
}

#[test]
fn origins_have_no_path() {
    let origins = with("CORS_ORIGINS", "https://a.example, http://b.example:8080")
        .unwrap()
        .http
        .cors_origins;
    assert_eq!(origins, ["https://a.example", "http://b.example:8080"]);
    for bad in ["*", "https://a.example/", "a.example", "ftp://a.example"] {
        assert!(with("CORS_ORIGINS", bad).is_err(), "{bad}");
    }
    let sites = |value| with("EMBED_ORIGINS", value).unwrap().http.embed_origins;
    assert!(sites("").is_empty());
    assert_eq!(sites("*"), ["*"]);
    let some = sites("https://a.example, https://*.b.example");
    assert_eq!(some, ["https://a.example", "https://*.b.example"]);
    for bad in ["*.example", "https://a.example/", "a.example", "'self'"] {
        assert!(with("EMBED_ORIGINS", bad).is_err(), "{bad}");
    }
}

#[test]
fn the_development_login_needs_a_loopback_address() {
    let start = |bind: &str, remote: &str| {
        let mut variables = complete();
        variables.push(("DEV_LOGIN", "true".to_owned()));
        variables.push(("BIND_ADDRESS", bind.to_owned()));
        variables.push(("DEV_LOGIN_INSECURE_REMOTE", remote.to_owned()));
        read(&variables)
    };
    for loopback in [
        "127.0.0.1:8080",
        "127.1.2.3:0",
        "[::1]:8080",
        "[::ffff:127.0.0.1]:80",
    ] {
        assert!(start(loopback, "").is_ok(), "{loopback}");
    }
    for exposed in ["0.0.0.0:8080", "[::]:8080", "192.0.2.1:8080", "[2001:db8::1]:80"] {
        let errors = start(exposed, "false").unwrap_err().0;
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].starts_with("DEV_LOGIN lets anybody sign in as any user"));
        assert!(secret_of(&start(exposed, "true").unwrap()).is_dev_login_remote);
    }
    assert!(with("BIND_ADDRESS", "0.0.0.0:8080").is_ok());
}

#[test]
fn the_policy_contains_the_media_server() {
    let sources = |config: Config| config.media.csp_sources.to_string();
    assert_eq!(
        sources(read(&complete()).unwrap()),
        "ws://localhost:7880 http://localhost:7880"
    );
    assert_eq!(
        sources(with("LIVEKIT_PUBLIC_URL", "wss://m.example").unwrap()),
        "wss://m.example https://m.example"
    );
    assert_eq!(
        sources(with("CSP_MEDIA_SOURCES", "wss://a.example wss://b.example").unwrap()),
        "wss://a.example wss://b.example"
    );
    assert!(with("CSP_MEDIA_SOURCES", "wss://a.example; script-src *").is_err());
    assert!(with("LIVEKIT_PUBLIC_URL", "wss://a;b").is_err());
}

#[test]
fn browsers_can_use_another_url_of_the_media_server() {
    let media = with("LIVEKIT_PUBLIC_URL", "https://m.example/").unwrap().media;
    assert_eq!(media.public_url.ws(), "wss://m.example");
    assert_eq!(media.livekit.url.ws(), "ws://localhost:7880");
    assert!(with("LIVEKIT_URL", "m.example").is_err());
}

#[test]
fn every_variable_is_documented() {
    let document = include_str!("../../../../docs/configuration.md");
    let requested = std::cell::RefCell::new(BTreeSet::new());
    // Some variables are read only if a provider is configured, others only if none is.
    for issuer in [None, Some("https://login.example")] {
        let _errors = Config::read(&|name| {
            requested.borrow_mut().insert(name.to_owned());
            issuer.filter(|_| name == "OIDC_ISSUER").map(str::to_owned)
        });
    }
    for name in requested.into_inner() {
        assert!(
            document.contains(&format!("`{name}`")),
            "docs/configuration.md does not list {name}"
        );
    }
}

/// The shipped file, with these secrets instead of the placeholder.
fn shipped(secret: &str) -> Vec<(&'static str, String)> {
    let file = include_str!("../../../../docs/deploy/onair.env");
    let lines = file
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let variables = lines.map(|line| line.split_once('=').unwrap());
    variables
        .map(|(name, value)| (name, value.replace("CHANGE-ME", secret)))
        .collect()
}

#[test]
fn the_shipped_settings_are_valid_once_their_secrets_are_set() {
    let config = read(&shipped(SECRET)).unwrap();
    assert!(config.http.public_url.is_some() && config.http.metrics_bind.is_some());
    let errors = read(&shipped("CHANGE-ME")).unwrap_err();
    assert_eq!(
        errors.0,
        ["LIVEKIT_API_SECRET must be at least 32 characters long"]
    );
}
