//! What the routes work with: the domain's services, and what the server tells them to be.

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
use onair_domain::token::TokenService;
use onair_domain::user::{BearerToken, User};

use crate::events::Hub;

/// Everything that the routes need. A clone shares what is in it; each worker has one.
#[derive(Clone)]
#[expect(missing_docs, reason = "each service is the one it is named for")]
pub struct Api {
    pub accounts: AccountService,
    pub streams: StreamService,
    pub broadcasts: BroadcastService,
    pub tokens: TokenService,
    pub history: HistoryService,
    pub admin: AdminService,
    pub chat: ChatService,
    pub social: SocialService,
    pub creators: CreatorService,
    pub webhooks: WebhookService,
    /// Who listens to streams. The same for all workers; somebody has to run it.
    pub hub: Hub,
    /// Whether the store of state answers.
    pub store_health: Arc<dyn HealthProbe>,
    /// Whether the media server answers.
    pub media_health: Arc<dyn HealthProbe>,
    /// Whether the server is about to stop.
    pub drain: Drain,
    /// Makes the ids of requests that come without one.
    pub ids: Arc<dyn IdSource>,
    /// What the server was told.
    pub config: Arc<ApiConfig>,
    /// What `/metrics` answers with; without it that path is 404.
    pub metrics: Option<Metrics>,
    /// Answers what is no call of the API; without it those paths are 404.
    pub page: Option<Page>,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// Answers a GET (or HEAD) of a path outside `/api`, `/health` and `/metrics`: the web page. The path is
/// given beside the request: decoded once, with single slashes, and without dots that lead elsewhere.
pub type Page = Arc<dyn Fn(&HttpRequest, &str) -> HttpResponse + Send + Sync>;

/// Whether the server is about to stop. A clone shows the same.
#[derive(Debug, Clone, Default)]
pub struct Drain(Arc<AtomicBool>);

impl Drain {
    /// From now on the server calls itself not ready and ends each connection with its next answer, so
    /// that a load balancer sends new requests elsewhere.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Renders the server's metrics as Prometheus reads them. It is called on a worker, so it must not
/// wait for anything.
pub type Metrics = Arc<dyn Fn() -> String + Send + Sync>;

/// What the server's configuration says to the interface.
#[derive(Debug, Clone)]
pub struct ApiConfig {
    /// Where browsers reach the media server, such as `wss://media.example.com`.
    pub ws_url: String,
    /// The origins of other sites' pages that may call, such as `https://example.com`.
    pub cors_origins: Vec<String>,
    /// How people sign in.
    pub auth_mode: AuthMode,
    /// Whether `/api` refuses requests whose `Host` is no loopback name or address.
    pub is_loopback_only: bool,
}

/// How people sign in.
#[derive(Clone)]
pub enum AuthMode {
    /// Anybody as anybody, for development; this switches `/api/dev/login` on.
    Dev(Arc<dyn DevLogin>),
    /// Somebody else signs their tokens with a shared secret.
    Secret,
    /// At an OpenID Connect provider.
    Oidc {
        /// The provider's address.
        issuer: String,
        /// What the web page is called there.
        client_id: String,
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

/// Signs somebody in without asking for anything.
pub trait DevLogin: Send + Sync {
    /// A bearer token for the user, as [`AccountService::identify`] will accept it.
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
