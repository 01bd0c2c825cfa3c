//! LiveKit's configuration for one machine: nothing listens on, or talks to, the outside.

use super::Wishes;

/// The keys are checked strictly by LiveKit: one it doesn't know stops it.
pub(super) fn yaml(port: u16, udp_port: u16, wishes: &Wishes) -> String {
    let Wishes { key, secret, .. } = wishes;
    let webhook = wishes
        .webhook
        .as_ref()
        .map(|url| webhook(key, url))
        .unwrap_or_default();
    // Without `ips` media leaves loopback; without `stun_servers` browsers are sent to public ones; rooms
    // are made by our server alone; key frames come often enough for viewers who join together.
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
    // The queue keeps events while our server restarts.
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
    use super::{Wishes, yaml};

    fn wishes(webhook: Option<&str>) -> Wishes<'static> {
        Wishes {
            port: None,
            udp_port: None,
            key: "k",
            secret: "s",
            webhook: webhook.map(Into::into),
        }
    }

    #[test]
    fn it_stays_on_loopback_and_makes_no_rooms_by_itself() {
        let yaml = yaml(7880, 7882, &wishes(None));
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
    fn webhooks_go_to_the_server() {
        let url = "http://127.0.0.1:8080/api/webhook/livekit";
        assert!(yaml(1, 2, &wishes(Some(url))).contains(&format!("  urls: [\"{url}\"]")));
    }
}
