//! What the routes use: the domain's services and the configuration of the HTTP interface.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::{HttpRequest, HttpResponse};
use onair_domain::account::AccountService;
use onair_domain::admin::AdminService;
use onair_domain::chat::ChatService;
use onair_domain::creator::CreatorService;
use onair_domain::error::Source;
use onair_domain::ports::{HealthProbe, IdSource};
use onair_domain::session::{BroadcastService, HistoryService, WebhookService};
use onair_domain::social::SocialService;
use onair_domain::stream::StreamService;
use onair_domain::thumbnail::ThumbnailService;
use onair_domain::token::TokenService;
use onair_domain::user::{BearerToken, User};

use crate::client::{ConcurrencyLimit, TrustedProxies};
use crate::events::Hub;
use crate::public_url::PublicUrl;
use crate::rate_limit::RateLimiter;

/// Everything that the routes need. Clones share their contents; each worker thread has a clone.
#[derive(Clone)]
#[expect(missing_docs, reason = "each service has the name of its type")]
pub struct Api {
    pub accounts: AccountService,
    pub streams: StreamService,
    pub broadcasts: BroadcastService,
    pub tokens: TokenService,
    pub history: HistoryService,
    pub thumbnails: ThumbnailService,
    pub admin: AdminService,
    pub chat: ChatService,
    pub social: SocialService,
    pub creators: CreatorService,
    pub webhooks: WebhookService,
    /// The event streams of all workers. The caller MUST run [`Hub::run`] in one task.
    pub hub: Hub,
    /// Reports whether the store answers.
    pub store_health: Arc<dyn HealthProbe>,
    /// Reports whether the media server answers.
    pub media_health: Arc<dyn HealthProbe>,
    /// Counts the requests of each client.
    pub rate_limiter: Arc<dyn RateLimiter>,
    /// Limits the open event streams of each address.
    pub event_streams: ConcurrencyLimit,
    /// Whether the server is about to stop.
    pub drain: Drain,
    /// Generates ids for requests that have none.
    pub ids: Arc<dyn IdSource>,
    /// The configuration.
    pub config: Arc<ApiConfig>,
    /// Renders the response of `/metrics`. If `None`, that path is 404; see [`listen_for_metrics`](crate::listen_for_metrics).
    pub metrics: Option<Metrics>,
    /// Serves the web page on paths outside the API. If `None`, those paths are 404.
    pub page: Option<Page>,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// Answers GET and HEAD requests for paths outside `/api`, `/health` and `/metrics`: the web page.
pub type Page = Arc<dyn Fn(&HttpRequest, &PageRequest<'_>) -> HttpResponse + Send + Sync>;

/// A request for the web page or one of its files.
#[derive(Debug, Clone, Copy)]
pub struct PageRequest<'a> {
    /// The normalised path: decoded once, with single slashes and without `.` and `..`.
    pub path: &'a str,
    /// HTML elements for the page's `<head>` that replace its title and description: a link preview.
    pub head: Option<&'a str>,
    /// The sources of the directive `frame-ancestors`: the sites that may embed the page.
    pub frame_ancestors: &'a str,
}

/// Whether the server is about to stop. Clones share the state.
#[derive(Debug, Clone, Default)]
pub struct Drain(Arc<AtomicBool>);

impl Drain {
    /// Makes the server report that it is not ready, and close each connection with its next response, so
    /// that a load balancer sends new requests to other servers.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Renders the server's metrics in the text format of Prometheus. It is called on a worker thread, so it MUST
/// NOT block.
pub type Metrics = Arc<dyn Fn() -> String + Send + Sync>;

/// The configuration of the HTTP interface.
#[derive(Debug, Clone)]
pub struct ApiConfig {
    /// The WebSocket URL of the media server for browsers, such as `wss://media.example.com`.
    pub ws_url: String,
    /// The other origins whose pages may call the API (CORS), such as `https://example.com`.
    pub cors_origins: Vec<String>,
    /// The origins of other sites that may embed the player, such as `https://example.com`; `*` allows all.
    pub embed_origins: Vec<String>,
    /// How people sign in.
    pub auth_mode: AuthMode,
    /// The address under which people reach the server. Other hosts are refused. If `None`, any host is accepted.
    pub public_url: Option<PublicUrl>,
    /// The reverse proxies whose headers about the client are believed.
    pub trusted_proxies: TrustedProxies,
    /// Whether `/api` refuses requests whose `Host` is no loopback name or address.
    pub is_loopback_only: bool,
    /// Whether the spans of requests are exported, which need more fields than the log.
    pub is_tracing_exported: bool,
}

/// How people sign in.
#[derive(Clone)]
pub enum AuthMode {
    /// Development login: anybody can sign in as any user. Enables `/api/dev/login`.
    Dev(Arc<dyn DevLogin>),
    /// Another system issues bearer tokens, signed with a shared secret.
    Secret,
    /// OpenID Connect.
    Oidc {
        /// The issuer URL of the provider.
        issuer: String,
        /// The client id of the web page.
        client_id: String,
        /// The scopes that the page requests, separated by spaces.
        scope: String,
        /// Further parameters of the page's authorization request.
        parameters: BTreeMap<String, String>,
    },
}

impl fmt::Debug for AuthMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dev(_) => "Dev",
            Self::Secret => "Secret",
            Self::Oidc { .. } => "Oidc",
        })
    }
}

/// Issues bearer tokens for the development login, without a password.
pub trait DevLogin: Send + Sync {
    /// Issues a bearer token for the user that [`AccountService::identify`] accepts.
    fn mint(&self, user: &User) -> Result<BearerToken, Source>;
}

impl<F> DevLogin for F
where
    F: Fn(&User) -> Result<BearerToken, Source> + Send + Sync,
{
    fn mint(&self, user: &User) -> Result<BearerToken, Source> {
        self(user)
    }
}
