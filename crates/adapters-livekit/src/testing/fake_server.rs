//! A fake server that simulates failures.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use super::config_at;
use crate::LiveKitConfig;

/// The behaviour towards clients.
#[derive(Debug, Clone)]
pub(crate) enum Behaviour {
    /// Sends the same response to each request and keeps the connection open.
    Respond {
        status: &'static str,
        content_type: &'static str,
        body: &'static [u8],
    },
    /// Sends one response per connection and then closes it without `Connection: close`.
    RespondOnce,
    /// Reads the request and never responds.
    NeverRespond,
    /// Sends part of a response and stops.
    StopHalfway,
    /// Reads the request and shuts down its writing half.
    CloseWriteHalf,
    /// Closes each connection immediately.
    CloseImmediately,
}

/// The received requests, each with its first line and its body.
type RequestLog = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// A fake server that runs until it is dropped.
pub(crate) struct FakeServer {
    port: u16,
    requests: RequestLog,
    task: AbortHandle,
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl FakeServer {
    pub(crate) async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = RequestLog::default();
        let log = requests.clone();
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let (behaviour, log) = (behaviour.clone(), log.clone());
                connections.spawn(async move { serve(client, &behaviour, &log).await });
            }
        });
        let task = task.abort_handle();
        Self { port, requests, task }
    }

    /// The requests received so far.
    pub(crate) fn requests(&self) -> Vec<(String, Vec<u8>)> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn config(&self) -> LiveKitConfig {
        config_at(&format!("ws://127.0.0.1:{}", self.port))
    }
}

/// An address on which nothing listens.
pub(crate) async fn unreachable_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("ws://{}", listener.local_addr().unwrap())
}

async fn serve(client: TcpStream, behaviour: &Behaviour, log: &RequestLog) -> std::io::Result<()> {
    let mut client = BufReader::new(client);
    if matches!(behaviour, Behaviour::CloseImmediately) {
        return Ok(());
    }
    while let Some(request) = read_request(&mut client).await? {
        log.lock().unwrap().push(request);
        match behaviour {
            Behaviour::Respond {
                status,
                content_type,
                body,
            } => respond(&mut client, status, content_type, body).await?,
            Behaviour::RespondOnce => {
                respond(&mut client, "200 OK", "application/protobuf", b"").await?;
                return Ok(());
            }
            Behaviour::NeverRespond => std::future::pending().await,
            Behaviour::StopHalfway => {
                let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n\n";
                client.write_all(head.as_bytes()).await?;
                std::future::pending::<()>().await;
            }
            Behaviour::CloseWriteHalf => {
                client.shutdown().await?;
                std::future::pending::<()>().await;
            }
            Behaviour::CloseImmediately => return Ok(()),
        }
    }
    Ok(())
}

async fn respond(
    client: &mut BufReader<TcpStream>,
    status: &str,
    content_type: &str,
    body: &[u8],
) -> std::io::Result<()> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n");
    client.write_all(head.as_bytes()).await?;
    client.write_all(body).await
}

/// Reads a complete request. Returns `None` if the client has disconnected.
async fn read_request(client: &mut BufReader<TcpStream>) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut length = 0;
    let mut first_line = String::new();
    let mut line = String::new();
    loop {
        line.clear();
        if client.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        if first_line.is_empty() {
            line.trim_end().clone_into(&mut first_line);
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    client.read_exact(&mut body).await?;
    Ok(Some((first_line, body)))
}
