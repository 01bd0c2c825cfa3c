//! An open event stream, read without blocking.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use super::model::Moment;
use crate::http::Request;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// The state in the last event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Shown {
    pub(super) is_live: bool,
    pub(super) state: String,
    pub(super) viewers: u64,
}

pub(super) struct EventStream {
    stream: TcpStream,
    input: Vec<u8>,
    pub(super) shown: Option<Shown>,
    /// When something arrived last.
    pub(super) heard_at: Moment,
}

impl EventStream {
    pub(super) fn open(server: SocketAddr, request: &Request, now: Moment) -> Option<Self> {
        let mut stream = TcpStream::connect_timeout(&server, CONNECT_TIMEOUT).ok()?;
        stream.write_all(&request.bytes()).ok()?;
        stream.set_nonblocking(true).ok()?;
        Some(Self {
            stream,
            input: Vec::new(),
            shown: None,
            heard_at: now,
        })
    }

    /// Reads what has arrived. Returns whether the stream is still open.
    pub(super) fn read(&mut self, now: Moment) -> bool {
        let mut buffer = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return false,
                Ok(count) => {
                    self.heard_at = now;
                    self.input
                        .extend_from_slice(buffer.get(..count).unwrap_or_default());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => return false,
            }
        }
        if let Some(shown) = take_events(&mut self.input) {
            self.shown = Some(shown);
        }
        true
    }
}

/// Takes whole events out of the input, and returns the state that the last one tells. The sizes of chunks are on
/// lines of their own, because the server sends each event as one chunk.
fn take_events(input: &mut Vec<u8>) -> Option<Shown> {
    let end = input.windows(2).rposition(|pair| pair == b"\n\n")? + 2;
    let text = String::from_utf8_lossy(input.get(..end)?).into_owned();
    input.drain(..end);
    text.lines().filter_map(parse).next_back()
}

fn parse(line: &str) -> Option<Shown> {
    let data: Value = serde_json::from_str(line.strip_prefix("data: ")?).ok()?;
    Some(Shown {
        is_live: data["isLive"].as_bool()?,
        state: data["state"].as_str()?.to_owned(),
        viewers: data["viewerCount"].as_u64()?,
    })
}

#[cfg(test)]
mod tests {
    use super::take_events;

    #[test]
    fn the_last_whole_event_counts() {
        let mut input = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nevent: snapshot\n\
            data: {\"isLive\":false,\"state\":\"OFFLINE\",\"viewerCount\":0,\"title\":\"t\"}\n\n\r\n\
            5\r\n: comment\n\n\r\n5\r\nevent: status\n\
            data: {\"isLive\":true,\"state\":\"ON_AIR\",\"viewerCount\":2}\n\n\r\n\
            5\r\nevent: info\ndata: {\"title\":\"t\"}\n\n\r\n5\r\nevent: status\ndata: {\"isLive\":fal"
            .to_vec();
        let shown = take_events(&mut input).unwrap();
        assert_eq!(
            (shown.is_live, shown.state.as_str(), shown.viewers),
            (true, "ON_AIR", 2)
        );
        assert!(take_events(&mut input).is_none());
        input.extend(b"se,\"state\":\"OFFLINE\",\"viewerCount\":0}\n\n");
        assert!(!take_events(&mut input).unwrap().is_live);
    }
}
