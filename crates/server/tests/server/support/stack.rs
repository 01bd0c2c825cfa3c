//! A server with its own LiveKit.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use reqwest::Method;
use serde_json::Value;

use super::{Joiner, LiveKit, LiveKitOptions, Person, Server, WebhookProxy, command, eventually};

/// A server, its database, and a LiveKit that sends webhooks to the server.
pub(crate) struct Stack {
    pub(crate) server: Server,
    pub(crate) database: TestDatabase,
    pub(crate) livekit: LiveKit,
}

impl Stack {
    pub(crate) async fn start(auto_create: bool) -> Self {
        let proxy = WebhookProxy::start();
        let livekit = LiveKit::start(&LiveKitOptions {
            webhook: Some(proxy.url.clone()),
            auto_create,
            ..LiveKitOptions::default()
        })
        .await;
        let database = fresh_database().await;
        let mut serve = command(database.url(), "serve");
        serve.env("LIVEKIT_URL", livekit.url());
        let server = Server::start(serve).await;
        proxy.forward_to(&server.url);
        Self {
            server,
            database,
            livekit,
        }
    }

    pub(crate) async fn join(&self, token: &str) -> Joiner {
        Joiner::join(&self.livekit.url(), token).await.unwrap()
    }

    /// Waits for a viewer count of a live stream.
    pub(crate) async fn wait_for_viewers(&self, host: &Person, count: u64) {
        eventually("the viewer count", async || {
            let status = self
                .server
                .ok(Method::GET, "/api/stream/status", Some(host), Value::Null)
                .await;
            assert_eq!(status["isLive"], true);
            (status["viewerCount"] == count).then_some(())
        })
        .await;
    }

    /// Ends the broadcast. Returns the peak and the total of its viewers.
    pub(crate) async fn end_and_count_viewers(&self, host: &Person) -> (u64, u64) {
        self.server
            .ok(Method::POST, "/api/stream/end-stream", Some(host), Value::Null)
            .await;
        let past = self
            .server
            .ok(Method::GET, "/api/stream/past", Some(host), Value::Null)
            .await;
        let count = |name: &str| past[0][name].as_u64().unwrap();
        (count("peakViewers"), count("totalViewers"))
    }
}
