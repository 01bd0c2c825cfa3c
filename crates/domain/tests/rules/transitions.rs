//! The loop that applies inputs, and the check of the creator's approval before it.

use std::sync::Arc;

use onair_domain::audit::Reason;
use onair_domain::creator::ApplicationStatus;
use onair_domain::ports::MockSessionRepository;
use onair_domain::session::SetLive;
use onair_domain::session::machine::Input;
use onair_domain::session::{EffectPolicy, EndReason, Phase, SessionTransitions, Timing, TransitionError};
use onair_domain::stream::StreamError;
use onair_port_contracts::fixtures;

use crate::services::Services;

#[tokio::test]
async fn a_session_that_changes_during_each_attempt_is_contention() {
    let session = fixtures::a_session(&fixtures::a_stream(&fixtures::user_id("ada")));
    let creator = session.creator_id.clone();
    let mut sessions = MockSessionRepository::new();
    sessions
        .expect_find_open()
        .returning(move |_| Ok(Some(session.clone())));
    sessions.expect_list_attendance().returning(|_, _| Ok(Vec::new()));
    sessions.expect_save().times(16).returning(|_| Ok(false));
    let clock = Services::new().ports.clock;
    let transitions = SessionTransitions::new(Arc::new(sessions), clock, Timing::default());
    let stop = [Input::Stop(EndReason::EndedByCreator)];
    let stopped = transitions
        .apply(&creator, &stop, None, EffectPolicy::Allow)
        .await;
    assert!(
        matches!(stopped, Err(TransitionError::Contention(_))),
        "{stopped:?}"
    );
}

#[tokio::test]
async fn a_deferred_effect_stores_nothing() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let before = services.session(&host.id).await;
    let (sessions, clock) = (services.ports.sessions.clone(), services.ports.clock.clone());
    let transitions = SessionTransitions::new(sessions, clock, Timing::default());
    let stop = [Input::Stop(EndReason::EndedByCreator)];
    let stopped = transitions
        .apply(&host.id, &stop, None, EffectPolicy::Defer)
        .await;
    let stopped = stopped.unwrap();
    assert!(stopped.is_deferred);
    assert_eq!(stopped.open, before);
    assert_eq!(services.session(&host.id).await, before);
}

#[tokio::test]
async fn a_stream_is_set_live_and_offline_once() {
    let services = Services::new();
    let host = services.host("ada").await;
    let on = || SetLive::On {
        room_sid: fixtures::room_sid(),
    };
    let first = services.streams.set_stream_live(&host.id, on()).await.unwrap();
    assert!(first.is_changed && first.stream.is_live());
    let again = services.streams.set_stream_live(&host.id, on()).await.unwrap();
    assert!(!again.is_changed && again.stream.is_live());
    let (first, again) = (first.session.unwrap(), again.session.unwrap());
    assert_eq!((&again.id, again.started_at), (&first.id, first.started_at));
    assert_ne!(
        again.room_sid, first.room_sid,
        "the session continues in the new room"
    );

    let off = services
        .streams
        .set_stream_live(&host.id, SetLive::Off)
        .await
        .unwrap();
    assert!(off.is_changed && !off.stream.is_live());
    let reason = EndReason::EndedByCreator;
    assert!(matches!(off.session.unwrap().phase, Phase::Ended { reason: why, .. } if why == reason));
    let off = services
        .streams
        .set_stream_live(&host.id, SetLive::Off)
        .await
        .unwrap();
    assert!(!off.is_changed && off.session.is_none());
    assert!(!services.stream(&host.id).await.is_live());
}

#[tokio::test]
async fn only_approved_creators_are_set_live() {
    let services = Services::new();
    let host = services.host("ada").await;
    let admin = fixtures::user_id("admin");
    let reason = Reason::parse("No more.").unwrap();
    services.creators.revoke(&host.id, &admin, reason).await.unwrap();
    let on = SetLive::On {
        room_sid: fixtures::room_sid(),
    };
    for live in [on, SetLive::Off] {
        let refused = services.streams.set_stream_live(&host.id, live).await;
        assert!(matches!(
            refused,
            Err(StreamError::NotApproved(ApplicationStatus::Revoked))
        ));
    }
    assert_eq!(services.session(&host.id).await, None);
}
