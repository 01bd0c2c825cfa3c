//! A LiveKit process for one test, which the test can kill and which can send webhooks.

use std::net::{TcpListener, UdpSocket};
use std::path::PathBuf;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::{TEST_TIMEOUT, client, livekit};

/// A second API key with its secret, which LiveKit accepts too. Servers under test do not know it, unless a test
/// passes it.
pub(crate) const SECOND_KEY: (&str, &str) = ("second-key", "the second secret of the tests, long enough");

/// A LiveKit process. It is killed when dropped.
pub(crate) struct LiveKit {
    child: Option<Child>,
    port: u16,
    config: PathBuf,
    _folder: TempDir,
}

/// Differences from the LiveKit that all tests share.
#[derive(Debug, Default)]
pub(crate) struct LiveKitOptions {
    /// The URL for webhooks.
    pub(crate) webhook: Option<String>,
    /// Another key that signs webhooks.
    pub(crate) other_webhook_key: bool,
    /// Whether joining creates the room.
    pub(crate) auto_create: bool,
}

impl LiveKit {
    pub(crate) async fn start(options: &LiveKitOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("livekit.yaml");
        let (port, udp_port) = (free_port(), free_udp_port());
        std::fs::write(&config, yaml(port, udp_port, options)).unwrap();
        let mut livekit = Self {
            child: None,
            port,
            config,
            _folder: folder,
        };
        livekit.start_process().await;
        livekit
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// Kills the process.
    pub(crate) async fn kill(&mut self) {
        self.child.take().unwrap().kill().await.unwrap();
    }

    /// Suspends the process: connections are accepted but not answered.
    pub(crate) fn freeze(&self) {
        let pid = self.child.as_ref().and_then(Child::id).unwrap().to_string();
        super::signal("STOP", &pid);
    }

    /// Starts the process at the same address, and waits until it responds.
    pub(crate) async fn start_process(&mut self) {
        let child = Command::new(livekit("PROGRAM"))
            .arg("--config")
            .arg(&self.config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        self.child = Some(child.unwrap());
        let (client, address) = (client(), format!("http://127.0.0.1:{}/", self.port));
        let answers = async { while client.get(&address).send().await.is_err() {} };
        tokio::time::timeout(TEST_TIMEOUT, answers)
            .await
            .expect("LiveKit does not respond");
    }
}

/// The configuration of the shared LiveKit with other ports.
fn yaml(port: u16, udp_port: u16, options: &LiveKitOptions) -> String {
    let shared = std::fs::read_to_string(livekit("CONFIG")).unwrap();
    let lines = shared.lines().map(|line| match line.split_once(':') {
        Some(("keys", _)) => format!("keys:\n  \"{}\": \"{}\"", SECOND_KEY.0, SECOND_KEY.1),
        Some(("port", _)) => format!("port: {port}"),
        Some(("  udp_port", _)) => format!("  udp_port: {udp_port}"),
        Some(("  auto_create", _)) => format!("  auto_create: {}", options.auto_create),
        _ => line.to_owned(),
    });
    let mut yaml = lines.collect::<Vec<_>>().join("\n");
    if let Some(url) = &options.webhook {
        let key = if options.other_webhook_key {
            SECOND_KEY.0.to_owned()
        } else {
            livekit("KEY")
        };
        let webhook = format!("\nwebhook:\n  api_key: \"{key}\"\n  urls: [\"{url}\"]\n");
        yaml.push_str(&webhook);
    }
    yaml
}

/// Returns a port that was free at the time of the call.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn free_udp_port() -> u16 {
    UdpSocket::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}
