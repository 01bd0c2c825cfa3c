//! Just enough HTTP to ask a server of this machine whether it is there.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(2);
const MORE_THAN_ENOUGH: u64 = 64 * 1024;

/// Whether `GET path` answers 200.
pub(crate) fn answers(port: u16, path: &str) -> bool {
    status(port, path).as_deref() == Some("200")
}

fn status(port: u16, path: &str) -> Option<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    // In one piece: who answers before all of it is there would find the rest in the way.
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    // To its end: a server would log a client that hangs up in the middle.
    let mut answer = Vec::new();
    let _ = stream.take(MORE_THAN_ENOUGH).read_to_end(&mut answer);
    // "HTTP/1.1 200 OK"
    let answer = String::from_utf8_lossy(&answer);
    answer
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

    use super::answers;

    fn once(answer: &'static str) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            // All of it: a connection that closes with bytes unread takes its answer back.
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                request.extend(byte);
            }
            stream.write_all(answer.as_bytes()).unwrap();
        });
        port
    }

    #[test]
    fn only_200_counts() {
        assert!(answers(once("HTTP/1.1 200 OK\r\n\r\nok"), "/"));
        assert!(!answers(once("HTTP/1.1 503 Service Unavailable\r\n\r\n"), "/"));
        assert!(!answers(once("HTTP"), "/"));
    }
}
