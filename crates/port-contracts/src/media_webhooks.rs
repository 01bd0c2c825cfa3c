//! What every `MediaWebhooks` must do: decode what the media server signed, and reject everything else.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::fmt;
use std::sync::Arc;

use onair_domain::ports::{MediaWebhooks, MediaWebhooksError};
use onair_domain::room::{ConnectionId, Identity, RoomName, RoomSid};
use onair_domain::session::{MediaEvent, MediaNotification};

use crate::fixtures;

/// Turns a notification into a header and a body.
pub type Tell = dyn Fn(&MediaNotification) -> (String, Vec<u8>) + Send + Sync;

/// Returns a header for a body.
pub type Sign = dyn Fn(&[u8]) -> String + Send + Sync;

/// Returns headers for a body.
pub type Forge = dyn Fn(&[u8]) -> Vec<String> + Send + Sync;

/// The port, and a media server that calls it.
pub struct Caller {
    /// The port.
    pub webhooks: Arc<dyn MediaWebhooks>,
    /// Signs a notification: the header and the body.
    pub tell: Box<Tell>,
    /// Signs any other body.
    pub sign: Box<Sign>,
    /// Forged headers for a body: signed with another key, by another algorithm, or in the name of the media
    /// server, and headers that the media server signed for other purposes.
    pub forge: Box<Forge>,
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller").finish_non_exhaustive()
    }
}

/// Runs all cases of a `MediaWebhooks`; `fresh` returns a [`Caller`](crate::media_webhooks::Caller).
#[macro_export]
macro_rules! media_webhooks {
    ($fresh:expr) => {
        $crate::cases!(
            media_webhooks,
            $fresh,
            [
                notifications_are_decoded_unchanged,
                verifying_twice_gives_the_same_result,
                a_changed_body_is_refused,
                a_longer_or_shorter_body_is_refused,
                a_signature_for_another_body_is_refused,
                a_changed_signature_is_refused,
                a_signature_of_another_key_is_refused,
                a_malformed_signature_is_refused,
                a_signed_body_that_cannot_be_decoded_is_unreadable,
                an_unsigned_header_is_refused_before_the_body_is_read,
                a_text_that_a_store_cannot_keep_is_not_returned,
            ]
        );
    };
}

/// A notification of each kind.
fn notifications() -> Vec<MediaNotification> {
    let (identity, connection) = (Identity::of_guest(fixtures::time(), 7), fixtures::connection_id());
    let events = [
        MediaEvent::RoomOpened,
        MediaEvent::Joined {
            identity: identity.clone(),
            connection: connection.clone(),
        },
        MediaEvent::Published {
            identity: identity.clone(),
            connection: connection.clone(),
        },
        MediaEvent::Left { identity, connection },
        MediaEvent::RoomClosed,
    ];
    let notifications = events
        .into_iter()
        .map(|event| fixtures::a_notification("ada", event));
    notifications.collect()
}

fn sign_one(given: &Caller) -> (String, Vec<u8>) {
    (given.tell)(&notifications()[1])
}

/// Verifies the header, then decodes the body.
fn read(
    given: &Caller,
    authorization: &str,
    body: &[u8],
) -> Result<Option<MediaNotification>, MediaWebhooksError> {
    given.webhooks.read(&given.webhooks.verify(authorization)?, body)
}

fn assert_refused(given: &Caller, authorization: &str, body: &[u8]) {
    let read = read(given, authorization, body);
    assert!(matches!(read, Err(MediaWebhooksError::Unsigned(_))), "{read:?}");
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn notifications_are_decoded_unchanged(given: &Caller) {
    for notification in notifications() {
        let (authorization, body) = (given.tell)(&notification);
        let read = read(given, &authorization, &body).unwrap();
        assert_eq!(read, Some(notification));
    }
}

/// The media server repeats a webhook that was not answered.
#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn verifying_twice_gives_the_same_result(given: &Caller) {
    let (authorization, body) = sign_one(given);
    let once = read(given, &authorization, &body).unwrap();
    assert_eq!(read(given, &authorization, &body).unwrap(), once);
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_changed_body_is_refused(given: &Caller) {
    let (authorization, body) = sign_one(given);
    for place in 0..body.len() {
        let mut changed = body.clone();
        changed[place] ^= 1;
        assert_refused(given, &authorization, &changed);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_longer_or_shorter_body_is_refused(given: &Caller) {
    let (authorization, body) = sign_one(given);
    let others = [
        [&body[..], b" "].concat(),
        [b" ", &body[..]].concat(),
        [&body[..], &body[..]].concat(),
        body[1..].to_vec(),
        body[..body.len() - 1].to_vec(),
        Vec::new(),
    ];
    for other in others {
        assert_refused(given, &authorization, &other);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_signature_for_another_body_is_refused(given: &Caller) {
    let (authorization, body) = sign_one(given);
    let (other_authorization, other_body) = (given.tell)(&notifications()[3]);
    assert_refused(given, &authorization, &other_body);
    assert_refused(given, &other_authorization, &body);
    assert_refused(given, &(given.sign)(b""), &body);
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_changed_signature_is_refused(given: &Caller) {
    let (authorization, body) = sign_one(given);
    // Some bits of the last character of base64 have no effect.
    for place in 0..authorization.len() - 1 {
        let mut changed = authorization.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        assert_refused(given, &String::from_utf8(changed).unwrap(), &body);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_signature_of_another_key_is_refused(given: &Caller) {
    let (_, body) = sign_one(given);
    let forged = (given.forge)(&body);
    assert!(!forged.is_empty());
    for authorization in forged {
        assert_refused(given, &authorization, &body);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_malformed_signature_is_refused(given: &Caller) {
    let (_, body) = sign_one(given);
    for nonsense in ["", " ", ".", "..", "a.b.c", "Bearer ", "🎥.🎥.🎥"] {
        assert_refused(given, nonsense, &body);
        assert_refused(given, nonsense, b"");
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_signed_body_that_cannot_be_decoded_is_unreadable(given: &Caller) {
    for body in [&b""[..], b"\xff\xfe", b"{}", b"[", b"null"] {
        let read = read(given, &(given.sign)(body), body);
        assert!(
            matches!(read, Ok(None) | Err(MediaWebhooksError::Unreadable(_))),
            "{read:?}"
        );
    }
}

/// PostgreSQL cannot store U+0000 in texts.
#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_text_that_a_store_cannot_keep_is_not_returned(given: &Caller) {
    let joined = |who: &str, connection: &str| MediaEvent::Joined {
        identity: Identity::from_outside(who.to_owned()),
        connection: ConnectionId::from_trusted(connection.to_owned()),
    };
    let plain = fixtures::a_notification("ada", joined("vera", "PA_1"));
    let unstorable = [
        fixtures::a_notification("ada", joined("ve\0ra", "PA_1")),
        fixtures::a_notification("ada", joined("vera", "PA_\0")),
        MediaNotification {
            room: RoomName::from_trusted("a\0da".to_owned()),
            ..plain.clone()
        },
        MediaNotification {
            sid: RoomSid::from_trusted("RM_\0".to_owned()),
            ..plain
        },
    ];
    for notification in unstorable {
        let (authorization, body) = (given.tell)(&notification);
        let read = format!("{:?}", read(given, &authorization, &body).unwrap());
        assert!(!read.contains("\\0"), "{read}");
    }
}

/// The body is awaited only for the media server. Some bits of the last character of base64 have no
/// effect.
#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn an_unsigned_header_is_refused_before_the_body_is_read(given: &Caller) {
    let (authorization, body) = sign_one(given);
    assert!(given.webhooks.verify(&authorization).is_ok());
    let shortened = authorization[..authorization.len() - 2].to_owned();
    for stranger in (given.forge)(&body).into_iter().chain([shortened, String::new()]) {
        let verified = given.webhooks.verify(&stranger);
        assert!(
            matches!(verified, Err(MediaWebhooksError::Unsigned(_))),
            "{stranger}: {verified:?}"
        );
    }
}
