//! A minimal HTTP client.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::LiveKitConfig;

/// Sends a GET request and reads the head of the response. The body is left in the connection.
pub(crate) async fn get(config: &LiveKitConfig, path: &str, headers: &str) -> (u16, BufReader<TcpStream>) {
    let url = config.url.http();
    let authority = url.strip_prefix("http://").unwrap();
    let mut connection = BufReader::new(TcpStream::connect(authority).await.unwrap());
    let request = format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\n{headers}\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(connection.read_line(&mut head).await.unwrap(), 0, "no response");
    }
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, connection)
}
