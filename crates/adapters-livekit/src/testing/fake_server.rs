//! A stand-in for the server, with manners that a real one has only on bad days.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use super::config_at;
use crate::LiveKitConfig;

/// How it treats its callers.
#[derive(Debug, Clone)]
pub(crate) enum Manner {
    /// Always the same answer, and the connection stays open.
    Answers {
        status: &'static str,
        content_type: &'static str,
        body: &'static [u8],
    },
    /// One good answer a connection, then it hangs up without a word about it.
    AnswersOnce,
    /// Takes the request and says nothing.
    Silent,
    /// Says that an answer comes, and sends half of it.
    StopsHalfway,
    /// Takes the request and closes its own half.
    ClosesItsHalf,
    /// Hangs up as soon as somebody calls.
    HangsUp,
}

/// What callers asked for, each with the request's first line and its body.
type Asked = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// Runs until it is dropped.
pub(crate) struct StandIn {
    port: u16,
    asked: Asked,
    task: AbortHandle,
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl StandIn {
    pub(crate) async fn with(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Asked::default();
        let noting = asked.clone();
        let task = tokio::spawn(async move {
            let mut calls = JoinSet::new();
            while let Ok((caller, _)) = listener.accept().await {
                let (manner, noting) = (manner.clone(), noting.clone());
                calls.spawn(async move { treat(caller, &manner, &noting).await });
            }
        });
        let task = task.abort_handle();
        Self { port, asked, task }
    }

    /// What it was asked for until now.
    pub(crate) fn asked(&self) -> Vec<(String, Vec<u8>)> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn config(&self) -> LiveKitConfig {
        config_at(&format!("ws://127.0.0.1:{}", self.port))
    }
}

/// Where a server was until a moment ago.
pub(crate) async fn an_address_without_a_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("ws://{}", listener.local_addr().unwrap())
}

async fn treat(caller: TcpStream, manner: &Manner, noting: &Asked) -> std::io::Result<()> {
    let mut caller = BufReader::new(caller);
    if matches!(manner, Manner::HangsUp) {
        return Ok(());
    }
    while let Some(request) = read_request(&mut caller).await? {
        noting.lock().unwrap().push(request);
        match manner {
            Manner::Answers {
                status,
                content_type,
                body,
            } => answer(&mut caller, status, content_type, body).await?,
            Manner::AnswersOnce => {
                answer(&mut caller, "200 OK", "application/protobuf", b"").await?;
                return Ok(());
            }
            Manner::Silent => std::future::pending().await,
            Manner::StopsHalfway => {
                let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n\n";
                caller.write_all(head.as_bytes()).await?;
                std::future::pending::<()>().await;
            }
            Manner::ClosesItsHalf => {
                caller.shutdown().await?;
                std::future::pending::<()>().await;
            }
            Manner::HangsUp => return Ok(()),
        }
    }
    Ok(())
}

async fn answer(
    caller: &mut BufReader<TcpStream>,
    status: &str,
    content_type: &str,
    body: &[u8],
) -> std::io::Result<()> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n");
    caller.write_all(head.as_bytes()).await?;
    caller.write_all(body).await
}

/// Reads a request to its end; `None` when the caller is gone.
async fn read_request(caller: &mut BufReader<TcpStream>) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut length = 0;
    let mut first = String::new();
    let mut line = String::new();
    loop {
        line.clear();
        if caller.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        if first.is_empty() {
            line.trim_end().clone_into(&mut first);
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    caller.read_exact(&mut body).await?;
    Ok(Some((first, body)))
}
