//! Connects the ports with adapters. No other module knows which adapter implements which port.

use std::sync::Arc;

use anyhow::Context as _;
use onair_adapters_cache::Caches;
use onair_adapters_livekit::{LiveKitRooms, LiveKitTokenSigner, LiveKitTokenVerifier, LiveKitWebhooks};
use onair_adapters_postgres::{PgConfig, PgStore};
use onair_domain::account::AccountService;
use onair_domain::port_set::PortSet;
use onair_domain::session::{BroadcastService, WebhookService};
use onair_http::{Api, ApiConfig, ConcurrencyLimit, Drain, Hub, MemoryRateLimiter};
use onair_web::{Document, Page};
use onair_workers::{BoundedChatOutbox, BoundedWebhookQueue};
use secrecy::ExposeSecret as _;

use crate::authentication::{Authentication, authentication};
use crate::config::{Config, DatabaseConfig};
use crate::system::{SystemClock, SystemIds};

/// The ports, and the adapters that are also used or closed directly.
pub(crate) struct Adapters {
    pub(crate) ports: PortSet,
    caches: Caches,
    pub(crate) store: PgStore,
    rooms: Arc<LiveKitRooms>,
}

/// Migrates the database.
pub(crate) async fn migrate(config: &Config) -> anyhow::Result<()> {
    if pg_config(&config.database)
        .is_plaintext_over_network()
        .context("DATABASE_URL")?
    {
        tracing::warn!(
            "the connection to the database is not encrypted, and its host is not this machine: others on the \
             network can read passwords and everything else; add sslmode=verify-full to DATABASE_URL"
        );
    }
    let migrated = onair_adapters_postgres::migrate(config.database.url.expose_secret()).await;
    let migrated = migrated.context("migrating the database")?;
    for migration in migrated.applied {
        tracing::info!(migration, "migrated");
    }
    if !migrated.unknown.is_empty() {
        tracing::warn!(
            migrations = migrated.unknown.join(", "),
            "a newer version has migrated the database; this version can still use it"
        );
    }
    Ok(())
}

/// Creates the adapters. They connect later, on demand.
pub(crate) fn adapters(
    config: &Config,
    decorate: impl FnOnce(PortSet) -> PortSet,
) -> anyhow::Result<Adapters> {
    let store = PgStore::connect(&pg_config(&config.database)).context("DATABASE_URL")?;
    let rooms = Arc::new(LiveKitRooms::new(&config.media.livekit)?);
    let ports = decorate(PortSet {
        streams: Arc::new(store.streams()),
        sessions: Arc::new(store.sessions()),
        users: Arc::new(store.users()),
        social: Arc::new(store.social()),
        applications: Arc::new(store.applications()),
        chat: Arc::new(store.chat()),
        thumbnails: Arc::new(store.thumbnails()),
        audit: Arc::new(store.audit()),
        expiring: Arc::new(store.expiring()),
        locks: Arc::new(store.locks()),
        media: rooms.clone(),
        signer: Arc::new(LiveKitTokenSigner::new(&config.media.livekit)),
        verifier: Arc::new(LiveKitTokenVerifier::new(&config.media.livekit)),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
    });
    let caches = Caches::default();
    Ok(Adapters {
        ports: caches.decorate(ports),
        caches,
        store,
        rooms,
    })
}

/// The queues of the background workers.
pub(crate) struct BackgroundParts {
    pub(crate) webhook_queue: Arc<BoundedWebhookQueue>,
    pub(crate) chat_outbox: Arc<BoundedChatOutbox>,
}

/// Creates the services for the HTTP interface.
pub(crate) fn api(
    config: &Config,
    adapters: &Adapters,
    broadcasts: &BroadcastService,
    background: &BackgroundParts,
) -> anyhow::Result<Api> {
    let ports = &adapters.ports;
    let Authentication {
        authenticator,
        mode: auth_mode,
        csp_sources,
    } = authentication(&config.auth, ports.clock.clone())?;
    let ws_url = config.media.public_url.ws();
    let page = Page::new(&config.media.csp_sources.to_string());
    let accounts = AccountService::new(authenticator, ports.users.clone(), ports.clock.clone());
    let events = adapters.caches.live_events(Arc::new(adapters.store.events()));
    let hub = Hub::new(events, ports.stream_service(), accounts.clone());
    Ok(Api {
        accounts,
        streams: ports.stream_service(),
        broadcasts: broadcasts.clone(),
        tokens: ports.tokens(),
        history: ports.history(),
        thumbnails: ports.thumbnail_service(),
        admin: ports.admin(broadcasts.clone()),
        chat: ports.chat_service(background.chat_outbox.clone()),
        social: ports.social_service(),
        creators: ports.creators(),
        webhooks: WebhookService::new(
            Arc::new(LiveKitWebhooks::new(&config.media.livekit)),
            background.webhook_queue.clone(),
        ),
        metrics: None,
        hub,
        store_health: Arc::new(adapters.store.health_probe()),
        media_health: adapters.rooms.clone(),
        rate_limiter: Arc::new(MemoryRateLimiter::new(&config.http.rate_limits)),
        event_streams: ConcurrencyLimit::new(config.http.max_event_streams_per_address),
        drain: Drain::default(),
        ids: ports.ids.clone(),
        config: Arc::new(ApiConfig {
            ws_url,
            cors_origins: config.http.cors_origins.clone(),
            embed_origins: config.http.embed_origins.clone(),
            auth_mode,
            public_url: config.http.public_url.clone(),
            trusted_proxies: config.http.trusted_proxies.clone(),
            is_loopback_only: config.auth.is_for_loopback_only(),
            is_tracing_exported: config.log.export.is_some(),
        }),
        page: Some(Arc::new(move |request, asked| {
            let document = Document {
                head: asked.head,
                identity_sources: &csp_sources(),
                frame_ancestors: asked.frame_ancestors,
            };
            page.respond(request, asked.path, &document)
        })),
    })
}

pub(crate) fn pg_config(database: &DatabaseConfig) -> PgConfig {
    PgConfig {
        max_connections: database.pool_size,
        ..PgConfig::new(database.url.clone())
    }
}
