//! `GET /api/config`

use actix_web::{get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{Api, AuthMode};
use crate::envelope::Envelope;

/// How people sign in.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum AuthModeName {
    /// Development login: sign in as any user.
    Dev,
    /// With a bearer token that another system issued.
    Secret,
    /// With OpenID Connect.
    Oidc,
}

/// The configuration that the web page needs before sign-in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageConfig {
    auth_mode: AuthModeName,
    /// The issuer URL of the provider; null unless `oidc`.
    #[schema(required)]
    issuer: Option<String>,
    /// The client id of the page; null unless `oidc`.
    #[schema(required)]
    client_id: Option<String>,
}

impl From<&AuthMode> for PageConfig {
    fn from(mode: &AuthMode) -> Self {
        let (auth_mode, provider) = match mode {
            AuthMode::Dev(_) => (AuthModeName::Dev, None),
            AuthMode::Secret => (AuthModeName::Secret, None),
            AuthMode::Oidc { issuer, client_id } => (AuthModeName::Oidc, Some((issuer, client_id))),
        };
        Self {
            auth_mode,
            issuer: provider.map(|(issuer, _)| issuer.clone()),
            client_id: provider.map(|(_, client_id)| client_id.clone()),
        }
    }
}

/// What the web page needs before anybody has signed in.
#[utoipa::path(
    tag = "machines",
    responses((status = 200, description = "How to sign in.", body = Envelope<PageConfig>))
)]
#[get("/api/config")]
pub(super) async fn get_config(api: web::Data<Api>) -> Envelope<PageConfig> {
    Envelope::new(&api.config.auth_mode)
}
