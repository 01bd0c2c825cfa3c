//! The viewers of a session over time.

use onair_domain::retention::ExpiringKind;
use onair_domain::session::{EndReason, Session, SessionChange, ViewerCount};

use crate::{World, fixtures};

fn count(interval: u32, viewers: u32, peak: u32) -> ViewerCount {
    ViewerCount {
        interval,
        viewers,
        peak,
    }
}

/// Saves a change to this number of viewers in an interval.
async fn save(world: &World, before: &Session, interval: u32, viewers: u32) -> Session {
    let change = SessionChange {
        viewer_count: Some(count(interval, viewers, viewers)),
        ..fixtures::a_change(before, fixtures::with_viewers(before, viewers))
    };
    assert!(world.sessions.save(&change).await.unwrap());
    fixtures::saved(&change)
}

async fn counts(world: &World, session: &Session) -> Vec<ViewerCount> {
    world.sessions.list_viewer_counts(&session.id).await.unwrap()
}

pub async fn a_new_session_has_no_viewer_counts(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    assert_eq!(counts(world, &session).await, []);
    let same = world.save(&session, session.clone()).await;
    assert_eq!(counts(world, &same).await, []);
    let unknown = Session {
        id: fixtures::session_id(),
        ..session
    };
    assert_eq!(counts(world, &unknown).await, []);
}

pub async fn viewer_counts_are_listed_by_interval(world: &World) {
    let mut ada = world.go_live(&world.stream("ada").await).await;
    let ben = world.go_live(&world.stream("ben").await).await;
    save(world, &ben, 1, 9).await;
    // Also if the clock is set back in between.
    for (interval, viewers) in [
        (3, 1),
        (20, 4),
        (5, 2),
        (i32::MAX.unsigned_abs(), 8),
        (0, 3),
        (1_000, 0),
    ] {
        ada = save(world, &ada, interval, viewers).await;
    }
    let last = count(i32::MAX.unsigned_abs(), 8, 8);
    let expected = [
        count(0, 3, 3),
        count(3, 1, 1),
        count(5, 2, 2),
        count(20, 4, 4),
        count(1_000, 0, 0),
        last,
    ];
    assert_eq!(counts(world, &ada).await, expected);
    assert_eq!(counts(world, &ben).await, [count(1, 9, 9)]);
}

pub async fn an_interval_keeps_its_last_and_its_highest_count(world: &World) {
    let mut session = world.go_live(&world.stream("ada").await).await;
    for (viewers, expected) in [(2, (2, 2)), (7, (7, 7)), (5, (5, 7)), (0, (0, 7)), (6, (6, 7))] {
        session = save(world, &session, 4, viewers).await;
        assert_eq!(counts(world, &session).await, [count(4, expected.0, expected.1)]);
    }
}

pub async fn the_viewer_count_of_a_refused_change_is_not_stored(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    save(world, &session, 0, 1).await;
    let outdated = SessionChange {
        viewer_count: Some(count(0, 9, 9)),
        ..fixtures::a_change(&session, fixtures::with_viewers(&session, 9))
    };
    assert!(!world.sessions.save(&outdated).await.unwrap());
    assert_eq!(counts(world, &session).await, [count(0, 1, 1)]);
}

pub async fn viewer_counts_stay_after_the_end_and_are_deleted_with_the_session(world: &World) {
    let stream = world.stream("ada").await;
    let session = world.go_live(&stream).await;
    let session = save(world, &session, 0, 1).await;
    let session = save(world, &session, 2, 3).await;
    let ended = world.end(&session, EndReason::EndedByCreator).await;
    let other = save(world, &world.go_live(&stream).await, 0, 5).await;
    assert_eq!(counts(world, &ended).await, [count(0, 1, 1), count(2, 3, 3)]);
    for kind in [ExpiringKind::Chat, ExpiringKind::Sessions] {
        let deleted = world.expiring.delete_expired(kind, fixtures::later(1_000), 10);
        deleted.await.unwrap();
    }
    assert_eq!(world.sessions.find(&ended.id).await.unwrap(), None);
    assert_eq!(counts(world, &ended).await, []);
    assert_eq!(counts(world, &other).await, [count(0, 5, 5)]);
}
