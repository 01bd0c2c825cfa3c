//! Servers that answer as a broken system does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Serves connections on a free port, and returns its address.
fn serve<F: Future<Output = std::io::Result<()>> + Send + 'static>(
    handle: impl Fn(BufReader<TcpStream>) -> F + Send + 'static,
) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    serve_at(listener, handle);
    address
}

fn serve_at<F: Future<Output = std::io::Result<()>> + Send + 'static>(
    listener: std::net::TcpListener,
    handle: impl Fn(BufReader<TcpStream>) -> F + Send + 'static,
) {
    listener.set_nonblocking(true).unwrap();
    let listener = TcpListener::from_std(listener).unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that disconnects ends the task with an error, which is no matter of a test.
            tokio::spawn(handle(BufReader::new(stream)));
        }
    });
}

/// An HTTP server that answers each request with the same bytes and keeps the connection open.
pub(super) fn answering(response: impl Into<Vec<u8>>) -> String {
    let response: Arc<[u8]> = response.into().into();
    serve(move |mut stream| {
        let response = response.clone();
        async move {
            loop {
                let mut line = String::new();
                while line != "\r\n" {
                    line.clear();
                    if stream.read_line(&mut line).await? == 0 {
                        return Ok(());
                    }
                }
                stream.write_all(&response).await?;
            }
        }
    })
}

/// PostgreSQL behind a pooler that gives each statement to another session, and perhaps refuses transactions. Its only rows
/// are the ids of sessions.
pub(super) fn pooler(permits_transactions: bool) -> String {
    let session = Arc::new(AtomicU32::new(1));
    serve(move |mut stream| {
        let session = session.clone();
        async move {
            let length = stream.read_u32().await?;
            let mut startup = vec![0; length as usize - 4];
            stream.read_exact(&mut startup).await?;
            stream.write_all(&message(b'R', &0_u32.to_be_bytes())).await?;
            stream.write_all(&message(b'Z', b"I")).await?;
            loop {
                let kind = stream.read_u8().await?;
                let length = stream.read_u32().await?;
                let mut body = vec![0; length as usize - 4];
                stream.read_exact(&mut body).await?;
                if kind != b'Q' {
                    return Ok(());
                }
                if String::from_utf8_lossy(&body).contains("pg_backend_pid") {
                    let id = session.fetch_add(1, Ordering::SeqCst).to_string();
                    let column = [&1_u16.to_be_bytes()[..], b"pid\0", &[0; 18]].concat();
                    let length = u32::try_from(id.len()).unwrap();
                    let row = [&1_u16.to_be_bytes()[..], &length.to_be_bytes(), id.as_bytes()].concat();
                    stream.write_all(&message(b'T', &column)).await?;
                    stream.write_all(&message(b'D', &row)).await?;
                }
                let is_refused = !permits_transactions && body.starts_with(b"BEGIN");
                let (kind, end): (u8, &[u8]) = if is_refused {
                    (b'E', b"SFATAL\0C08P01\0Mtransaction blocks not allowed\0\0")
                } else {
                    (b'C', b"SELECT 1\0")
                };
                stream.write_all(&message(kind, end)).await?;
                stream.write_all(&message(b'Z', b"I")).await?;
            }
        }
    })
}

/// A message of PostgreSQL's protocol.
fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap();
    [&[kind], &length.to_be_bytes()[..], body].concat()
}

/// LiveKit's signalling that lets everybody join and offers these ICE candidates.
pub(super) fn signalling(candidates: &[String]) -> String {
    signalling_with(candidates, "", "stun:127.0.0.1:3478")
}

/// As [`signalling`], with an offer and an ICE server.
pub(super) fn signalling_with(candidates: &[String], offer: &str, ice_server: &str) -> String {
    const FINAL: [u8; 2] = [3 << 3, 1];
    // The field numbers are those of LiveKit's `SignalResponse`, `JoinResponse`, `ICEServer`, `SessionDescription` and
    // `TrickleRequest`.
    let ice_server = field(5, &field(1, ice_server.as_bytes()));
    let join = field(1, &[field(4, b"1.0.0"), ice_server].concat());
    let mut frames = frame(&join);
    if !offer.is_empty() {
        frames.extend(frame(&field(3, &field(2, offer.as_bytes()))));
    }
    for candidate in candidates {
        let init = serde_json::json!({ "candidate": candidate }).to_string();
        frames.extend(frame(&field(4, &field(1, init.as_bytes()))));
    }
    frames.extend(frame(&field(4, &FINAL)));
    let head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    answering([head.as_bytes(), &frames].concat())
}

/// A field of Protocol Buffers with a length.
fn field(number: u8, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).unwrap();
    let low = u8::try_from(length & 0x7f).unwrap() | 0x80;
    let high = u8::try_from(length >> 7).unwrap();
    [&[number << 3 | 2, low, high], value].concat()
}

/// A frame of a WebSocket with a binary message.
fn frame(message: &[u8]) -> Vec<u8> {
    let length = u16::try_from(message.len()).unwrap();
    [&[0x82, 126], &length.to_be_bytes()[..], message].concat()
}

/// An HTTP server that answers by path, and 404 to other paths.
pub(super) fn routes(routes: Vec<(&'static str, String)>) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    routes_at(listener, routes);
    address
}

/// As [`routes`], on a port that is known before.
pub(super) fn routes_at(listener: std::net::TcpListener, routes: Vec<(&'static str, String)>) {
    let routes = Arc::new(routes);
    serve_at(listener, move |mut stream| {
        let routes = routes.clone();
        async move {
            let head = read_head(&mut stream).await?;
            let path = head.split(' ').nth(1).unwrap_or_default();
            let response = routes.iter().find(|(route, _)| *route == path);
            let response = response.map_or("HTTP/1.1 404 Not Found\r\n\r\n", |(_, response)| response);
            stream.write_all(response.as_bytes()).await?;
            stream.shutdown().await?;
            // Otherwise an unread body would reset the connection before the response is read.
            tokio::io::copy(&mut stream, &mut tokio::io::sink())
                .await
                .map(drop)
        }
    });
}

/// A response with JSON and further header lines, after which the connection closes.
pub(super) fn json(body: &serde_json::Value, headers: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}\r\n{body}")
}

/// A proxy in front of a server that passes on the body of a response only when it is complete, and perhaps its head at
/// once.
pub(super) fn buffering_proxy(server: &str, passes_head: bool) -> String {
    let server = server.trim_start_matches("http://").to_owned();
    serve(move |mut stream| {
        let server = server.clone();
        async move {
            let head = read_head(&mut stream).await?;
            let head = head.replacen("\r\n", "\r\nConnection: close\r\n", 1);
            let mut upstream = BufReader::new(TcpStream::connect(server).await?);
            upstream.write_all(head.as_bytes()).await?;
            if passes_head {
                let head = read_head(&mut upstream).await?;
                stream.write_all(head.as_bytes()).await?;
            }
            let mut response = Vec::new();
            upstream.read_to_end(&mut response).await?;
            stream.write_all(&response).await?;
            stream.shutdown().await
        }
    })
}

async fn read_head(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(head)
}
