//! What the routes work with: the domain's services, and what the server tells them to be.

use std::fmt;
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use onair_domain::error::Source;
use onair_domain::ports::{HealthProbe, IdSource};
use onair_domain::session::BroadcastService;
use onair_domain::stream::StreamService;
use onair_domain::token::TokenService;
use onair_domain::user::{AccountService, BearerToken, User};

use crate::events::Hub;

/// Everything that the routes need. A clone shares what is in it; each worker has one.
#[derive(Clone)]
#[expect(missing_docs, reason = "each service is the one it is named for")]
pub struct Api {
    pub accounts: AccountService,
    pub streams: StreamService,
    pub broadcasts: BroadcastService,
    pub tokens: TokenService,
    /// Who listens to streams. The same for all workers; somebody has to run it.
    pub hub: Hub,
    /// Whether the store of state answers.
    pub store_health: Arc<dyn HealthProbe>,
    /// Whether the media server answers.
    pub media_health: Arc<dyn HealthProbe>,
    /// Makes the ids of requests that come without one.
    pub ids: Arc<dyn IdSource>,
    /// What the server was told.
    pub config: Arc<ApiConfig>,
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

/// Answers a GET (or HEAD) of a path outside `/api`, `/health` and `/metrics`: the web page.
pub type Page = Arc<dyn Fn(&HttpRequest) -> HttpResponse + Send + Sync>;

/// What the server's configuration says to the interface.
#[derive(Debug, Clone)]
pub struct ApiConfig {
    /// Where browsers reach the media server, such as `wss://media.example.com`.
    pub ws_url: String,
    /// The origins of other sites' pages that may call, such as `https://example.com`.
    pub cors_origins: Vec<String>,
    /// How people sign in.
    pub auth_mode: AuthMode,
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
