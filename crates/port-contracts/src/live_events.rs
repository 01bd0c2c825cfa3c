//! What every `LiveEvents` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use onair_domain::audit::AuditAction;
use onair_domain::ports::{Change, LiveSubscription};
use onair_domain::session::{EndReason, LiveState};
use onair_domain::stream::StreamPatch;

use crate::{World, fixtures};

/// Runs all cases of a `LiveEvents`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! live_events {
    ($fresh:expr) => {
        $crate::cases!(
            live_events,
            $fresh,
            [
                a_new_stream_is_reported,
                a_change_of_the_stream_is_reported,
                every_change_of_a_session_is_reported,
                a_new_and_a_deleted_thumbnail_are_reported,
                a_change_is_reported_when_it_can_be_read,
                every_subscriber_receives_changes,
                a_cancelled_wait_loses_no_change,
                suspensions_and_reinstatements_are_reported,
            ]
        );
    };
}

async fn listening(world: &World) -> Box<dyn LiveSubscription> {
    world.events.subscribe().await.unwrap()
}

/// Waits until a change of this creator's stream is published. Other changes are ignored.
async fn wait_for_change(listener: &mut Box<dyn LiveSubscription>, creator: &str) {
    wait_for(listener, &Change::Stream(fixtures::user_id(creator))).await;
}

async fn wait_for(listener: &mut Box<dyn LiveSubscription>, change: &Change) {
    while listener.next().await.unwrap() != *change {}
}

pub async fn a_new_stream_is_reported(world: &World) {
    let mut listener = listening(world).await;
    world.stream("ada").await;
    wait_for_change(&mut listener, "ada").await;
}

pub async fn a_change_of_the_stream_is_reported(world: &World) {
    let stream = world.stream("ada").await;
    let mut listener = listening(world).await;
    let patch = StreamPatch {
        title: Some(fixtures::title("Another")),
        ..StreamPatch::default()
    };
    world
        .streams
        .update(&stream.user_id, &patch, fixtures::later(1))
        .await
        .unwrap();
    wait_for_change(&mut listener, "ada").await;
    world.streams.upsert(&stream, &patch).await.unwrap();
    wait_for_change(&mut listener, "ada").await;
}

pub async fn every_change_of_a_session_is_reported(world: &World) {
    let stream = world.stream("ada").await;
    let mut listener = listening(world).await;
    let session = world.go_live(&stream).await;
    wait_for_change(&mut listener, "ada").await;
    let since = fixtures::later(1);
    let on_air = fixtures::in_state(&session, LiveState::OnAir { since });
    let on_air = world.save(&session, on_air).await;
    wait_for_change(&mut listener, "ada").await;
    let watched = world.save(&on_air, fixtures::with_viewers(&on_air, 7)).await;
    wait_for_change(&mut listener, "ada").await;
    world.end(&watched, EndReason::EndedByCreator).await;
    wait_for_change(&mut listener, "ada").await;
}

pub async fn a_new_and_a_deleted_thumbnail_are_reported(world: &World) {
    let ada = world.live_stream("ada", 0).await.user_id;
    let mut listener = listening(world).await;
    let thumbnail = fixtures::a_thumbnail(1);
    assert!(world.thumbnails.put(&ada, &thumbnail).await.unwrap());
    wait_for_change(&mut listener, "ada").await;
    world.thumbnails.delete(&ada).await.unwrap();
    wait_for_change(&mut listener, "ada").await;
}

pub async fn a_change_is_reported_when_it_can_be_read(world: &World) {
    let stream = world.stream("ada").await;
    let mut listener = listening(world).await;
    world.sessions.open(&fixtures::a_session(&stream)).await.unwrap();
    wait_for_change(&mut listener, "ada").await;
    let shown = world
        .streams
        .find_with_user(&stream.user_id)
        .await
        .unwrap()
        .unwrap();
    assert!(shown.stream.is_live() && shown.session_id.is_some());
}

pub async fn every_subscriber_receives_changes(world: &World) {
    let (mut one, mut other) = (listening(world).await, listening(world).await);
    world.stream("ada").await;
    wait_for_change(&mut one, "ada").await;
    wait_for_change(&mut other, "ada").await;
}

pub async fn a_cancelled_wait_loses_no_change(world: &World) {
    let mut listener = listening(world).await;
    {
        let mut waiting = pin!(listener.next());
        let mut context = Context::from_waker(Waker::noop());
        assert!(matches!(waiting.as_mut().poll(&mut context), Poll::Pending));
    }
    world.stream("ada").await;
    wait_for_change(&mut listener, "ada").await;
}

pub async fn suspensions_and_reinstatements_are_reported(world: &World) {
    let ada = world.user("ada").await;
    let mut listener = listening(world).await;
    for is_suspended in [true, false] {
        let entry = fixtures::an_audit_entry(&ada.id, AuditAction::Suspend, "ada");
        let changed = world.users.set_suspended(&ada.id, is_suspended, &entry).await;
        assert!(changed.unwrap());
        wait_for(&mut listener, &Change::Suspension(ada.id.clone())).await;
        let found = world.users.find(&ada.id).await.unwrap().unwrap();
        assert_eq!(found.is_suspended, is_suspended);
    }
}
