//! Answers for LiveKit with generated rooms, because a small machine cannot hold ten thousand real participants.
//!
//! Knows the calls of a poll only. Written by the protocol buffers of LiveKit's `RoomService`.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::Result;

const ACTIVE: u8 = 2;

/// A room with its creator, who publishes, and viewers.
pub(super) struct GeneratedRoom {
    /// Also the identity of the creator
    pub(super) name: String,
    pub(super) sid: String,
    pub(super) metadata: String,
    /// Those who are in the room now or later
    pub(super) viewers: Vec<String>,
    /// How many of the viewers are in the room at the same time
    pub(super) present: usize,
    /// How many of them leave between two polls, while as many others join
    pub(super) changing: usize,
}

/// A server that answers polls. Its threads end with the process.
pub(super) struct GeneratedRooms {
    pub(super) port: u16,
}

struct Answers {
    list: Vec<u8>,
    rooms: BTreeMap<String, (GeneratedRoom, AtomicUsize)>,
}

impl GeneratedRooms {
    pub(super) fn serve(rooms: Vec<GeneratedRoom>) -> Result<Self> {
        let mut list = Vec::new();
        for room in &rooms {
            field(&mut list, 1, &room_message(room));
        }
        let rooms = rooms.into_iter();
        let answers = Arc::new(Answers {
            list,
            rooms: rooms
                .map(|room| (room.name.clone(), (room, AtomicUsize::new(0))))
                .collect(),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        thread::Builder::new().name("rooms".into()).spawn(move || {
            for client in listener.incoming().flatten() {
                let answers = answers.clone();
                thread::spawn(move || answers.serve(&client));
            }
        })?;
        Ok(Self { port })
    }
}

impl Answers {
    /// Answers the requests of a connection.
    fn serve(&self, client: &TcpStream) -> Option<()> {
        client.set_nodelay(true).ok()?;
        let mut input = BufReader::new(client);
        loop {
            let mut method = String::new();
            input.read_line(&mut method).ok().filter(|read| *read > 0)?;
            let mut length = 0;
            let mut line = String::new();
            while input.read_line(&mut line).ok()? > 2 {
                let lower = line.to_ascii_lowercase();
                if let Some(value) = lower.strip_prefix("content-length:") {
                    length = value.trim().parse().ok()?;
                }
                line.clear();
            }
            let mut body = vec![0; length];
            input.read_exact(&mut body).ok()?;
            let answer = if method.contains("/ListRooms ") {
                self.list.clone()
            } else if method.contains("/ListParticipants ") {
                // The name of the room is the only field: its number, its length, its bytes.
                let room = String::from_utf8_lossy(body.get(2..)?);
                self.participants(&room)
            } else {
                Vec::new()
            };
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/protobuf\r\nContent-Length: {}\r\n\r\n",
                answer.len()
            );
            (&mut &*client)
                .write_all(&[head.as_bytes(), &answer].concat())
                .ok()?;
        }
    }

    fn participants(&self, room: &str) -> Vec<u8> {
        let mut answer = Vec::new();
        if let Some((room, polls)) = self.rooms.get(room) {
            let first = polls.fetch_add(1, Ordering::Relaxed) * room.changing;
            field(&mut answer, 1, &participant(&room.name, true));
            let viewers = room
                .viewers
                .iter()
                .cycle()
                .skip(first % room.viewers.len().max(1));
            for viewer in viewers.take(room.present) {
                field(&mut answer, 1, &participant(viewer, false));
            }
        }
        answer
    }
}

/// `Room`: the sid, the name, the metadata.
fn room_message(room: &GeneratedRoom) -> Vec<u8> {
    let mut message = Vec::new();
    field(&mut message, 1, room.sid.as_bytes());
    field(&mut message, 2, room.name.as_bytes());
    field(&mut message, 8, room.metadata.as_bytes());
    message
}

/// `ParticipantInfo`: the sid, the identity, the state, one track of a publisher, the name.
fn participant(identity: &str, is_publishing: bool) -> Vec<u8> {
    let mut message = Vec::new();
    field(&mut message, 1, format!("PA_{identity}").as_bytes());
    field(&mut message, 2, identity.as_bytes());
    message.extend([3 << 3, ACTIVE]);
    if is_publishing {
        let mut track = Vec::new();
        field(&mut track, 1, b"TR_1");
        field(&mut message, 4, &track);
    }
    field(&mut message, 9, b"Vera");
    message
}

/// A field with a length: a text or a message. The number is below 16.
fn field(message: &mut Vec<u8>, number: u8, content: &[u8]) {
    message.push(number << 3 | 2);
    let mut length = content.len();
    loop {
        let [low, ..] = length.to_le_bytes();
        length >>= 7;
        if length == 0 {
            message.push(low & 0x7f);
            break;
        }
        message.push(low | 0x80);
    }
    message.extend_from_slice(content);
}

#[cfg(test)]
mod tests {
    use super::field;

    /// The expected bytes are from the documentation of protocol buffers ("testing" in field 2), and for the long text from
    /// the definition of a varint: 300 is AC 02.
    #[test]
    fn a_field_is_its_number_its_length_and_its_content() {
        let mut message = Vec::new();
        field(&mut message, 2, b"testing");
        assert_eq!(message, b"\x12\x07testing");
        message.clear();
        field(&mut message, 1, &[b'a'; 300]);
        assert_eq!(message[..3], [0x0a, 0xac, 0x02]);
        assert_eq!(message.len(), 303);
    }
}
