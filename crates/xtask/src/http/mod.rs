//! A minimal HTTP client for local servers.

mod request;
mod response;

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

pub(crate) use request::Request;
pub(crate) use response::Response;

const TIMEOUT: Duration = Duration::from_secs(2);
const MAX_RESPONSE_BYTES: u64 = 64 * 1024;

/// Whether `GET path` returns status 200.
pub(crate) fn is_ok(port: u16, path: &str) -> bool {
    status(port, path).as_deref() == Some("200")
}

/// Sends one request on a connection of its own. `timeout` applies to the connection and to each read.
pub(crate) fn call(server: SocketAddr, request: &Request, timeout: Duration) -> io::Result<Response> {
    let mut stream = TcpStream::connect_timeout(&server, timeout)?;
    stream.set_read_timeout(Some(timeout))?;
    stream.write_all(&request.bytes())?;
    let mut input = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        input.extend_from_slice(buffer.get(..count).unwrap_or_default());
        if let Some(response) = Response::parse(&input) {
            return Ok(response);
        }
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
}

fn status(port: u16, path: &str) -> Option<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT).ok()?;
    stream.set_read_timeout(Some(TIMEOUT)).ok()?;
    // One write, so that a server that responds early does not leave unread bytes.
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    // Read to the end, because servers log clients that disconnect early.
    let mut response = Vec::new();
    let _ = stream.take(MAX_RESPONSE_BYTES).read_to_end(&mut response);
    // The status line is like "HTTP/1.1 200 OK".
    let response = String::from_utf8_lossy(&response);
    response
        .strip_prefix("HTTP/1.")?
        .split_whitespace()
        .nth(1)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::is_ok;

    fn serve_once(response: &'static str) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            // Read the whole request: closing a connection with unread bytes resets it and drops the
            // response.
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                request.extend(byte);
            }
            stream.write_all(response.as_bytes()).unwrap();
        });
        port
    }

    #[test]
    fn only_status_200_is_ok() {
        assert!(is_ok(serve_once("HTTP/1.1 200 OK\r\n\r\nok"), "/"));
        assert!(!is_ok(
            serve_once("HTTP/1.1 503 Service Unavailable\r\n\r\n"),
            "/"
        ));
        assert!(!is_ok(serve_once("HTTP"), "/"));
    }
}
