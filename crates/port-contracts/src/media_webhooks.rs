//! What every `MediaWebhooks` must do: decode what the media server signed, and reject everything else.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::fmt;
use std::sync::Arc;

use onair_domain::ports::{MediaWebhooks, MediaWebhooksError};
use onair_domain::room::{ConnectionId, Identity, RoomName, RoomSid};
use onair_domain::session::{MediaEvent, MediaNotification};

use crate::fixtures;

/// Turns a notification into a header and a body.
pub type SignNotification = dyn Fn(&MediaNotification) -> (String, Vec<u8>) + Send + Sync;

/// Returns a header for a body.
pub type SignBody = dyn Fn(&[u8]) -> String + Send + Sync;

/// Returns headers for a body.
pub type Forge = dyn Fn(&[u8]) -> Vec<String> + Send + Sync;

/// The port, and functions that sign webhooks as the media server does.
pub struct WebhooksFixture {
    /// The port.
    pub webhooks: Arc<dyn MediaWebhooks>,
    /// Signs a notification: the header and the body.
    pub sign_notification: Box<SignNotification>,
    /// Signs any other body.
    pub sign_body: Box<SignBody>,
    /// Forged headers for a body: signed with another key, by another algorithm, or in the name of the media
    /// server, and headers that the media server signed for other purposes.
    pub forge: Box<Forge>,
}

impl fmt::Debug for WebhooksFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhooksFixture").finish_non_exhaustive()
    }
}

/// Runs all cases of a `MediaWebhooks`; `fresh` returns a [`WebhooksFixture`](crate::media_webhooks::WebhooksFixture).
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
                an_unsigned_header_is_refused_without_the_body,
                texts_that_a_store_cannot_store_are_not_returned,
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

fn signed_notification(fixture: &WebhooksFixture) -> (String, Vec<u8>) {
    (fixture.sign_notification)(&notifications()[1])
}

/// Verifies the header, then decodes the body.
fn read(
    fixture: &WebhooksFixture,
    authorization: &str,
    body: &[u8],
) -> Result<Option<MediaNotification>, MediaWebhooksError> {
    fixture
        .webhooks
        .read(&fixture.webhooks.verify(authorization)?, body)
}

fn assert_refused(fixture: &WebhooksFixture, authorization: &str, body: &[u8]) {
    let read = read(fixture, authorization, body);
    assert!(matches!(read, Err(MediaWebhooksError::Unsigned(_))), "{read:?}");
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn notifications_are_decoded_unchanged(fixture: &WebhooksFixture) {
    for notification in notifications() {
        let (authorization, body) = (fixture.sign_notification)(&notification);
        let read = read(fixture, &authorization, &body).unwrap();
        assert_eq!(read, Some(notification));
    }
}

/// The media server repeats a webhook that was not answered.
#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn verifying_twice_gives_the_same_result(fixture: &WebhooksFixture) {
    let (authorization, body) = signed_notification(fixture);
    let once = read(fixture, &authorization, &body).unwrap();
    assert_eq!(read(fixture, &authorization, &body).unwrap(), once);
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_changed_body_is_refused(fixture: &WebhooksFixture) {
    let (authorization, body) = signed_notification(fixture);
    for place in 0..body.len() {
        let mut changed = body.clone();
        changed[place] ^= 1;
        assert_refused(fixture, &authorization, &changed);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_longer_or_shorter_body_is_refused(fixture: &WebhooksFixture) {
    let (authorization, body) = signed_notification(fixture);
    let others = [
        [&body[..], b" "].concat(),
        [b" ", &body[..]].concat(),
        [&body[..], &body[..]].concat(),
        body[1..].to_vec(),
        body[..body.len() - 1].to_vec(),
        Vec::new(),
    ];
    for other in others {
        assert_refused(fixture, &authorization, &other);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_signature_for_another_body_is_refused(fixture: &WebhooksFixture) {
    let (authorization, body) = signed_notification(fixture);
    let (other_authorization, other_body) = (fixture.sign_notification)(&notifications()[3]);
    assert_refused(fixture, &authorization, &other_body);
    assert_refused(fixture, &other_authorization, &body);
    assert_refused(fixture, &(fixture.sign_body)(b""), &body);
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_changed_signature_is_refused(fixture: &WebhooksFixture) {
    let (authorization, body) = signed_notification(fixture);
    // Some bits of the last character of base64 have no effect.
    for place in 0..authorization.len() - 1 {
        let mut changed = authorization.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        assert_refused(fixture, &String::from_utf8(changed).unwrap(), &body);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_signature_of_another_key_is_refused(fixture: &WebhooksFixture) {
    let (_, body) = signed_notification(fixture);
    let forged = (fixture.forge)(&body);
    assert!(!forged.is_empty());
    for authorization in forged {
        assert_refused(fixture, &authorization, &body);
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_malformed_signature_is_refused(fixture: &WebhooksFixture) {
    let (_, body) = signed_notification(fixture);
    for nonsense in ["", " ", ".", "..", "a.b.c", "Bearer ", "🎥.🎥.🎥"] {
        assert_refused(fixture, nonsense, &body);
        assert_refused(fixture, nonsense, b"");
    }
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn a_signed_body_that_cannot_be_decoded_is_unreadable(fixture: &WebhooksFixture) {
    for body in [&b""[..], b"\xff\xfe", b"{}", b"[", b"null"] {
        let read = read(fixture, &(fixture.sign_body)(body), body);
        assert!(
            matches!(read, Ok(None) | Err(MediaWebhooksError::Unreadable(_))),
            "{read:?}"
        );
    }
}

/// PostgreSQL cannot store U+0000 in texts.
#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn texts_that_a_store_cannot_store_are_not_returned(fixture: &WebhooksFixture) {
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
        let (authorization, body) = (fixture.sign_notification)(&notification);
        let read = format!("{:?}", read(fixture, &authorization, &body).unwrap());
        assert!(!read.contains("\\0"), "{read}");
    }
}

/// The body of an unsigned request is never read. Some bits of the last character of base64 have no
/// effect.
#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn an_unsigned_header_is_refused_without_the_body(fixture: &WebhooksFixture) {
    let (authorization, body) = signed_notification(fixture);
    assert!(fixture.webhooks.verify(&authorization).is_ok());
    let shortened = authorization[..authorization.len() - 2].to_owned();
    for header in (fixture.forge)(&body)
        .into_iter()
        .chain([shortened, String::new()])
    {
        let verified = fixture.webhooks.verify(&header);
        assert!(
            matches!(verified, Err(MediaWebhooksError::Unsigned(_))),
            "{header}: {verified:?}"
        );
    }
}
