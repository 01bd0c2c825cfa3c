//! The configuration of LiveKit for one machine. All connections stay on the loopback interface.

use super::StartOptions;

/// LiveKit refuses to start with unknown configuration keys.
pub(super) fn yaml(port: u16, udp_port: u16, options: &StartOptions) -> String {
    let StartOptions { key, secret, .. } = options;
    let webhook = options
        .webhook
        .as_ref()
        .map(|url| webhook(key, url))
        .unwrap_or_default();
    // Without `ips`, media uses other interfaces. Without `stun_servers`, browsers contact public STUN
    // servers. `auto_create` is off, because only the server creates rooms. The short PLI throttle lets
    // viewers who join together receive key frames soon.
    format!(
        r#"port: {port}
bind_addresses: ["127.0.0.1"]
keys:
  "{key}": "{secret}"
rtc:
  udp_port: {udp_port}
  tcp_port: 0
  use_external_ip: false
  node_ip: 127.0.0.1
  enable_loopback_candidate: true
  ips:
    includes: ["127.0.0.1/32"]
  stun_servers: ["127.0.0.1:3478"]
  pli_throttle:
    low_quality: 200ms
    mid_quality: 200ms
    high_quality: 200ms
room:
  auto_create: false
{webhook}"#
    )
}

fn webhook(key: &str, url: &str) -> String {
    // The queue keeps events during a restart of the server.
    format!(
        r#"webhook:
  api_key: "{key}"
  urls: ["{url}"]
  resource_url_notifier:
    max_depth: 20000
    max_age: 5m
"#
    )
}

#[cfg(test)]
mod tests {
    use super::{StartOptions, yaml};

    fn options(webhook: Option<&str>) -> StartOptions<'static> {
        StartOptions {
            port: None,
            udp_port: None,
            key: "k",
            secret: "s",
            webhook: webhook.map(Into::into),
        }
    }

    #[test]
    fn config_uses_loopback_and_disables_room_creation() {
        let yaml = yaml(7880, 7882, &options(None));
        for line in [
            "port: 7880",
            "  udp_port: 7882",
            "  \"k\": \"s\"",
            "  auto_create: false",
        ] {
            assert!(yaml.lines().any(|it| it == line), "{line} is missing in\n{yaml}");
        }
        assert!(yaml.contains("bind_addresses: [\"127.0.0.1\"]"));
        assert!(!yaml.contains("webhook"));
    }

    #[test]
    fn config_contains_the_webhook_url() {
        let url = "http://127.0.0.1:8080/api/webhook/livekit";
        assert!(yaml(1, 2, &options(Some(url))).contains(&format!("  urls: [\"{url}\"]")));
    }
}
