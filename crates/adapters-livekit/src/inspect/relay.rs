//! Asks a TURN relay on TLS for an answer (RFC 8656), as browsers do in networks that permit web pages only.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// The time limit of all steps.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(8);

/// Requests a relayed address for UDP, without the credentials that every relay requires. Responses of other
/// kinds of servers do not have the same number in bytes 4 to 20.
const REQUEST: [u8; 28] = *b"\x00\x03\x00\x08\x21\x12\xa4\x42server-docto\x00\x19\x00\x04\x11\x00\x00\x00";

/// Why a relay cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// Nothing accepts connections, or no TLS connection is possible.
    #[error("{0}")]
    Unreachable(#[from] std::io::Error),
    /// Something else than a TURN server answers.
    #[error("something else than a TURN server answers")]
    OtherServer,
    /// No answer.
    #[error("no answer within {} s", ANSWER_TIMEOUT.as_secs())]
    NoAnswer,
}

/// The host name and the port of a relay on TLS, such as `turns:turn.example:443?transport=tcp` (RFC 7065).
/// `None` for other relays.
fn tls_address(url: &str) -> Option<(&str, u16)> {
    let address = url.strip_prefix("turns:")?;
    let (address, _transport) = address.split_once('?').unwrap_or((address, ""));
    match address.rsplit_once(':') {
        Some((host, port)) => Some((host, port.parse().ok()?)),
        // RFC 7065, section 3.2.
        None => Some((address, 5349)),
    }
}

/// Whether the relay is reached by TLS.
pub(super) fn is_on_tls(url: &str) -> bool {
    tls_address(url).is_some()
}

/// Connects as browsers do, and requests an address.
pub(super) async fn ask(url: &str) -> Result<(), RelayError> {
    let (host, port) = tls_address(url).ok_or(RelayError::OtherServer)?;
    let asking = tokio::time::timeout(ANSWER_TIMEOUT, ask_at(host, port));
    asking.await.unwrap_or(Err(RelayError::NoAnswer))
}

async fn ask_at(host: &str, port: u16) -> Result<(), RelayError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(std::io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(std::io::Error::other)?;
    let connection = TcpStream::connect((host, port)).await?;
    let mut connection = TlsConnector::from(Arc::new(config))
        .connect(name, connection)
        .await?;
    connection.write_all(&REQUEST).await?;
    let mut header = [0; 20];
    // A web server closes the connection, or answers with a page.
    let read = connection.read_exact(&mut header).await;
    if read.is_ok() && header[0] == 1 && header[4..] == REQUEST[4..20] {
        Ok(())
    } else {
        Err(RelayError::OtherServer)
    }
}

#[cfg(test)]
mod tests {
    use super::tls_address;

    #[test]
    fn addresses_of_relays_are_read() {
        for (url, expected) in [
            (
                "turns:turn.example:443?transport=tcp",
                Some(("turn.example", 443)),
            ),
            ("turns:turn.example", Some(("turn.example", 5349))),
            ("turns:turn.example:x", None),
            ("turn:192.0.2.1:3478?transport=udp", None),
            ("stun:stun.example:3478", None),
        ] {
            assert_eq!(tls_address(url), expected, "{url}");
        }
    }
}
