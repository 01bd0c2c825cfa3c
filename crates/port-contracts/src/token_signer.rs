//! What every `TokenSigner` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::names::VariantArray as _;
use onair_domain::ports::TokenSigner;
use onair_domain::room::{Identity, RoomName};
use onair_domain::stream::SessionId;
use onair_domain::token::{Grants, RoomClaims, RoomRole, SignedToken};

use crate::fixtures;

/// A signer, and a function that reads tokens as the media server does.
pub struct SignerFixture {
    /// The port.
    pub signer: Arc<dyn TokenSigner>,
    /// The time at which tokens are signed: the current time if the signer uses the real clock.
    pub now: Timestamp,
    /// Verifies a token and returns its claims; panics if the media server would reject it.
    pub read: Box<dyn Fn(&SignedToken) -> ReadClaims + Send + Sync>,
}

impl fmt::Debug for SignerFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignerFixture").finish_non_exhaustive()
    }
}

/// The claims of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadClaims {
    /// The identity of the bearer.
    pub identity: String,
    /// The name that other participants see.
    pub name: String,
    /// The room that it grants access to.
    pub room: String,
    /// The session.
    pub session: String,
    /// Whether it contains other data that the media server shows to participants.
    pub is_public: bool,
    /// Whether it grants access to the room at all.
    pub can_join: bool,
    /// The grants of the table.
    pub grants: Grants,
    /// The names of all other grants that are switched on, such as `roomCreate`, `roomAdmin`,
    /// `roomList`, `hidden`, and of those that the reader does not know.
    pub other_grants: Vec<String>,
    /// The time from which it is valid: when it was issued, in whole seconds.
    pub issued_at: Timestamp,
    /// The time until which it is valid.
    pub expires_at: Timestamp,
}

/// Runs all cases of a `TokenSigner`; `fresh` returns a
/// [`SignerFixture`](crate::token_signer::SignerFixture).
#[macro_export]
macro_rules! token_signer {
    ($fresh:expr) => {
        $crate::cases!(
            token_signer,
            $fresh,
            [
                a_token_contains_exactly_its_claims,
                a_token_of_each_role_contains_exactly_its_grants,
                a_token_contains_exactly_the_requested_grants,
                a_token_expires_at_its_expiry_truncated_to_seconds,
                the_longest_and_unusual_claims_are_signed,
                debug_output_hides_the_token,
            ]
        );
    };
}

fn claims(fixture: &SignerFixture) -> RoomClaims {
    RoomClaims {
        identity: Identity::of_user(&fixtures::user_id("vera")),
        name: "Vera".to_owned(),
        room: RoomName::of(&fixtures::user_id("ada")),
        session_id: SessionId::from_trusted("01JA-session".to_owned()),
        grants: Grants::of(RoomRole::Viewer),
        issued_at: fixture.now,
        expires_at: fixture.now + Duration::from_mins(10),
    }
}

fn signed(fixture: &SignerFixture, claims: &RoomClaims) -> ReadClaims {
    (fixture.read)(&fixture.signer.sign(claims).unwrap())
}

fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_timestamp(at.timestamp(), 0).unwrap()
}

fn assert_claims(read: &ReadClaims, claims: &RoomClaims) {
    let expected = ReadClaims {
        identity: claims.identity.to_string(),
        name: claims.name.clone(),
        room: claims.room.to_string(),
        session: claims.session_id.to_string(),
        is_public: false,
        can_join: true,
        grants: claims.grants,
        other_grants: Vec::new(),
        issued_at: whole_seconds(claims.issued_at),
        expires_at: read.expires_at,
    };
    assert_eq!(*read, expected);
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_token_contains_exactly_its_claims(fixture: &SignerFixture) {
    let claims = claims(fixture);
    assert_claims(&signed(fixture, &claims), &claims);
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_token_of_each_role_contains_exactly_its_grants(fixture: &SignerFixture) {
    for &role in RoomRole::VARIANTS {
        let claims = RoomClaims {
            grants: Grants::of(role),
            ..claims(fixture)
        };
        assert_claims(&signed(fixture, &claims), &claims);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_token_contains_exactly_the_requested_grants(fixture: &SignerFixture) {
    for bits in 0..8_u8 {
        let grants = Grants {
            can_publish: bits & 1 != 0,
            can_publish_data: bits & 2 != 0,
            can_subscribe: bits & 4 != 0,
        };
        let claims = RoomClaims {
            grants,
            ..claims(fixture)
        };
        assert_claims(&signed(fixture, &claims), &claims);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_token_expires_at_its_expiry_truncated_to_seconds(fixture: &SignerFixture) {
    for milliseconds in [60_000, 600_000, 600_001, 600_499, 600_500, 600_999, 3_600_000] {
        let claims = RoomClaims {
            expires_at: fixture.now + Duration::from_millis(milliseconds),
            ..claims(fixture)
        };
        let token = fixture.signer.sign(&claims).unwrap();
        let expires_at = (fixture.read)(&token).expires_at;
        for expiry in [expires_at, token.expires_at] {
            let early = (claims.expires_at - expiry).to_std();
            let early = early.unwrap_or_else(|_| panic!("{expiry} is later than {}", claims.expires_at));
            assert!(
                early < Duration::from_secs(1),
                "{expiry} is not {}",
                claims.expires_at
            );
        }
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn the_longest_and_unusual_claims_are_signed(fixture: &SignerFixture) {
    let longest = RoomClaims {
        identity: Identity::of_user(&fixtures::user_id(&"i".repeat(255))),
        name: "🎥".repeat(100),
        room: RoomName::of(&fixtures::user_id(&"r".repeat(255))),
        ..claims(fixture)
    };
    let oddest = RoomClaims {
        identity: Identity::of_user(&fixtures::user_id("\"}],{'\\|")),
        name: "\"quoted\", \\ and {braces} ﷽".to_owned(),
        room: RoomName::of(&fixtures::user_id("auth0|/../%00")),
        ..claims(fixture)
    };
    let guest = RoomClaims {
        identity: Identity::of_guest(fixtures::time(), u64::MAX),
        ..claims(fixture)
    };
    for claims in [longest, oddest, guest] {
        assert_claims(&signed(fixture, &claims), &claims);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn debug_output_hides_the_token(fixture: &SignerFixture) {
    let token = fixture.signer.sign(&claims(fixture)).unwrap();
    assert!(!format!("{token:?}").contains(token.expose_secret()));
}
