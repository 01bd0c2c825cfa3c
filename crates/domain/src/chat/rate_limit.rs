//! The rate limit of a chat.

use std::time::Duration;

use super::RecentMessages;
use crate::Timestamp;

/// How many messages an author may write within any [`WINDOW`].
pub const BURST: usize = 5;

/// The length of the sliding window.
pub const WINDOW: Duration = Duration::from_secs(10);

/// How long an author has to wait before the next message; `None` if they may write now.
#[must_use]
pub fn retry_after(recent: &RecentMessages, now: Timestamp) -> Option<Duration> {
    wait(&recent.times, BURST, now)
}

/// How long to wait until fewer than `burst` of the times are within [`WINDOW`]; `None` if they are.
///
/// A message counts if its time differs from `now` by less than [`WINDOW`] in either direction: clocks of
/// servers differ slightly, so times may be in the future. After a clock is set back by an hour, times in the
/// far future do not block anybody for that hour.
pub(super) fn wait(times: &[Timestamp], burst: usize, now: Timestamp) -> Option<Duration> {
    let window = chrono::TimeDelta::from_std(WINDOW).unwrap_or_default();
    let mut left: Vec<_> = times
        .iter()
        .filter(|at| (now - **at).abs() < window)
        .map(|at| *at + window - now)
        .collect();
    left.sort_unstable();
    // The message whose expiry makes a new one possible.
    let oldest = left.len().checked_sub(burst)?;
    left[oldest].to_std().ok()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use quickcheck::quickcheck;

    use super::*;

    fn at(millis: i64) -> Timestamp {
        DateTime::UNIX_EPOCH + TimeDelta::milliseconds(1_700_000_000_000 + millis)
    }

    fn written(millis: &[i64]) -> RecentMessages {
        RecentMessages {
            count: u32::try_from(millis.len()).unwrap(),
            times: millis.iter().map(|millis| at(*millis)).collect(),
        }
    }

    #[test]
    fn the_sixth_message_waits_until_the_first_is_10_seconds_old() {
        let five = written(&[0, 1_000, 2_000, 3_000, 4_000]);
        assert_eq!(retry_after(&written(&[0, 1, 2, 3]), at(4)), None);
        assert_eq!(retry_after(&five, at(4_000)), Some(Duration::from_secs(6)));
        assert_eq!(retry_after(&five, at(9_999)), Some(Duration::from_millis(1)));
        assert_eq!(retry_after(&five, at(10_000)), None);
    }

    #[test]
    fn the_window_slides() {
        // One message has left the window, so one more may be written, not two.
        let next = written(&[1_000, 2_000, 3_000, 4_000, 10_000]);
        assert_eq!(retry_after(&next, at(10_000)), Some(Duration::from_secs(1)));
    }

    #[test]
    fn after_a_clock_is_set_back_nobody_waits_longer_than_a_window() {
        let hour = 3_600_000;
        let ahead = written(&[hour, hour, hour, hour, hour]);
        assert_eq!(retry_after(&ahead, at(0)), None);
        let a_little = written(&[50, 50, 50, 50, 50]);
        assert_eq!(retry_after(&a_little, at(0)), Some(Duration::from_millis(10_050)));
    }

    quickcheck! {
        /// An author who writes whenever permitted never has more than five messages in any 10 s, and is
        /// refused only when a sixth message would be in the window.
        fn no_window_contains_more_than_a_burst(steps: Vec<u16>) -> bool {
            let mut sent: Vec<i64> = Vec::new();
            let mut now = 0_i64;
            for step in steps {
                now += i64::from(step % 4_000);
                let newest = &sent[sent.len().saturating_sub(BURST)..];
                let in_window = sent.iter().filter(|at| now - **at < 10_000).count();
                let may = retry_after(&written(newest), at(now)).is_none();
                if may != (in_window < BURST) {
                    return false;
                }
                if may {
                    sent.push(now);
                }
            }
            sent.windows(BURST + 1).all(|six| six[BURST] - six[0] >= 10_000)
        }

        fn after_the_wait_one_may_write(times: Vec<u16>, now: u16) -> bool {
            let mut times: Vec<i64> = times.into_iter().map(i64::from).take(BURST).collect();
            times.sort_unstable();
            let recent = written(&times);
            match retry_after(&recent, at(now.into())) {
                None => true,
                Some(wait) => retry_after(&recent, at(now.into()) + wait).is_none(),
            }
        }
    }
}
