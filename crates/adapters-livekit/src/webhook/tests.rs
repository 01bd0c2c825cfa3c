//! Webhooks, true and false ones.

mod contract;

use std::time::Duration;

use livekit_api::access_token::AccessToken;
use onair_domain::ports::{Clock as _, TokenSigner};
use onair_domain::session::{ConnectionId, Identity, MediaEvent, RoomName, SessionId};
use onair_domain::token::{Grants, RoomClaims, RoomRole};
use quickcheck::quickcheck;

use super::*;
use crate::LiveKitTokenSigner;
use crate::testing::{SystemClock, config_at, in_ten_minutes};

const ROOM: &str = r#""room":{"sid":"RM_1","name":"ada","emptyTimeout":120,"departureTimeout":60,"creationTime":"1764000000","creationTimeMs":"1764000000123","enabledCodecs":[{"mime":"audio/opus"}],"numParticipants":1}"#;

fn webhooks() -> LiveKitWebhooks {
    LiveKitWebhooks::new(&config_at("ws://127.0.0.1:1"))
}

/// The header as LiveKit makes it.
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

/// Both steps: the header first, then the body.
fn verify_and_read(header: &str, body: &[u8]) -> Result<Option<MediaNotification>, MediaWebhooksError> {
    let webhooks = webhooks();
    webhooks.read(&webhooks.verify(header)?, body)
}

fn read(body: &str) -> Option<MediaNotification> {
    verify_and_read(&signed(body), body.as_bytes()).unwrap()
}

fn notification(body: &str) -> MediaNotification {
    let notification = read(body).unwrap_or_else(|| panic!("of no use: {body}"));
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
fn rooms_that_open_and_close_are_told() {
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
fn a_moment_that_nobody_understands_is_unknown() {
    for at in [r#""soon""#, "null", "1.5", "[]", "9223372036854775807"] {
        let body = format!(r#"{{"event":"room_finished",{ROOM},"createdAt":{at}}}"#);
        assert_eq!(notification(&body).at, None, "{at}");
    }
}

/// To the letter as a server of version 1.13 sent it.
#[test]
fn a_servers_own_words_are_understood() {
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
    // Who never got as far as "joined" doesn't leave either.
    let aborted = read(&format!(
        r#"{{"event":"participant_connection_aborted", {room}, "participant":{{"sid":"PA_r2cbafFPwHer", "identity":"vera", "state":"DISCONNECTED", "joinedAt":"1795404510", "joinedAtMs":"1795404510250", "name":"VERA", "version":2, "permission":{{"canSubscribe":true, "canPublishData":true}}, "disconnectReason":"ROOM_DELETED"}}, "id":"EV_sZonnRpzQRhN", "createdAt":"1795404510"}}"#
    ));
    assert_eq!(aborted, None);
}

#[test]
fn people_who_come_and_go_are_told() {
    let vera_json = r#""participant":{"sid":"PA_1","identity":"vera","state":"ACTIVE","joinedAt":"1764000000","name":"Vera","permission":{"canSubscribe":true},"disconnectReason":"CLIENT_INITIATED"}"#;
    let joined = notification(&format!(r#"{{"event":"participant_joined",{ROOM},{vera_json}}}"#));
    let (who, connection) = vera();
    assert_eq!(joined.event, MediaEvent::Joined { who, connection });
    let left = notification(&format!(r#"{{"event":"participant_left",{ROOM},{vera_json}}}"#));
    let (who, connection) = vera();
    assert_eq!(left.event, MediaEvent::Left { who, connection });
}

#[test]
fn a_track_is_told_when_it_comes_whatever_it_is_and_not_when_it_goes() {
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
        let (who, connection) = vera();
        assert_eq!(published.event, MediaEvent::Published { who, connection });
        assert_eq!(read(&format!(r#"{{"event":"track_unpublished",{rest}}}"#)), None);
    }
}

#[test]
fn machines_are_told_from_people_by_name_or_number() {
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
fn what_nobody_knows_or_could_use_is_no_notification_and_no_fault() {
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

/// The media server tells of whatever names it was given; a notification has none that a store can't keep.
#[test]
fn what_no_store_can_keep_counts_as_absent() {
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

fn is_of_another_body(refused: &MediaWebhooksError) -> bool {
    matches!(refused, MediaWebhooksError::Unsigned(source) if source.is::<AnotherBody>())
}

#[test]
fn strangers_are_refused() {
    let body = r#"{"event":"room_finished"}"#;
    let secret = "a secret of the tests, and of no one else";
    for header in [
        String::new(),
        "Bearer".to_owned(),
        format!("Bearer {}", signed(body)),
        signed_with("devkey", "another secret", body),
        signed_with("another key", secret, body),
    ] {
        let refused = verify_and_read(&header, body.as_bytes()).unwrap_err();
        assert!(
            matches!(&refused, MediaWebhooksError::Unsigned(source) if !source.is::<AnotherBody>()),
            "{header}: {refused:?}"
        );
    }
}

#[test]
fn a_changed_body_is_refused() {
    let header = signed(r#"{"event":"room_finished"}"#);
    for body in [r#"{"event":"room_finished"} "#, "{}", ""] {
        let refused = verify_and_read(&header, body.as_bytes()).unwrap_err();
        assert!(is_of_another_body(&refused), "{body}");
    }
}

#[test]
fn a_viewers_token_signs_no_webhook() {
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
        let refused = verify_and_read(token.expose_secret(), body.as_bytes()).unwrap_err();
        assert!(
            matches!(&refused, MediaWebhooksError::Unsigned(source) if source.is::<NoBody>()),
            "{refused:?}"
        );
    }
}

#[test]
fn a_signed_body_that_is_no_object_is_unreadable() {
    for body in ["", "null", "[]", "[\"room_started\"]", "{", "\u{0}"] {
        let refused = verify_and_read(&signed(body), body.as_bytes()).unwrap_err();
        assert!(
            matches!(refused, MediaWebhooksError::Unreadable(_)),
            "{body:?}: {refused:?}"
        );
    }
}

quickcheck! {
    fn no_header_and_body_but_livekits_is_read(header: String, body: Vec<u8>) -> bool {
        verify_and_read(&header, &body).is_err()
    }

    fn no_signed_body_is_taken_for_unsigned(body: String) -> bool {
        let nested = format!(r#"{{"event":"room_started","room":{body}}}"#);
        [body, nested].iter().all(|body| {
            !matches!(
                verify_and_read(&signed(body), body.as_bytes()),
                Err(MediaWebhooksError::Unsigned(_))
            )
        })
    }
}
