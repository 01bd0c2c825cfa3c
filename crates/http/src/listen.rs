//! Takes connections and hands their requests to the application.

use std::io;
use std::net::TcpListener;
use std::rc::Rc;
use std::time::Duration;

use actix_http::{Extensions, HttpService, Protocol};
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, map_config};
use actix_web::Error;
use actix_web::dev::{AppConfig, Server, fn_service};
use actix_web::error::DispatchError;
use actix_web::rt::net::TcpStream;

use crate::api::Api;
use crate::app::app;
use crate::connection::Connection;

/// What a server grants its connections.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Threads that take requests; `None` for one a core.
    pub workers: Option<usize>,
    /// How long running requests may take to finish once the server is told to stop.
    pub shutdown_grace: Duration,
    /// How long a connection may take nothing of what is sent before it is closed.
    pub unread_patience: Duration,
    /// How long the head of a request may take.
    pub head: Duration,
    /// How long a connection may be without a request between two.
    pub keep_alive: Duration,
    /// How long what is still sent of an unread body is thrown away after the answer. A connection that
    /// closes with bytes unread makes many clients report that instead of the answer.
    pub closing: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            workers: None,
            shutdown_grace: Duration::from_secs(20),
            unread_patience: Duration::from_secs(30),
            head: Duration::from_secs(10),
            keep_alive: Duration::from_secs(5),
            closing: Duration::from_secs(2),
        }
    }
}

/// A server for these calls; it runs while it is polled, and is stopped by its handle. HTTP/1.1 alone:
/// proxies speak that to servers behind them.
pub fn listen(api: Api, listener: TcpListener, limits: &Limits) -> io::Result<Server> {
    let mut server = Server::build()
        .disable_signals()
        .shutdown_timeout(limits.shutdown_grace.as_secs());
    if let Some(workers) = limits.workers {
        server = server.workers(workers);
    }
    let stopping = server.graceful_shutdown_signal();
    let limits = limits.clone();
    let server = server.listen("http", listener, move || {
        let stopping = stopping.clone();
        let application = app(api.clone())
            .into_factory()
            .map_err(|error: Error| error.error_response());
        let http = HttpService::build()
            .keep_alive(limits.keep_alive)
            .client_request_timeout(limits.head)
            .client_disconnect_timeout(limits.closing)
            .on_connect_ext(|connection: &Connection, data: &mut Extensions| {
                data.insert::<Rc<_>>(connection.activity());
            })
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .finish(map_config(application, |()| AppConfig::default()));
        let (unread_patience, without_request) = (limits.unread_patience, limits.keep_alive + limits.head);
        fn_service(move |stream: TcpStream| async move {
            let peer = stream.peer_addr().ok();
            let connection = Connection::new(stream, unread_patience, without_request);
            Ok::<_, DispatchError>((connection, Protocol::Http1, peer))
        })
        .and_then(http)
    })?;
    Ok(server.run())
}
