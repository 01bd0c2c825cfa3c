//! `server serve`: starts the server, and stops it gracefully.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use anyhow::Context as _;
use onair_domain::port_set::PortSet;
use onair_http::Limits;
use onair_workers::{ChatDispatcher, WebhookWorker, run_reconciler, run_retention};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::config::Config;
use crate::{metrics, wiring};

fn bind(address: SocketAddr, variable: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| format!("cannot listen on {variable} {address}"))
}

/// Serves until SIGTERM or SIGINT. Then it reports that it is not ready until load balancers have noticed,
/// stops accepting connections, waits for running requests, and closes the pool. After a second signal it
/// stops immediately.
pub(crate) async fn serve(config: Config, decorate: impl FnOnce(PortSet) -> PortSet) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    // Bind first: a server that cannot listen must not migrate the database of another one.
    let listener = bind(config.http.bind, "BIND_ADDRESS")?;
    let address = listener.local_addr()?;
    let metrics_bind = config.http.metrics_bind;
    let metrics_listener = metrics_bind.map(|address| bind(address, "METRICS_ADDRESS"));
    let metrics_listener = metrics_listener.transpose()?;
    wiring::migrate(&config).await?;
    let adapters = wiring::adapters(&config, decorate)?;
    let broadcasts = adapters.ports.broadcasts(config.timing);
    let (stop_workers, stopped) = tokio::sync::watch::channel(false);
    let (webhook_queue, webhooks) = WebhookWorker::new(WebhookWorker::CAPACITY);
    let webhooks =
        tokio::spawn(webhooks.run(broadcasts.clone(), adapters.ports.clock.clone(), stopped.clone()));
    let (chat_outbox, dispatcher) = ChatDispatcher::new(ChatDispatcher::CAPACITY);
    let delivery = adapters.ports.chat_delivery();
    let dispatcher = tokio::spawn(dispatcher.run(delivery, adapters.ports.clock.clone(), stopped));
    let background = wiring::BackgroundParts {
        webhook_queue: Arc::new(webhook_queue),
        chat_outbox: Arc::new(chat_outbox),
    };
    let recorder = metrics::start()?;
    let mut api = wiring::api(&config, &adapters, &broadcasts, &background)?;
    let render = recorder.into_renderer(metrics::Gauges {
        hub: api.hub.clone(),
        store: adapters.store.clone(),
        background,
    });
    // Its tasks end with the process.
    match metrics_listener {
        Some(listener) => {
            let address = listener.local_addr()?;
            tokio::spawn(onair_http::listen_for_metrics(render, listener)?);
            tracing::info!("metrics are on http://{address}/metrics only");
        }
        None => api.metrics = Some(render),
    }

    let (stop_tasks, stop_requested) = tokio::sync::watch::channel(false);
    let (leadership, is_leader) = tokio::sync::watch::channel(false);
    let reconciler = adapters.ports.reconciler(broadcasts);
    let reconciling = tokio::spawn(run_reconciler(
        reconciler,
        adapters.ports.locks.clone(),
        leadership,
        stop_requested.clone(),
    ));
    let retention = adapters.ports.retention(config.retention);
    let deleting = tokio::spawn(run_retention(retention, is_leader, stop_requested));
    let hub = api.hub.clone();
    let hub_task = tokio::spawn({
        let hub = hub.clone();
        async move { hub.run().await }
    });

    let drain = api.drain.clone();
    let limits = Limits {
        workers: config.http.workers,
        max_connections: config.http.max_connections,
        max_connections_per_address: config.http.max_connections_per_address,
        shutdown_grace: config.http.shutdown_grace,
        unread_timeout: config.http.unread_timeout,
        ..Limits::default()
    };
    let server = onair_http::listen(api, listener, &limits)?;
    let handle = server.handle();
    let server = tokio::spawn(server);
    tracing::info!(%address, "listening on http://{address}");
    let store = adapters.store.clone();
    tokio::spawn(async move { store.open_connections().await });

    stop.requested().await;
    drain.begin();
    let stopping = async {
        if !config.http.shutdown_drain.is_zero() {
            tracing::info!("draining: reporting not ready while still accepting requests");
            tokio::time::sleep(config.http.shutdown_drain).await;
        }
        tracing::info!("stopping: waiting for running requests");
        // Otherwise event streams would keep the server running while their pages are open. They end only
        // now, because pages reconnect immediately, and load balancers now send them to other servers.
        hub.stop();
        handle.stop(true).await;
    };
    tokio::select! {
        () = stopping => {}
        () = stop.requested() => {
            tracing::warn!("second stop signal: stopping without waiting for running requests");
            return Ok(());
        }
    }
    server.await??;
    let _no_receiver = stop_tasks.send(true);
    reconciling.await?;
    deleting.await?;
    hub_task.await?;
    // No request is running, so nothing is added to the queues. The workers process the rest.
    let _no_receiver = stop_workers.send(true);
    webhooks.await?;
    dispatcher.await?;
    adapters.store.close();
    tracing::info!("stopped");
    Ok(())
}

/// The signals that stop the server.
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

    async fn requested(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
