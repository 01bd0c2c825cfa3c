//! Somebody who joins a room: only LiveKit's signalling, without media, which is enough to be in the
//! list and to be thrown out.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::PATIENCE;

pub(crate) struct Joiner {
    connection: BufReader<TcpStream>,
}

impl Joiner {
    /// Joins with a token; the status of the refusal if LiveKit won't have it.
    pub(crate) async fn join(livekit_url: &str, token: &str) -> Result<Self, u16> {
        let address = livekit_url.trim_start_matches("ws://").trim_end_matches('/');
        let mut connection = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "GET /rtc?access_token={token}&protocol=15&sdk=js&version=2.0.0 HTTP/1.1\r\nHost: {address}\r\n\
             Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        connection.write_all(head.as_bytes()).await.unwrap();
        let mut connection = BufReader::new(connection);
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(connection.read_u8().await.unwrap());
        }
        let status = std::str::from_utf8(&answer[9..12]).unwrap().parse().unwrap();
        if status != 101 {
            return Err(status);
        }
        // The first frame tells who is there: by then we are, too.
        connection.read_u8().await.unwrap();
        Ok(Self { connection })
    }

    /// Waits until LiveKit hangs up.
    pub(crate) async fn waits_to_be_thrown_out(mut self) {
        let mut rest = Vec::new();
        // A reset is as much an end as a goodbye.
        let end = self.connection.read_to_end(&mut rest);
        let _end = tokio::time::timeout(PATIENCE, end)
            .await
            .expect("nobody threw them out");
    }
}
