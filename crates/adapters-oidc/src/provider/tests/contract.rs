//! The contract tests of the port.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use onair_port_contracts::authenticator::{AuthenticatorFixture, TokenClaims, TokenSignature};

use super::*;
use crate::testing::claims_to_json;

async fn fixture() -> AuthenticatorFixture {
    let key = SigningKey::new("k1", Algorithm::ES256);
    let other_key = SigningKey::new("k1", Algorithm::ES256);
    let other_way = SigningKey::new("k1", Algorithm::EdDSA);
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator(&stub);
    let issue = move |claims: &TokenClaims, signature| {
        let claims = claims_to_json(claims, &stub.origin, AUDIENCE);
        BearerToken::new(match signature {
            TokenSignature::Valid => key.sign(&claims),
            TokenSignature::OtherKey => other_key.sign(&claims),
            TokenSignature::OtherAlgorithm => other_way.sign(&claims),
            TokenSignature::Missing => {
                let parts = [r#"{"alg":"none","kid":"k1"}"#, &claims.to_string()];
                format!(
                    "{}.",
                    parts.map(|part| BASE64_URL_SAFE_NO_PAD.encode(part)).join(".")
                )
            }
        })
    };
    AuthenticatorFixture {
        authenticator: Arc::new(authenticator),
        now: now(),
        issue: Box::new(issue),
    }
}

onair_port_contracts::authenticator!(fixture);
