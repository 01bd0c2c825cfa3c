//! Tests of the variables of the HTTP server.

use super::super::tests::with;
use super::*;

fn http(name: &'static str, value: &str) -> Result<HttpConfig, Vec<String>> {
    with(name, value)
        .map(|config| config.http)
        .map_err(|errors| errors.0)
}

#[track_caller]
fn is_refused(name: &'static str, value: &str, expected: &str) {
    let errors = http(name, value).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].starts_with(&format!("{name} {expected}")), "{errors:?}");
}

#[test]
fn rate_limits_are_requests_and_seconds_or_off() {
    let default = RateLimits::default();
    assert_eq!(http("RATE_LIMIT_TOKENS", "").unwrap().rate_limits, default);
    let quota = "60/10".parse().ok();
    let limits = |name| http(name, "60/10").unwrap().rate_limits;
    assert_eq!(
        limits("RATE_LIMIT_TOKENS"),
        RateLimits {
            tokens: quota,
            ..default
        }
    );
    assert_eq!(
        limits("RATE_LIMIT_CHAT"),
        RateLimits {
            chat: quota,
            ..default
        }
    );
    assert_eq!(
        limits("RATE_LIMIT_WRITES"),
        RateLimits {
            writes: quota,
            ..default
        }
    );
    assert_eq!(
        limits("RATE_LIMIT_LISTS"),
        RateLimits {
            lists: quota,
            ..default
        }
    );
    let off = http("RATE_LIMIT_TOKENS", "off").unwrap().rate_limits;
    assert_eq!(
        off,
        RateLimits {
            tokens: None,
            ..default
        }
    );
    for name in [
        "RATE_LIMIT_TOKENS",
        "RATE_LIMIT_CHAT",
        "RATE_LIMIT_WRITES",
        "RATE_LIMIT_LISTS",
    ] {
        for bad in ["60", "0/10", "60/0", "OFF", "false", "60/minute"] {
            is_refused(
                name,
                bad,
                "must be a number of requests (1 to 1000000) and of seconds (1 to 86400)",
            );
        }
    }
}

#[test]
fn trusted_proxies_are_networks() {
    let proxies = |value| http("TRUSTED_PROXIES", value).map(|http| http.trusted_proxies);
    let contains = |proxies: &TrustedProxies, address: &str| proxies.contains(address.parse().unwrap());
    assert!(!contains(&proxies("").unwrap(), "127.0.0.1"));
    let some = proxies("127.0.0.1, 10.0.0.0/8,::1").unwrap();
    for address in ["127.0.0.1", "10.9.9.9", "::1", "::ffff:10.0.0.1"] {
        assert!(contains(&some, address), "{address}");
    }
    assert!(!contains(&some, "127.0.0.2"));
    is_refused(
        "TRUSTED_PROXIES",
        "10.0.0.0/8, proxy.example",
        "must be addresses or networks such as 10.0.0.0/8",
    );
    is_refused(
        "TRUSTED_PROXIES",
        "10.0.0.1/8",
        "has bits after its prefix; the network is 10.0.0.0/8",
    );
}

#[test]
fn numbers_per_address_can_be_off() {
    let max = |value| {
        http("MAX_CONNECTIONS_PER_ADDRESS", value)
            .unwrap()
            .max_connections_per_address
    };
    assert_eq!((max(""), max("7"), max("off")), (Some(1_000), Some(7), None));
    let max = |value| {
        http("MAX_EVENT_STREAMS_PER_ADDRESS", value)
            .unwrap()
            .max_event_streams_per_address
    };
    assert_eq!((max(""), max("7"), max("off")), (Some(500), Some(7), None));
    for name in ["MAX_CONNECTIONS_PER_ADDRESS", "MAX_EVENT_STREAMS_PER_ADDRESS"] {
        for bad in ["0", "-1", "1000001", "none", "1.5"] {
            is_refused(name, bad, "must be a whole number from 1 to 1000000, or off");
        }
    }
    assert_eq!(http("MAX_CONNECTIONS", "100").unwrap().max_connections, Some(100));
    is_refused(
        "MAX_CONNECTIONS",
        "15",
        "must be a whole number from 16 to 1000000",
    );
}

#[test]
fn public_url_is_an_origin() {
    let url = |value| {
        http("PUBLIC_URL", value)
            .unwrap()
            .public_url
            .map(|url| url.to_string())
    };
    assert_eq!(url(""), None);
    assert_eq!(
        url("https://Onair.example/").as_deref(),
        Some("https://onair.example")
    );
    for bad in [
        "onair.example",
        "https://onair.example/live",
        "wss://onair.example",
        "https://a:hush@onair.example",
    ] {
        is_refused(
            "PUBLIC_URL",
            bad,
            "must be an address such as https://onair.example, without a path",
        );
        assert!(!http("PUBLIC_URL", bad).unwrap_err()[0].contains("hush"));
    }
}
