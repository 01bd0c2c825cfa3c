//! Somebody who joins a room: only LiveKit's signalling, without media, which is enough to be in the
//! list and to be thrown out.

use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::TcpStream;

use super::http;
use crate::LiveKitConfig;

pub(crate) struct Joiner {
    connection: BufReader<TcpStream>,
}

impl Joiner {
    /// Joins with a token; the status of the refusal if the server won't have it.
    pub(crate) async fn join(config: &LiveKitConfig, token: &str) -> Result<Self, u16> {
        let path = format!("/rtc?access_token={token}&protocol=15&sdk=js&version=2.0.0");
        let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        let (status, mut connection) = http::get(config, &path, upgrade).await;
        if status != 101 {
            return Err(status);
        }
        // The first frame tells who is there: by then we are, too.
        connection.read_u8().await.unwrap();
        Ok(Self { connection })
    }

    /// Waits until the server hangs up.
    pub(crate) async fn waits_to_be_thrown_out(mut self) {
        let mut rest = Vec::new();
        // A reset is as much an end as a goodbye.
        let _end = self.connection.read_to_end(&mut rest).await;
    }
}
