//! Reserves free ports until the program that uses them starts.

use std::net::{Ipv4Addr, TcpListener, UdpSocket};

use anyhow::{Context, Result};
use rand::RngExt;

/// Below the kernel's range of ephemeral ports, so that no outgoing connection uses these ports.
const RANGE: std::ops::Range<u16> = 20_000..30_000;

/// A bound port that no other process can take. It is released on drop.
pub(crate) struct ReservedPort<S> {
    pub(crate) number: u16,
    _socket: S,
}

/// Reserves `first` or the next free port after it. 0 means any port.
pub(crate) fn reserve_from(first: u16) -> Result<ReservedPort<TcpListener>> {
    if first == 0 {
        return reserve(None);
    }
    (first..=u16::MAX)
        .find_map(bind_tcp)
        .with_context(|| format!("no free port at or above {first}"))
}

/// Reserves the last used port, or any free one.
pub(crate) fn reserve(previous: Option<u16>) -> Result<ReservedPort<TcpListener>> {
    reserve_any(previous, bind_tcp)
}

/// Reserves a UDP port like [`reserve`].
pub(crate) fn reserve_udp(previous: Option<u16>) -> Result<ReservedPort<UdpSocket>> {
    reserve_any(previous, bind_udp)
}

fn reserve_any<S>(
    previous: Option<u16>,
    bind: impl Fn(u16) -> Option<ReservedPort<S>>,
) -> Result<ReservedPort<S>> {
    let mut rng = rand::rng();
    let candidates = (0..1000).map(|_| rng.random_range(RANGE));
    previous
        .into_iter()
        .chain(candidates)
        .find_map(bind)
        .context("found no free port")
}

fn bind_tcp(number: u16) -> Option<ReservedPort<TcpListener>> {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, number)).ok()?;
    Some(ReservedPort {
        number,
        _socket: socket,
    })
}

fn bind_udp(number: u16) -> Option<ReservedPort<UdpSocket>> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, number)).ok()?;
    Some(ReservedPort {
        number,
        _socket: socket,
    })
}

#[cfg(test)]
mod tests {
    use super::{reserve, reserve_from, reserve_udp};

    #[test]
    fn port_in_use_is_replaced_by_a_later_one() {
        let first = reserve(None).unwrap();
        let second = reserve_from(first.number).unwrap();
        assert!(second.number > first.number);
    }

    #[test]
    fn previous_port_is_reused_while_free() {
        let number = reserve(None).unwrap().number;
        let again = reserve(Some(number)).unwrap();
        assert_eq!(again.number, number);
        assert_ne!(reserve(Some(number)).unwrap().number, number);
        assert_ne!(reserve_udp(None).unwrap().number, 0);
    }

    #[test]
    fn port_zero_means_any() {
        assert_ne!(reserve_from(0).unwrap().number, 0);
    }
}
