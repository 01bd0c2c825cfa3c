//! Reads the metrics of a server under test, and waits for them.

use super::{Server, eventually};

impl Server {
    /// The value of a metric (name with labels), or 0 if it does not exist.
    pub(crate) async fn metric(&self, name: &str) -> f64 {
        let response = self
            .client
            .get(format!("{}/metrics", self.url))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        let text = response.text().await.unwrap();
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        value.unwrap_or_default()
    }

    /// Waits for a complete cycle of the reconciler.
    pub(crate) async fn wait_for_reconciliation(&self) {
        let runs = "onair_reconcile_runs_total{outcome=\"ok\"}";
        let before = self.metric(runs).await;
        eventually("a reconciliation", async || {
            (self.metric(runs).await > before + 1.0).then_some(())
        })
        .await;
    }

    /// Waits until the server has processed this many webhooks since its start.
    pub(crate) async fn wait_for_webhooks(&self, count: usize) {
        let processed = u32::try_from(count).unwrap().into();
        eventually("all webhooks are processed", async || {
            (self.metric("onair_webhook_events_total").await >= processed).then_some(())
        })
        .await;
    }
}
