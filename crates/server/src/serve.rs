//! `server serve`: from configuration to the last request answered.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::HttpServer;
use anyhow::Context as _;
use onair_domain::session::RoomWatch;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::config::Config;
use crate::{watch, wiring};

/// Serves until SIGTERM or SIGINT: then it stops accepting, finishes what runs, and closes the pool.
/// A second signal does not wait.
pub(crate) async fn serve(config: Config) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    // The address first: a server that can't listen must not touch the database of one that does.
    let listener = TcpListener::bind(config.http.bind)
        .with_context(|| format!("BIND_ADDRESS {} can't be listened on", config.http.bind))?;
    let address = listener.local_addr()?;
    wiring::migrate(&config).await?;
    let adapters = wiring::adapters(&config)?;
    let api = wiring::api(&config, &adapters)?;

    let (tell_tasks, told) = tokio::sync::watch::channel(false);
    let watching = tokio::spawn(watch::run(RoomWatch::new(&adapters.ports, config.timing), told));
    let hub = api.hub.clone();
    let telling = tokio::spawn({
        let hub = hub.clone();
        async move { hub.run().await }
    });

    let mut http = HttpServer::new(move || onair_http::app(api.clone()))
        .shutdown_timeout(config.http.shutdown_grace.as_secs())
        .client_request_timeout(Duration::from_secs(10))
        .disable_signals();
    if let Some(workers) = config.http.workers {
        http = http.workers(workers);
    }
    let running = http.listen(listener)?.run();
    let handle = running.handle();
    let running = tokio::spawn(running);
    tracing::info!(%address, "listening on http://{address}");

    stop.wanted().await;
    tracing::info!("stopping: finishing what runs");
    // Event streams would otherwise hold the server for as long as their pages are open.
    hub.stop();
    tokio::select! {
        () = handle.stop(true) => {}
        () = stop.wanted() => {
            tracing::warn!("told twice to stop: not waiting");
            return Ok(());
        }
    }
    running.await??;
    let _nobody_listens = tell_tasks.send(true);
    watching.await?;
    telling.await?;
    adapters.store.close();
    tracing::info!("stopped");
    Ok(())
}

/// The two signals that mean "stop".
struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn wanted(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
