//! A TCP proxy that can interrupt connections.

use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Condition {
    Whole,
    Cut,
    Swallowing,
}

/// A proxy to a database.
pub(crate) struct Wire {
    url: String,
    condition: Arc<watch::Sender<Condition>>,
    carrier: JoinHandle<()>,
}

impl Wire {
    pub(crate) async fn to(database_url: &str) -> Self {
        let mut url = url::Url::parse(database_url).unwrap();
        let target = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
        let condition = Arc::new(watch::Sender::new(Condition::Whole));
        let carrier = tokio::spawn(carry(listener, target, condition.clone()));
        Self {
            url: url.into(),
            condition,
            carrier,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Breaks connections and closes new ones immediately.
    pub(crate) fn cut(&self) {
        self.condition.send_replace(Condition::Cut);
    }

    /// Keeps connections open but forwards nothing.
    pub(crate) fn swallow(&self) {
        self.condition.send_replace(Condition::Swallowing);
    }

    /// Forwards new connections again.
    pub(crate) fn mend(&self) {
        self.condition.send_replace(Condition::Whole);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.carrier.abort();
    }
}

async fn carry(listener: TcpListener, target: String, condition: Arc<watch::Sender<Condition>>) {
    while let Ok((mut near, _)) = listener.accept().await {
        let mut changes = condition.subscribe();
        let target = target.clone();
        tokio::spawn(async move {
            let mut held = None;
            if *changes.borrow() == Condition::Whole {
                let mut far = TcpStream::connect(target).await.unwrap();
                tokio::select! {
                    _ = copy_bidirectional(&mut near, &mut far) => return,
                    _ = changes.wait_for(|now| *now != Condition::Whole) => held = Some(far),
                }
            }
            // Until it is cut or mended, what was sent into the wire waits in it.
            let _ = changes.wait_for(|now| *now != Condition::Swallowing).await;
            drop((near, held));
        });
    }
}
