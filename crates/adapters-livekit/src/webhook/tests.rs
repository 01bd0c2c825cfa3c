//! Tests with valid and forged webhooks.

mod contract;

use std::time::Duration;

use livekit_api::access_token::AccessToken;
use onair_domain::ports::{Clock as _, TokenSigner};
use onair_domain::room::{ConnectionId, Identity, RoomName};
use onair_domain::session::MediaEvent;
use onair_domain::stream::SessionId;
use onair_domain::token::{Grants, RoomClaims, RoomRole};
use quickcheck::quickcheck;

use super::*;
use crate::LiveKitTokenSigner;
use crate::testing::{SystemClock, config_at, in_ten_minutes};

const ROOM: &str = r#""room":{"sid":"RM_1","name":"ada","emptyTimeout":120,"departureTimeout":60,"creationTime":"1764000000","creationTimeMs":"1764000000123","enabledCodecs":[{"mime":"audio/opus"}],"numParticipants":1}"#;

fn webhooks() -> LiveKitWebhooks {
    LiveKitWebhooks::new(&config_at("ws://127.0.0.1:1"))
}

/// The authorization header as LiveKit creates it.
fn signed(body: impl AsRef<[u8]>) -> String {
    signed_with("devkey", "a secret of the tests, and of no one else", body)
}

fn signed_with(key: &str, secret: &str, body: impl AsRef<[u8]>) -> String {
    AccessToken::with_api_key(key, secret)
        .with_ttl(Duration::from_mins(5))
        .with_sha256(&BASE64_STANDARD.encode(Sha256::digest(body)))
        .to_jwt()
        .unwrap()
}

/// Verifies the header and then reads the body.
fn verify_and_read(header: &str, body: &[u8]) -> Result<Option<MediaNotification>, MediaWebhooksError> {
    let webhooks = webhooks();
    webhooks.read(&webhooks.verify(header)?, body)
}

fn read(body: &str) -> Option<MediaNotification> {
    verify_and_read(&signed(body), body.as_bytes()).unwrap()
}

fn notification(body: &str) -> MediaNotification {
    let notification = read(body).unwrap_or_else(|| panic!("no notification: {body}"));
    assert_eq!(
        (notification.sid.as_str(), notification.room.as_str()),
        ("RM_1", "ada")
    );
    notification
}

fn vera() -> (Identity, ConnectionId) {
    (
        Identity::from_outside("vera".to_owned()),
        ConnectionId::from_trusted("PA_1".to_owned()),
    )
}

#[test]
fn opened_and_closed_rooms_are_reported() {
    let opened = notification(&format!(
        r#"{{"event":"room_started",{ROOM},"id":"EV_1","createdAt":"1764000001"}}"#
    ));
    assert_eq!(opened.at.unwrap().timestamp(), 1_764_000_001);
    assert_eq!(opened.event, MediaEvent::RoomOpened);

    let closed = notification(&format!(
        r#"{{"event":"room_finished",{ROOM},"createdAt":1764000001}}"#
    ));
    assert_eq!(closed.at, opened.at);
    assert_eq!(closed.event, MediaEvent::RoomClosed);
}

#[test]
fn unparsable_time_is_unknown() {
    for at in [r#""soon""#, "null", "1.5", "[]", "9223372036854775807"] {
        let body = format!(r#"{{"event":"room_finished",{ROOM},"createdAt":{at}}}"#);
        assert_eq!(notification(&body).at, None, "{at}");
    }
}

/// Bodies as sent by LiveKit 1.13.
#[test]
fn real_webhook_bodies_are_read() {
    let room = r#""room":{"sid":"RM_pcvkA4aJZx3e", "name":"ada", "emptyTimeout":120, "departureTimeout":60, "creationTime":"1795404510", "creationTimeMs":"1795404510251", "turnPassword":"Z0j8OKiY7KeO", "enabledCodecs":[{"mime":"audio/PCMU"}, {"mime":"video/rtx"}], "metadata":"{\"title\":\"Another title\",\"description\":null}"}"#;
    let closed = read(&format!(
        r#"{{"event":"room_finished", {room}, "id":"EV_hx4pGzYkMZdF", "createdAt":"1795404510"}}"#
    ))
    .unwrap();
    assert_eq!(closed.event, MediaEvent::RoomClosed);
    assert_eq!(
        (closed.sid.as_str(), closed.room.as_str()),
        ("RM_pcvkA4aJZx3e", "ada")
    );
    // A participant who never joined does not leave either.
    let aborted = read(&format!(
        r#"{{"event":"participant_connection_aborted", {room}, "participant":{{"sid":"PA_r2cbafFPwHer", "identity":"vera", "state":"DISCONNECTED", "joinedAt":"1795404510", "joinedAtMs":"1795404510250", "name":"VERA", "version":2, "permission":{{"canSubscribe":true, "canPublishData":true}}, "disconnectReason":"ROOM_DELETED"}}, "id":"EV_sZonnRpzQRhN", "createdAt":"1795404510"}}"#
    ));
    assert_eq!(aborted, None);
}

#[test]
fn joining_and_leaving_participants_are_reported() {
    let vera_json = r#""participant":{"sid":"PA_1","identity":"vera","state":"ACTIVE","joinedAt":"1764000000","name":"Vera","permission":{"canSubscribe":true},"disconnectReason":"CLIENT_INITIATED"}"#;
    let joined = notification(&format!(r#"{{"event":"participant_joined",{ROOM},{vera_json}}}"#));
    let (identity, connection) = vera();
    assert_eq!(joined.event, MediaEvent::Joined { identity, connection });
    let left = notification(&format!(r#"{{"event":"participant_left",{ROOM},{vera_json}}}"#));
    let (identity, connection) = vera();
    assert_eq!(left.event, MediaEvent::Left { identity, connection });
}

#[test]
fn published_track_is_reported_and_unpublished_is_not() {
    for track in [
        r#"{"sid":"TR_1","source":"MICROPHONE"}"#,
        r#"{"sid":"TR_1","type":"VIDEO","width":640}"#,
        r#"{"sid":"TR_1","type":1}"#,
        r#"{"sid":"TR_1","type":"SMELL"}"#,
        "null",
    ] {
        let rest = format!(
            r#""room":{{"sid":"RM_1","name":"ada"}},"participant":{{"sid":"PA_1","identity":"vera"}},"track":{track}"#
        );
        let published = notification(&format!(r#"{{"event":"track_published",{rest}}}"#));
        let (identity, connection) = vera();
        assert_eq!(published.event, MediaEvent::Published { identity, connection });
        assert_eq!(read(&format!(r#"{{"event":"track_unpublished",{rest}}}"#)), None);
    }
}

#[test]
fn machines_and_hidden_participants_are_ignored() {
    for (what, is_person) in [
        (r#""kind":"STANDARD""#, true),
        (r#""kind":0"#, true),
        (r#""kind":null"#, true),
        (r#""permission":{"hidden":false}"#, true),
        (r#""permission":{"hidden":"maybe"}"#, true),
        (r#""kind":"EGRESS""#, false),
        (r#""kind":"A_NEW_ONE""#, false),
        (r#""kind":4"#, false),
        (r#""kind":{}"#, false),
        (r#""permission":{"hidden":true}"#, false),
    ] {
        for event in ["participant_joined", "participant_left"] {
            let body = format!(
                r#"{{"event":"{event}",{ROOM},"participant":{{"sid":"PA_1","identity":"x",{what}}}}}"#
            );
            assert_eq!(read(&body).is_some(), is_person, "{body}");
        }
    }
}

#[test]
fn unknown_or_unusable_event_is_ignored() {
    for body in [
        r#"{"event":"egress_ended","egressInfo":{"status":"NEW_STATUS"}}"#,
        r#"{"event":"from_the_future","room":{"sid":"RM_1","name":"ada"}}"#,
        r#"{"event":"room_started"}"#,
        r#"{"event":"room_started","room":null}"#,
        r#"{"event":"room_started","room":{"sid":"","name":"ada"}}"#,
        r#"{"event":"room_started","room":{"sid":"RM_1"}}"#,
        r#"{"event":"room_started","room":{"sid":7,"name":["ada"]}}"#,
        r#"{"event":"participant_left","room":{"sid":"RM_1","name":"ada"},"participant":"vera"}"#,
        r#"{"event":"participant_left","room":{"sid":"RM_1","name":"ada"},"participant":{"sid":"PA_1"}}"#,
        r#"{"event":"participant_left","room":{"sid":"RM_1","name":"ada"},"participant":{"identity":"vera"}}"#,
        r#"{"event":7,"createdAt":"soon"}"#,
        "{}",
    ] {
        assert_eq!(read(body), None, "{body}");
    }
}

/// The media server accepts any names. Notifications contain only those that a store accepts.
#[test]
fn unstorable_value_counts_as_absent() {
    let long = "x".repeat(513);
    for bad in ["\\u0000", "a\\u0000b", &long] {
        let room = format!(r#""room":{{"sid":"RM_1","name":"{bad}"}}"#);
        assert_eq!(read(&format!(r#"{{"event":"room_started",{room}}}"#)), None);
        let sid = format!(r#""room":{{"sid":"{bad}","name":"ada"}}"#);
        assert_eq!(read(&format!(r#"{{"event":"room_finished",{sid}}}"#)), None);
        for who in [
            format!(r#""sid":"PA_1","identity":"{bad}""#),
            format!(r#""sid":"{bad}","identity":"vera""#),
        ] {
            let body = format!(r#"{{"event":"participant_joined",{ROOM},"participant":{{{who}}}}}"#);
            assert_eq!(read(&body), None, "{body}");
        }
    }
    for at in ["-1", "253402300800", "-200000000000"] {
        let body = format!(r#"{{"event":"room_started",{ROOM},"createdAt":"{at}"}}"#);
        assert_eq!(notification(&body).at, None, "{at}");
    }
}

fn is_other_body(error: &MediaWebhooksError) -> bool {
    matches!(error, MediaWebhooksError::Unsigned(source) if source.is::<OtherBody>())
}

#[test]
fn foreign_signature_is_rejected() {
    let body = r#"{"event":"room_finished"}"#;
    let secret = "a secret of the tests, and of no one else";
    for header in [
        String::new(),
        "Bearer".to_owned(),
        format!("Bearer {}", signed(body)),
        signed_with("devkey", "another secret", body),
        signed_with("another key", secret, body),
    ] {
        let error = verify_and_read(&header, body.as_bytes()).unwrap_err();
        assert!(
            matches!(&error, MediaWebhooksError::Unsigned(source) if !source.is::<OtherBody>()),
            "{header}: {error:?}"
        );
    }
}

#[test]
fn changed_body_is_rejected() {
    let header = signed(r#"{"event":"room_finished"}"#);
    for body in [r#"{"event":"room_finished"} "#, "{}", ""] {
        let error = verify_and_read(&header, body.as_bytes()).unwrap_err();
        assert!(is_other_body(&error), "{body}");
    }
}

#[test]
fn room_token_does_not_sign_a_webhook() {
    let claims = RoomClaims {
        identity: Identity::from_outside("vera".to_owned()),
        name: "Vera".to_owned(),
        room: RoomName::from_trusted("ada".to_owned()),
        session_id: SessionId::from_trusted("session".to_owned()),
        grants: Grants::of(RoomRole::Viewer),
        issued_at: SystemClock.now(),
        expires_at: in_ten_minutes(),
    };
    let signer = LiveKitTokenSigner::new(&config_at("ws://127.0.0.1:1"));
    let token = signer.sign(&claims).unwrap();
    for body in ["", r#"{"event":"room_finished"}"#] {
        let error = verify_and_read(token.expose_secret(), body.as_bytes()).unwrap_err();
        assert!(
            matches!(&error, MediaWebhooksError::Unsigned(source) if source.is::<MissingBodyHash>()),
            "{error:?}"
        );
    }
}

#[test]
fn signed_body_that_is_no_object_is_unreadable() {
    for body in ["", "null", "[]", "[\"room_started\"]", "{", "\u{0}"] {
        let error = verify_and_read(&signed(body), body.as_bytes()).unwrap_err();
        assert!(
            matches!(error, MediaWebhooksError::Unreadable(_)),
            "{body:?}: {error:?}"
        );
    }
}

quickcheck! {
    fn arbitrary_header_and_body_are_rejected(header: String, body: Vec<u8>) -> bool {
        verify_and_read(&header, &body).is_err()
    }

    fn signed_body_is_never_reported_as_unsigned(body: String) -> bool {
        let nested = format!(r#"{{"event":"room_started","room":{body}}}"#);
        [body, nested].iter().all(|body| {
            !matches!(
                verify_and_read(&signed(body), body.as_bytes()),
                Err(MediaWebhooksError::Unsigned(_))
            )
        })
    }
}
