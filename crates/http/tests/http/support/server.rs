//! A server on a TCP port, for tests of connections.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use onair_adapters_memory::MemoryPorts;
use onair_domain::ports::Clock as _;
use onair_domain::stream::{Stream, StreamId, StreamPatch, Title};
use onair_http::{Hub, Limits, Network, listen};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

/// A generous limit for slow machines. Reaching it fails the test.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A server with short limits. It stops at the end of the test.
pub(crate) struct TestServer {
    memory: MemoryPorts,
    hub: Hub,
    address: SocketAddr,
}

impl TestServer {
    pub(crate) fn new() -> Self {
        Self::with(None, &[])
    }

    /// A server with a limit of connections per address.
    pub(crate) fn with(max_connections_per_address: Option<u32>, trusted_proxies: &[&str]) -> Self {
        let memory = MemoryPorts::new();
        let ports = memory.ports();
        let mut api = super::api(&memory, &ports);
        let proxies: Vec<Network> = trusted_proxies.iter().map(|text| text.parse().unwrap()).collect();
        Arc::make_mut(&mut api.config).trusted_proxies = proxies.into();
        api.page = Some(Arc::new(|_, _| HttpResponse::Ok().body("the page")));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (short, shortest) = (Duration::from_secs(2), Duration::from_millis(400));
        let limits = Limits {
            workers: Some(1),
            max_connections_per_address,
            head_timeout: short,
            keep_alive: short,
            linger: shortest,
            ..Limits::default()
        };
        let hub = api.hub.clone();
        actix_web::rt::spawn(listen(api, listener, &limits).unwrap());
        Self { memory, hub, address }
    }

    /// Adds a creator with a stream.
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

    pub(crate) async fn connect(&self) -> RawConnection {
        RawConnection(TcpStream::connect(self.address).await.unwrap())
    }

    /// Connects from another address of this machine.
    pub(crate) async fn connect_from(&self, address: [u8; 4]) -> RawConnection {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((address, 0).into()).unwrap();
        RawConnection(socket.connect(self.address).await.unwrap())
    }
}

/// A raw connection.
pub(crate) struct RawConnection(TcpStream);

impl RawConnection {
    /// Sends bytes. The server may already have closed the connection.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _may_be_closed = self.0.write_all(bytes.as_ref()).await;
    }

    /// Reads the next response, with a body of its content length.
    pub(crate) async fn response(&mut self) -> String {
        let mut text = String::new();
        let reading = async {
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
        let result = timeout(TIMEOUT, reading).await;
        assert!(result.is_ok(), "no response within the timeout");
        text
    }

    /// Reads the next response, or nothing if the connection is closed or reset.
    pub(crate) async fn response_or_end(&mut self) -> String {
        match self.0.peek(&mut [0]).await {
            Ok(1..) => self.response().await,
            Ok(0) | Err(_) => String::new(),
        }
    }

    /// Reads until the connection is closed, and returns what was read.
    pub(crate) async fn read_to_end_of_connection(&mut self) -> String {
        let mut rest = Vec::new();
        let ended = timeout(TIMEOUT, self.0.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "the connection stays open");
        String::from_utf8_lossy(&rest).into_owned()
    }

    /// Sends the chunk repeatedly until the connection is closed, as fast as possible or at an interval.
    /// Returns the number of bytes that were accepted.
    pub(crate) async fn send_until_end(mut self, chunk: &[u8], interval: Option<Duration>) -> usize {
        let (mut reads, mut writes) = self.0.split();
        let mut sent = 0;
        let sending = async {
            let mut ticks = tokio::time::interval(interval.unwrap_or(Duration::from_millis(1)));
            loop {
                if interval.is_some() {
                    ticks.tick().await;
                }
                match writes.write(chunk).await {
                    Ok(0) | Err(_) => break,
                    Ok(accepted) => sent += accepted,
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
        let ended = timeout(TIMEOUT, ended).await;
        assert!(ended.is_ok(), "the connection stays open");
        sent
    }
}
