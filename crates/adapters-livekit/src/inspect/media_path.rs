//! Asks LiveKit's UDP addresses for an answer, as browsers do before they send media (ICE, RFC 8445). LiveKit
//! answers only to participants who have answered its offer.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use aws_lc_rs::hmac;
use tokio::net::UdpSocket;

/// How long an answer may take.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);

/// The time between two requests, because LiveKit may have read the participant's answer only after the first
/// one, and networks lose packets.
const REQUEST_INTERVAL: Duration = Duration::from_millis(100);

/// What the participant of an inspection calls itself. The room is empty, so this protects nothing.
const OWN: Credentials<&str> = Credentials {
    fragment: "doctor",
    password: "server-doctor-inspects",
};

/// The credentials of one side (RFC 8839, section 5.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Credentials<T = String> {
    fragment: T,
    password: T,
}

impl Credentials {
    /// Reads those of an offer. `None` if it has none.
    pub(super) fn of_offer(sdp: &str) -> Option<Self> {
        let value = |name| sdp.lines().find_map(|line| line.strip_prefix(name));
        Some(Self {
            fragment: value("a=ice-ufrag:")?.to_owned(),
            password: value("a=ice-pwd:")?.to_owned(),
        })
    }
}

/// The answer of a participant who receives nothing. The channel for data is accepted, because LiveKit uses
/// addresses only if something is.
pub(super) fn answer_to(offer: &str) -> String {
    let mut sections = offer.split("\r\nm=");
    let session = sections.next().unwrap_or_default();
    let group = session.lines().find(|line| line.starts_with("a=group:BUNDLE"));
    let head = ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0"];
    let mut lines: Vec<_> = head.into_iter().chain(group).map(str::to_owned).collect();
    // No key has this fingerprint: the answer of LiveKit to the first packet is all that is needed.
    let fingerprint = ["00"; 32].join(":");
    for section in sections {
        let mut theirs = section.lines();
        let mut fields = theirs.next().unwrap_or_default().split(' ');
        let (kind, _port) = (fields.next().unwrap_or_default(), fields.next());
        let port = if kind == "application" { 9 } else { 0 };
        let formats = fields.collect::<Vec<_>>().join(" ");
        let mid = theirs.find(|line| line.starts_with("a=mid:"));
        lines.extend([
            format!("m={kind} {port} {formats}"),
            "c=IN IP4 0.0.0.0".to_owned(),
            mid.unwrap_or("a=mid:0").to_owned(),
            "a=inactive".to_owned(),
            "a=setup:active".to_owned(),
            format!("a=ice-ufrag:{}", OWN.fragment),
            format!("a=ice-pwd:{}", OWN.password),
            format!("a=fingerprint:sha-256 {fingerprint}"),
            "a=sctp-port:5000".to_owned(),
        ]);
    }
    lines.join("\r\n") + "\r\n"
}

/// Whether the address answers within [`ANSWER_TIMEOUT`].
pub(super) async fn answers(address: SocketAddr, theirs: &Credentials) -> bool {
    let asking = tokio::time::timeout(ANSWER_TIMEOUT, ask(address, theirs));
    matches!(asking.await, Ok(Ok(())))
}

async fn ask(address: SocketAddr, theirs: &Credentials) -> std::io::Result<()> {
    let any: SocketAddr = if address.is_ipv4() {
        (Ipv4Addr::UNSPECIFIED, 0).into()
    } else {
        (Ipv6Addr::UNSPECIFIED, 0).into()
    };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(address).await?;
    let request = request(theirs);
    let mut received = [0; 1500];
    loop {
        socket.send(&request).await?;
        let receiving = tokio::time::timeout(REQUEST_INTERVAL, socket.recv(&mut received));
        match receiving.await {
            // A response, of success or error, to this request (RFC 8489, section 5).
            Ok(Ok(length)) => {
                let is_response = received[0] == 1 && received[4..20] == request[4..20];
                if length >= 20 && is_response {
                    return Ok(());
                }
            }
            // An ICMP message: nothing listens there, or a firewall rejects it.
            Ok(Err(error)) => return Err(error),
            Err(_) => {}
        }
    }
}

/// A binding request with the attributes of ICE (RFC 8445, section 7.2).
fn request(theirs: &Credentials) -> Vec<u8> {
    const HEADER: [u8; 20] = *b"\x00\x01\x00\x00\x21\x12\xa4\x42server-docto";
    const USERNAME: u16 = 0x0006;
    const MESSAGE_INTEGRITY: u16 = 0x0008;
    const PRIORITY: u16 = 0x0024;
    const ICE_CONTROLLING: u16 = 0x802a;
    const INTEGRITY_BYTES: u16 = 24;
    let mut message = HEADER.to_vec();
    let mut add = |kind: u16, value: &[u8]| {
        message.extend(kind.to_be_bytes());
        message.extend(u16::try_from(value.len()).unwrap_or_default().to_be_bytes());
        message.extend(value);
        // Attributes fill words of four bytes.
        message.resize(message.len().next_multiple_of(4), 0);
        // The length in the header counts what follows it, with the integrity that comes last.
        let length = u16::try_from(message.len() - HEADER.len()).unwrap_or_default() + INTEGRITY_BYTES;
        message[2..4].copy_from_slice(&length.to_be_bytes());
    };
    add(
        USERNAME,
        format!("{}:{}", theirs.fragment, OWN.fragment).as_bytes(),
    );
    add(PRIORITY, &1_u32.to_be_bytes());
    add(ICE_CONTROLLING, &1_u64.to_be_bytes());
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, theirs.password.as_bytes());
    let integrity = hmac::sign(&key, &message);
    message.extend(MESSAGE_INTEGRITY.to_be_bytes());
    message.extend((INTEGRITY_BYTES - 4).to_be_bytes());
    message.extend(integrity.as_ref());
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:0\r\na=ice-ufrag:abc\r\na=ice-pwd:secret\r\n\
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:1\r\n";

    #[test]
    fn an_answer_has_the_sections_of_the_offer() {
        let answer = answer_to(OFFER);
        let lines: Vec<_> = answer.lines().filter(|line| line.starts_with("m=")).collect();
        assert_eq!(
            lines,
            [
                "m=video 0 UDP/TLS/RTP/SAVPF 96 97",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel"
            ]
        );
        for line in ["a=group:BUNDLE 0 1", "a=mid:0", "a=mid:1"] {
            assert!(
                answer.lines().any(|it| it == line),
                "{line} is missing in {answer}"
            );
        }
        assert_eq!(answer_to("").lines().filter(|it| it.starts_with("m=")).count(), 0);
    }

    #[test]
    fn a_request_is_a_stun_message() {
        assert_eq!(Credentials::of_offer("v=0\r\n"), None);
        let request = request(&Credentials::of_offer(OFFER).unwrap());
        assert_eq!(request.len() % 4, 0);
        let length = u16::from_be_bytes([request[2], request[3]]);
        assert_eq!(usize::from(length), request.len() - 20);
        assert_eq!(&request[20..34], b"\x00\x06\x00\x0aabc:doctor");
    }
}
