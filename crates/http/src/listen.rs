//! Accepts connections and passes their requests to the application.

use std::io;
use std::net::TcpListener;
use std::num::NonZero;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

use actix_http::{Extensions, HttpService, Protocol};
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, map_config};
use actix_web::dev::{AppConfig, Server, fn_service};
use actix_web::error::DispatchError;
use actix_web::rt::net::TcpStream;
use actix_web::{App, Error, HttpServer, web};

use crate::api::{Api, Metrics};
use crate::app::app;
use crate::client::{ClientNetwork, ConcurrencyLimit};
use crate::connection::Connection;
use crate::rate_limit::Refused;
use crate::routes::metrics;

/// The limits of a server and its connections.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The number of worker threads; `None` for one per core.
    pub workers: Option<usize>,
    /// How many connections may be open, about; `None` for 25,600 per worker thread. Further ones wait until one
    /// is closed.
    pub max_connections: Option<usize>,
    /// How many connections an address may have open; `None` for no limit. Further ones are closed at once.
    /// Trusted proxies are exempt.
    pub max_connections_per_address: Option<u32>,
    /// How long the server waits for running requests when it stops.
    pub shutdown_grace: Duration,
    /// How long a client may read nothing of what is sent before its connection is closed.
    pub unread_timeout: Duration,
    /// How long a request head may take.
    pub head_timeout: Duration,
    /// How long a connection may be idle between two requests.
    pub keep_alive: Duration,
    /// How long the rest of an unread body is discarded after the response. If the connection is closed with
    /// unread data, many clients report a reset instead of the response.
    pub linger: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            workers: None,
            max_connections: None,
            max_connections_per_address: None,
            shutdown_grace: Duration::from_secs(20),
            unread_timeout: Duration::from_secs(30),
            head_timeout: Duration::from_secs(10),
            keep_alive: Duration::from_secs(5),
            linger: Duration::from_secs(2),
        }
    }
}

/// Creates a server. It runs while it is polled, and its handle stops it. It supports only HTTP/1.1, which
/// proxies use for their upstream servers.
pub fn listen(api: Api, listener: TcpListener, limits: &Limits) -> io::Result<Server> {
    let mut server = Server::build()
        .disable_signals()
        .shutdown_timeout(limits.shutdown_grace.as_secs());
    if let Some(workers) = limits.workers {
        server = server.workers(workers);
    }
    if let Some(max) = limits.max_connections {
        let workers = limits.workers.map_or_else(thread::available_parallelism, |n| {
            NonZero::try_from(n).map_err(io::Error::other)
        });
        server = server.max_concurrent_connections(max.div_ceil(workers?.get()));
    }
    let connections = ConcurrencyLimit::new(limits.max_connections_per_address);
    let stopping = server.graceful_shutdown_signal();
    let limits = limits.clone();
    let server = server.listen("http", listener, move || {
        let stopping = stopping.clone();
        let application = app(api.clone())
            .into_factory()
            .map_err(|error: Error| error.error_response());
        let http = HttpService::build()
            .keep_alive(limits.keep_alive)
            .client_request_timeout(limits.head_timeout)
            .client_disconnect_timeout(limits.linger)
            .on_connect_ext(|connection: &Connection, data: &mut Extensions| {
                data.insert::<Rc<_>>(connection.activity());
            })
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .finish(map_config(application, |()| AppConfig::default()));
        let (unread_timeout, idle_timeout) = (limits.unread_timeout, limits.keep_alive + limits.head_timeout);
        let (connections, config) = (connections.clone(), api.config.clone());
        fn_service(move |stream: TcpStream| {
            let (connections, config) = (connections.clone(), config.clone());
            async move {
                let peer = stream.peer_addr().ok();
                let counted = peer
                    .map(|peer| peer.ip())
                    .filter(|address| !config.trusted_proxies.contains(*address));
                let permit = match counted.map(|address| connections.acquire(ClientNetwork::of(address))) {
                    Some(None) => {
                        Refused::Connections.count();
                        return Err(DispatchError::Io(io::ErrorKind::ConnectionRefused.into()));
                    }
                    Some(permit) => permit,
                    None => None,
                };
                let connection = Connection::new(stream, permit, unread_timeout, idle_timeout);
                Ok((connection, Protocol::Http1, peer))
            }
        })
        .and_then(http)
    })?;
    Ok(server.run())
}

/// Creates a server that answers `GET /metrics` and nothing else, for an address that only Prometheus reaches. It
/// runs while it is polled, and its handle stops it.
pub fn listen_for_metrics(render: Metrics, listener: TcpListener) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        let render = render.clone();
        let respond = move || {
            let response = metrics::respond(&render);
            async move { response }
        };
        App::new().route("/metrics", web::get().to(respond))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}
