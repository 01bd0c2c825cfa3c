//! Ignored inputs, the attendance that inputs need, and the effect of several inputs.

use onair_domain::room::Identity;
use onair_domain::session::machine::{
    AffectedAttendees, Broadcast, Effect, Input, Live, MAX_NOTIFICATION_AGE, affected_attendees, steps,
};
use onair_domain::session::{Attendances, MediaEvent};
use onair_domain::stream::BroadcastState;

use super::driver::{Driver, TIMING, ada, connection, identity, joined, left, participant, published, room};

fn notification(driver: &Driver, event: MediaEvent) -> Input {
    Input::Notification(driver.notification(room(0), event, 0))
}

#[test]
fn a_notification_needs_the_attendance_of_its_participant_and_the_creator() {
    let driver = Driver::live();
    let scope = |event| affected_attendees(&ada(), &[notification(&driver, event)]);
    let only = |identities: &[Identity]| AffectedAttendees {
        identities: identities.to_vec(),
        has_all_present: false,
    };
    assert_eq!(scope(joined(1, 0)), only(&[identity(0), identity(1)]));
    assert_eq!(scope(published(0)), only(&[identity(0)]));
    assert_eq!(scope(MediaEvent::RoomOpened), only(&[identity(0)]));
}

#[test]
fn a_closed_room_and_a_poll_need_the_attendance_of_everybody_who_is_present() {
    let driver = Driver::live();
    let closed = notification(&driver, MediaEvent::RoomClosed);
    let present_and = |identities: &[Identity]| AffectedAttendees {
        identities: identities.to_vec(),
        has_all_present: true,
    };
    assert_eq!(
        affected_attendees(&ada(), std::slice::from_ref(&closed)),
        present_and(&[identity(0)])
    );
    // Who joined before the room closed is not present in the store.
    let inputs = [notification(&driver, joined(1, 0)), closed];
    assert_eq!(
        affected_attendees(&ada(), &inputs),
        present_and(&[identity(0), identity(1)])
    );
    let poll = driver.snapshot(Some(room(0)), vec![participant(2, 0, false)]);
    assert_eq!(
        affected_attendees(&ada(), &[poll]),
        present_and(&[identity(0), identity(2)])
    );
}

#[test]
fn a_later_input_without_an_effect_keeps_the_effect_of_an_earlier_one() {
    let driver = Driver::live();
    let session = driver.session.clone().unwrap();
    let attendances = Attendances::empty(identity(0));
    let live = Live::of(session, attendances).unwrap();
    let inputs = [
        notification(&driver, MediaEvent::RoomClosed),
        notification(&driver, joined(1, 0)),
    ];
    let step = steps(Broadcast::Live(Box::new(live)), &inputs, driver.now, &TIMING);
    assert_eq!(step.effect, Some(Effect::CreateRoom));
}

#[test]
fn an_old_notification_that_the_room_closed_changes_nothing() {
    let mut driver = Driver::live();
    driver.notify(published(0));
    let age = u8::try_from(MAX_NOTIFICATION_AGE.as_secs()).unwrap() + 2;
    let old = driver.notification(room(0), MediaEvent::RoomClosed, age);
    let transition = driver.apply(&Input::Notification(old));
    assert_eq!(transition.effect, None);
    assert_eq!(driver.state(), BroadcastState::OnAir);
}

#[test]
fn only_the_creator_puts_a_broadcast_on_air_and_interrupts_it() {
    let mut driver = Driver::live();
    driver.notify(MediaEvent::Published {
        identity: identity(1),
        connection: connection(1, 0),
    });
    assert_eq!(driver.state(), BroadcastState::Starting);
    driver.notify(published(0));
    driver.notify(left(1, 0));
    assert_eq!(driver.state(), BroadcastState::OnAir);
}
