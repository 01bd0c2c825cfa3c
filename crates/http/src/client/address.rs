//! Which address a request comes from, behind trusted proxies.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::Network;

/// The header in which each proxy appends the address that it received the request from. `Forwarded` (RFC 7239)
/// is not read: a proxy that only sets the one header passes on whatever a client wrote into the other.
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The networks of reverse proxies whose headers are believed. None by default.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<Network>);

impl From<Vec<Network>> for TrustedProxies {
    fn from(networks: Vec<Network>) -> Self {
        Self(networks)
    }
}

impl TrustedProxies {
    /// Whether no proxy is trusted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is that of a trusted proxy.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// The address of the client: the peer's, or behind trusted proxies the last address in `X-Forwarded-For` that
    /// is not a trusted proxy's. If all are trusted, it is the first one. An entry that is no address ends the
    /// search, because everything before it may be forged: the client then counts as the proxy that sent it.
    pub(crate) fn client_address(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        let mut address = peer?;
        if !self.contains(address) {
            return Some(address);
        }
        let values: Vec<_> = headers.get_all(X_FORWARDED_FOR).collect();
        let entries = values.into_iter().rev().flat_map(entries_from_last);
        for entry in entries {
            match parse(entry) {
                Some(earlier) => address = earlier,
                None => break,
            }
            if !self.contains(address) {
                break;
            }
        }
        Some(address)
    }

    /// Whether a trusted proxy received the request over TLS.
    pub(crate) fn is_forwarded_over_tls(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> bool {
        let last = headers.get_all(X_FORWARDED_PROTO).last();
        let last = last.and_then(|value| entries_from_last(value).next());
        peer.is_some_and(|peer| self.contains(peer))
            && last.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"https"))
    }
}

/// The entries of a list in a header, the last one first. Empty entries are left out (RFC 9110, section 5.6.1).
fn entries_from_last(value: &HeaderValue) -> impl Iterator<Item = &[u8]> {
    let entries = value.as_bytes().rsplit(|byte| *byte == b',');
    entries.map(<[u8]>::trim_ascii).filter(|entry| !entry.is_empty())
}

/// An address, also in brackets, with a port, or quoted.
fn parse(entry: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(entry).ok()?;
    let text = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text);
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    let address = bare
        .parse()
        .or_else(|_| text.parse().map(|socket: SocketAddr| socket.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    fn proxies() -> TrustedProxies {
        let networks = ["127.0.0.0/8", "10.0.0.0/8", "2001:db8:ffff::/48"];
        networks
            .iter()
            .map(|text| text.parse().unwrap())
            .collect::<Vec<_>>()
            .into()
    }

    fn headers(name: &HeaderName, values: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name.clone(), HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    fn address(peer: &str, values: &[&[u8]]) -> String {
        let headers = headers(&X_FORWARDED_FOR, values);
        let address = proxies().client_address(peer.parse().ok(), &headers);
        address.unwrap().to_string()
    }

    #[test]
    fn header_of_an_untrusted_peer_is_ignored() {
        assert_eq!(address("192.0.2.9", &[b"198.51.100.1"]), "192.0.2.9");
        assert_eq!(address("192.0.2.9", &[]), "192.0.2.9");
        let none = TrustedProxies::default();
        let headers = headers(&X_FORWARDED_FOR, &[b"198.51.100.1"]);
        let peer = "127.0.0.1".parse().ok();
        assert_eq!(none.client_address(peer, &headers), peer);
        assert_eq!(none.client_address(None, &headers), None);
    }

    #[test]
    fn last_untrusted_address_is_the_client() {
        for (values, expected) in [
            (&[&b"198.51.100.1"[..]][..], "198.51.100.1"),
            (&[b"203.0.113.7, 198.51.100.1"], "198.51.100.1"),
            (
                &[b"203.0.113.7, 198.51.100.1, 10.0.0.1, 10.0.0.2"],
                "198.51.100.1",
            ),
            (&[b"203.0.113.7", b"198.51.100.1", b"10.0.0.1"], "198.51.100.1"),
            (
                &[b"203.0.113.7,198.51.100.1", b"10.0.0.1,10.0.0.2"],
                "198.51.100.1",
            ),
            (&[b"10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            (&[b" , ,198.51.100.1, ,"], "198.51.100.1"),
            (&[b""], "127.0.0.1"),
            (&[], "127.0.0.1"),
        ] {
            assert_eq!(address("127.0.0.1", values), expected, "{values:?}");
            assert_eq!(
                address("::ffff:127.0.0.1", values).replace("::ffff:", ""),
                expected
            );
        }
    }

    #[test]
    fn entries_may_have_ports_and_brackets() {
        for (entry, expected) in [
            ("198.51.100.1:4711", "198.51.100.1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("\"[2001:db8::1]:4711\"", "2001:db8::1"),
            ("::ffff:198.51.100.1", "198.51.100.1"),
        ] {
            assert_eq!(address("127.0.0.1", &[entry.as_bytes()]), expected);
        }
    }

    #[test]
    fn entry_that_is_no_address_ends_the_search() {
        for garbage in [
            &b"unknown"[..],
            b"_hidden",
            b"198.51.100",
            b"198.51.100.1:port",
            b"198.51.100.1:99999",
            b"[198.51.100.1",
            b"for=198.51.100.1",
            b"198.51.100.1;198.51.100.2",
            b"fe80::1%eth0",
            b"\xff\xfe",
        ] {
            assert_eq!(address("127.0.0.1", &[garbage]), "127.0.0.1");
            let (forged, appended): (&[u8], &[u8]) = (b"203.0.113.7", b"10.0.0.2");
            assert_eq!(address("127.0.0.1", &[forged, garbage, appended]), "10.0.0.2");
            // What a client wrote before its own address, which the proxy appended, does not matter.
            assert_eq!(address("127.0.0.1", &[garbage, b"198.51.100.1"]), "198.51.100.1");
        }
    }

    #[test]
    fn long_headers_are_read() {
        let long = "203.0.113.7, ".repeat(9_000) + "198.51.100.1";
        assert_eq!(address("127.0.0.1", &[long.as_bytes()]), "198.51.100.1");
        let long = "198.51.100.1, ".to_owned() + &"10.0.0.1, ".repeat(9_000);
        assert_eq!(address("127.0.0.1", &[long.as_bytes()]), "198.51.100.1");
    }

    #[test]
    fn last_trusted_proxy_knows_whether_tls_was_used() {
        let is_tls = |peer: &str, values: &[&[u8]]| {
            proxies().is_forwarded_over_tls(peer.parse().ok(), &headers(&X_FORWARDED_PROTO, values))
        };
        assert!(is_tls("127.0.0.1", &[b"https"]));
        assert!(is_tls("127.0.0.1", &[b"http, HTTPS"]));
        assert!(is_tls("127.0.0.1", &[b"http", b"https"]));
        assert!(!is_tls("127.0.0.1", &[b"https", b"http"]));
        assert!(!is_tls("127.0.0.1", &[b"http"]));
        assert!(!is_tls("127.0.0.1", &[]));
        assert!(!is_tls("192.0.2.9", &[b"https"]));
    }

    quickcheck! {
        fn any_header_gives_an_address(values: Vec<Vec<u8>>) -> bool {
            let mut headers = HeaderMap::new();
            for value in values.iter().filter_map(|value| HeaderValue::from_bytes(value).ok()) {
                headers.append(X_FORWARDED_FOR, value);
            }
            proxies().client_address("127.0.0.1".parse().ok(), &headers).is_some()
        }

        /// What a client sends itself cannot change its address.
        fn clients_cannot_choose_their_address(forged: Vec<u8>) -> bool {
            let Ok(forged) = HeaderValue::from_bytes(&forged) else {
                return true;
            };
            let mut headers = HeaderMap::new();
            headers.append(X_FORWARDED_FOR, forged);
            headers.append(X_FORWARDED_FOR, HeaderValue::from_static("198.51.100.1, 10.0.0.2"));
            proxies().client_address("127.0.0.1".parse().ok(), &headers) == "198.51.100.1".parse().ok()
        }
    }
}
