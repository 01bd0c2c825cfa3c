//! A client that joins a room. It uses signalling without media, which suffices to appear in the list of
//! participants and to be removed.

use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::TcpStream;

use super::http;
use crate::LiveKitConfig;

pub(crate) struct RoomClient {
    connection: BufReader<TcpStream>,
}

impl RoomClient {
    /// Joins with a token. Returns the status of the response if the server rejects it.
    pub(crate) async fn join(config: &LiveKitConfig, token: &str) -> Result<Self, u16> {
        let path = format!("/rtc?access_token={token}&protocol=15&sdk=js&version=2.0.0");
        let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        let (status, mut connection) = http::get(config, &path, upgrade).await;
        if status != 101 {
            return Err(status);
        }
        // The first frame lists the participants. The server has added this one by then.
        connection.read_u8().await.unwrap();
        Ok(Self { connection })
    }

    /// Waits until the server closes the connection.
    pub(crate) async fn wait_until_disconnected(mut self) {
        let mut rest = Vec::new();
        // A reset counts as a disconnection too.
        let _end = self.connection.read_to_end(&mut rest).await;
    }
}
