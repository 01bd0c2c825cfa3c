//! Helpers for the tests of this crate.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jsonwebtoken::{EncodingKey, Header};
use onair_domain::Timestamp;
use onair_domain::ports::Clock;
use onair_domain::user::TokenTimes;
use onair_port_contracts::authenticator::TokenClaims;
use onair_port_contracts::fixtures;
use serde_json::{Value, json};

use crate::{SharedSecret, SharedSecretAuthenticator, TokenOrigin};

/// A clock that the test sets.
#[derive(Debug)]
pub(crate) struct ManualClock(AtomicI64);

impl ManualClock {
    pub(crate) fn at(time: Timestamp) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(time.timestamp_millis())))
    }

    pub(crate) fn set(&self, time: Timestamp) {
        self.0.store(time.timestamp_millis(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

pub(crate) fn secret() -> SharedSecret {
    SharedSecret::new("the shared secret of the tests, 32 bytes and more".into()).unwrap()
}

/// An authenticator at [`fixtures::time`] that accepts any issuer and audience.
pub(crate) fn authenticator() -> SharedSecretAuthenticator {
    authenticator_for(&TokenOrigin::default(), ManualClock::at(fixtures::time()))
}

/// An authenticator that requires this issuer and audience.
pub(crate) fn authenticator_for(origin: &TokenOrigin, clock: Arc<ManualClock>) -> SharedSecretAuthenticator {
    SharedSecretAuthenticator::new(&secret(), origin, TokenTimes::MAX_LIFETIME, clock)
}

/// Signs any claims with the right secret, using the header's algorithm.
pub(crate) fn signed(header: &Header, claims: &Value) -> String {
    jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(secret().as_bytes())).unwrap()
}

/// Returns the claims as JSON. `issuer` is used unless the claims name another.
pub(crate) fn claims_to_json(claims: &TokenClaims, issuer: &str, audience: &str) -> Value {
    let mut json = json!({
        "sub": claims.sub,
        "preferred_username": claims.preferred_username,
        "username": claims.username,
        "name": claims.name,
        "picture": claims.picture,
        "roles": claims.roles,
        "exp": claims.exp.map(|at| at.timestamp()),
        "iat": claims.iat.map(|at| at.timestamp()),
        "iss": claims.iss.as_deref().unwrap_or(issuer),
        "aud": [audience],
    });
    json.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    json
}
