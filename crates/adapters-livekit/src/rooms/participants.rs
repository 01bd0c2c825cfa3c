//! Conversion of LiveKit participants into the domain's.

use livekit_protocol::ParticipantInfo;
use livekit_protocol::participant_info::{Kind, State};
use onair_domain::Timestamp;
use onair_domain::room::{ConnectionId, Identity, Participant};

use crate::storable_text::is_storable;

/// Converts a participant who broadcasts or watches. Returns `None` for recorders, agents and other
/// machines, for hidden or disconnected participants, and for ids that no store accepts.
pub(super) fn to_participant(info: ParticipantInfo) -> Option<Participant> {
    let is_connected = matches!(
        State::try_from(info.state),
        Ok(State::Joining | State::Joined | State::Active)
    );
    let is_hidden = info
        .permission
        .as_ref()
        .is_some_and(|permission| permission.hidden);
    let has_storable_ids = is_storable(&info.identity) && is_storable(&info.sid);
    if info.kind != Kind::Standard as i32 || !is_connected || is_hidden || !has_storable_ids {
        return None;
    }
    Some(Participant {
        joined_at: joined_at(&info),
        // `is_publisher` only expresses the permission. Muted tracks stay in the list.
        is_publishing: !info.tracks.is_empty(),
        identity: Identity::from_outside(info.identity),
        connection: ConnectionId::from_trusted(info.sid),
        name: info.name,
    })
}

/// Older servers report whole seconds only.
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
    fn participant_keeps_name_connection_and_join_time() {
        let participant = to_participant(ada()).unwrap();
        assert_eq!(
            (participant.identity.as_str(), participant.name.as_str()),
            ("ada", "Ada")
        );
        assert_eq!(participant.connection.as_str(), "PA_1");
        assert_eq!(participant.joined_at.timestamp_millis(), 1_700_000_000_250);
        assert!(!participant.is_publishing);
    }

    #[test]
    fn join_time_falls_back_to_whole_seconds() {
        let info = ParticipantInfo {
            joined_at_ms: 0,
            ..ada()
        };
        assert_eq!(
            to_participant(info).unwrap().joined_at.timestamp_millis(),
            1_700_000_000_000
        );
    }

    #[test]
    fn participant_with_invalid_join_time_is_kept() {
        let info = ParticipantInfo {
            joined_at: i64::MAX,
            joined_at_ms: 0,
            ..ada()
        };
        assert!(to_participant(info).is_some());
    }

    #[test]
    fn muted_track_counts_as_publishing_but_permission_does_not() {
        let muted = TrackInfo {
            muted: true,
            ..TrackInfo::default()
        };
        let info = ParticipantInfo {
            tracks: vec![muted],
            ..ada()
        };
        assert!(to_participant(info).unwrap().is_publishing);
        let info = ParticipantInfo {
            is_publisher: true,
            ..ada()
        };
        assert!(!to_participant(info).unwrap().is_publishing);
    }

    #[test]
    fn joining_participant_counts_and_disconnected_does_not() {
        for state in [State::Joining, State::Joined, State::Active] {
            let info = ParticipantInfo {
                state: state as i32,
                ..ada()
            };
            assert!(to_participant(info).is_some(), "{state:?}");
        }
        for state in [State::Disconnected as i32, 99] {
            assert!(
                to_participant(ParticipantInfo { state, ..ada() }).is_none(),
                "{state}"
            );
        }
    }

    #[test]
    fn participant_with_unstorable_id_is_ignored() {
        let with_nul = |text: &str| format!("{text}\0");
        let identity = ParticipantInfo {
            identity: with_nul("ada"),
            ..ada()
        };
        let sid = ParticipantInfo {
            sid: with_nul("PA_1"),
            ..ada()
        };
        assert!(to_participant(identity).is_none() && to_participant(sid).is_none());
    }

    #[test]
    fn machines_and_hidden_participants_are_ignored() {
        let kinds = [Kind::Ingress, Kind::Egress, Kind::Sip, Kind::Agent].map(|kind| kind as i32);
        for kind in kinds.into_iter().chain([99]) {
            assert!(
                to_participant(ParticipantInfo { kind, ..ada() }).is_none(),
                "{kind}"
            );
        }
        let hidden = ParticipantPermission {
            hidden: true,
            ..ParticipantPermission::default()
        };
        let info = ParticipantInfo {
            permission: Some(hidden),
            ..ada()
        };
        assert!(to_participant(info).is_none());
    }
}
