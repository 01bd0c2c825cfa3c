//! Carries LiveKit's webhooks to the server, and can be cut.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::Result;

/// Forwards TCP connections. Its threads end with the process.
pub(super) struct Relay {
    pub(super) port: u16,
    is_cut: Arc<AtomicBool>,
}

impl Relay {
    pub(super) fn start(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let is_cut = Arc::new(AtomicBool::new(false));
        let cut = is_cut.clone();
        thread::Builder::new().name("webhooks".into()).spawn(move || {
            for client in listener.incoming().flatten() {
                let cut = cut.clone();
                thread::spawn(move || forward(&client, server, &cut));
            }
        })?;
        Ok(Self { port, is_cut })
    }

    /// While it is cut, connections are closed as soon as LiveKit sends something.
    pub(super) fn set_cut(&self, is_cut: bool) {
        self.is_cut.store(is_cut, Ordering::SeqCst);
    }
}

fn forward(client: &TcpStream, server: SocketAddr, is_cut: &AtomicBool) -> Option<()> {
    let upstream = TcpStream::connect(server).ok()?;
    let (mut answers, mut back) = (upstream.try_clone().ok()?, client.try_clone().ok()?);
    thread::spawn(move || {
        let _closed = io::copy(&mut answers, &mut back);
        let _gone = back.shutdown(std::net::Shutdown::Both);
    });
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = io::Read::read(&mut &*client, &mut buffer).ok()?;
        if count == 0 || is_cut.load(Ordering::SeqCst) {
            break;
        }
        io::Write::write_all(&mut &upstream, buffer.get(..count)?).ok()?;
    }
    let _closed = upstream.shutdown(std::net::Shutdown::Both);
    client.shutdown(std::net::Shutdown::Both).ok()
}
