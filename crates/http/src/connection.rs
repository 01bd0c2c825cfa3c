//! Limits of one connection that actix does not provide.
//!
//! actix limits the time for the first request head of a connection and the idle time between requests. It
//! does not limit the time for later heads, so [`Connection`] closes a connection that has had no active
//! request for too long. After a response, actix also continues to read the rest of the request's body for as
//! long as the client sends chunks, unless the payload is still alive. So [`TrackedBody`] keeps the payload
//! until the response is sent, and actix then closes the connection.

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

use crate::client::Permit;

/// The number of active requests of a connection. The socket and the requests share it, on one thread.
#[derive(Debug)]
pub(crate) struct Activity {
    requests: Cell<usize>,
    /// When the last active request ended.
    idle_since: Cell<Instant>,
}

impl Activity {
    fn begin(self: &Rc<Self>) -> ActiveRequest {
        self.requests.set(self.requests.get() + 1);
        ActiveRequest(self.clone())
    }

    /// When the last active request ended; `None` if one is active.
    fn idle_since(&self) -> Option<Instant> {
        (self.requests.get() == 0).then(|| self.idle_since.get())
    }
}

/// Counts a request as active until its response is sent.
#[derive(Debug)]
struct ActiveRequest(Rc<Activity>);

impl Drop for ActiveRequest {
    fn drop(&mut self) {
        self.0.requests.set(self.0.requests.get().saturating_sub(1));
        self.0.idle_since.set(Instant::now());
    }
}

/// A client's connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    /// Counts the connection as one of its address.
    _permit: Option<Permit>,
    activity: Rc<Activity>,
    idle_timeout: Duration,
    timer: Pin<Box<Sleep>>,
}

impl Connection {
    /// Wraps a new connection. If the client acknowledges nothing that was sent for `unread_timeout`, the
    /// kernel closes the connection. If no request is active for `idle_timeout`, it is closed too; this MUST
    /// be longer than the keep-alive time of actix plus the time for a request head.
    pub(crate) fn new(
        stream: TcpStream,
        permit: Option<Permit>,
        unread_timeout: Duration,
        idle_timeout: Duration,
    ) -> Self {
        if let Err(error) = SockRef::from(&stream).set_tcp_user_timeout(Some(unread_timeout)) {
            tracing::debug!(%error, "cannot set TCP_USER_TIMEOUT; the connection keeps the system's default");
        }
        let now = Instant::now();
        Self {
            stream,
            _permit: permit,
            activity: Rc::new(Activity {
                requests: Cell::new(0),
                idle_since: Cell::new(now),
            }),
            idle_timeout,
            timer: Box::pin(sleep_until(now + idle_timeout)),
        }
    }

    pub(crate) fn activity(&self) -> Rc<Activity> {
        self.activity.clone()
    }

    /// Ready when no request has been active for `idle_timeout`. Otherwise schedules a wake-up for that time.
    fn poll_idle_timeout(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(idle_since) = self.activity.idle_since() else {
            return Poll::Pending;
        };
        let deadline = idle_since + self.idle_timeout;
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
        ready!(self.poll_idle_timeout(cx));
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

/// A request's payload and whether it was read to its end.
#[derive(Clone)]
struct TrackedPayload(Rc<RefCell<Payload>>, Rc<Cell<bool>>);

impl Stream for TrackedPayload {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(Pin::new(&mut *self.0.borrow_mut()).poll_next(cx));
        if next.is_none() {
            self.1.set(true);
        }
        Poll::Ready(next)
    }
}

/// An active request and its payload.
pub(crate) struct TrackedRequest {
    active: Option<ActiveRequest>,
    body: Option<TrackedPayload>,
}

impl TrackedRequest {
    /// Starts to track a request.
    pub(crate) fn of(request: &mut ServiceRequest) -> Self {
        let active = request.conn_data::<Rc<Activity>>().map(Activity::begin);
        let body = match request.take_payload() {
            Payload::None => None,
            payload => {
                let tracked = TrackedPayload(Rc::new(RefCell::new(payload)), Rc::default());
                request.set_payload(Payload::Stream {
                    payload: Box::pin(tracked.clone()),
                });
                Some(tracked)
            }
        };
        Self { active, body }
    }

    /// Wraps the body of the response. Until it is sent, the request counts as active. A payload that was not
    /// read to its end is kept alive, which makes actix close the connection.
    pub(crate) fn keep_until_sent(self, body: BoxBody) -> TrackedBody {
        TrackedBody {
            body,
            _active: self.active,
            _unread: self.body.filter(|TrackedPayload(_, is_read)| !is_read.get()),
        }
    }
}

/// A response's body, and the values that live until it is sent. It MUST NOT be boxed: `BoxBody` drops an
/// empty body immediately.
pub(crate) struct TrackedBody {
    body: BoxBody,
    _active: Option<ActiveRequest>,
    _unread: Option<TrackedPayload>,
}

impl MessageBody for TrackedBody {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.body.as_pin_mut().poll_next(cx)
    }
}
