//! What every `TokenVerifier` must do: accept the tokens of its signer, and no others.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::names::VariantArray as _;
use onair_domain::ports::{TokenSigner, TokenVerifier};
use onair_domain::room::{Identity, RoomName};
use onair_domain::stream::SessionId;
use onair_domain::token::{Grants, RoomClaims, RoomRole, RoomToken, VerifiedRoomToken};
use strum_macros::VariantArray;

use crate::fixtures;

/// Creates a token with these claims and this defect.
pub type Forge = dyn Fn(&RoomClaims, Forgery) -> RoomToken + Send + Sync;

/// A verifier, its signer, and a function that forges tokens.
pub struct VerifierFixture {
    /// The port.
    pub verifier: Arc<dyn TokenVerifier>,
    /// Signs with the same key, as the service does.
    pub signer: Arc<dyn TokenSigner>,
    /// The time at which tokens are signed: the current time if one of the two uses the real clock.
    pub now: Timestamp,
    /// Creates a token with the claims as the signer's tokens have them, except for the defect.
    pub forge: Box<Forge>,
}

impl fmt::Debug for VerifierFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifierFixture").finish_non_exhaustive()
    }
}

/// The defect of a forged token. A verifier whose tokens cannot have one of these may be
/// given any other token that its signer did not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
#[strum(crate = "onair_domain::names")]
pub enum Forgery {
    /// Signed with another secret.
    OtherSecret,
    /// Signed with the right secret in the name of another key.
    OtherIssuer,
    /// Signed with the right secret by another algorithm.
    OtherAlgorithm,
    /// Has the algorithm `none` and no signature.
    Unsigned,
    /// Correctly signed; names the room, but the right to join is missing.
    NoJoining,
    /// Correctly signed; has the rights, but the room is missing.
    NoRoom,
    /// Correctly signed; the identity is missing.
    NoIdentity,
    /// Correctly signed; the session is missing, as in tokens that the media server refreshed.
    NoSession,
}

/// Runs all cases of a `TokenVerifier`; `fresh` returns a
/// [`VerifierFixture`](crate::token_verifier::VerifierFixture).
#[macro_export]
macro_rules! token_verifier {
    ($fresh:expr) => {
        $crate::cases!(
            token_verifier,
            $fresh,
            [
                signed_claims_are_verified_unchanged,
                the_longest_and_unusual_claims_are_verified,
                tokens_of_one_room_differ_by_their_session,
                an_expired_room_token_is_verified,
                a_room_token_that_is_not_valid_yet_is_verified,
                a_forged_token_is_refused,
                a_room_token_with_a_changed_character_is_refused,
                a_longer_or_shorter_token_is_refused,
                a_malformed_room_token_is_refused,
            ]
        );
    };
}

fn claims(fixture: &VerifierFixture) -> RoomClaims {
    RoomClaims {
        identity: Identity::of_guest(fixture.now, 7),
        name: "Quiet Otter 42".to_owned(),
        room: RoomName::of(&fixtures::user_id("ada")),
        session_id: SessionId::from_trusted("01JA-session".to_owned()),
        grants: Grants::of(RoomRole::Guest),
        issued_at: fixture.now,
        expires_at: fixture.now + Duration::from_mins(10),
    }
}

fn signed(fixture: &VerifierFixture, claims: &RoomClaims) -> RoomToken {
    RoomToken::new(fixture.signer.sign(claims).unwrap().expose_secret().to_owned())
}

fn assert_verified(fixture: &VerifierFixture, claims: &RoomClaims) {
    let verified = fixture.verifier.verify(&signed(fixture, claims)).unwrap();
    let expected = VerifiedRoomToken {
        identity: claims.identity.clone(),
        name: claims.name.clone(),
        room: claims.room.clone(),
        session_id: claims.session_id.clone(),
    };
    assert_eq!(verified, expected);
}

fn assert_refused(fixture: &VerifierFixture, token: &str) {
    let verified = fixture.verifier.verify(&RoomToken::new(token.to_owned()));
    assert!(verified.is_err(), "{token:?} was accepted: {verified:?}");
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn signed_claims_are_verified_unchanged(fixture: &VerifierFixture) {
    for &role in RoomRole::VARIANTS {
        let claims = RoomClaims {
            grants: Grants::of(role),
            ..claims(fixture)
        };
        assert_verified(fixture, &claims);
    }
    let vera = RoomClaims {
        identity: Identity::of_user(&fixtures::user_id("vera")),
        name: "Vera".to_owned(),
        ..claims(fixture)
    };
    assert_verified(fixture, &vera);
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn the_longest_and_unusual_claims_are_verified(fixture: &VerifierFixture) {
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
    for claims in [longest, oddest] {
        assert_verified(fixture, &claims);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn tokens_of_one_room_differ_by_their_session(fixture: &VerifierFixture) {
    for session in ["1", "2", "019a-b7c4", "\"}],{'\\|"] {
        let claims = RoomClaims {
            session_id: SessionId::from_trusted(session.to_owned()),
            ..claims(fixture)
        };
        assert_verified(fixture, &claims);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn an_expired_room_token_is_verified(fixture: &VerifierFixture) {
    for hours in [1, 24, 8_760] {
        let issued_at = fixture.now - Duration::from_hours(hours);
        let expired = RoomClaims {
            issued_at,
            expires_at: issued_at + Duration::from_mins(10),
            ..claims(fixture)
        };
        assert_verified(fixture, &expired);
    }
}

/// The clocks of two servers differ.
#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_room_token_that_is_not_valid_yet_is_verified(fixture: &VerifierFixture) {
    let issued_at = fixture.now + Duration::from_mins(5);
    let early = RoomClaims {
        issued_at,
        expires_at: issued_at + Duration::from_mins(10),
        ..claims(fixture)
    };
    assert_verified(fixture, &early);
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_forged_token_is_refused(fixture: &VerifierFixture) {
    for &forgery in Forgery::VARIANTS {
        let token = (fixture.forge)(&claims(fixture), forgery);
        let verified = fixture.verifier.verify(&token);
        assert!(verified.is_err(), "{forgery:?}: {verified:?}");
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_room_token_with_a_changed_character_is_refused(fixture: &VerifierFixture) {
    let token = signed(fixture, &claims(fixture)).expose_secret().to_owned();
    // Some bits of the last character of base64 have no effect.
    for place in 0..token.len() - 1 {
        let mut changed = token.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        assert_refused(fixture, &String::from_utf8(changed).unwrap());
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_longer_or_shorter_token_is_refused(fixture: &VerifierFixture) {
    let token = signed(fixture, &claims(fixture)).expose_secret().to_owned();
    for other in [
        format!("{token}.{token}"),
        format!("{token}."),
        format!("{token}AAAA"),
        format!(".{token}"),
        format!("A{token}"),
        format!("Bearer {token}"),
        format!("{token}\n"),
        token[..token.len() / 2].to_owned(),
        token[token.len() / 2..].to_owned(),
    ] {
        assert_refused(fixture, &other);
    }
    if let Some((before, _signature)) = token.rsplit_once('.') {
        assert_refused(fixture, before);
        assert_refused(fixture, &format!("{before}."));
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_malformed_room_token_is_refused(fixture: &VerifierFixture) {
    for nonsense in ["", " ", ".", "..", "...", "a.b.c", "null", "{}", "🎥.🎥.🎥", "\0"] {
        assert_refused(fixture, nonsense);
    }
    assert_refused(fixture, &"A".repeat(65_536));
    assert_refused(fixture, &".".repeat(65_536));
}
