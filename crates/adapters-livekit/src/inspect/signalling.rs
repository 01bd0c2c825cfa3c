//! Joins a room by LiveKit's signalling, as far as the addresses for media: a WebSocket with messages in
//! Protocol Buffers.

use std::net::IpAddr;
use std::time::Duration;

use livekit_protocol::signal_response::Message;
use livekit_protocol::{JoinResponse, SessionDescription, SignalRequest, SignalResponse, signal_request};
use prost::Message as _;
use reqwest::header::{AUTHORIZATION, CONNECTION, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use reqwest::{Client, StatusCode, Upgraded};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;

use super::media_path::{self, Credentials};
use super::{CallRefused, Unreachable, refusal};

/// How long LiveKit may take to send its answer to the join.
const JOIN_TIMEOUT: Duration = Duration::from_secs(10);

/// How long further candidates may take. LiveKit asks a STUN server for its public address meanwhile.
const CANDIDATES_TIMEOUT: Duration = Duration::from_secs(5);

/// Messages of an empty room have a few kilobytes.
const MAX_FRAME_BYTES: u64 = 1024 * 1024;

/// The transport protocol of an address for media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// UDP, which browsers prefer.
    Udp,
    /// TCP, for networks that block UDP.
    Tcp,
}

/// An address for media that LiveKit offers to browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IceCandidate {
    /// The transport protocol.
    pub protocol: Protocol,
    /// The IP address.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
}

/// What LiveKit sends to a participant who joins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Joined {
    /// The version of the server.
    pub version: String,
    /// The addresses for media.
    pub candidates: Vec<IceCandidate>,
    /// The TURN relays that the server offers, such as `turns:turn.example:443?transport=tcp`.
    pub relays: Vec<String>,
    /// The addresses for media by UDP that do not answer from here. `None` if LiveKit made no offer.
    pub silent: Option<Vec<IceCandidate>>,
}

/// Why a room could not be joined.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// Nothing answers at the address, or its certificate is not trusted.
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    /// The connection did not become a WebSocket.
    #[error("the response to the WebSocket handshake has the status {0}")]
    NoWebSocket(u16),
    /// A LiveKit answers that does not know the room.
    #[error("the room does not exist at this LiveKit")]
    OtherServer,
    /// LiveKit refused the token.
    #[error(transparent)]
    Refused(CallRefused),
    /// The WebSocket was opened, but LiveKit's answer to the join did not arrive.
    #[error("the WebSocket was opened, but LiveKit's first message did not arrive")]
    NoAnswer,
}

impl From<reqwest::Error> for JoinError {
    fn from(error: reqwest::Error) -> Self {
        Self::Unreachable(error.into())
    }
}

/// Joins with a token. The participant leaves when the connection is dropped.
pub(super) async fn join(client: &Client, url: &str, token: &str) -> Result<Joined, JoinError> {
    let request = client
        .get(format!(
            "{url}/rtc?protocol=15&sdk=js&version=2.0.0&auto_subscribe=1"
        ))
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_VERSION, "13")
        // Any 16 bytes. The key protects caches, and the answer to it proves nothing here.
        .header(SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==");
    let response = request.send().await?;
    match response.status() {
        StatusCode::SWITCHING_PROTOCOLS => {}
        StatusCode::UNAUTHORIZED => return Err(JoinError::Refused(refusal(response).await)),
        status => {
            // A proxy in front of LiveKit may answer 404 too.
            let text = response.text().await.unwrap_or_default();
            return Err(if text.contains("requested room does not exist") {
                JoinError::OtherServer
            } else {
                JoinError::NoWebSocket(status.as_u16())
            });
        }
    }
    let mut connection = response.upgrade().await?;
    let join = tokio::time::timeout(JOIN_TIMEOUT, read_join(&mut connection)).await;
    let join = join.ok().flatten().ok_or(JoinError::NoAnswer)?;
    let version = join.server_info.map_or(join.server_version, |info| info.version);
    let urls = join.ice_servers.into_iter().flat_map(|server| server.urls);
    let mut joined = Joined {
        version,
        candidates: Vec::new(),
        relays: urls.filter(|url| url.starts_with("turn")).collect(),
        silent: None,
    };
    let mut offer = None;
    let candidates = read_candidates(&mut connection, &mut joined.candidates, &mut offer);
    // The last candidate may be missing because a STUN server is unreachable. Those that arrived count.
    let _complete = tokio::time::timeout(CANDIDATES_TIMEOUT, candidates).await;
    if let Some(offer) = offer
        && let Some(credentials) = Credentials::of_offer(&offer.sdp)
        && send_answer(&mut connection, &offer).await.is_ok()
    {
        joined.silent = Some(silent(&joined.candidates, &credentials).await);
    }
    Ok(joined)
}

async fn send_answer(connection: &mut Upgraded, offer: &SessionDescription) -> std::io::Result<()> {
    let answer = SessionDescription {
        r#type: "answer".to_owned(),
        sdp: media_path::answer_to(&offer.sdp),
        id: offer.id,
        ..SessionDescription::default()
    };
    let message = signal_request::Message::Answer(answer);
    let request = SignalRequest {
        message: Some(message),
    };
    let payload = request.encode_to_vec();
    let length = u16::try_from(payload.len()).map_err(std::io::Error::other)?;
    // A binary message with a length of two bytes. Clients mask what they send; with zeros, nothing changes.
    let mut frame = vec![0x82, 0x80 | 0x7e];
    frame.extend(length.to_be_bytes());
    frame.extend([0; 4]);
    frame.extend(payload);
    connection.write_all(&frame).await?;
    connection.flush().await
}

/// The addresses that do not answer.
async fn silent(candidates: &[IceCandidate], credentials: &Credentials) -> Vec<IceCandidate> {
    let mut asking = JoinSet::new();
    for &candidate in candidates.iter().filter(|it| it.protocol == Protocol::Udp) {
        let credentials = credentials.clone();
        asking.spawn(async move {
            let address = (candidate.address, candidate.port).into();
            (candidate, media_path::answers(address, &credentials).await)
        });
    }
    let answers = asking.join_all().await;
    let silent = answers.into_iter().filter(|(_, answers)| !answers);
    silent.map(|(candidate, _)| candidate).collect()
}

async fn read_join(connection: &mut Upgraded) -> Option<JoinResponse> {
    loop {
        if let Message::Join(join) = read_message(connection).await? {
            return Some(join);
        }
    }
}

async fn read_candidates(
    connection: &mut Upgraded,
    found: &mut Vec<IceCandidate>,
    last_offer: &mut Option<SessionDescription>,
) -> Option<()> {
    loop {
        match read_message(connection).await? {
            Message::Offer(offer) => {
                found.extend(
                    offer
                        .sdp
                        .lines()
                        .filter_map(|line| candidate(line.strip_prefix("a=")?)),
                );
                let is_complete = offer.sdp.contains("a=end-of-candidates");
                *last_offer = Some(offer);
                if is_complete {
                    return Some(());
                }
            }
            Message::Trickle(trickle) => {
                let init: Value = serde_json::from_str(&trickle.candidate_init).unwrap_or_default();
                found.extend(init["candidate"].as_str().and_then(candidate));
                if trickle.r#final {
                    return Some(());
                }
            }
            _ => {}
        }
    }
}

/// Parses an attribute such as `candidate:1 1 udp 2130706431 192.0.2.1 7882 typ host` (RFC 8839, section 5.1).
fn candidate(attribute: &str) -> Option<IceCandidate> {
    let mut fields = attribute.strip_prefix("candidate:")?.split_ascii_whitespace();
    let protocol = match fields.nth(2)? {
        udp if udp.eq_ignore_ascii_case("udp") => Protocol::Udp,
        tcp if tcp.eq_ignore_ascii_case("tcp") => Protocol::Tcp,
        _ => return None,
    };
    Some(IceCandidate {
        protocol,
        address: fields.nth(1)?.parse().ok()?,
        port: fields.next()?.parse().ok()?,
    })
}

/// Reads the next message of LiveKit. `None` if the connection has ended.
async fn read_message(connection: &mut Upgraded) -> Option<Message> {
    /// RFC 6455, section 5.2.
    const BINARY: u8 = 2;
    const CLOSE: u8 = 8;
    loop {
        match read_frame(connection).await? {
            (BINARY, payload) => {
                if let Some(message) = SignalResponse::decode(payload.as_slice()).ok()?.message {
                    return Some(message);
                }
            }
            (CLOSE, _) => return None,
            _ => {}
        }
    }
}

/// Reads a frame of a WebSocket (RFC 6455, section 5.2). Servers do not mask frames, and LiveKit does not
/// fragment messages.
async fn read_frame(connection: &mut (impl AsyncRead + Unpin)) -> Option<(u8, Vec<u8>)> {
    let opcode = connection.read_u8().await.ok()? & 0x0f;
    let length = match connection.read_u8().await.ok()? & 0x7f {
        126 => u64::from(connection.read_u16().await.ok()?),
        127 => connection.read_u64().await.ok()?,
        short => u64::from(short),
    };
    if length > MAX_FRAME_BYTES {
        return None;
    }
    let mut payload = Vec::new();
    connection.take(length).read_to_end(&mut payload).await.ok()?;
    Some((opcode, payload))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_of_both_protocols_are_read() {
        let udp = candidate("candidate:1 1 udp 2130706431 192.0.2.1 7882 typ host ufrag abc");
        let tcp = candidate("candidate:2 1 TCP 1671430143 2001:db8::1 7881 typ host tcptype passive");
        assert_eq!(
            udp,
            Some(IceCandidate {
                protocol: Protocol::Udp,
                address: [192, 0, 2, 1].into(),
                port: 7882
            })
        );
        let tcp = tcp.unwrap();
        assert_eq!((tcp.protocol, tcp.port), (Protocol::Tcp, 7881));
        for other in [
            "",
            "candidate:",
            "candidate:1 1 udp",
            "candidate:1 1 sctp 1 192.0.2.1 1 typ host",
            "candidate:1 1 udp 1 name.local 1 typ host",
            "candidate:1 1 udp 1 192.0.2.1 99999 typ host",
            "mid:0",
        ] {
            assert_eq!(candidate(other), None, "{other}");
        }
    }

    #[tokio::test]
    async fn frames_of_all_lengths_are_read() {
        for length in [0, 125, 126, 65_535, 65_536] {
            let mut frame = vec![0x82];
            match u16::try_from(length) {
                Ok(short @ 0..126) => frame.push(u8::try_from(short).unwrap()),
                Ok(medium) => {
                    frame.push(126);
                    frame.extend(medium.to_be_bytes());
                }
                Err(_) => {
                    frame.push(127);
                    frame.extend((length as u64).to_be_bytes());
                }
            }
            frame.extend(vec![7; length]);
            assert_eq!(
                read_frame(&mut frame.as_slice()).await,
                Some((2, vec![7; length]))
            );
        }
        let endless = [0x82, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(read_frame(&mut endless.as_slice()).await, None);
        assert_eq!(read_frame(&mut [].as_slice()).await, None);
    }
}
