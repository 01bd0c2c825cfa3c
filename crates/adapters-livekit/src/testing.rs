//! Helpers for the tests of this crate: the configuration of a real server, a fake server for failures, and
//! a client that joins rooms.

pub(crate) mod fake_server;
pub(crate) mod http;
pub(crate) mod room_client;

use std::time::{Duration, UNIX_EPOCH};

use onair_domain::Timestamp;
use onair_domain::ports::Clock;
use onair_domain::room::{Identity, RoomName};
use onair_domain::stream::SessionId;
use onair_domain::token::{Grants, RoomClaims, RoomRole};

use crate::{ApiKeyPair, LiveKitConfig, LiveKitUrl};

/// The system clock, which a real server uses.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "a clock has to read it somewhere")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Timestamp::from_timestamp_millis(i64::try_from(since.as_millis()).unwrap()).unwrap()
    }
}

pub(crate) fn in_ten_minutes() -> Timestamp {
    SystemClock.now() + Duration::from_mins(10)
}

/// A configuration with this address and an arbitrary key pair.
pub(crate) fn config_at(url: &str) -> LiveKitConfig {
    LiveKitConfig {
        url: LiveKitUrl::parse(url).unwrap(),
        api_key: "devkey".to_owned(),
        api_secret: "a secret of the tests, and of no one else".into(),
        secondary: None,
    }
}

/// Two configurations that differ in their key pairs.
pub(crate) fn key_pairs() -> [LiveKitConfig; 2] {
    let old = config_at("ws://127.0.0.1:1");
    let new = LiveKitConfig {
        api_key: "newkey".to_owned(),
        api_secret: "the next secret of the tests, long enough".into(),
        ..old.clone()
    };
    [old, new]
}

/// A configuration that accepts the key pair of another one too.
pub(crate) fn with_secondary(config: &LiveKitConfig, other: &LiveKitConfig) -> LiveKitConfig {
    LiveKitConfig {
        secondary: Some(ApiKeyPair {
            key: other.api_key.clone(),
            secret: other.api_secret.clone(),
        }),
        ..config.clone()
    }
}

/// The configuration of the server that `cargo xtask test` starts.
pub(crate) fn real_server() -> LiveKitConfig {
    let variable = |name: &str| {
        std::env::var(name).unwrap_or_else(|_| {
            panic!("{name} is not set: these tests need a LiveKit server, which `cargo xtask test` starts")
        })
    };
    LiveKitConfig {
        url: LiveKitUrl::parse(&variable("ONAIR_TEST_LIVEKIT_URL")).unwrap(),
        api_key: variable("ONAIR_TEST_LIVEKIT_KEY"),
        api_secret: variable("ONAIR_TEST_LIVEKIT_SECRET").into(),
        secondary: None,
    }
}

/// The claims of a viewer's token that expires in ten minutes.
pub(crate) fn viewer(identity: &str, room: &RoomName) -> RoomClaims {
    RoomClaims {
        identity: Identity::from_outside(identity.to_owned()),
        name: identity.to_uppercase(),
        room: room.clone(),
        session_id: SessionId::from_trusted(format!("session-of-{room}")),
        grants: Grants::of(RoomRole::Viewer),
        issued_at: SystemClock.now(),
        expires_at: in_ten_minutes(),
    }
}
