//! What a poll of the room says about connections that were seen before.

use super::driver::{Driver, LOOK, joined, left};

#[test]
fn a_poll_does_not_bring_back_a_connection_that_has_left() {
    let mut driver = Driver::live();
    driver.notify(joined(1, 0));
    driver.notify(left(1, 0));
    driver.pass(LOOK);
    driver.look(Vec::new());
    driver.notify(joined(1, 0));
    assert_eq!(driver.viewers(), 0);
    driver.notify(joined(1, 1));
    assert_eq!(driver.viewers(), 1, "another connection is another arrival");
}
