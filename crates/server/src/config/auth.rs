//! The configuration of authentication: an identity provider, or a shared secret.

use std::collections::BTreeMap;
use std::time::Duration;

use onair_adapters_oidc::{ClaimMapping, ClaimPath, IssuerUrl, OidcConfig, SigningAlgorithm};
use onair_domain::user::TokenTimes;
use secrecy::SecretString;

use super::CspSources;
use super::reader::Reader;

/// The configuration of authentication.
#[derive(Debug)]
pub(crate) enum AuthConfig {
    /// An OpenID Connect provider issues the bearer tokens.
    Provider(Box<ProviderConfig>),
    /// Bearer tokens are signed with a shared secret.
    Secret(SecretConfig),
}

/// The identity provider.
#[derive(Debug)]
pub(crate) struct ProviderConfig {
    pub(crate) oidc: OidcConfig,
    /// The issuer's origin, to which the page connects.
    pub(crate) csp_source: CspSources,
    /// The page's client at the provider.
    pub(crate) client_id: String,
    /// The scopes that the page requests, separated by spaces.
    pub(crate) scope: String,
    /// Further parameters of the page's authorization request.
    pub(crate) parameters: BTreeMap<String, String>,
}

/// The shared secret.
#[derive(Debug)]
pub(crate) struct SecretConfig {
    pub(crate) secret: SecretString,
    /// Another secret whose tokens are accepted, while the secret is changed.
    pub(crate) secondary: Option<SecretString>,
    /// The maximum lifetime of a bearer token.
    pub(crate) max_lifetime: Duration,
    pub(crate) issuer: Option<String>,
    pub(crate) audience: Option<String>,
    pub(crate) is_dev_login: bool,
    /// Whether other machines may reach the development login.
    pub(crate) is_dev_login_remote: bool,
}

/// Variables without effect beside a provider. To ignore them would hide a mistake.
const OF_SECRET: [&str; 7] = [
    "JWT_SECRET",
    "JWT_SECRET_FILE",
    "JWT_SECRET_SECONDARY",
    "JWT_SECRET_SECONDARY_FILE",
    "JWT_ISSUER",
    "JWT_AUDIENCE",
    "DEV_LOGIN_INSECURE_REMOTE",
];

/// Variables without effect unless a provider is configured.
const OF_PROVIDER: [&str; 10] = [
    "OIDC_AUDIENCE",
    "OIDC_CLIENT_ID",
    "OIDC_SCOPE",
    "OIDC_AUTHORIZATION_PARAMETERS",
    "OIDC_ALGORITHMS",
    "OIDC_USERNAME_CLAIM",
    "OIDC_NAME_CLAIM",
    "OIDC_PICTURE_CLAIM",
    "OIDC_ROLES_CLAIM",
    "OIDC_ADMIN_ROLE",
];

/// `profile` grants the user's names and picture.
const DEFAULT_SCOPE: &str = "openid profile";

/// Parameters of the authorization request that the page sets itself (RFC 6749, RFC 7636).
const OF_PAGE: [&str; 9] = [
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "redirect_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
];

fn check_scope(scope: &str) -> Result<String, String> {
    // RFC 6749, section 3.3.
    let is_allowed = |c: char| matches!(c, '!' | '#'..='[' | ']'..='~');
    let names: Vec<_> = scope.split(' ').filter(|name| !name.is_empty()).collect();
    if names.contains(&"openid") && names.iter().all(|name| name.chars().all(is_allowed)) {
        Ok(names.join(" "))
    } else {
        Err(format!(
            "must be scopes with openid among them, separated by spaces, such as \"openid profile\": {scope:?}"
        ))
    }
}

fn parse_parameters(raw: &str) -> Result<BTreeMap<String, String>, String> {
    let parameters: BTreeMap<_, _> = form_urlencoded::parse(raw.as_bytes()).into_owned().collect();
    if let Some(name) = parameters.keys().find(|name| OF_PAGE.contains(&name.as_str())) {
        return Err(format!("must not contain {name}, which the page sets itself"));
    }
    if parameters
        .iter()
        .any(|(name, value)| name.is_empty() || value.is_empty())
    {
        return Err(format!(
            "must be parameters such as audience=https%3A%2F%2Fonair.example&prompt=login: {raw:?}"
        ));
    }
    Ok(parameters)
}

impl AuthConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let max_lifetime = reader.in_range_or(
            "JWT_MAX_LIFETIME_SECONDS",
            60..=31_536_000,
            TokenTimes::MAX_LIFETIME.as_secs(),
        );
        let max_lifetime = max_lifetime.map(Duration::from_secs);
        if reader.is_set("OIDC_ISSUER") {
            ProviderConfig::read(reader, max_lifetime).map(|config| Self::Provider(Box::new(config)))
        } else {
            SecretConfig::read(reader, max_lifetime).map(Self::Secret)
        }
    }

    /// Whether the development login is on and must be reachable from this machine only.
    pub(crate) fn is_for_loopback_only(&self) -> bool {
        match self {
            Self::Secret(config) => config.is_dev_login && !config.is_dev_login_remote,
            Self::Provider(_) => false,
        }
    }
}

impl ProviderConfig {
    fn read(reader: &mut Reader<'_>, max_lifetime: Option<Duration>) -> Option<Self> {
        for name in OF_SECRET {
            let is_set = reader.is_set(name);
            reader.forbid(
                is_set,
                &format!("{name} has no effect beside OIDC_ISSUER; remove one of them"),
            );
        }
        let is_dev_login = reader.flag("DEV_LOGIN");
        reader.forbid(
            is_dev_login == Some(true),
            "DEV_LOGIN lets anybody sign in as any user, so it can't be on beside OIDC_ISSUER; remove one of them",
        );
        let issuer = reader.required("OIDC_ISSUER", |issuer| {
            // The value is not repeated: it may contain a password by mistake.
            IssuerUrl::parse(issuer).map_err(|error| error.to_string())
        });
        let audience = reader.required("OIDC_AUDIENCE", |audience| Ok(audience.to_owned()));
        let client_id = reader.optional("OIDC_CLIENT_ID", |id| Ok(id.to_owned()));
        let scope = reader.optional("OIDC_SCOPE", check_scope);
        let parameters = reader.optional("OIDC_AUTHORIZATION_PARAMETERS", parse_parameters);
        let algorithms = reader.list("OIDC_ALGORITHMS", |name| {
            name.parse::<SigningAlgorithm>()
                .map_err(|error| format!("{error}, separated by commas: {name:?}"))
        });
        let default = ClaimMapping::default();
        let username = claim(reader, "OIDC_USERNAME_CLAIM");
        let name = claim(reader, "OIDC_NAME_CLAIM");
        let picture = claim(reader, "OIDC_PICTURE_CLAIM");
        let roles = claim(reader, "OIDC_ROLES_CLAIM");
        let admin_role = reader.optional("OIDC_ADMIN_ROLE", |role| Ok(role.to_owned()));
        let (issuer, audience, algorithms) = (issuer?, audience?, algorithms?);
        let csp_source = reader.derived("OIDC_ISSUER", CspSources::parse(&issuer.origin()));
        Some(Self {
            csp_source: csp_source?,
            client_id: client_id?.unwrap_or_else(|| audience.clone()),
            scope: scope?.unwrap_or_else(|| DEFAULT_SCOPE.to_owned()),
            parameters: parameters?.unwrap_or_default(),
            oidc: OidcConfig {
                issuer,
                audience,
                algorithms: if algorithms.is_empty() {
                    SigningAlgorithm::ALL.to_vec()
                } else {
                    algorithms
                },
                max_lifetime: max_lifetime?,
                claims: ClaimMapping {
                    usernames: username?.map_or(default.usernames, |claim| vec![claim]),
                    name: name?.unwrap_or(default.name),
                    picture: picture?.unwrap_or(default.picture),
                    roles: roles?.unwrap_or(default.roles),
                    admin_role: admin_role?.unwrap_or(default.admin_role),
                    has_role_objects: true,
                },
            },
        })
    }
}

fn claim(reader: &mut Reader<'_>, name: &str) -> Option<Option<ClaimPath>> {
    reader.optional(name, |path| {
        ClaimPath::parse(path).map_err(|error| format!("{error}: {path:?}"))
    })
}

impl SecretConfig {
    fn read(reader: &mut Reader<'_>, max_lifetime: Option<Duration>) -> Option<Self> {
        for name in OF_PROVIDER {
            let is_set = reader.is_set(name);
            reader.forbid(
                is_set,
                &format!("{name} has no effect without OIDC_ISSUER, which is missing"),
            );
        }
        let secret = reader.secret_or(
            "JWT_SECRET",
            "or set OIDC_ISSUER to sign in at an OpenID Connect provider",
            super::check_secret_length,
        );
        let secondary = reader.optional_secret("JWT_SECRET_SECONDARY", super::check_secret_length);
        if let Some(secondary) = &secondary {
            let is_same = super::is_same(secondary.as_ref(), secret.as_ref());
            reader.forbid(is_same, "JWT_SECRET_SECONDARY must differ from JWT_SECRET");
        }
        let issuer = reader.optional("JWT_ISSUER", |issuer| Ok(issuer.to_owned()));
        let audience = reader.optional("JWT_AUDIENCE", |audience| Ok(audience.to_owned()));
        let is_dev_login = reader.flag("DEV_LOGIN");
        let is_dev_login_remote = reader.flag("DEV_LOGIN_INSECURE_REMOTE");
        Some(Self {
            secret: secret?,
            secondary: secondary?,
            max_lifetime: max_lifetime?,
            issuer: issuer?,
            audience: audience?,
            is_dev_login: is_dev_login?,
            is_dev_login_remote: is_dev_login_remote?,
        })
    }
}

#[cfg(test)]
mod tests;
