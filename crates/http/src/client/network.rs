//! Networks: those of trusted proxies, and those by which clients are told apart.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net};

/// The prefix by which IPv6 clients are told apart. A client usually has a whole /64 and can use any address in it.
const IPV6_PREFIX: u8 = 64;

/// By how many bits the prefix of an IPv4-mapped IPv6 network is longer.
const MAPPED_PREFIX: u8 = 96;

/// A client as far as its address identifies it: an IPv4 address, or the /64 network of an IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientNetwork(IpNet);

impl ClientNetwork {
    /// The network of clients without an address. Connections over TCP always have one.
    pub(crate) const UNKNOWN: Self = Self(IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 32)));

    /// The network of an address. An IPv4-mapped IPv6 address counts as IPv4.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        let network = IpNet::from(address.to_canonical());
        Self(match network {
            IpNet::V4(_) => network,
            IpNet::V6(_) => {
                IpNet::new(network.addr(), IPV6_PREFIX).map_or(network, |network| network.trunc())
            }
        })
    }
}

impl fmt::Display for ClientNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A network in CIDR notation, or a single address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(IpNet);

/// The text is not a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// It is neither an address nor a network.
    #[error("must be addresses or networks such as 10.0.0.0/8 or 2001:db8::/32, separated by commas")]
    Malformed,
    /// The address has bits after the prefix.
    #[error("has bits after its prefix; the network is {0}")]
    BitsAfterPrefix(IpNet),
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self(address.to_canonical().into()));
        }
        let network: IpNet = text.parse().map_err(|_| NetworkError::Malformed)?;
        if network.trunc() != network {
            return Err(NetworkError::BitsAfterPrefix(network.trunc()));
        }
        // Addresses are compared in their canonical form.
        let canonical = network.addr().to_canonical();
        let mapped = network.prefix_len().checked_sub(MAPPED_PREFIX);
        Ok(Self(match mapped {
            Some(prefix) if canonical.is_ipv4() && network.addr().is_ipv6() => {
                IpNet::new(canonical, prefix).unwrap_or(network)
            }
            _ => network,
        }))
    }
}

impl Network {
    /// Whether an address is in this network.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> String {
        ClientNetwork::of(text.parse().unwrap()).to_string()
    }

    #[test]
    fn clients_are_told_apart_by_ipv4_address_and_ipv6_64() {
        assert_eq!(network("192.0.2.1"), "192.0.2.1/32");
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(
            network("2001:db8:1:2::1"),
            network("2001:db8:1:2:ffff:ffff:ffff:ffff")
        );
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1/32");
        assert_ne!(network("::ffff:192.0.2.1"), network("::ffff:192.0.2.2"));
    }

    #[test]
    fn networks_contain_their_addresses() {
        let contains = |network: &str, address: &str| {
            let network: Network = network.parse().unwrap();
            network.contains(address.parse().unwrap())
        };
        assert!(contains("10.0.0.0/8", "10.1.2.3"));
        assert!(contains("10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(!contains("10.0.0.0/8", "11.0.0.0"));
        assert!(contains("192.0.2.1", "192.0.2.1"));
        assert!(!contains("192.0.2.1", "192.0.2.2"));
        assert!(contains("2001:db8::/32", "2001:db8:ffff::1"));
        assert!(!contains("2001:db8::/32", "2001:db9::1"));
        assert!(contains("::1", "::1"));
        assert!(contains("0.0.0.0/0", "192.0.2.1"));
        assert!(!contains("0.0.0.0/0", "2001:db8::1"));
        assert!(contains("::ffff:10.0.0.0/104", "10.1.2.3"));
        assert!(contains("::ffff:10.0.0.1", "10.0.0.1"));
    }

    #[test]
    fn other_texts_are_not_networks() {
        for bad in [
            "",
            "10",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/",
            "10.0.0.0/8/8",
            "10.0.0.0/255.0.0.0",
            "::/129",
            "[::1]",
            "10.0.0.1:80",
            "localhost",
            "*",
            "fe80::1%eth0",
        ] {
            assert_eq!(bad.parse::<Network>(), Err(NetworkError::Malformed), "{bad}");
        }
        for bad in ["10.0.0.1/8", "2001:db8::1/32"] {
            assert!(matches!(
                bad.parse::<Network>(),
                Err(NetworkError::BitsAfterPrefix(_))
            ));
        }
    }
}
