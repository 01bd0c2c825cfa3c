//! Tests of the variables of an identity provider.

use onair_adapters_oidc::SigningAlgorithm;

use super::super::tests::{SECRET, complete, read, with};
use super::super::{Config, ConfigErrors};
use super::*;

const ISSUER: &str = "https://login.example/realms/onair";

fn of_provider() -> Vec<(&'static str, String)> {
    let mut variables = complete();
    variables.retain(|(name, _)| *name != "JWT_SECRET");
    variables.push(("OIDC_ISSUER", ISSUER.to_owned()));
    variables.push(("OIDC_AUDIENCE", "https://onair.example".to_owned()));
    variables
}

fn provider_with(name: &'static str, value: &str) -> Result<ProviderConfig, Vec<String>> {
    let mut variables = of_provider();
    variables.push((name, value.to_owned()));
    provider(read(&variables))
}

fn provider(config: Result<Config, ConfigErrors>) -> Result<ProviderConfig, Vec<String>> {
    match config.map_err(|errors| errors.0)?.auth {
        AuthConfig::Provider(config) => Ok(*config),
        AuthConfig::Secret(_) => panic!("no provider is configured"),
    }
}

#[test]
fn provider_needs_issuer_and_audience() {
    let config = provider(read(&of_provider())).unwrap();
    assert_eq!(config.oidc.issuer.as_str(), ISSUER);
    assert_eq!(config.client_id, "https://onair.example");
    assert_eq!(config.oidc.algorithms, SigningAlgorithm::ALL);
    assert_eq!(config.oidc.max_lifetime, TokenTimes::MAX_LIFETIME);
    let errors = provider_with("OIDC_AUDIENCE", "").unwrap_err();
    assert_eq!(errors, ["OIDC_AUDIENCE is missing"]);
}

#[test]
fn issuer_is_an_https_address() {
    for bad in [
        "login.example",
        "http://login.example",
        "https://login.example/?a",
    ] {
        let errors = provider_with("OIDC_ISSUER", bad).unwrap_err();
        assert!(
            errors[0].starts_with("OIDC_ISSUER must be an https address"),
            "{errors:?}"
        );
        assert_eq!(errors.len(), 1);
    }
    let errors = provider_with("OIDC_ISSUER", "https://onair:hush@login.example").unwrap_err();
    assert!(!errors[0].contains("hush"), "{errors:?}");
    assert!(provider_with("OIDC_ISSUER", "http://127.0.0.1:8080").is_ok());
}

#[test]
fn page_may_connect_to_the_issuer() {
    let source = |issuer| provider_with("OIDC_ISSUER", issuer).map(|config| config.csp_source.to_string());
    assert_eq!(source(ISSUER).unwrap(), "https://login.example");
    assert_eq!(source("http://127.0.0.1:3000/").unwrap(), "http://127.0.0.1:3000");
    // URLs may contain these characters, but they would end the directive.
    for bad in ["https://login.example;script-src", "https://login.example,x"] {
        let errors = source(bad).unwrap_err();
        assert!(errors[0].starts_with("OIDC_ISSUER must"), "{errors:?}");
    }
}

#[test]
fn algorithms_are_a_list_of_known_names() {
    let algorithms = |names| provider_with("OIDC_ALGORITHMS", names).map(|config| config.oidc.algorithms);
    let expected = vec![SigningAlgorithm::Es256, SigningAlgorithm::EdDsa];
    assert_eq!(algorithms("ES256, EdDSA").unwrap(), expected);
    for bad in ["HS256", "none", "RS256 ES256", "rs256", "RS256,HS256"] {
        let errors = algorithms(bad).unwrap_err();
        assert!(
            errors[0].starts_with("OIDC_ALGORITHMS must be one of RS256"),
            "{errors:?}"
        );
    }
}

#[test]
fn claims_are_configurable() {
    let config = provider_with("OIDC_ROLES_CLAIM", "realm_access.roles").unwrap();
    assert_eq!(
        config.oidc.claims.roles,
        ClaimPath::parse("realm_access.roles").unwrap()
    );
    let config = provider_with("OIDC_ADMIN_ROLE", "onair-admin").unwrap();
    assert_eq!(config.oidc.claims.admin_role, "onair-admin");
    for name in [
        "OIDC_USERNAME_CLAIM",
        "OIDC_NAME_CLAIM",
        "OIDC_PICTURE_CLAIM",
        "OIDC_ROLES_CLAIM",
    ] {
        assert!(provider_with(name, "nickname").is_ok());
        let errors = provider_with(name, ".roles").unwrap_err();
        assert!(
            errors[0].starts_with(&format!("{name} must be a claim")),
            "{errors:?}"
        );
    }
}

#[test]
fn authorization_request_is_configurable() {
    let scope = |scope| provider_with("OIDC_SCOPE", scope).map(|config| config.scope);
    assert_eq!(scope("").unwrap(), "openid profile");
    assert_eq!(scope("openid  offline_access").unwrap(), "openid offline_access");
    for bad in [
        "profile",
        "openid,profile",
        "openid \"",
        "openid\nprofile",
        "OPENID",
    ] {
        assert!(
            scope(bad).unwrap_err()[0].starts_with("OIDC_SCOPE must be scopes"),
            "{bad}"
        );
    }
    let parameters =
        |raw| provider_with("OIDC_AUTHORIZATION_PARAMETERS", raw).map(|config| config.parameters);
    let expected = [("audience", "https://a b"), ("prompt", "login")];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(
        parameters("audience=https%3A%2F%2Fa+b&prompt=login").unwrap(),
        expected.into()
    );
    for bad in [
        "audience",
        "=a",
        "audience=",
        "state=x",
        "a=b&redirect_uri=https://evil.example",
    ] {
        let errors = parameters(bad).unwrap_err();
        assert!(
            errors[0].starts_with("OIDC_AUTHORIZATION_PARAMETERS must"),
            "{errors:?}"
        );
    }
}

#[test]
fn secret_and_development_login_are_rejected_beside_a_provider() {
    for (name, value) in [
        ("JWT_SECRET", SECRET),
        ("JWT_SECRET_FILE", "/run/secrets/jwt"),
        ("JWT_ISSUER", "a"),
        ("JWT_AUDIENCE", "a"),
        ("DEV_LOGIN", "true"),
        ("DEV_LOGIN_INSECURE_REMOTE", "true"),
    ] {
        let errors = provider_with(name, value).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(
            errors[0].starts_with(name) && errors[0].contains("OIDC_ISSUER"),
            "{errors:?}"
        );
        assert!(!errors[0].contains(SECRET));
    }
    assert!(provider_with("DEV_LOGIN", "false").is_ok());
}

#[test]
fn variables_of_a_provider_are_rejected_without_one() {
    for name in OF_PROVIDER {
        let errors = with(name, "RS256").unwrap_err().0;
        assert_eq!(
            errors,
            [format!(
                "{name} has no effect without OIDC_ISSUER, which is missing"
            )]
        );
    }
}

#[test]
fn loopback_is_required_for_the_development_login_only() {
    let mut variables = of_provider();
    variables.push(("BIND_ADDRESS", "0.0.0.0:8080".to_owned()));
    assert!(!read(&variables).unwrap().auth.is_for_loopback_only());
    assert!(with("DEV_LOGIN", "true").unwrap().auth.is_for_loopback_only());
}
