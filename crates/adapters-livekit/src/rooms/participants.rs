//! Who in a room is a person, and what the domain wants to know of them.

use livekit_protocol::ParticipantInfo;
use livekit_protocol::participant_info::{Kind, State};
use onair_domain::Timestamp;
use onair_domain::session::{ConnectionId, Identity, Participant};

use crate::storable::is_storable;

/// The participant, if it is somebody who broadcasts or watches: recorders, agents and other
/// machines, hidden ones, those who have just gone, and those whom no store could keep don't count.
pub(super) fn person(info: ParticipantInfo) -> Option<Participant> {
    let is_there = matches!(
        State::try_from(info.state),
        Ok(State::Joining | State::Joined | State::Active)
    );
    let is_hidden = info.permission.as_ref().is_some_and(|may| may.hidden);
    let is_known_by_storable_texts = is_storable(&info.identity) && is_storable(&info.sid);
    if info.kind != Kind::Standard as i32 || !is_there || is_hidden || !is_known_by_storable_texts {
        return None;
    }
    Some(Participant {
        joined_at: joined_at(&info),
        // `is_publisher` only says that they could; a muted track is still in the list.
        is_publishing: !info.tracks.is_empty(),
        identity: Identity::from_outside(info.identity),
        connection: ConnectionId::from_trusted(info.sid),
        name: info.name,
    })
}

/// Older servers know whole seconds alone.
fn joined_at(info: &ParticipantInfo) -> Timestamp {
    let millis = match info.joined_at_ms {
        0 => info.joined_at.saturating_mul(1000),
        millis => millis,
    };
    Timestamp::from_timestamp_millis(millis).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use livekit_protocol::{ParticipantPermission, TrackInfo};

    use super::*;

    fn ada() -> ParticipantInfo {
        ParticipantInfo {
            sid: "PA_1".to_owned(),
            identity: "ada".to_owned(),
            name: "Ada".to_owned(),
            state: State::Active as i32,
            joined_at: 1_700_000_000,
            joined_at_ms: 1_700_000_000_250,
            ..ParticipantInfo::default()
        }
    }

    #[test]
    fn a_person_keeps_name_connection_and_moment() {
        let there = person(ada()).unwrap();
        assert_eq!((there.identity.as_str(), there.name.as_str()), ("ada", "Ada"));
        assert_eq!(there.connection.as_str(), "PA_1");
        assert_eq!(there.joined_at.timestamp_millis(), 1_700_000_000_250);
        assert!(!there.is_publishing);
    }

    #[test]
    fn whole_seconds_do_where_a_server_knows_no_more() {
        let info = ParticipantInfo {
            joined_at_ms: 0,
            ..ada()
        };
        assert_eq!(
            person(info).unwrap().joined_at.timestamp_millis(),
            1_700_000_000_000
        );
    }

    #[test]
    fn an_impossible_moment_is_no_reason_to_lose_somebody() {
        let info = ParticipantInfo {
            joined_at: i64::MAX,
            joined_at_ms: 0,
            ..ada()
        };
        assert!(person(info).is_some());
    }

    #[test]
    fn a_muted_track_is_published_and_the_mere_right_is_not() {
        let muted = TrackInfo {
            muted: true,
            ..TrackInfo::default()
        };
        let info = ParticipantInfo {
            tracks: vec![muted],
            ..ada()
        };
        assert!(person(info).unwrap().is_publishing);
        let info = ParticipantInfo {
            is_publisher: true,
            ..ada()
        };
        assert!(!person(info).unwrap().is_publishing);
    }

    #[test]
    fn who_is_on_the_way_in_counts_and_who_has_gone_does_not() {
        for state in [State::Joining, State::Joined, State::Active] {
            let info = ParticipantInfo {
                state: state as i32,
                ..ada()
            };
            assert!(person(info).is_some(), "{state:?}");
        }
        for state in [State::Disconnected as i32, 99] {
            assert!(person(ParticipantInfo { state, ..ada() }).is_none(), "{state}");
        }
    }

    #[test]
    fn who_cannot_be_kept_by_a_store_does_not_count() {
        let nul = |text: &str| format!("{text}\0");
        let identity = ParticipantInfo {
            identity: nul("ada"),
            ..ada()
        };
        let sid = ParticipantInfo {
            sid: nul("PA_1"),
            ..ada()
        };
        assert!(person(identity).is_none() && person(sid).is_none());
    }

    #[test]
    fn machines_do_not_count() {
        let kinds = [Kind::Ingress, Kind::Egress, Kind::Sip, Kind::Agent].map(|kind| kind as i32);
        for kind in kinds.into_iter().chain([99]) {
            assert!(person(ParticipantInfo { kind, ..ada() }).is_none(), "{kind}");
        }
        let hidden = ParticipantPermission {
            hidden: true,
            ..ParticipantPermission::default()
        };
        let info = ParticipantInfo {
            permission: Some(hidden),
            ..ada()
        };
        assert!(person(info).is_none());
    }
}
