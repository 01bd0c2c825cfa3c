//! What every `MediaInbox` must do.

#![expect(missing_docs, reason = "each case is named for what it holds")]

use onair_domain::session::{EventId, Identity, MediaEvent, MediaReport};

use crate::{World, at_once, given};

/// Runs all cases of a `MediaInbox`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! media_inbox {
    ($fresh:expr) => {
        $crate::cases!(
            media_inbox,
            $fresh,
            [
                nothing_is_unsettled_at_first,
                every_event_comes_back_as_it_went,
                a_report_that_is_known_changes_nothing,
                of_reports_with_one_id_at_once_one_is_new,
                unsettled_reports_come_in_the_order_of_their_arrival,
                reports_that_came_at_the_moment_or_later_are_not_yet_among_the_unsettled,
                no_more_reports_come_than_are_asked_for,
                a_settled_report_is_not_unsettled_and_still_known,
                settling_again_or_what_is_not_there_changes_nothing,
                settled_reports_from_before_the_moment_are_forgotten,
                a_forgotten_report_is_new_again,
            ]
        );
    };
}

fn joined(who: &str) -> MediaReport {
    let event = MediaEvent::Joined {
        who: Identity::from_outside(who.to_owned()),
        connection: given::connection_id(),
    };
    given::a_report("ada", event)
}

/// Keeps a report that is new, received so many seconds after [`given::time`].
async fn keep(world: &World, report: &MediaReport, seconds: u64) {
    assert!(world.inbox.keep(report, given::later(seconds)).await.unwrap());
}

/// Reports of three people, received one second after the other.
async fn three(world: &World) -> [MediaReport; 3] {
    let reports = ["ada", "ben", "cleo"].map(joined);
    for (seconds, report) in (0..).zip(&reports) {
        keep(world, report, seconds).await;
    }
    reports
}

async fn unsettled(world: &World, before: u64) -> Vec<MediaReport> {
    world.inbox.unsettled(given::later(before), 100).await.unwrap()
}

async fn settle(world: &World, reports: &[&MediaReport]) {
    let ids: Vec<EventId> = reports.iter().map(|report| report.id.clone()).collect();
    world.inbox.settle(&ids).await.unwrap();
}

pub async fn nothing_is_unsettled_at_first(world: &World) {
    assert_eq!(unsettled(world, 99).await, []);
}

pub async fn every_event_comes_back_as_it_went(world: &World) {
    let (who, connection) = (Identity::of_guest(given::time(), 7), given::connection_id());
    let longest = Identity::of_user(&given::user_id(&"v".repeat(255)));
    let events = [
        MediaEvent::RoomOpened,
        MediaEvent::RoomClosed,
        MediaEvent::Joined {
            who: longest,
            connection: connection.clone(),
        },
        MediaEvent::Published {
            who: who.clone(),
            connection: connection.clone(),
        },
        MediaEvent::Left { who, connection },
    ];
    let room = "r".repeat(255);
    let mut reports: Vec<_> = events.map(|event| given::a_report(&room, event)).into();
    reports.push(MediaReport {
        at: None,
        ..given::a_report("odd' \"room\" 🎥", MediaEvent::RoomOpened)
    });
    for (seconds, report) in (0..).zip(&reports) {
        keep(world, report, seconds).await;
    }
    assert_eq!(unsettled(world, 99).await, reports);
}

pub async fn a_report_that_is_known_changes_nothing(world: &World) {
    let first = joined("ada");
    keep(world, &first, 1).await;
    let repeated = MediaReport {
        id: first.id.clone(),
        ..joined("ben")
    };
    assert!(!world.inbox.keep(&repeated, given::later(5)).await.unwrap());
    assert_eq!(unsettled(world, 2).await, [first]);
}

pub async fn of_reports_with_one_id_at_once_one_is_new(world: &World) {
    let report = joined("ada");
    let calls = (0..16).map(|_| {
        let (inbox, report) = (world.inbox.clone(), report.clone());
        async move { inbox.keep(&report, given::time()).await.unwrap() }
    });
    let news = at_once(calls).await;
    assert_eq!(news.into_iter().filter(|is_new| *is_new).count(), 1);
    assert_eq!(unsettled(world, 1).await, [report]);
}

pub async fn unsettled_reports_come_in_the_order_of_their_arrival(world: &World) {
    let reports = ["ada", "ben", "cleo"].map(joined);
    for (report, seconds) in reports.iter().zip([3, 1, 2]) {
        keep(world, report, seconds).await;
    }
    let [third, first, second] = reports;
    assert_eq!(unsettled(world, 99).await, [first, second, third]);
}

pub async fn reports_that_came_at_the_moment_or_later_are_not_yet_among_the_unsettled(world: &World) {
    let [first, second, _] = three(world).await;
    assert_eq!(unsettled(world, 0).await, []);
    assert_eq!(unsettled(world, 2).await, [first, second]);
}

pub async fn no_more_reports_come_than_are_asked_for(world: &World) {
    let [first, second, _] = three(world).await;
    let earliest = world.inbox.unsettled(given::later(99), 2).await.unwrap();
    assert_eq!(earliest, [first, second]);
    assert_eq!(world.inbox.unsettled(given::later(99), 0).await.unwrap(), []);
}

pub async fn a_settled_report_is_not_unsettled_and_still_known(world: &World) {
    let [first, second, third] = three(world).await;
    settle(world, &[&first, &third]).await;
    assert_eq!(unsettled(world, 99).await, [second]);
    assert!(!world.inbox.keep(&first, given::later(50)).await.unwrap());
    assert_eq!(unsettled(world, 99).await.len(), 1);
}

pub async fn settling_again_or_what_is_not_there_changes_nothing(world: &World) {
    let [first, second, third] = three(world).await;
    settle(world, &[]).await;
    for _ in 0..2 {
        settle(world, &[&first, &joined("nobody")]).await;
    }
    assert_eq!(unsettled(world, 99).await, [second, third]);
}

pub async fn settled_reports_from_before_the_moment_are_forgotten(world: &World) {
    let [first, second, third] = three(world).await;
    settle(world, &[&first, &third]).await;
    assert_eq!(world.inbox.forget(given::later(0)).await.unwrap(), 0);
    assert_eq!(world.inbox.forget(given::later(2)).await.unwrap(), 1);
    assert_eq!(world.inbox.forget(given::later(99)).await.unwrap(), 1);
    assert_eq!(world.inbox.forget(given::later(99)).await.unwrap(), 0);
    assert_eq!(unsettled(world, 99).await, [second]);
}

pub async fn a_forgotten_report_is_new_again(world: &World) {
    let report = joined("ada");
    keep(world, &report, 0).await;
    settle(world, &[&report]).await;
    world.inbox.forget(given::later(1)).await.unwrap();
    keep(world, &report, 2).await;
    assert_eq!(unsettled(world, 3).await, [report]);
}
