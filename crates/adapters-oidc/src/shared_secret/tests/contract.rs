//! The contract tests of the port.

use jsonwebtoken::EncodingKey;
use onair_port_contracts::authenticator::{AuthenticatorFixture, MintedClaims, TokenSignature};

use super::*;

fn to_json(claims: &MintedClaims) -> Value {
    let mut json = json!({
        "sub": claims.sub,
        "preferred_username": claims.preferred_username,
        "username": claims.username,
        "name": claims.name,
        "picture": claims.picture,
        "roles": claims.roles,
        "exp": claims.exp.map(|at| at.timestamp()),
        "iat": claims.iat.map(|at| at.timestamp()),
        "iss": claims.iss.as_deref().unwrap_or("https://idp"),
        "aud": ["onair"],
    });
    json.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    json
}

fn mint(claims: &MintedClaims, signature: TokenSignature) -> BearerToken {
    let claims = to_json(claims);
    BearerToken::new(match signature {
        TokenSignature::Valid => token(&claims),
        TokenSignature::OtherKey => {
            let key = EncodingKey::from_secret(b"another secret that has 32 bytes as well");
            jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap()
        }
        TokenSignature::OtherAlgorithm => signed(&Header::new(Algorithm::HS512), &claims),
        TokenSignature::Missing => format!(
            "{}.{}.",
            base64url(r#"{"alg":"none"}"#),
            base64url(&claims.to_string())
        ),
    })
}

fn fixture() -> AuthenticatorFixture {
    let origin = TokenOrigin {
        issuer: Some("https://idp".to_owned()),
        audience: Some("onair".to_owned()),
    };
    let clock = ManualClock::at(fixtures::time());
    AuthenticatorFixture {
        authenticator: Arc::new(authenticator_for(&origin, clock)),
        now: fixtures::time(),
        mint: Box::new(mint),
    }
}

onair_port_contracts::authenticator!(async || fixture());
