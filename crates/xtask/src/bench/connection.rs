//! Non-blocking connections, so that one thread drives a thousand of them.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::rc::Rc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};
use nix::sys::time::TimeSpec;
use socket2::{Domain, Socket, Type};
use std::os::fd::AsFd as _;

use crate::http::Response;

const EVENTS_PER_WAIT: usize = 256;
const READ_BYTES: usize = 8 * 1024;

/// Waits for events of connections, each known by a key.
pub(super) struct Poller(Epoll);

impl Poller {
    pub(super) fn new() -> Result<Self> {
        Ok(Self(Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?))
    }

    /// Returns the keys of connections with events, or none at the deadline. The deadline is kept to less than
    /// a tenth of a millisecond, which the timeout of epoll cannot do.
    pub(super) fn wait_until(&self, deadline: Instant) -> Result<Vec<u64>> {
        let timeout = TimeSpec::from_duration(deadline.saturating_duration_since(Instant::now()));
        let mut ready = [PollFd::new(self.0.0.as_fd(), PollFlags::POLLIN)];
        if ppoll(&mut ready, Some(timeout), None)? == 0 {
            return Ok(Vec::new());
        }
        let mut events = [EpollEvent::empty(); EVENTS_PER_WAIT];
        let count = self.0.wait(&mut events, EpollTimeout::ZERO)?;
        Ok(events.iter().take(count).map(EpollEvent::data).collect())
    }
}

/// What happened to a connection.
pub(super) enum Progress {
    /// Neither of the others yet.
    Pending,
    /// A whole response arrived.
    Response(Response),
    /// The server closed the connection before a whole response.
    Closed,
}

/// A connection that sends one request at a time.
pub(super) struct Connection {
    stream: TcpStream,
    request: Rc<[u8]>,
    written: usize,
    input: Vec<u8>,
}

impl Connection {
    /// Opens a connection from a loopback address. It need not be established yet.
    pub(super) fn open(poller: &Poller, key: u64, source: Ipv4Addr, server: SocketAddr) -> Result<Self> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.set_nonblocking(true)?;
        socket
            .bind(&SocketAddr::from((source, 0)).into())
            .with_context(|| format!("can't bind {source}; Linux has all of 127.0.0.0/8"))?;
        match socket.connect(&server.into()) {
            Err(error) if error.raw_os_error() != Some(Errno::EINPROGRESS as i32) => Err(error)?,
            _ => {}
        }
        socket.set_tcp_nodelay(true)?;
        let stream = TcpStream::from(socket);
        let interest = EpollFlags::EPOLLIN | EpollFlags::EPOLLOUT | EpollFlags::EPOLLET;
        poller.0.add(&stream, EpollEvent::new(interest, key))?;
        Ok(Self {
            stream,
            request: Rc::default(),
            written: 0,
            input: Vec::new(),
        })
    }

    /// Begins to send a request. The previous response must have arrived.
    pub(super) fn send(&mut self, request: Rc<[u8]>) -> Progress {
        self.request = request;
        self.written = 0;
        self.input.clear();
        match self.write() {
            Ok(()) => Progress::Pending,
            // What the server sent before it closed the connection can still be read.
            Err(_) => self.advance(),
        }
    }

    /// Sends and receives as much as possible.
    pub(super) fn advance(&mut self) -> Progress {
        let written = self.write();
        loop {
            let read = self.read();
            if let Some(response) = Response::parse(&self.input) {
                // Further events must not report it again.
                self.input.clear();
                return Progress::Response(response);
            }
            match read {
                Ok(0) => return Progress::Closed,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock && written.is_ok() => {
                    return Progress::Pending;
                }
                Err(_) => return Progress::Closed,
            }
        }
    }

    /// What has arrived since the request was sent.
    pub(super) fn received(&self) -> &[u8] {
        &self.input
    }

    fn write(&mut self) -> io::Result<()> {
        while let Some(rest) = self.request.get(self.written..).filter(|rest| !rest.is_empty()) {
            match self.stream.write(rest) {
                Ok(count) => self.written += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn read(&mut self) -> io::Result<usize> {
        let mut buffer = [0; READ_BYTES];
        let count = self.stream.read(&mut buffer)?;
        self.input
            .extend_from_slice(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}
