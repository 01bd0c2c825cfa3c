//! The effect of polls on known connections.

use super::driver::{Driver, POLL_INTERVAL, joined, left};

#[test]
fn a_poll_does_not_bring_back_a_connection_that_has_left() {
    let mut driver = Driver::live();
    driver.notify(joined(1, 0));
    driver.notify(left(1, 0));
    driver.advance(POLL_INTERVAL);
    driver.poll(Vec::new());
    driver.notify(joined(1, 0));
    assert_eq!(driver.viewers(), 0);
    driver.notify(joined(1, 1));
    assert_eq!(driver.viewers(), 1, "a new connection counts as a join");
}
