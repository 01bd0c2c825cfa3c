//! A participant that uses only LiveKit's signalling, without media.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::TEST_TIMEOUT;

pub(crate) struct Joiner {
    connection: BufReader<TcpStream>,
}

impl Joiner {
    /// Joins with a token. Returns the HTTP status if LiveKit refuses it.
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
        let mut response = Vec::new();
        while !response.ends_with(b"\r\n\r\n") {
            response.push(connection.read_u8().await.unwrap());
        }
        let status = std::str::from_utf8(&response[9..12]).unwrap().parse().unwrap();
        if status != 101 {
            return Err(status);
        }
        // The first frame lists the participants, including this one.
        connection.read_u8().await.unwrap();
        Ok(Self { connection })
    }

    /// Waits until LiveKit closes the connection.
    pub(crate) async fn wait_until_removed(mut self) {
        let mut rest = Vec::new();
        // A reset counts as closed too.
        let end = self.connection.read_to_end(&mut rest);
        let _end = tokio::time::timeout(TEST_TIMEOUT, end)
            .await
            .expect("the participant was not removed");
    }
}
