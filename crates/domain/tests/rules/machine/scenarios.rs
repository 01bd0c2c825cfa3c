//! Scenarios of broadcasts.

use std::time::Duration;

use onair_domain::session::machine::{Effect, Input};
use onair_domain::session::{EndReason, MediaEvent, Phase, RoomSpec, Timing};
use onair_domain::stream::BroadcastState;
use onair_port_contracts::fixtures;

use super::driver::{Driver, POLL_INTERVAL, TIMING, joined, left, published, room};

#[test]
fn notifications_drive_a_broadcast_from_start_to_end() {
    let mut driver = Driver::live();
    assert_eq!(driver.state(), BroadcastState::Starting);
    driver.notify(joined(0, 0));
    assert_eq!(
        driver.state(),
        BroadcastState::Starting,
        "a connected creator who does not publish is not on air"
    );
    driver.notify(published(0));
    assert_eq!(driver.state(), BroadcastState::OnAir);
    driver.notify(joined(1, 0));
    driver.notify(joined(2, 0));
    driver.notify(left(1, 0));
    assert_eq!(driver.viewers(), 1);
    driver.notify(left(0, 0));
    assert_eq!(driver.state(), BroadcastState::Interrupted);
    driver.advance(Duration::from_secs(29));
    driver.notify(published(1));
    assert_eq!(driver.state(), BroadcastState::OnAir);
    let ended = driver
        .apply(&Input::Stop(EndReason::EndedByCreator))
        .ended
        .unwrap();
    assert_eq!((ended.peak_viewers, ended.total_viewers), (2, 2));
}

#[test]
fn a_new_connection_is_not_interrupted_by_the_replaced_one() {
    let mut driver = Driver::live();
    driver.notify(published(0));
    driver.notify(joined(0, 1));
    driver.notify(published(1));
    driver.notify(left(0, 0));
    assert_eq!(driver.state(), BroadcastState::OnAir);
}

#[test]
fn a_connection_that_has_left_never_comes_back() {
    let mut driver = Driver::live();
    driver.notify(published(0));
    driver.notify(joined(1, 0));
    driver.notify(left(1, 0));
    driver.notify(left(0, 0));
    for event in [published(0), joined(0, 0), joined(1, 0)] {
        driver.notify(event);
        assert_eq!(
            (driver.state(), driver.viewers()),
            (BroadcastState::Interrupted, 0)
        );
    }
    driver.notify(left(2, 0));
    driver.notify(joined(2, 0));
    assert_eq!(driver.viewers(), 0, "the leave notification arrived first");
    assert_eq!(
        driver.session.unwrap().total_viewers,
        2,
        "but they are counted as viewers"
    );
}

#[test]
fn an_old_notification_makes_nobody_present() {
    let mut driver = Driver::live();
    driver.notify(published(0));
    driver.notify(left(0, 0));
    let sid = driver.session.as_ref().unwrap().room_sid.clone();
    for age in [7, 60] {
        let notification = driver.notification(sid.clone(), published(1), age);
        driver.apply(&Input::Notification(notification));
        assert_eq!(driver.state(), BroadcastState::Interrupted);
    }
    let notification = driver.notification(sid, joined(1, 0), 60);
    driver.apply(&Input::Notification(notification));
    let session = driver.session.unwrap();
    assert_eq!(
        (session.viewers, session.total_viewers),
        (0, 1),
        "they are counted as a viewer"
    );
}

#[test]
fn a_notification_counts_for_five_seconds() {
    let on_air_by = |age| {
        let mut driver = Driver::live();
        let sid = driver.session.as_ref().unwrap().room_sid.clone();
        let notification = driver.notification(sid, published(0), age);
        driver.apply(&Input::Notification(notification));
        driver.state() == BroadcastState::OnAir
    };
    // The time of a notification is truncated to seconds.
    assert!((0..=5).all(on_air_by));
    assert!(!on_air_by(7));
}

#[test]
fn notifications_of_an_earlier_room_are_ignored() {
    let mut driver = Driver::live();
    driver.notify(published(0));
    driver.notify(joined(1, 0));
    for event in [left(0, 0), left(1, 0), MediaEvent::RoomClosed, joined(2, 0)] {
        let notification = driver.notification(room(1), event, 0);
        driver.apply(&Input::Notification(notification));
        assert_eq!((driver.state(), driver.viewers()), (BroadcastState::OnAir, 1));
    }
}

#[test]
fn an_outdated_poll_is_ignored() {
    let mut driver = Driver::live();
    let before = driver.snapshot(None, Vec::new());
    driver.apply(&Input::RoomCreated(room(1)));
    driver.notify(published(0));
    driver.advance(POLL_INTERVAL);
    assert_eq!(driver.apply(&before).effect, None);
    assert_eq!(driver.state(), BroadcastState::OnAir);
}

#[test]
fn a_lagging_poll_does_not_interrupt_a_creator_who_has_just_come_on_air() {
    let mut driver = Driver::live();
    driver.notify(published(0));
    driver.advance(Duration::from_millis(300));
    driver.poll(Vec::new());
    assert_eq!(driver.state(), BroadcastState::OnAir);
    driver.advance(POLL_INTERVAL);
    driver.poll(Vec::new());
    assert_eq!(driver.state(), BroadcastState::Interrupted);
}

#[test]
fn room_timeouts_are_longer_than_session_timeouts() {
    let stream = fixtures::a_stream(&fixtures::user_id("ada"));
    for seconds in [1, 30, 600] {
        let timing = Timing {
            connect_timeout: Duration::from_secs(seconds),
            reconnect_grace: Duration::from_secs(2 * seconds),
        };
        let spec = RoomSpec::of(&stream, &timing);
        // The factor 1.5 leaves time for a slow reconciler.
        assert!(spec.empty_timeout >= timing.connect_timeout * 3 / 2);
        assert!(spec.departure_timeout >= timing.reconnect_grace * 3 / 2);
    }
}

#[test]
fn a_missing_room_is_created_again_and_the_session_continues() {
    for is_notified in [true, false] {
        let mut driver = Driver::live();
        driver.notify(published(0));
        driver.notify(joined(1, 0));
        driver.advance(POLL_INTERVAL);
        let step = if is_notified {
            driver.notify(MediaEvent::RoomClosed)
        } else {
            let snapshot = driver.snapshot(None, Vec::new());
            driver.apply(&snapshot)
        };
        assert_eq!(step.effect, Some(Effect::CreateRoom));
        assert_eq!(
            (driver.state(), driver.viewers()),
            (BroadcastState::Interrupted, 0)
        );
        driver.apply(&Input::RoomCreated(room(1)));
        driver.notify(published(1));
        driver.notify(joined(1, 1));
        assert_eq!((driver.state(), driver.viewers()), (BroadcastState::OnAir, 1));
        let session = driver.session.unwrap();
        assert_eq!((session.peak_viewers, session.total_viewers), (1, 1));
    }
}

#[test]
fn the_end_reason_follows_from_the_interruption() {
    let reason_after = |begin: &dyn Fn(&mut Driver)| {
        let mut driver = Driver::live();
        begin(&mut driver);
        while driver.now < fixtures::time() + TIMING.connect_timeout + POLL_INTERVAL {
            driver.advance(POLL_INTERVAL);
            if let Some(ended) = driver.poll(Vec::new()).ended {
                let Phase::Ended { reason, .. } = ended.phase else {
                    panic!()
                };
                return reason;
            }
        }
        panic!("the session is still open: {:?}", driver.session)
    };
    assert_eq!(reason_after(&|_| {}), EndReason::NeverConnected);
    let left = |driver: &mut Driver| {
        driver.notify(published(0));
        driver.notify(left(0, 0));
    };
    assert_eq!(reason_after(&left), EndReason::ConnectionLost);
    let closed = |driver: &mut Driver| {
        driver.notify(published(0));
        driver.notify(MediaEvent::RoomClosed);
    };
    assert_eq!(reason_after(&closed), EndReason::RoomClosed);
}

#[test]
fn timeouts_expire_exactly() {
    let mut driver = Driver::live();
    driver.advance(Duration::from_millis(59_999));
    assert_eq!(driver.poll(Vec::new()).ended, None);
    driver.advance(Duration::from_millis(1));
    assert!(driver.poll(Vec::new()).ended.is_some());

    let mut driver = Driver::live();
    driver.notify(published(0));
    driver.notify(left(0, 0));
    driver.advance(Duration::from_millis(29_999));
    assert_eq!(driver.poll(Vec::new()).ended, None);
    driver.advance(Duration::from_millis(1));
    assert!(driver.poll(Vec::new()).ended.is_some());
}
