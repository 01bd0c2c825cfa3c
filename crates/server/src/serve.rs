//! `server serve`: from configuration to the last request answered.

use std::net::TcpListener;
use std::sync::Arc;

use anyhow::Context as _;
use onair_domain::port_set::PortSet;
use onair_http::Limits;
use onair_workers::{ChatDispatcher, WebhookWorker, run_reconciler};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::config::Config;
use crate::{metrics, wiring};

/// Serves until SIGTERM or SIGINT. Then it says that it is not ready for as long as load balancers need to
/// notice, stops accepting, finishes what runs, and closes the pool. A second signal does not wait.
pub(crate) async fn serve(config: Config, decorate: impl FnOnce(PortSet) -> PortSet) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    // The address first: a server that can't listen must not touch the database of one that does.
    let listener = TcpListener::bind(config.http.bind)
        .with_context(|| format!("BIND_ADDRESS {} can't be listened on", config.http.bind))?;
    let address = listener.local_addr()?;
    wiring::migrate(&config).await?;
    let adapters = wiring::adapters(&config, decorate)?;
    let broadcasts = adapters.ports.broadcasts(config.timing);
    let (stop_workers, stopped) = tokio::sync::watch::channel(false);
    let (webhook_queue, webhooks) = WebhookWorker::new(WebhookWorker::CAPACITY);
    let webhooks = tokio::spawn(webhooks.run(broadcasts.clone(), stopped.clone()));
    let (chat_outbox, dispatcher) = ChatDispatcher::new(ChatDispatcher::CAPACITY);
    let delivery = adapters.ports.chat_delivery();
    let dispatcher = tokio::spawn(dispatcher.run(delivery, adapters.ports.clock.clone(), stopped));
    let background = wiring::Background {
        webhook_queue: Arc::new(webhook_queue),
        chat_outbox: Arc::new(chat_outbox),
        counts: metrics::start()?,
    };
    let api = wiring::api(&config, &adapters, &broadcasts, background)?;

    let (tell_tasks, told) = tokio::sync::watch::channel(false);
    let reconciler = adapters.ports.reconciler(broadcasts);
    let reconciling = tokio::spawn(run_reconciler(reconciler, adapters.ports.locks.clone(), told));
    let hub = api.hub.clone();
    let telling = tokio::spawn({
        let hub = hub.clone();
        async move { hub.run().await }
    });

    let drain = api.drain.clone();
    let limits = Limits {
        workers: config.http.workers,
        shutdown_grace: config.http.shutdown_grace,
        unread_timeout: config.http.unread_patience,
        ..Limits::default()
    };
    let running = onair_http::listen(api, listener, &limits)?;
    let handle = running.handle();
    let running = tokio::spawn(running);
    tracing::info!(%address, "listening on http://{address}");

    stop.wanted().await;
    drain.begin();
    let stopping = async {
        if !config.http.shutdown_drain.is_zero() {
            tracing::info!("draining: not ready, and still answering");
            tokio::time::sleep(config.http.shutdown_drain).await;
        }
        tracing::info!("stopping: finishing what runs");
        // Event streams would otherwise hold the server for as long as their pages are open. They end
        // only now: pages come back at once, and by now a load balancer sends them elsewhere.
        hub.stop();
        handle.stop(true).await;
    };
    tokio::select! {
        () = stopping => {}
        () = stop.wanted() => {
            tracing::warn!("told twice to stop: not waiting");
            return Ok(());
        }
    }
    running.await??;
    let _nobody_listens = tell_tasks.send(true);
    reconciling.await?;
    telling.await?;
    // Nobody calls any more, so nothing comes into the queues: what is in them is finished now.
    let _nobody_listens = stop_workers.send(true);
    webhooks.await?;
    dispatcher.await?;
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
