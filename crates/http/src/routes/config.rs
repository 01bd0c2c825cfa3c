//! `GET /api/config`

use std::collections::BTreeMap;

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
    /// The scopes to request, separated by spaces; absent unless `oidc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    scope: Option<String>,
    /// Further parameters of the authorization request; absent unless `oidc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    authorization_parameters: Option<BTreeMap<String, String>>,
}

impl From<&AuthMode> for PageConfig {
    fn from(mode: &AuthMode) -> Self {
        let without_provider = |auth_mode| Self {
            auth_mode,
            issuer: None,
            client_id: None,
            scope: None,
            authorization_parameters: None,
        };
        match mode {
            AuthMode::Dev(_) => without_provider(AuthModeName::Dev),
            AuthMode::Secret => without_provider(AuthModeName::Secret),
            AuthMode::Oidc {
                issuer,
                client_id,
                scope,
                parameters,
            } => Self {
                auth_mode: AuthModeName::Oidc,
                issuer: Some(issuer.clone()),
                client_id: Some(client_id.clone()),
                scope: Some(scope.clone()),
                authorization_parameters: Some(parameters.clone()),
            },
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
