//! [`LiveKitTokenVerifier`]: verifies room tokens.

use std::fmt;

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use onair_domain::ports::{TokenVerifier, TokenVerifierError};
use onair_domain::room::{Identity, RoomName};
use onair_domain::stream::SessionId;
use onair_domain::token::{RoomToken, VerifiedRoomToken};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use crate::LiveKitConfig;
use crate::storable_text::is_storable;

/// Verifies the tokens that [`crate::LiveKitTokenSigner`] signs with the same key pair, or with the secondary one.
///
/// Expired tokens are accepted. LiveKit's own verifier is of no use here, because it checks the time.
#[derive(Clone)]
pub struct LiveKitTokenVerifier {
    primary: Key,
    secondary: Option<Key>,
}

/// A secret, and the check that a token names its key pair as the issuer.
#[derive(Clone)]
struct Key {
    secret: DecodingKey,
    validation: Validation,
}

impl Key {
    fn new(name: &str, secret: &SecretString) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.validate_aud = false;
        validation.set_required_spec_claims(&["iss", "sub"]);
        validation.set_issuer(&[name]);
        Self {
            secret: DecodingKey::from_secret(secret.expose_secret().as_bytes()),
            validation,
        }
    }

    fn decode(&self, token: &RoomToken) -> jsonwebtoken::errors::Result<Claims> {
        let decoded = jsonwebtoken::decode(token.expose_secret(), &self.secret, &self.validation)?;
        Ok(decoded.claims)
    }
}

impl fmt::Debug for LiveKitTokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveKitTokenVerifier").finish_non_exhaustive()
    }
}

/// The signature is valid, but the token is no room token. The same key pair signs webhooks and API calls.
#[derive(Debug, thiserror::Error)]
#[error("the token is no room token")]
struct NotARoomToken;

#[derive(Deserialize)]
struct Claims {
    sub: String,
    #[serde(default)]
    name: String,
    #[serde(rename = "onairSession")]
    session: String,
    video: Video,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Video {
    room_join: bool,
    room: String,
}

impl LiveKitTokenVerifier {
    /// Creates a verifier with the configured key pairs.
    #[must_use]
    pub fn new(config: &LiveKitConfig) -> Self {
        let secondary = config.secondary.as_ref();
        Self {
            primary: Key::new(&config.api_key, &config.api_secret),
            secondary: secondary.map(|pair| Key::new(&pair.key, &pair.secret)),
        }
    }
}

impl TokenVerifier for LiveKitTokenVerifier {
    fn verify(&self, token: &RoomToken) -> Result<VerifiedRoomToken, TokenVerifierError> {
        let decoded = self.primary.decode(token);
        let decoded = match (decoded, &self.secondary) {
            (Err(_), Some(secondary)) => secondary.decode(token),
            (decoded, _) => decoded,
        };
        let claims = decoded.map_err(|error| TokenVerifierError(Box::new(error)))?;
        to_verified_token(claims).ok_or_else(|| TokenVerifierError(Box::new(NotARoomToken)))
    }
}

fn to_verified_token(claims: Claims) -> Option<VerifiedRoomToken> {
    let Claims {
        sub,
        name,
        session,
        video,
    } = claims;
    let is_complete = !(sub.is_empty() || session.is_empty() || video.room.is_empty());
    let is_storable = [&sub, &name, &session, &video.room]
        .into_iter()
        .all(|text| is_storable(text));
    (video.room_join && is_complete && is_storable).then(|| VerifiedRoomToken {
        identity: Identity::from_outside(sub),
        name,
        room: RoomName::from_trusted(video.room),
        session_id: SessionId::from_trusted(session),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use jsonwebtoken::{EncodingKey, Header};
    use onair_domain::ports::{Clock as _, TokenSigner as _};
    use onair_domain::token::RoomClaims;
    use onair_port_contracts::token_verifier::{Forgery, VerifierFixture};
    use serde_json::{Value, json};

    use super::*;
    use crate::LiveKitTokenSigner;
    use crate::testing::{SystemClock, config_at, key_pairs, viewer, with_secondary};

    fn verifier_fixture() -> VerifierFixture {
        let config = config_at("ws://127.0.0.1:1");
        VerifierFixture {
            verifier: Arc::new(LiveKitTokenVerifier::new(&config)),
            signer: Arc::new(LiveKitTokenSigner::new(&config)),
            now: SystemClock.now(),
            forge: Box::new(move |claims, forgery| {
                RoomToken::new(forge(config.api_secret.expose_secret(), claims, forgery))
            }),
        }
    }

    fn forge(secret: &str, claims: &RoomClaims, forgery: Forgery) -> String {
        let mut payload = json!({
            "iss": "devkey",
            "sub": claims.identity.as_str(),
            "name": claims.name,
            "nbf": claims.issued_at.timestamp(),
            "exp": claims.expires_at.timestamp(),
            "onairSession": claims.session_id.as_str(),
            "video": { "roomJoin": true, "room": claims.room.as_str() },
        });
        match forgery {
            Forgery::OtherIssuer => payload["iss"] = json!("otherkey"),
            Forgery::NoJoining => {
                payload["video"] = json!({ "roomCreate": true, "room": claims.room.as_str() });
            }
            Forgery::NoRoom => payload["video"] = json!({ "roomJoin": true }),
            Forgery::NoIdentity => payload["sub"] = json!(""),
            Forgery::NoSession => payload["onairSession"] = json!(null),
            Forgery::OtherSecret | Forgery::OtherAlgorithm | Forgery::Unsigned => {}
        }
        let secret = match forgery {
            Forgery::OtherSecret => "somebody else's secret, long enough",
            _ => secret,
        };
        let algorithm = match forgery {
            Forgery::OtherAlgorithm => Algorithm::HS512,
            _ => Algorithm::HS256,
        };
        let token = encode(secret, algorithm, &payload);
        if forgery != Forgery::Unsigned {
            return token;
        }
        let payload = token.split('.').nth(1).unwrap();
        // {"alg":"none","typ":"JWT"}
        format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.")
    }

    fn encode(secret: &str, algorithm: Algorithm, claims: &Value) -> String {
        let key = EncodingKey::from_secret(secret.as_bytes());
        jsonwebtoken::encode(&Header::new(algorithm), claims, &key).unwrap()
    }

    onair_port_contracts::token_verifier!(async || verifier_fixture());

    #[test]
    fn tokens_of_both_key_pairs_are_accepted_and_one_is_used_to_sign() {
        let [old, new] = key_pairs();
        let now = SystemClock.now();
        let claims = viewer("guest-1-a", &RoomName::from_trusted("ada".to_owned()));
        let accepts = |config: &LiveKitConfig, token: &RoomToken| {
            LiveKitTokenVerifier::new(config).verify(token).is_ok()
        };
        let sign = |config: &LiveKitConfig| {
            let signed = LiveKitTokenSigner::new(config).sign(&claims).unwrap();
            RoomToken::new(signed.expose_secret().to_owned())
        };
        let with_both = with_secondary(&new, &old);
        for signed_by in [&old, &new] {
            let token = sign(signed_by);
            assert!(accepts(&with_both, &token));
            assert_eq!(accepts(&new, &token), signed_by.api_key == new.api_key);
        }
        let token = sign(&with_both);
        assert!(accepts(&new, &token) && !accepts(&old, &token));
        // A key pair signs in its own name only.
        let mut claims = json!({
            "iss": old.api_key, "sub": "guest-1-a", "nbf": now.timestamp(), "onairSession": "s",
            "video": { "roomJoin": true, "room": "ada" },
        });
        for (issuer, is_accepted) in [(&old.api_key, true), (&new.api_key, false)] {
            claims["iss"] = json!(issuer);
            let token = RoomToken::new(encode(old.api_secret.expose_secret(), Algorithm::HS256, &claims));
            assert_eq!(accepts(&with_both, &token), is_accepted, "{issuer}");
        }
    }

    /// LiveKit signs webhooks with the same key pair.
    #[test]
    fn token_of_other_purpose_is_rejected() {
        let VerifierFixture { verifier, now, .. } = verifier_fixture();
        let secret = config_at("ws://127.0.0.1:1").api_secret;
        let times = (now.timestamp(), (now + Duration::from_mins(5)).timestamp());
        for more in [
            json!({ "sha256": "abc" }),
            json!({ "video": { "roomAdmin": true, "room": "ada" } }),
            json!({ "video": null }),
        ] {
            let mut payload = json!({
                "iss": "devkey", "sub": "guest-1-a", "nbf": times.0, "exp": times.1, "onairSession": "s",
            });
            payload
                .as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            let token = RoomToken::new(encode(secret.expose_secret(), Algorithm::HS256, &payload));
            assert!(verifier.verify(&token).is_err(), "{payload}");
        }
    }

    /// Tokens that LiveKit refreshes for connected clients lack the session.
    #[test]
    fn token_without_session_is_rejected() {
        let secret = config_at("ws://127.0.0.1:1").api_secret;
        for session in [json!({}), json!({ "onairSession": "" })] {
            let mut payload =
                json!({ "iss": "devkey", "sub": "guest-1-a", "video": { "roomJoin": true, "room": "ada" } });
            payload
                .as_object_mut()
                .unwrap()
                .extend(session.as_object().unwrap().clone());
            let token = RoomToken::new(encode(secret.expose_secret(), Algorithm::HS256, &payload));
            assert!(verifier_fixture().verifier.verify(&token).is_err(), "{payload}");
        }
    }
}
