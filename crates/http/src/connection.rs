//! The limits of one connection: what actix leaves open.
//!
//! actix bounds the time for a connection's first head and for the pause between requests. It has no
//! limit for a later head that arrives byte by byte, so [`Connection`] ends a connection on which no
//! request has been in work for too long. It also reads on after an answer for as long as the client
//! sends chunks, unless the body's reading end is still there: so [`Outgoing`] keeps it until the answer is
//! out, and actix then closes the connection.

use std::cell::{Cell, RefCell};
use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::HttpMessage as _;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::rt::net::TcpStream;
use actix_web::web::Bytes;
use futures_util::Stream;
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// What goes on on a connection; shared by its socket and its requests, all of one thread.
#[derive(Debug)]
pub(crate) struct Activity {
    requests: Cell<usize>,
    /// Since when there has been none in work.
    idle_since: Cell<Instant>,
}

impl Activity {
    fn begin(self: &Rc<Self>) -> InWork {
        self.requests.set(self.requests.get() + 1);
        InWork(self.clone())
    }

    /// Since when there has been no request in work; `None` if there is one.
    fn idle_since(&self) -> Option<Instant> {
        (self.requests.get() == 0).then(|| self.idle_since.get())
    }
}

/// A request in work, until its answer is out.
#[derive(Debug)]
struct InWork(Rc<Activity>);

impl Drop for InWork {
    fn drop(&mut self) {
        self.0.requests.set(self.0.requests.get().saturating_sub(1));
        self.0.idle_since.set(Instant::now());
    }
}

/// A client's connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    activity: Rc<Activity>,
    without_request: Duration,
    timer: Pin<Box<Sleep>>,
}

impl Connection {
    /// Takes a new connection. `unread_patience` is how long its other end may take nothing of what is
    /// sent: the kernel then closes it. `without_request` is how long it may have no request in work: it must
    /// be longer than the pause that actix allows between two requests and what a head may take.
    pub(crate) fn new(stream: TcpStream, unread_patience: Duration, without_request: Duration) -> Self {
        if let Err(error) = SockRef::from(&stream).set_tcp_user_timeout(Some(unread_patience)) {
            tracing::debug!(%error, "a connection keeps the system's own timeout");
        }
        let now = Instant::now();
        Self {
            stream,
            activity: Rc::new(Activity {
                requests: Cell::new(0),
                idle_since: Cell::new(now),
            }),
            without_request,
            timer: Box::pin(sleep_until(now + without_request)),
        }
    }

    pub(crate) fn activity(&self) -> Rc<Activity> {
        self.activity.clone()
    }

    /// Ready once there was no request in work for too long; else has the task woken when that is so.
    fn poll_overdue(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(idle_since) = self.activity.idle_since() else {
            return Poll::Pending;
        };
        let deadline = idle_since + self.without_request;
        if self.timer.deadline() != deadline {
            self.timer.as_mut().reset(deadline);
        }
        self.timer.as_mut().poll(cx)
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(cx, buffer) {
            return Poll::Ready(read);
        }
        ready!(self.poll_overdue(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// A request's body, of which it is known whether it was read to its end.
#[derive(Clone)]
struct Watched(Rc<RefCell<Payload>>, Rc<Cell<bool>>);

impl Stream for Watched {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(Pin::new(&mut *self.0.borrow_mut()).poll_next(cx));
        if next.is_none() {
            self.1.set(true);
        }
        Poll::Ready(next)
    }
}

/// A request in work and its body.
pub(crate) struct Incoming {
    in_work: Option<InWork>,
    body: Option<Watched>,
}

impl Incoming {
    /// Watches over a request.
    pub(crate) fn of(request: &mut ServiceRequest) -> Self {
        let in_work = request.conn_data::<Rc<Activity>>().map(Activity::begin);
        let body = match request.take_payload() {
            Payload::None => None,
            payload => {
                let watched = Watched(Rc::new(RefCell::new(payload)), Rc::default());
                request.set_payload(Payload::Stream {
                    payload: Box::pin(watched.clone()),
                });
                Some(watched)
            }
        };
        Self { in_work, body }
    }

    /// The body of the answer. While it is sent the request is in work, and a body that was not read to
    /// its end keeps its reading end, by which actix knows to close the connection.
    pub(crate) fn keep_until_sent(self, body: BoxBody) -> Outgoing {
        Outgoing {
            body,
            _in_work: self.in_work,
            _unread: self.body.filter(|Watched(_, is_read)| !is_read.get()),
        }
    }
}

/// An answer's body, and what lasts until it is sent. It MUST NOT be boxed: a box lets go of a body without
/// content at once.
pub(crate) struct Outgoing {
    body: BoxBody,
    _in_work: Option<InWork>,
    _unread: Option<Watched>,
}

impl MessageBody for Outgoing {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.body.as_pin_mut().poll_next(cx)
    }
}
