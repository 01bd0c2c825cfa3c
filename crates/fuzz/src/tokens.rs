//! Targets for tokens: first the input as a token, then the input as claims that are signed.

use std::sync::Arc;

use futures_util::FutureExt as _;
use jsonwebtoken::{EncodingKey, Header};
use onair_adapters_livekit::{LiveKitConfig, LiveKitTokenVerifier, LiveKitUrl};
use onair_adapters_memory::FixedClock;
use onair_adapters_oidc::{SharedSecret, SharedSecretAuthenticator, TokenOrigin};
use onair_domain::Timestamp;
use onair_domain::ports::{Authenticator as _, TokenVerifier as _};
use onair_domain::token::RoomToken;
use onair_domain::user::{BearerToken, DisplayName, TokenTimes, UserId, Username};
use serde_json::Value;

const SECRET: &str = "a secret of at least thirty-two bytes";

/// The configuration of LiveKit. Nothing is sent to the address.
pub(crate) fn livekit() -> LiveKitConfig {
    LiveKitConfig {
        url: LiveKitUrl::parse("ws://127.0.0.1:1").expect("the address is valid"),
        api_key: "key".to_owned(),
        api_secret: SECRET.into(),
        secondary: None,
    }
}

/// Signs the input if it is JSON.
fn sign(input: &[u8]) -> Option<String> {
    let claims: Value = serde_json::from_slice(input).ok()?;
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    Some(jsonwebtoken::encode(&Header::default(), &claims, &key).expect("JSON can be signed"))
}

/// A bearer token. Only a signed one is accepted, and its profile has valid texts.
pub fn bearer(input: &[u8]) {
    let authenticator = SharedSecretAuthenticator::new(
        &SharedSecret::new(SECRET.into()).expect("the secret is long enough"),
        &TokenOrigin::default(),
        TokenTimes::MAX_LIFETIME,
        Arc::new(FixedClock::at(Timestamp::UNIX_EPOCH)),
    );
    let authenticate = |token: String| {
        let token = BearerToken::new(token);
        let result = authenticator.authenticate(&token).now_or_never();
        result.expect("a shared secret needs no I/O")
    };
    if let Ok(token) = str::from_utf8(input) {
        assert!(authenticate(token.to_owned()).is_err(), "nobody signed this");
    }
    let Some(Ok(profile)) = sign(input).map(authenticate) else {
        return;
    };
    assert_eq!(UserId::parse(profile.id.as_str()), Ok(profile.id));
    if let Some(username) = profile.username {
        assert_eq!(Username::parse(username.as_str()), Ok(username));
    }
    if let Some(name) = profile.name {
        assert_eq!(DisplayName::parse(name.as_str()), Ok(name));
    }
}

/// A room token. Only a signed one is accepted, and every store accepts its texts.
pub fn room_token(input: &[u8]) {
    let verifier = LiveKitTokenVerifier::new(&livekit());
    if let Ok(token) = str::from_utf8(input) {
        let result = verifier.verify(&RoomToken::new(token.to_owned()));
        assert!(result.is_err(), "nobody signed this");
    }
    let Some(token) = sign(input) else { return };
    if let Ok(token) = verifier.verify(&RoomToken::new(token)) {
        for text in [
            token.identity.as_str(),
            &token.name,
            token.room.as_str(),
            token.session_id.as_str(),
        ] {
            assert!(crate::is_storable(text), "{token:?}");
        }
    }
}
