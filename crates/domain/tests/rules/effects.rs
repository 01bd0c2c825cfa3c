//! Effects of transitions: they are returned, or the transition is deferred.

use onair_domain::ports::Clock as _;
use onair_domain::room::{RoomName, RoomSid};
use onair_domain::session::machine::{Effect, Input};
use onair_domain::session::{
    EffectPolicy, EndReason, MediaEvent, MediaNotification, NewSession, SessionTransitions, Timing,
};
use onair_domain::stream::SessionId;

use crate::services::Services;

#[tokio::test]
async fn a_deferred_transition_leaves_the_session_as_it_is() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let session = services.session(&host.id).await;
    let ports = services.ports.clone();
    let transitions = SessionTransitions::new(ports.sessions, ports.clock, Timing::default());
    let stop = [Input::Stop(EndReason::EndedByCreator)];
    let deferred = transitions.apply(&host.id, &stop, None, EffectPolicy::Defer);
    let deferred = deferred.await.unwrap();
    assert!(deferred.is_deferred && !deferred.has_changed_state());
    assert_eq!((&deferred.before, &deferred.open), (&session, &session));
    assert_eq!(services.session(&host.id).await, session);
}

#[tokio::test]
async fn a_room_that_closes_while_its_session_opens_is_created_again() {
    let services = Services::new();
    let host = services.host("ada").await;
    let stream = services.stream(&host.id).await;
    let sid = RoomSid::from_trusted("RM_0".to_owned());
    let inputs = [
        Input::GoLive(NewSession {
            id: SessionId::from_trusted("session-1".to_owned()),
            stream_id: stream.id,
            creator_id: host.id.clone(),
            title: stream.title,
            room_sid: sid.clone(),
            started_at: services.memory.clock.now(),
        }),
        Input::Notification(MediaNotification {
            room: RoomName::of(&host.id),
            sid,
            at: None,
            event: MediaEvent::RoomClosed,
        }),
    ];
    let ports = services.ports.clone();
    let transitions = SessionTransitions::new(ports.sessions, ports.clock, Timing::default());
    let opened = transitions.apply(&host.id, &inputs, None, EffectPolicy::Allow);
    let opened = opened.await.unwrap();
    assert!(opened.open.is_some_and(|session| session.is_open()));
    assert_eq!(opened.effect, Some(Effect::CreateRoom));
}
