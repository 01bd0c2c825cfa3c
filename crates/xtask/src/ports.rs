//! Free ports, held until the program that wants them starts.

use std::net::{Ipv4Addr, TcpListener, UdpSocket};

use anyhow::{Context, Result};
use rand::RngExt;

/// Below the range that the kernel hands out for outgoing connections, so that none of those sits on it.
const RANGE: std::ops::Range<u16> = 20_000..30_000;

/// A port that nobody else can take meanwhile. Dropping it lets the port go.
pub(crate) struct Held<S> {
    pub(crate) number: u16,
    _socket: S,
}

/// `first`, or the next free one after it; 0 means any.
pub(crate) fn hold_from(first: u16) -> Result<Held<TcpListener>> {
    if first == 0 {
        return hold(None);
    }
    (first..=u16::MAX)
        .find_map(tcp)
        .with_context(|| format!("no port from {first} on is free"))
}

/// The one of last time, else any.
pub(crate) fn hold(last_time: Option<u16>) -> Result<Held<TcpListener>> {
    pick(last_time, tcp)
}

/// As [`hold`], for UDP.
pub(crate) fn hold_udp(last_time: Option<u16>) -> Result<Held<UdpSocket>> {
    pick(last_time, udp)
}

fn pick<S>(last_time: Option<u16>, bind: impl Fn(u16) -> Option<Held<S>>) -> Result<Held<S>> {
    let mut rng = rand::rng();
    let candidates = (0..1000).map(|_| rng.random_range(RANGE));
    last_time
        .into_iter()
        .chain(candidates)
        .find_map(bind)
        .context("found no free port")
}

fn tcp(number: u16) -> Option<Held<TcpListener>> {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, number)).ok()?;
    Some(Held {
        number,
        _socket: socket,
    })
}

fn udp(number: u16) -> Option<Held<UdpSocket>> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, number)).ok()?;
    Some(Held {
        number,
        _socket: socket,
    })
}

#[cfg(test)]
mod tests {
    use super::{hold, hold_from, hold_udp};

    #[test]
    fn a_taken_port_moves_on_to_a_later_one() {
        let first = hold(None).unwrap();
        let second = hold_from(first.number).unwrap();
        assert!(second.number > first.number);
    }

    #[test]
    fn the_port_of_last_time_is_kept_while_free() {
        let number = hold(None).unwrap().number;
        let again = hold(Some(number)).unwrap();
        assert_eq!(again.number, number);
        assert_ne!(hold(Some(number)).unwrap().number, number);
        assert_ne!(hold_udp(None).unwrap().number, 0);
    }

    #[test]
    fn zero_means_any() {
        assert_ne!(hold_from(0).unwrap().number, 0);
    }
}
