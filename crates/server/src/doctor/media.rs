//! The checks of what browsers need from LiveKit: a WebSocket, and addresses for media.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use onair_adapters_livekit::{IceCandidate, JoinError, Joined, LiveKitInspector, Protocol, RelayError};
use tokio::net::TcpStream;

use super::report::{Report, list};
use super::{certificate, livekit};
use crate::config::{HttpConfig, MediaConfig};

const MIXED_CONTENT: &str = "media.mixed-content";
const WEBSOCKET: &str = "media.websocket";
const ADDRESSES: &str = "media.addresses";
const UDP: &str = "media.udp";
const TCP: &str = "media.tcp";
const TURN: &str = "media.turn";

pub(super) const ALL: [&str; 6] = [MIXED_CONTENT, WEBSOCKET, ADDRESSES, UDP, TCP, TURN];

/// The checks that need a joined room.
fn dependent() -> &'static [&'static str] {
    &ALL[2..]
}

/// Browsers give up later, but such an address delays each start.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Joins a room at the address that browsers use.
pub(super) async fn check(
    report: &mut Report,
    inspector: &LiveKitInspector,
    http: Option<&HttpConfig>,
    media: &MediaConfig,
    room: &str,
) {
    let address = media.public_url.ws();
    let public_url = http
        .and_then(|http| http.public_url.as_ref())
        .map(ToString::to_string);
    let is_https = public_url.as_ref().is_some_and(|url| url.starts_with("https:"));
    if is_https && address.starts_with("ws:") {
        report.error(
            MIXED_CONTENT,
            format!("The page is served by https, and browsers refuse {address} from such a page."),
            "Put LiveKit behind TLS and set LIVEKIT_PUBLIC_URL to its wss address.",
        );
    } else {
        report.ok(MIXED_CONTENT, format!("The page may connect to {address}."));
    }
    if let Err(error) = inspector.create_room(room).await {
        livekit::refused(report, WEBSOCKET, &error, "LIVEKIT_URL");
        report.skip_all(dependent(), WEBSOCKET);
        return;
    }
    let joined = inspector.join(&media.public_url, room).await;
    // Otherwise LiveKit closes the room a minute later.
    let _closed_later = inspector.delete_room(room).await;
    match joined {
        Ok(joined) => {
            report.ok(
                WEBSOCKET,
                format!("LiveKit {} accepts participants at {address}.", joined.version),
            );
            let is_remote = !is_local(&address) || public_url.is_some_and(|url| !is_local(&url));
            check_addresses(report, &joined, is_remote);
            check_udp(report, &joined);
            check_tcp(report, &joined).await;
            check_turn(report, inspector, &joined.relays).await;
        }
        Err(error) => {
            join_finding(report, &error, &address);
            report.skip_all(dependent(), WEBSOCKET);
        }
    }
}

fn join_finding(report: &mut Report, error: &JoinError, address: &str) {
    match error {
        JoinError::Unreachable(error) => {
            let (cause, advice) = certificate::problem(error, &certificate::PROXY).unwrap_or_else(|| {
                (
                    error.to_string(),
                    "Correct LIVEKIT_PUBLIC_URL, its name server, or the proxy in front of LiveKit."
                        .to_owned(),
                )
            });
            report.error(WEBSOCKET, format!("No connection to {address}: {cause}."), advice);
        }
        JoinError::NoWebSocket(status) => report.error(
            WEBSOCKET,
            format!(
                "The server at {address} does not open a WebSocket but answers with the status {status}."
            ),
            "Let the proxy in front of LiveKit pass on Upgrade and Connection, and all paths.",
        ),
        JoinError::Refused(_) | JoinError::OtherServer => report.error(
            WEBSOCKET,
            format!("Another LiveKit answers at {address} than at LIVEKIT_URL."),
            "Let LIVEKIT_PUBLIC_URL and LIVEKIT_URL lead to the same LiveKit.",
        ),
        JoinError::NoAnswer => report.error(
            WEBSOCKET,
            format!("The server at {address} opens a WebSocket, but nothing arrives through it."),
            "Let the proxy in front of LiveKit pass on WebSocket messages at once.",
        ),
    }
}

/// Whether an address is on the loopback interface.
fn is_local(url: &str) -> bool {
    let host = url::Url::parse(url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    host.is_some_and(|host| {
        let address = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost"
            || host.ends_with(".localhost")
            || address
                .parse::<IpAddr>()
                .is_ok_and(|ip| ip.to_canonical().is_loopback())
    })
}

fn check_addresses(report: &mut Report, joined: &Joined, is_remote: bool) {
    let candidates = &joined.candidates;
    let names: Vec<_> = candidates.iter().map(name).collect();
    let names = list(&names);
    let all = |condition: fn(IpAddr) -> bool| candidates.iter().all(|it| condition(it.address));
    if candidates.is_empty() {
        report.error(
            ADDRESSES,
            "LiveKit offers no address for media.",
            "See the log of LiveKit, and rtc: in its configuration.",
        );
    } else if is_remote && all(is_loopback) {
        report.error(
            ADDRESSES,
            format!("LiveKit offers addresses of its own machine only: {names}."),
            "Set rtc: use_external_ip: true, or node_ip: to the public address, in LiveKit's configuration.",
        );
    } else if is_remote && all(|it| is_loopback(it) || is_private(it)) && joined.relays.is_empty() {
        report.warning(
            ADDRESSES,
            format!("LiveKit offers private addresses only, which the internet can't reach: {names}."),
            "Set rtc: use_external_ip: true, or node_ip: to the public address, in LiveKit's configuration, unless all viewers are in this network.",
        );
    } else {
        report.ok(ADDRESSES, format!("LiveKit offers {names} for media."));
    }
}

fn name(candidate: &IceCandidate) -> String {
    let protocol = match candidate.protocol {
        Protocol::Udp => "udp",
        Protocol::Tcp => "tcp",
    };
    format!(
        "{protocol} {}",
        SocketAddr::new(candidate.address, candidate.port)
    )
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        // RFC 6598: addresses behind the network address translation of a provider.
        IpAddr::V4(ip) => {
            ip.is_private() || ip.is_link_local() || (ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64)
        }
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

fn check_udp(report: &mut Report, joined: &Joined) {
    const ADVICE: &str = "Open the port in the firewall, and forward it to LiveKit's machine; without UDP, media goes by \
        TCP, which stops longer when packets are lost.";
    let offered = joined.candidates.iter().filter(|it| it.protocol == Protocol::Udp);
    let offered = offered.count();
    match &joined.silent {
        Some(silent) if offered > 0 => {
            let names: Vec<_> = silent.iter().map(name).collect();
            let message = format!("No answer from {} to this machine.", list(&names));
            if silent.is_empty() {
                report.ok(
                    UDP,
                    "The addresses for media by UDP answer this machine; a firewall before other machines can be seen only from there.",
                );
            } else if silent.len() < offered {
                report.warning(UDP, message, ADVICE);
            } else {
                report.error(UDP, message, ADVICE);
            }
        }
        Some(_) => report.skipped(
            UDP,
            "LiveKit offers no address for media by UDP, which browsers prefer.",
            "Set rtc: udp_port: 7882 in LiveKit's configuration, and open the port.",
        ),
        None => report.skipped(
            UDP,
            "Not checked, because LiveKit made no offer.",
            "See the log of LiveKit.",
        ),
    }
}

async fn check_turn(report: &mut Report, inspector: &LiveKitInspector, relays: &[String]) {
    let mut asked = 0;
    for relay in relays {
        let error = match inspector.ask_relay(relay).await {
            None => continue,
            Some(Ok(())) => {
                asked += 1;
                continue;
            }
            Some(Err(error)) => error,
        };
        let (cause, advice) = match &error {
            RelayError::Unreachable(io) => {
                certificate::problem(io, &certificate::PROXY).unwrap_or_else(|| {
                    (
                        error.to_string(),
                        "Correct turn: domain: in LiveKit's configuration, its name server, or the firewall."
                            .to_owned(),
                    )
                })
            }
            RelayError::OtherServer | RelayError::NoAnswer => (
                error.to_string(),
                "Route connections with this host name to the tls_port of LiveKit's TURN server.".to_owned(),
            ),
        };
        report.error(TURN, format!("The relay {relay} can't be used: {cause}."), advice);
        return;
    }
    if asked > 0 {
        report.ok(TURN, "The TURN relay answers by TLS.");
    } else {
        report.skipped(
            TURN,
            "LiveKit offers no TURN relay on TLS, which people need whose network permits web pages only.",
            "docs/deployment.md describes how to set one up.",
        );
    }
}

async fn check_tcp(report: &mut Report, joined: &Joined) {
    let candidates = joined.candidates.iter().filter(|it| it.protocol == Protocol::Tcp);
    let candidates: Vec<_> = candidates.collect();
    if candidates.is_empty() {
        report.skipped(
            TCP,
            "LiveKit offers no address for media by TCP, which viewers need whose network blocks UDP.",
            "Set rtc: tcp_port: 7881 in LiveKit's configuration, and open the port.",
        );
        return;
    }
    let mut closed = Vec::new();
    for candidate in &candidates {
        let connecting = TcpStream::connect((candidate.address, candidate.port));
        let connected = tokio::time::timeout(CONNECT_TIMEOUT, connecting).await;
        if !matches!(connected, Ok(Ok(_))) {
            closed.push(name(candidate));
        }
    }
    if closed.is_empty() {
        report.ok(
            TCP,
            "The addresses for media by TCP accept connections from here.",
        );
    } else {
        report.error(
            TCP,
            format!("No connection from here to {}.", list(&closed)),
            "Open the port in the firewall, and forward it to LiveKit's machine.",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_classified() {
        for (address, loopback, private) in [
            ("127.0.0.1", true, false),
            ("::1", true, false),
            ("::ffff:127.0.0.1", true, false),
            ("10.1.2.3", false, true),
            ("172.17.0.2", false, true),
            ("192.168.1.1", false, true),
            ("100.64.0.1", false, true),
            ("100.128.0.1", false, false),
            ("169.254.1.1", false, true),
            ("fd00::1", false, true),
            ("fe80::1", false, true),
            ("192.0.2.1", false, false),
            ("2001:db8::1", false, false),
        ] {
            let ip: IpAddr = address.parse().unwrap();
            assert_eq!(
                (is_loopback(ip), is_private(ip)),
                (loopback, private),
                "{address}"
            );
        }
    }

    #[test]
    fn addresses_of_this_machine_are_local() {
        for local in [
            "ws://localhost:7880",
            "ws://127.0.0.1:7880",
            "wss://[::1]",
            "http://a.localhost",
        ] {
            assert!(is_local(local), "{local}");
        }
        for remote in [
            "wss://media.example",
            "ws://10.0.0.1",
            "https://localhost.example",
        ] {
            assert!(!is_local(remote), "{remote}");
        }
    }
}
