//! The checks of sign-in: the identity provider, and a token.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use onair_adapters_oidc::{
    InspectionError, OidcAuthenticator, ProviderReport, TokenRefusal, TokenReport, allows_origin,
    inspect_provider,
};
use onair_domain::ports::Clock;
use onair_domain::user::{BearerToken, Role};

use super::certificate;
use super::report::{Report, cause, foreign, list, or_timeout, timeout_text};
use crate::authentication::shared_secret;
use crate::config::{AuthConfig, HttpConfig, ProviderConfig, SecretConfig};

const DISCOVERY: &str = "identity.discovery";
const KEYS: &str = "identity.keys";
const FLOW: &str = "identity.flow";
const CORS: &str = "identity.cors";
const SIGN_OUT: &str = "identity.sign-out";
const TOKEN: &str = "identity.token";
const ROLES: &str = "identity.roles";

/// All checks.
pub(super) const ALL: [&str; 7] = [DISCOVERY, KEYS, FLOW, CORS, SIGN_OUT, TOKEN, ROLES];

const OF_PROVIDER: [&str; 5] = [DISCOVERY, KEYS, FLOW, CORS, SIGN_OUT];

/// Checks sign-in, with a token if there is one.
pub(super) async fn check(
    report: &mut Report,
    auth: Option<&AuthConfig>,
    http: Option<&HttpConfig>,
    token: Option<BearerToken>,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<()> {
    match auth {
        None => report.skip_all(&ALL, "the configuration of sign-in"),
        Some(AuthConfig::Provider(config)) => {
            check_provider(report, config, http).await;
            let authenticator = OidcAuthenticator::new(config.oidc.clone(), clock)?;
            match token {
                None => skip_token(report),
                Some(token) => match or_timeout(authenticator.inspect(&token)).await {
                    Some(Ok(found)) => report_token(report, config, &found),
                    Some(Err(refusal)) => refused(report, config, &refusal),
                    None => refused(report, config, &TokenRefusal::Unavailable(timeout_text())),
                },
            }
        }
        Some(AuthConfig::Secret(config)) => {
            for id in OF_PROVIDER {
                report.skipped(
                    id,
                    "Not checked, because tokens are signed with a shared secret.",
                    "Set OIDC_ISSUER to sign in at an identity provider.",
                );
            }
            match token {
                None => skip_token(report),
                Some(token) => check_secret(report, config, &token, clock).await?,
            }
        }
    }
    Ok(())
}

/// Reads a token from a file, or from standard input if it is `-`. Not from an argument, which other users of
/// the machine can see.
pub(super) fn read_token(file: &Path) -> anyhow::Result<BearerToken> {
    let text = if file.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin()).context("--token: standard input")?
    } else {
        std::fs::read_to_string(file).with_context(|| format!("--token {}", file.display()))?
    };
    Ok(BearerToken::new(text.trim().to_owned()))
}

fn skip_token(report: &mut Report) {
    report.skipped(
        TOKEN,
        "Not checked, because there is no token.",
        "Sign in, write the access token to a file that only you can read, and add --token FILE.",
    );
    report.skip_all(&[ROLES], TOKEN);
}

async fn check_provider(report: &mut Report, config: &ProviderConfig, http: Option<&HttpConfig>) {
    let found = match limited(inspect_provider(&config.oidc)).await {
        Ok(found) => found,
        Err(error) => {
            let (cause, advice) = problem(
                &error,
                "Correct OIDC_ISSUER: it is exactly the issuer in the provider's metadata, with or without a slash at the end.",
            );
            report.error(
                DISCOVERY,
                format!("The metadata of the provider can't be used: {cause}."),
                advice,
            );
            report.skip_all(&OF_PROVIDER[1..], DISCOVERY);
            return;
        }
    };
    report.ok(
        DISCOVERY,
        format!("The provider's metadata agree with {}.", config.oidc.issuer),
    );
    check_keys(report, &found);
    check_flow(report, &found);
    check_cors(report, config, http, &found).await;
    if found.has_sign_out {
        report.ok(SIGN_OUT, "The provider offers sign-out.");
    } else {
        report.warning(
            SIGN_OUT,
            "The provider offers no sign-out, so people stay signed in there after they sign out of the page.",
            "Switch on RP-initiated logout at the provider, if it has it.",
        );
    }
}

fn check_keys(report: &mut Report, found: &ProviderReport) {
    match &found.keys {
        Ok(0) => report.error(
            KEYS,
            "The provider publishes no key for the algorithms in OIDC_ALGORITHMS.",
            "Let the provider sign access tokens with one of these algorithms, or correct OIDC_ALGORITHMS.",
        ),
        Ok(count) => report.ok(KEYS, format!("The provider publishes usable keys ({count}).")),
        Err(error) => {
            let (cause, advice) = problem(
                error,
                "Let this machine reach the jwks_uri in the provider's metadata.",
            );
            report.error(
                KEYS,
                format!("The provider's keys can't be fetched: {cause}."),
                advice,
            );
        }
    }
}

/// Runs a request with a time limit.
async fn limited<T>(request: impl Future<Output = Result<T, InspectionError>>) -> Result<T, InspectionError> {
    let result = or_timeout(request).await;
    result.unwrap_or_else(|| Err(InspectionError::other(timeout_text())))
}

/// Why a request failed, and what to do: `advice`, unless the certificate is the reason.
fn problem(error: &InspectionError, advice: &str) -> (String, String) {
    certificate::problem(error, &certificate::PROVIDER).unwrap_or_else(|| (foreign(error), advice.to_owned()))
}

fn check_flow(report: &mut Report, found: &ProviderReport) {
    if !found.has_code_flow {
        report.error(
            FLOW,
            "The provider does not offer the authorization code flow.",
            "Switch it on at the provider (response type code).",
        );
    } else if found.has_pkce == Some(false) {
        report.error(
            FLOW,
            "The provider does not offer PKCE with S256.",
            "Switch it on at the provider, or use another provider.",
        );
    } else {
        report.ok(FLOW, "The provider offers the authorization code flow with PKCE.");
    }
}

async fn check_cors(
    report: &mut Report,
    config: &ProviderConfig,
    http: Option<&HttpConfig>,
    found: &ProviderReport,
) {
    let origin = http.and_then(|http| http.public_url.as_ref());
    let (Some(origin), Some(endpoint)) = (origin, &found.token_endpoint) else {
        report.skipped(
            CORS,
            "Not checked, because PUBLIC_URL or the provider's token_endpoint is missing.",
            "Set PUBLIC_URL to the address of the page.",
        );
        return;
    };
    let origin = origin.to_string();
    match limited(allows_origin(endpoint, &origin, &config.client_id)).await {
        Ok(true) => report.ok(CORS, format!("The provider lets pages of {origin} fetch tokens.")),
        Ok(false) => report.warning(
            CORS,
            format!("The provider's token endpoint does not permit requests of {origin}, as far as an invalid request shows."),
            "Register this origin at the provider's client (in Keycloak: Web origins), if signing in fails.",
        ),
        Err(error) => {
            let (cause, advice) = problem(
                &error,
                "Let browsers and this machine reach the token_endpoint in the provider's metadata.",
            );
            report.error(
                CORS,
                format!("The provider's token endpoint does not answer: {cause}."),
                advice,
            );
        }
    }
}

fn report_token(report: &mut Report, config: &ProviderConfig, found: &TokenReport) {
    let subject = foreign(&found.subject);
    match &found.username {
        Some(name) => report.ok(
            TOKEN,
            format!(
                "The token is accepted: subject {subject}, user name {name}, audience {}.",
                config.oidc.audience
            ),
        ),
        None => report.warning(
            TOKEN,
            format!("The token is accepted, but names no user name; subject {subject}."),
            format!(
                "Set OIDC_USERNAME_CLAIM to one of the token's claims: {}.",
                foreign(found.claims.join(", "))
            ),
        ),
    }
    let claim = &config.oidc.claims.roles;
    let admin_role = &config.oidc.claims.admin_role;
    let Some(roles) = &found.roles else {
        report.warning(
            ROLES,
            format!(
                "The token has no list of roles at {claim}; its claims are {}.",
                foreign(found.claims.join(", "))
            ),
            "Set OIDC_ROLES_CLAIM to the claim with the roles, or let the provider add it to access tokens.",
        );
        return;
    };
    let who = if found.is_admin {
        "an administrator"
    } else {
        "no administrator"
    };
    report.ok(
        ROLES,
        format!(
            "By the roles at {claim} ({}), the user is {who}; the role {admin_role} makes one.",
            foreign(roles.join(", "))
        ),
    );
}

fn refused(report: &mut Report, config: &ProviderConfig, refusal: &TokenRefusal) {
    let (message, advice) = match refusal {
        TokenRefusal::Opaque => (
            "The token is refused: it is not a JWT.".to_owned(),
            "Register an API or resource with the identifier OIDC_AUDIENCE at the provider, so that it issues JWTs.",
        ),
        TokenRefusal::Audience(actual) => (
            format!(
                "The token is refused: its audience is {}, and OIDC_AUDIENCE is {}.",
                if actual.is_empty() {
                    "absent".to_owned()
                } else {
                    foreign(list(actual))
                },
                config.oidc.audience
            ),
            "Let the provider add OIDC_AUDIENCE to aud (in Keycloak: an audience mapper), or correct OIDC_AUDIENCE.",
        ),
        TokenRefusal::Issuer(actual) => (
            format!(
                "The token is refused: its issuer is {}, and OIDC_ISSUER is {}.",
                foreign(actual),
                config.oidc.issuer
            ),
            "Correct OIDC_ISSUER to the letter, or take a token of this provider.",
        ),
        TokenRefusal::Unavailable(error) => (
            format!("The token can't be verified: {}.", foreign(error)),
            "Correct identity.discovery and identity.keys first.",
        ),
        TokenRefusal::Other(error) => (
            format!("The token is refused: {}.", foreign(error)),
            "Take a fresh access token (not an ID token or a refresh token); see docs/sign-in.md.",
        ),
    };
    report.error(TOKEN, message, advice);
    report.skip_all(&[ROLES], TOKEN);
}

async fn check_secret(
    report: &mut Report,
    config: &SecretConfig,
    token: &BearerToken,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<()> {
    let (authenticator, _) = shared_secret(config, clock)?;
    match authenticator.authenticate(token).await {
        Ok(profile) => {
            let roles = profile.granted_roles();
            let who = if roles.contains(&Role::Admin) {
                "an administrator"
            } else {
                "no administrator"
            };
            report.ok(
                TOKEN,
                format!(
                    "The token is accepted; its subject is {}.",
                    foreign(profile.id.as_str())
                ),
            );
            report.ok(ROLES, format!("By the claim roles, the user is {who}."));
        }
        Err(error) => {
            report.error(
                TOKEN,
                format!("The token is refused: {}.", foreign(cause(&error))),
                "Sign it by HS256 with JWT_SECRET, with sub and exp, and with the iss and aud that JWT_ISSUER and JWT_AUDIENCE name.",
            );
            report.skip_all(&[ROLES], TOKEN);
        }
    }
    Ok(())
}
