//! The contract tests of the port.

use jsonwebtoken::EncodingKey;
use onair_port_contracts::authenticator::{AuthenticatorFixture, TokenClaims, TokenSignature};

use super::*;
use crate::testing::claims_to_json;

fn issue(claims: &TokenClaims, signature: TokenSignature) -> BearerToken {
    let claims = claims_to_json(claims, "https://idp", "onair");
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
        issue: Box::new(issue),
    }
}

onair_port_contracts::authenticator!(async || fixture());
