//! A TCP proxy that can interrupt connections.

use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    Forward,
    Disconnect,
    Stall,
}

/// A proxy to a database.
pub(crate) struct Proxy {
    url: String,
    mode: Arc<watch::Sender<Mode>>,
    task: JoinHandle<()>,
}

impl Proxy {
    pub(crate) async fn to(database_url: &str) -> Self {
        let mut url = url::Url::parse(database_url).unwrap();
        let target = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
        let mode = Arc::new(watch::Sender::new(Mode::Forward));
        let task = tokio::spawn(run(listener, target, mode.clone()));
        Self {
            url: url.into(),
            mode,
            task,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Breaks connections and closes new ones immediately.
    pub(crate) fn cut(&self) {
        self.mode.send_replace(Mode::Disconnect);
    }

    /// Keeps connections open but forwards nothing.
    pub(crate) fn stall(&self) {
        self.mode.send_replace(Mode::Stall);
    }

    /// Forwards new connections again.
    pub(crate) fn restore(&self) {
        self.mode.send_replace(Mode::Forward);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn run(listener: TcpListener, target: String, mode: Arc<watch::Sender<Mode>>) {
    while let Ok((mut client, _)) = listener.accept().await {
        let mut changes = mode.subscribe();
        let target = target.clone();
        tokio::spawn(async move {
            let mut stalled = None;
            if *changes.borrow() == Mode::Forward {
                let mut server = TcpStream::connect(target).await.unwrap();
                tokio::select! {
                    _ = copy_bidirectional(&mut client, &mut server) => return,
                    _ = changes.wait_for(|now| *now != Mode::Forward) => stalled = Some(server),
                }
            }
            // A stalled connection stays open until the mode changes.
            let _ = changes.wait_for(|now| *now != Mode::Stall).await;
            drop((client, stalled));
        });
    }
}
