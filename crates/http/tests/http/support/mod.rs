//! The application under test, with users: `TestApp::new().await.with_live("ada").await`.
//!
//! The user `ada` has the id `user-ada`, and `.by("ada")` adds their token. The user `admin` is an admin.

mod call;
pub(crate) mod contract;
mod events;
mod hub;
mod limits;
mod response;
mod server;
mod users;

use std::rc::Rc;
use std::sync::{Arc, Mutex};

use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::test::{self, TestRequest};
use actix_web::{Error, HttpRequest, HttpResponse};
use chrono::DateTime;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use onair_adapters_memory::{MemoryPorts, MemoryWebhookQueue};
use onair_domain::Timestamp;
use onair_domain::account::AccountService;
use onair_domain::chat::ChatEvent;
use onair_domain::error::{Contention, Source};
use onair_domain::port_set::PortSet;
use onair_domain::ports::{
    CreatorApplicationsError, LocksError, MockCreatorApplications, MockLocks, MockStreamRepository,
    MockTokenSigner, MockUserDirectory, StreamRepository, StreamRepositoryError, TokenSignerError,
};
use onair_domain::session::{Timing, WebhookService};
use onair_domain::token::RoomClaims;
use onair_domain::user::{BearerToken, Profile, User};
use onair_http::{
    Api, ApiConfig, AuthMode, ConcurrencyLimit, Drain, Hub, MemoryRateLimiter, PageRequest, RateLimits,
    TrustedProxies,
};
use onair_port_contracts::fixtures;
use serde_json::Value;

pub(crate) use call::Call;
pub(crate) use contract::DOCUMENT;
pub(crate) use events::Events;
pub(crate) use hub::{TestHub, text};
pub(crate) use response::Response;
pub(crate) use server::{RawConnection, TestServer};
pub(crate) use users::{id, profile};

/// The time at the start of every test, as in responses.
pub(crate) const NOW: &str = "2026-01-01T12:00:00.123Z";

/// The metrics in a test.
pub(crate) const METRICS: &str = "# TYPE live_sessions gauge\nlive_sessions 1\n";

/// The time some seconds after the start, as in responses.
pub(crate) fn later(seconds: i64) -> String {
    let now = DateTime::parse_from_rfc3339(NOW).unwrap().timestamp_millis();
    let then = Timestamp::from_timestamp_millis(now + seconds * 1000).unwrap();
    then.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// A component that fails from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failing {
    Store,
    Media,
    Locks,
    Signer,
    Login,
    /// Searches are refused as overloaded. Everything else works.
    Search,
    /// The identity provider does not respond.
    Provider,
    /// Writes of users fail with contention.
    Users,
    /// Applications are changed between each read and write.
    ConcurrentReviews,
    /// The applicant's row is deleted.
    Applicant,
    /// The row of the creator is deleted.
    Creator,
    /// An adapter returns an error that its port does not allow for this method.
    Adapter,
}

type Serve = Rc<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Result<ServiceResponse<BoxBody>, Error>>>;

pub(crate) struct TestApp {
    pub(crate) memory: MemoryPorts,
    pub(crate) ports: PortSet,
    pub(crate) hub: Hub,
    /// Messages of delayed chats that were sent to their authors and hosts.
    delayed: Mutex<Vec<ChatEvent>>,
    serve: Serve,
}

impl TestApp {
    /// An app without users, with the development login enabled.
    pub(crate) async fn new() -> Self {
        Self::with_memory(MemoryPorts::new(), |_| {}).await
    }

    pub(crate) async fn with_failing(what: Failing) -> Self {
        let memory = MemoryPorts::new();
        let mut ports = memory.ports();
        match what {
            Failing::Store => memory.store.start_outage(),
            Failing::Media => memory.media.start_outage(),
            Failing::Locks => ports.locks = Arc::new(unavailable_locks()),
            Failing::Signer => ports.signer = Arc::new(failing_signer()),
            Failing::Search => ports.streams = Arc::new(streams_with_a_busy_search(ports.streams)),
            Failing::Provider => memory.authenticator.start_outage(),
            Failing::Users => ports.users = Arc::new(users_with_contention()),
            Failing::ConcurrentReviews => {
                ports.applications = Arc::new(applications_with_result(|| Ok(false)));
            }
            Failing::Applicant => {
                let unknown = || Err(CreatorApplicationsError::UserUnknown);
                ports.applications = Arc::new(applications_with_result(unknown));
            }
            Failing::Creator => ports.streams = Arc::new(streams_without_users()),
            Failing::Adapter => ports.streams = Arc::new(streams_with_invalid_error()),
            Failing::Login => {}
        }
        Self::with_adapters(memory, ports, |api| {
            if what == Failing::Login {
                let with_failing = |_: &User| Err::<BearerToken, Source>("a secret is missing".into());
                Arc::make_mut(&mut api.config).auth_mode = AuthMode::Dev(Arc::new(with_failing));
            }
        })
        .await
    }

    pub(crate) async fn with_secret() -> Self {
        Self::with_auth(AuthMode::Secret).await
    }

    pub(crate) async fn with_provider() -> Self {
        Self::with_auth(AuthMode::Oidc {
            issuer: "https://id.test".to_owned(),
            client_id: "onair".to_owned(),
            scope: "openid profile".to_owned(),
            parameters: [("audience".to_owned(), "https://onair.test".to_owned())].into(),
        })
        .await
    }

    /// An app with a changed configuration.
    pub(crate) async fn with(change: impl FnOnce(&mut Api)) -> Self {
        Self::with_memory(MemoryPorts::new(), change).await
    }

    async fn with_auth(mode: AuthMode) -> Self {
        let memory = MemoryPorts::new();
        Self::with_memory(memory, |api| Arc::make_mut(&mut api.config).auth_mode = mode).await
    }

    pub(crate) async fn with_origins(origins: &[&str]) -> Self {
        let origins = origins.iter().map(ToString::to_string).collect();
        let memory = MemoryPorts::new();
        Self::with_memory(memory, |api| {
            Arc::make_mut(&mut api.config).cors_origins = origins;
        })
        .await
    }

    pub(crate) async fn with_page(
        page: impl Fn(&HttpRequest, &PageRequest<'_>) -> HttpResponse + Send + Sync + 'static,
    ) -> Self {
        Self::with_memory(MemoryPorts::new(), |api| api.page = Some(Arc::new(page))).await
    }

    /// An app whose webhook queue has a capacity of one.
    pub(crate) async fn with_small_queue() -> Self {
        let memory = MemoryPorts {
            webhook_queue: Arc::new(MemoryWebhookQueue::new(1)),
            ..MemoryPorts::new()
        };
        Self::with_memory(memory, |_| {}).await
    }

    /// An app that accepts only loopback hosts.
    pub(crate) async fn loopback_only() -> Self {
        Self::with_memory(MemoryPorts::new(), |api| {
            Arc::make_mut(&mut api.config).is_loopback_only = true;
        })
        .await
    }

    /// An app that is about to stop.
    pub(crate) async fn draining() -> Self {
        Self::with_memory(MemoryPorts::new(), |api| api.drain.begin()).await
    }

    pub(crate) async fn without_metrics() -> Self {
        Self::with_memory(MemoryPorts::new(), |api| api.metrics = None).await
    }

    pub(crate) async fn with_health(store: bool, media: bool) -> Self {
        let memory = MemoryPorts::new();
        if !store {
            memory.store.start_outage();
        }
        if !media {
            memory.media.start_outage();
        }
        Self::with_memory(memory, |_| {}).await
    }

    async fn with_memory(memory: MemoryPorts, change: impl FnOnce(&mut Api)) -> Self {
        let ports = memory.ports();
        Self::with_adapters(memory, ports, change).await
    }

    async fn with_adapters(memory: MemoryPorts, ports: PortSet, change: impl FnOnce(&mut Api)) -> Self {
        let mut api = api(&memory, &ports);
        change(&mut api);
        let hub = api.hub.clone();
        let service = Rc::new(test::init_service(onair_http::app(api)).await);
        let serve = move |request: TestRequest| {
            let service = service.clone();
            async move {
                let response = service.call(request.to_request()).await?;
                Ok(response.map_into_boxed_body())
            }
            .boxed_local()
        };
        Self {
            memory,
            ports,
            hub,
            delayed: Mutex::default(),
            serve: Rc::new(serve),
        }
    }

    /// Runs the hub, which pushes changes.
    pub(crate) fn with_hub_running(self) -> Self {
        actix_web::rt::spawn(self.hub.clone().run());
        self
    }

    /// Sends the chat events that were enqueued since the last call, as the chat dispatcher does.
    pub(crate) async fn send_chat(&self) {
        let mut events = std::mem::take(&mut *self.delayed.lock().unwrap());
        events.extend(self.memory.chat_outbox.take());
        let report = self.ports.chat_delivery().deliver(&events).await;
        assert!(report.outage.is_none(), "{:?}", report.outage);
        let delayed = report.delayed.into_iter().map(|(_, event)| event);
        self.delayed.lock().unwrap().extend(delayed);
    }

    /// The claims of a room token.
    pub(crate) fn claims(&self, token: &Value) -> RoomClaims {
        self.memory.signer.claims_of(token.as_str().unwrap()).unwrap()
    }

    /// Advances the clock.
    pub(crate) fn pass(&self, seconds: u64) {
        self.memory.clock.advance(std::time::Duration::from_secs(seconds));
    }
}

/// Wires the interface to the memory adapters, as the server does with other adapters.
pub(crate) fn api(memory: &MemoryPorts, ports: &PortSet) -> Api {
    let authenticator = memory.authenticator.clone();
    let login = move |user: &User| Ok(authenticator.sign_in(&profile_of(user)));
    let broadcasts = ports.broadcasts(Timing::default());
    let accounts = accounts(memory, ports);
    Api {
        hub: Hub::new(memory.events.clone(), ports.stream_service(), accounts.clone()),
        accounts,
        streams: ports.stream_service(),
        tokens: ports.tokens(),
        history: ports.history(),
        thumbnails: ports.thumbnail_service(),
        admin: ports.admin(broadcasts.clone()),
        chat: ports.chat_service(memory.chat_outbox.clone()),
        social: ports.social_service(),
        creators: ports.creators(),
        broadcasts,
        webhooks: WebhookService::new(memory.webhooks.clone(), memory.webhook_queue.clone()),
        store_health: Arc::new(memory.store.clone()),
        media_health: memory.media.clone(),
        rate_limiter: Arc::new(MemoryRateLimiter::new(&RateLimits::OFF)),
        event_streams: ConcurrencyLimit::default(),
        drain: Drain::default(),
        ids: ports.ids.clone(),
        config: Arc::new(ApiConfig {
            ws_url: "wss://media.test".to_owned(),
            cors_origins: Vec::new(),
            embed_origins: Vec::new(),
            auth_mode: AuthMode::Dev(Arc::new(login)),
            public_url: None,
            trusted_proxies: TrustedProxies::default(),
            is_loopback_only: false,
            is_tracing_exported: false,
        }),
        metrics: Some(Arc::new(|| METRICS.to_owned())),
        page: None,
    }
}

/// The service that identifies callers.
pub(crate) fn accounts(memory: &MemoryPorts, ports: &PortSet) -> AccountService {
    AccountService::new(
        memory.authenticator.clone(),
        ports.users.clone(),
        ports.clock.clone(),
    )
}

fn streams_with_a_busy_search(inner: Arc<dyn StreamRepository>) -> MockStreamRepository {
    let mut streams = MockStreamRepository::new();
    streams
        .expect_search()
        .returning(|_, _| Err(StreamRepositoryError::SearchBusy));
    streams
        .expect_list_live()
        .returning(move |requester, page| inner.list_live(requester, page).now_or_never().unwrap());
    streams
}

fn users_with_contention() -> MockUserDirectory {
    let mut users = MockUserDirectory::new();
    users
        .expect_upsert_from_claims()
        .returning(|_, _| Err(Contention.into()));
    users.expect_find().returning(|_| Ok(None));
    users.expect_find_by_username().returning(|_| Ok(None));
    users
}

/// A repository without applications in which submitting has this result.
fn applications_with_result(
    submitted: fn() -> Result<bool, CreatorApplicationsError>,
) -> MockCreatorApplications {
    let mut applications = MockCreatorApplications::new();
    applications.expect_find().returning(|_| Ok(None));
    applications.expect_submit().returning(move |_| submitted());
    applications
}

fn streams_without_users() -> MockStreamRepository {
    let mut streams = MockStreamRepository::new();
    streams
        .expect_upsert()
        .returning(|_, _| Err(StreamRepositoryError::UserUnknown));
    streams
}

fn streams_with_invalid_error() -> MockStreamRepository {
    let mut streams = MockStreamRepository::new();
    streams
        .expect_list_live()
        .returning(|_, _| Err(StreamRepositoryError::UserUnknown));
    streams
}

fn unavailable_locks() -> MockLocks {
    let mut locks = MockLocks::new();
    locks
        .expect_acquire()
        .returning(|_, _| Err(LocksError::Unavailable("no connection".into())));
    locks
}

fn failing_signer() -> MockTokenSigner {
    let mut signer = MockTokenSigner::new();
    signer
        .expect_sign()
        .returning(|_| Err(TokenSignerError("the secret is too short".into())));
    signer
}

fn profile_of(user: &User) -> Profile {
    let user = user.clone();
    Profile {
        username: Some(user.username),
        name: Some(user.name),
        image: Some(user.image),
        roles: Some(user.roles),
        ..fixtures::a_profile(user.id.as_str())
    }
}
