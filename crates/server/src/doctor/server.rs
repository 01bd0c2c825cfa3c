//! The server that runs beside the command, as far as it is reachable from this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use crate::config::HttpConfig;

/// The time limit of a request to this machine.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// The metrics of the server on this machine.
pub(super) struct LocalMetrics {
    client: reqwest::Client,
    address: SocketAddr,
}

impl LocalMetrics {
    pub(super) fn new(config: &HttpConfig) -> reqwest::Result<Self> {
        let address = config.metrics_bind.unwrap_or(config.bind);
        Ok(Self {
            client: reqwest::Client::builder()
                .no_proxy()
                .timeout(REQUEST_TIMEOUT)
                .build()?,
            address: reachable(address),
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Reads the metrics. Fails if no server of this kind answers.
    pub(super) async fn read(&self) -> Result<Metrics, String> {
        let url = format!("http://{}/metrics", self.address);
        let response = self.client.get(url).send().await;
        let response = response.map_err(|_| "no server answers".to_owned())?;
        let text = response
            .text()
            .await
            .map_err(|error| error.without_url().to_string())?;
        if text.contains("onair_build_info") {
            Ok(Metrics(text))
        } else {
            Err("another program answers".to_owned())
        }
    }
}

/// A server that listens on all addresses is reachable on the loopback interface.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

/// Metrics in the text format of Prometheus.
pub(super) struct Metrics(String);

impl Metrics {
    /// Returns the sum of all values of a metric whose labels contain all these texts.
    pub(super) fn sum(&self, name: &str, labels: &[&str]) -> f64 {
        let values = self.0.lines().filter_map(|line| {
            let rest = line.strip_prefix(name)?;
            let is_complete_name = rest.starts_with(['{', ' ']);
            let (of_line, value) = rest.rsplit_once(' ')?;
            let has_labels = labels.iter().all(|label| of_line.contains(label));
            (is_complete_name && has_labels).then(|| value.parse::<f64>().ok())?
        });
        values.sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_summed_by_name_and_labels() {
        let metrics = Metrics(
            "# HELP a text\na 1\na_b 2\na{x=\"1\",y=\"2\"} 3\na{x=\"1\",y=\"3\"} 4.5\na{x=\"2\"} nothing\n"
                .to_owned(),
        );
        for (name, labels, sum) in [
            ("a", &[][..], 8.5),
            ("a", &["x=\"1\""], 7.5),
            ("a", &["x=\"1\"", "y=\"3\""], 4.5),
            ("a_b", &[], 2.0),
            ("c", &[], 0.0),
        ] {
            assert!(
                (metrics.sum(name, labels) - sum).abs() < 1e-9,
                "{name} {labels:?}"
            );
        }
    }

    #[test]
    fn a_server_on_all_addresses_is_reached_by_loopback() {
        for (bind, expected) in [
            ("0.0.0.0:80", "127.0.0.1:80"),
            ("[::]:80", "[::1]:80"),
            ("192.0.2.1:80", "192.0.2.1:80"),
        ] {
            assert_eq!(reachable(bind.parse().unwrap()).to_string(), expected);
        }
    }
}
