//! Webhooks, true and false ones.

use std::sync::Arc;
use std::time::Duration;

use livekit_api::access_token::AccessToken;
use onair_domain::ports::TokenSigner;
use onair_domain::session::Identity;
use onair_domain::token::{Grants, RoomClaims, RoomRole};
use quickcheck::quickcheck;

use super::*;
use crate::LiveKitTokenSigner;
use crate::testing::{SystemClock, config_at, in_ten_minutes};

const ROOM: &str = r#""room":{"sid":"RM_1","name":"ada","emptyTimeout":120,"departureTimeout":60,"creationTime":"1764000000","creationTimeMs":"1764000000123","enabledCodecs":[{"mime":"audio/opus"}],"numParticipants":1}"#;

fn reader() -> WebhookReader {
    WebhookReader::new(&config_at("ws://127.0.0.1:1"))
}

/// The header as LiveKit makes it.
fn signed(body: &str) -> String {
    signed_with("devkey", "a secret of the tests, and of no one else", body)
}

fn signed_with(key: &str, secret: &str, body: &str) -> String {
    AccessToken::with_api_key(key, secret)
        .with_ttl(Duration::from_mins(5))
        .with_sha256(&BASE64_STANDARD.encode(Sha256::digest(body)))
        .to_jwt()
        .unwrap()
}

fn read(body: &str) -> WebhookEvent {
    reader().read(&signed(body), body.as_bytes()).unwrap()
}

fn ada_room() -> WebhookRoom {
    WebhookRoom {
        sid: RoomSid::from_trusted("RM_1".to_owned()),
        name: RoomName::from_trusted("ada".to_owned()),
    }
}

fn vera() -> WebhookParticipant {
    WebhookParticipant {
        sid: "PA_1".to_owned(),
        identity: Identity::from_outside("vera".to_owned()),
        is_person: true,
    }
}

#[test]
fn rooms_that_start_and_finish_are_told() {
    let started = read(&format!(
        r#"{{"event":"room_started",{ROOM},"id":"EV_1","createdAt":"1764000001"}}"#
    ));
    assert_eq!(started.id, "EV_1");
    assert_eq!(started.created_at.unwrap().timestamp(), 1_764_000_001);
    assert_eq!(started.happening, Happening::RoomStarted { room: ada_room() });

    let finished = read(&format!(
        r#"{{"event":"room_finished",{ROOM},"createdAt":1764000001}}"#
    ));
    assert_eq!(finished.id, "");
    assert_eq!(finished.created_at, started.created_at);
    assert_eq!(finished.happening, Happening::RoomFinished { room: ada_room() });
}

/// To the letter as a server of version 1.13 sent it.
#[test]
fn a_servers_own_words_are_understood() {
    let room = r#""room":{"sid":"RM_pcvkA4aJZx3e", "name":"ada", "emptyTimeout":120, "departureTimeout":60, "creationTime":"1795404510", "creationTimeMs":"1795404510251", "turnPassword":"Z0j8OKiY7KeO", "enabledCodecs":[{"mime":"audio/PCMU"}, {"mime":"video/rtx"}], "metadata":"{\"title\":\"Another title\",\"description\":null}"}"#;
    let finished = read(&format!(
        r#"{{"event":"room_finished", {room}, "id":"EV_hx4pGzYkMZdF", "createdAt":"1795404510"}}"#
    ));
    assert_eq!(finished.id, "EV_hx4pGzYkMZdF");
    let Happening::RoomFinished { room: finished } = finished.happening else {
        panic!("{finished:?}");
    };
    assert_eq!(
        (finished.sid.as_str(), finished.name.as_str()),
        ("RM_pcvkA4aJZx3e", "ada")
    );
    // Who never got as far as "joined" doesn't leave either.
    let aborted = read(&format!(
        r#"{{"event":"participant_connection_aborted", {room}, "participant":{{"sid":"PA_r2cbafFPwHer", "identity":"vera", "state":"DISCONNECTED", "joinedAt":"1795404510", "joinedAtMs":"1795404510250", "name":"VERA", "version":2, "permission":{{"canSubscribe":true, "canPublishData":true}}, "disconnectReason":"ROOM_DELETED"}}, "id":"EV_sZonnRpzQRhN", "createdAt":"1795404510"}}"#
    ));
    let event = "participant_connection_aborted".to_owned();
    assert_eq!(aborted.happening, Happening::Other { event });
}

#[test]
fn people_who_come_and_go_are_told() {
    let vera_json = r#""participant":{"sid":"PA_1","identity":"vera","state":"ACTIVE","joinedAt":"1764000000","name":"Vera","permission":{"canSubscribe":true},"disconnectReason":"CLIENT_INITIATED"}"#;
    let joined = read(&format!(r#"{{"event":"participant_joined",{ROOM},{vera_json}}}"#));
    let (room, participant) = (ada_room(), vera());
    assert_eq!(
        joined.happening,
        Happening::ParticipantJoined { room, participant }
    );
    let left = read(&format!(r#"{{"event":"participant_left",{ROOM},{vera_json}}}"#));
    let (room, participant) = (ada_room(), vera());
    assert_eq!(left.happening, Happening::ParticipantLeft { room, participant });
}

#[test]
fn tracks_are_told_and_sound_is_the_default() {
    for (json, kind) in [
        (r#"{"sid":"TR_1","source":"MICROPHONE"}"#, TrackKind::Audio),
        (r#"{"sid":"TR_1","type":"VIDEO","width":640}"#, TrackKind::Video),
        (r#"{"sid":"TR_1","type":1}"#, TrackKind::Video),
        (r#"{"sid":"TR_1","type":"SMELL"}"#, TrackKind::Other),
    ] {
        let rest = format!(
            r#""room":{{"sid":"RM_1","name":"ada"}},"participant":{{"sid":"PA_1","identity":"vera"}},"track":{json}"#
        );
        let sid = "TR_1".to_owned();
        let track = WebhookTrack { sid, kind };
        let (room, participant) = (ada_room(), vera());
        assert_eq!(
            read(&format!(r#"{{"event":"track_published",{rest}}}"#)).happening,
            Happening::TrackPublished {
                room: room.clone(),
                participant: participant.clone(),
                track: track.clone()
            }
        );
        assert_eq!(
            read(&format!(r#"{{"event":"track_unpublished",{rest}}}"#)).happening,
            Happening::TrackUnpublished {
                room,
                participant,
                track
            }
        );
    }
}

#[test]
fn machines_are_told_from_people_by_name_or_number() {
    for (kind, is_person) in [
        (r#""STANDARD""#, true),
        ("0", true),
        ("null", true),
        (r#""EGRESS""#, false),
        (r#""A_NEW_ONE""#, false),
        ("4", false),
        ("{}", false),
    ] {
        let body = format!(
            r#"{{"event":"participant_joined",{ROOM},"participant":{{"identity":"x","kind":{kind}}}}}"#
        );
        let Happening::ParticipantJoined { participant, .. } = read(&body).happening else {
            panic!("{body}");
        };
        assert_eq!(participant.is_person, is_person, "{kind}");
    }
}

#[test]
fn what_nobody_knows_is_an_event_all_the_same() {
    for (body, name) in [
        (
            r#"{"event":"egress_ended","egressInfo":{"status":"NEW_STATUS"}}"#,
            "egress_ended",
        ),
        (
            r#"{"event":"from_the_future","room":{"sid":"RM_1","name":"ada"}}"#,
            "from_the_future",
        ),
        (r#"{"event":"room_started"}"#, "room_started"),
        (r#"{"event":"room_started","room":null}"#, "room_started"),
        (
            r#"{"event":"room_started","room":{"sid":7,"name":["ada"]}}"#,
            "room_started",
        ),
        (
            r#"{"event":"participant_left","room":{"sid":"RM_1","name":"ada"},"participant":"vera"}"#,
            "participant_left",
        ),
        (r#"{"event":7,"createdAt":"soon"}"#, ""),
        ("{}", ""),
    ] {
        let event = name.to_owned();
        assert_eq!(read(body).happening, Happening::Other { event }, "{body}");
    }
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
        let refused = reader().read(&header, body.as_bytes()).unwrap_err();
        assert!(
            matches!(refused, WebhookError::Unsigned(_)),
            "{header}: {refused:?}"
        );
    }
}

#[test]
fn a_changed_body_is_refused() {
    let header = signed(r#"{"event":"room_finished"}"#);
    for body in [r#"{"event":"room_finished"} "#, "{}", ""] {
        let refused = reader().read(&header, body.as_bytes()).unwrap_err();
        assert!(matches!(refused, WebhookError::AnotherBody), "{body}");
    }
}

#[test]
fn a_viewers_token_signs_no_webhook() {
    let claims = RoomClaims {
        identity: Identity::from_outside("vera".to_owned()),
        name: "Vera".to_owned(),
        room: RoomName::from_trusted("ada".to_owned()),
        grants: Grants::of(RoomRole::Viewer),
        expires_at: in_ten_minutes(),
    };
    let signer = LiveKitTokenSigner::new(&config_at("ws://127.0.0.1:1"), Arc::new(SystemClock));
    let token = signer.sign(&claims).unwrap();
    for body in ["", r#"{"event":"room_finished"}"#] {
        let refused = reader().read(token.reveal(), body.as_bytes()).unwrap_err();
        assert!(matches!(refused, WebhookError::AnotherBody), "{refused:?}");
    }
}

#[test]
fn a_signed_body_that_is_no_object_is_unreadable() {
    for body in ["", "null", "[]", "[\"room_started\"]", "{", "\u{0}"] {
        let refused = reader().read(&signed(body), body.as_bytes()).unwrap_err();
        assert!(
            matches!(refused, WebhookError::Unreadable(_)),
            "{body:?}: {refused:?}"
        );
    }
}

quickcheck! {
    fn no_header_and_body_but_livekits_is_read(header: String, body: Vec<u8>) -> bool {
        reader().read(&header, &body).is_err()
    }

    fn no_signed_body_breaks_the_reader(body: String) -> bool {
        let nested = format!(r#"{{"event":"room_started","room":{body}}}"#);
        [body, nested].iter().all(|body| {
            !matches!(
                reader().read(&signed(body), body.as_bytes()),
                Err(WebhookError::Unsigned(_) | WebhookError::AnotherBody)
            )
        })
    }
}
