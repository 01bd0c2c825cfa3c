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

/// A verifier, its signer, and a forger.
pub struct Verifying {
    /// The port.
    pub verifier: Arc<dyn TokenVerifier>,
    /// Signs with the same key, as the service does.
    pub signer: Arc<dyn TokenSigner>,
    /// The time at which tokens are signed: the current time if one of the two uses the real clock.
    pub now: Timestamp,
    /// Creates a token with the claims as the signer's tokens have them, except for the defect.
    pub forge: Box<Forge>,
}

impl fmt::Debug for Verifying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifying").finish_non_exhaustive()
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
    /// Claims to need no signature, and has none.
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
/// [`Verifying`](crate::token_verifier::Verifying).
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

fn claims(given: &Verifying) -> RoomClaims {
    RoomClaims {
        identity: Identity::of_guest(given.now, 7),
        name: "Quiet Otter 42".to_owned(),
        room: RoomName::of(&fixtures::user_id("ada")),
        session_id: SessionId::from_trusted("01JA-session".to_owned()),
        grants: Grants::of(RoomRole::Guest),
        issued_at: given.now,
        expires_at: given.now + Duration::from_mins(10),
    }
}

fn signed(given: &Verifying, claims: &RoomClaims) -> RoomToken {
    RoomToken::new(given.signer.sign(claims).unwrap().expose_secret().to_owned())
}

fn assert_read(given: &Verifying, claims: &RoomClaims) {
    let read = given.verifier.verify(&signed(given, claims)).unwrap();
    let expected = VerifiedRoomToken {
        identity: claims.identity.clone(),
        name: claims.name.clone(),
        room: claims.room.clone(),
        session_id: claims.session_id.clone(),
    };
    assert_eq!(read, expected);
}

fn assert_refused(given: &Verifying, token: &str) {
    let read = given.verifier.verify(&RoomToken::new(token.to_owned()));
    assert!(read.is_err(), "{token:?} was read: {read:?}");
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn signed_claims_are_verified_unchanged(given: &Verifying) {
    for &role in RoomRole::VARIANTS {
        let claims = RoomClaims {
            grants: Grants::of(role),
            ..claims(given)
        };
        assert_read(given, &claims);
    }
    let vera = RoomClaims {
        identity: Identity::of_user(&fixtures::user_id("vera")),
        name: "Vera".to_owned(),
        ..claims(given)
    };
    assert_read(given, &vera);
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn the_longest_and_unusual_claims_are_verified(given: &Verifying) {
    let longest = RoomClaims {
        identity: Identity::of_user(&fixtures::user_id(&"i".repeat(255))),
        name: "🎥".repeat(100),
        room: RoomName::of(&fixtures::user_id(&"r".repeat(255))),
        ..claims(given)
    };
    let oddest = RoomClaims {
        identity: Identity::of_user(&fixtures::user_id("\"}],{'\\|")),
        name: "\"quoted\", \\ and {braces} ﷽".to_owned(),
        room: RoomName::of(&fixtures::user_id("auth0|/../%00")),
        ..claims(given)
    };
    for claims in [longest, oddest] {
        assert_read(given, &claims);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn tokens_of_one_room_differ_by_their_session(given: &Verifying) {
    for session in ["1", "2", "019a-b7c4", "\"}],{'\\|"] {
        let claims = RoomClaims {
            session_id: SessionId::from_trusted(session.to_owned()),
            ..claims(given)
        };
        assert_read(given, &claims);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn an_expired_room_token_is_verified(given: &Verifying) {
    for hours in [1, 24, 8_760] {
        let issued_at = given.now - Duration::from_hours(hours);
        let expired = RoomClaims {
            issued_at,
            expires_at: issued_at + Duration::from_mins(10),
            ..claims(given)
        };
        assert_read(given, &expired);
    }
}

/// The clocks of two servers differ.
#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_room_token_that_is_not_valid_yet_is_verified(given: &Verifying) {
    let issued_at = given.now + Duration::from_mins(5);
    let early = RoomClaims {
        issued_at,
        expires_at: issued_at + Duration::from_mins(10),
        ..claims(given)
    };
    assert_read(given, &early);
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_forged_token_is_refused(given: &Verifying) {
    for &forgery in Forgery::VARIANTS {
        let token = (given.forge)(&claims(given), forgery);
        let read = given.verifier.verify(&token);
        assert!(read.is_err(), "{forgery:?}: {read:?}");
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_room_token_with_a_changed_character_is_refused(given: &Verifying) {
    let token = signed(given, &claims(given)).expose_secret().to_owned();
    // Some bits of the last character of base64 have no effect.
    for place in 0..token.len() - 1 {
        let mut changed = token.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        assert_refused(given, &String::from_utf8(changed).unwrap());
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_longer_or_shorter_token_is_refused(given: &Verifying) {
    let token = signed(given, &claims(given)).expose_secret().to_owned();
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
        assert_refused(given, &other);
    }
    if let Some((before, _signature)) = token.rsplit_once('.') {
        assert_refused(given, before);
        assert_refused(given, &format!("{before}."));
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_malformed_room_token_is_refused(given: &Verifying) {
    for nonsense in ["", " ", ".", "..", "...", "a.b.c", "null", "{}", "🎥.🎥.🎥", "\0"] {
        assert_refused(given, nonsense);
    }
    assert_refused(given, &"A".repeat(65_536));
    assert_refused(given, &".".repeat(65_536));
}
