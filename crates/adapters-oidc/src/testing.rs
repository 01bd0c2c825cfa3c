//! What the tests of this crate share.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jsonwebtoken::{EncodingKey, Header};
use onair_domain::Timestamp;
use onair_domain::ports::Clock;
use onair_domain::user::TokenTimes;
use onair_port_contracts::given;
use serde_json::Value;

use crate::{SharedSecret, SharedSecretAuthenticator, TokenOrigin};

/// A clock that goes when told to.
#[derive(Debug)]
pub(crate) struct HandClock(AtomicI64);

impl HandClock {
    pub(crate) fn at(time: Timestamp) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(time.timestamp_millis())))
    }

    pub(crate) fn set(&self, time: Timestamp) {
        self.0.store(time.timestamp_millis(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

pub(crate) fn secret() -> SharedSecret {
    SharedSecret::new("the shared secret of the tests, 32 bytes and more".into()).unwrap()
}

/// One without demands on the origin, at [`given::time`].
pub(crate) fn authenticator() -> SharedSecretAuthenticator {
    authenticator_of(&TokenOrigin::default(), HandClock::at(given::time()))
}

/// One with demands on the origin.
pub(crate) fn authenticator_of(origin: &TokenOrigin, clock: Arc<HandClock>) -> SharedSecretAuthenticator {
    SharedSecretAuthenticator::new(&secret(), origin, TokenTimes::LONGEST, clock)
}

/// A token of any header and claims, signed with the right secret by the header's algorithm.
pub(crate) fn signed(header: &Header, claims: &Value) -> String {
    jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(secret().as_bytes())).unwrap()
}
