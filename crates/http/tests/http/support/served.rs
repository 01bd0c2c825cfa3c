//! The interface behind a real port, for what only connections show.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use onair_adapters_memory::MemoryPorts;
use onair_domain::ports::Clock as _;
use onair_domain::stream::{Stream, StreamId, StreamPatch, Title};
use onair_http::{Hub, Limits, listen};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Long enough for any machine; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server with short limits; it ends with the test.
pub(crate) struct Served {
    memory: MemoryPorts,
    hub: Hub,
    address: SocketAddr,
}

impl Served {
    pub(crate) fn new() -> Self {
        let memory = MemoryPorts::new();
        let ports = memory.ports();
        let mut api = super::api(&memory, &ports);
        api.page = Some(Arc::new(|_, _| HttpResponse::Ok().body("the page")));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (short, shortest) = (Duration::from_secs(2), Duration::from_millis(400));
        let limits = Limits {
            workers: Some(1),
            head: short,
            keep_alive: short,
            closing: shortest,
            ..Limits::default()
        };
        let hub = api.hub.clone();
        actix_web::rt::spawn(listen(api, listener, &limits).unwrap());
        Self { memory, hub, address }
    }

    /// Somebody with a stream.
    pub(crate) async fn set_up(&self, name: &str) {
        let (ports, now) = (self.memory.ports(), self.memory.clock.now());
        ports
            .users
            .upsert_from_claims(&super::profile(name), now)
            .await
            .unwrap();
        let (stream, patch) = (StreamId::from_trusted(name.to_owned()), StreamPatch::default());
        let title = Title::parse("Tests").unwrap();
        let fresh = Stream::set_up(stream, super::id(name), title, &patch, now);
        ports.streams.upsert(&fresh, &patch).await.unwrap();
    }

    pub(crate) fn stop_events(&self) {
        self.hub.stop();
    }

    pub(crate) async fn connect(&self) -> Wire {
        Wire(TcpStream::connect(self.address).await.unwrap())
    }
}

/// One connection, byte by byte.
pub(crate) struct Wire(TcpStream);

impl Wire {
    /// Sends what the other end may no longer want.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _may_be_closed = self.0.write_all(bytes.as_ref()).await;
    }

    /// The next answer, with as much of its body as it announces.
    pub(crate) async fn answer(&mut self) -> String {
        let mut text = String::new();
        let whole = async {
            let mut byte = [0];
            while !text.ends_with("\r\n\r\n") && self.0.read(&mut byte).await.unwrap() == 1 {
                text.push(char::from(byte[0]));
            }
            let length = text.to_ascii_lowercase();
            let length = length
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
            self.0.read_exact(&mut body).await.unwrap();
            text += std::str::from_utf8(&body).unwrap();
        };
        let came = timeout(PATIENCE, whole).await;
        assert!(came.is_ok(), "no answer came");
        text
    }

    /// Waits for the connection's end; what comes before it is returned.
    pub(crate) async fn end(&mut self) -> String {
        let mut rest = Vec::new();
        let ended = timeout(PATIENCE, self.0.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "the connection stays open");
        String::from_utf8_lossy(&rest).into_owned()
    }

    /// Sends the same again and again, as fast as it is taken or at a pace, until the connection ends.
    /// Returns how many bytes were taken.
    pub(crate) async fn send_until_end(mut self, chunk: &[u8], pace: Option<Duration>) -> usize {
        let (mut reads, mut writes) = self.0.split();
        let mut sent = 0;
        let sending = async {
            let mut ticks = tokio::time::interval(pace.unwrap_or(Duration::from_millis(1)));
            loop {
                if pace.is_some() {
                    ticks.tick().await;
                }
                match writes.write(chunk).await {
                    Ok(0) | Err(_) => break,
                    Ok(taken) => sent += taken,
                }
            }
        };
        let mut rest = Vec::new();
        let ended = async {
            tokio::select! {
                () = sending => {}
                _ = reads.read_to_end(&mut rest) => {}
            }
        };
        let ended = timeout(PATIENCE, ended).await;
        assert!(ended.is_ok(), "the connection stays open");
        sent
    }
}
