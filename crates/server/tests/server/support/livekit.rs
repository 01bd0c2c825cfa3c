//! A LiveKit of a test's own, that it may kill, and that may tell the server what happens.

use std::net::{TcpListener, UdpSocket};
use std::path::PathBuf;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::{PATIENCE, client, livekit};

/// It is killed when dropped.
pub(crate) struct LiveKit {
    child: Option<Child>,
    port: u16,
    config: PathBuf,
    _folder: TempDir,
}

/// How it differs from the one that all tests share.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    /// Where it tells what happens.
    pub(crate) webhook: Option<String>,
    /// Whether whoever joins makes the room.
    pub(crate) makes_rooms: bool,
}

impl LiveKit {
    pub(crate) async fn start(wishes: &Wishes) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("livekit.yaml");
        let (port, udp_port) = (free_port(), free_udp_port());
        std::fs::write(&config, yaml(port, udp_port, wishes)).unwrap();
        let mut livekit = Self {
            child: None,
            port,
            config,
            _folder: folder,
        };
        livekit.end_outage().await;
        livekit
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// As a crash does it.
    pub(crate) async fn kill(&mut self) {
        self.child.take().unwrap().kill().await.unwrap();
    }

    /// It still takes connections, and answers nothing.
    pub(crate) fn freeze(&self) {
        let pid = self.child.as_ref().and_then(Child::id).unwrap().to_string();
        super::signal("STOP", &pid);
    }

    /// Starts it at the same address, and waits until it answers.
    pub(crate) async fn end_outage(&mut self) {
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
        tokio::time::timeout(PATIENCE, answers)
            .await
            .expect("LiveKit doesn't answer");
    }
}

/// The configuration of the shared one, at other ports.
fn yaml(port: u16, udp_port: u16, wishes: &Wishes) -> String {
    let shared = std::fs::read_to_string(livekit("CONFIG")).unwrap();
    let lines = shared.lines().map(|line| match line.split_once(':') {
        Some(("port", _)) => format!("port: {port}"),
        Some(("  udp_port", _)) => format!("  udp_port: {udp_port}"),
        Some(("  auto_create", _)) => format!("  auto_create: {}", wishes.makes_rooms),
        _ => line.to_owned(),
    });
    let mut yaml = lines.collect::<Vec<_>>().join("\n");
    if let Some(url) = &wishes.webhook {
        let key = livekit("KEY");
        let webhook = format!("\nwebhook:\n  api_key: \"{key}\"\n  urls: [\"{url}\"]\n");
        yaml.push_str(&webhook);
    }
    yaml
}

/// One that nobody had a moment ago.
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
