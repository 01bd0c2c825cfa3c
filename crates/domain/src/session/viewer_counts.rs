//! How many viewers a session had over time: what is stored of each change, and the points that readers get.

use std::time::Duration;

use super::{Phase, Session};
use crate::Timestamp;

/// The length of the intervals for which one count is stored.
pub const VIEWER_COUNT_INTERVAL: Duration = Duration::from_secs(10);

/// The counts of one interval of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViewerCount {
    /// The number of the interval: how many [`VIEWER_COUNT_INTERVAL`]s of the session are before it.
    pub interval: u32,
    /// The last number of viewers in the interval.
    pub viewers: u32,
    /// The highest number of viewers in the interval, of those that were stored.
    pub peak: u32,
}

impl ViewerCount {
    /// What is stored of a change of a session at `now`; `None` if the number of viewers is the same, or if the change
    /// ends the session, because nobody watches after its end.
    ///
    /// After the clock was set back, changes count in an earlier interval, and before the session in its first one.
    #[must_use]
    pub fn of_change(before: &Session, after: &Session, now: Timestamp) -> Option<Self> {
        if before.viewers == after.viewers || !after.is_open() {
            return None;
        }
        let elapsed = (now - after.started_at).to_std().unwrap_or_default();
        let interval = elapsed.as_secs() / VIEWER_COUNT_INTERVAL.as_secs();
        Some(Self {
            // Stores may count up to this number.
            interval: u32::try_from(interval)
                .unwrap_or(u32::MAX)
                .min(i32::MAX.unsigned_abs()),
            viewers: after.viewers,
            peak: after.viewers,
        })
    }

    /// The counts of an interval after another change in it.
    #[must_use]
    pub fn followed_by(self, later: Self) -> Self {
        Self {
            peak: self.peak.max(later.peak),
            ..later
        }
    }
}

/// The number of viewers of a session from a moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViewerPoint {
    /// From when on.
    pub at: Timestamp,
    /// How many viewers.
    pub viewers: u32,
}

/// The most points that a reader gets.
pub const MAX_VIEWER_POINTS: usize = 1_000;

/// The viewers of a session as a step function, which is 0 before the first point: the last count of each interval from
/// the start of the interval on. `counts` are in the order of their intervals, each of which occurs once.
///
/// The first interval with the session's peak shows the peak. If it ended with another count, this one follows in the
/// next interval, unless that has its own. Points after the end of the session are left out; they exist only if the
/// clock was set back.
#[must_use]
pub fn viewer_points(session: &Session, counts: &[ViewerCount]) -> Vec<ViewerPoint> {
    let peak = counts.iter().map(|count| count.peak).max();
    let with_peak = counts.iter().position(|count| Some(count.peak) == peak);
    let mut shown = Vec::with_capacity(counts.len() + 1);
    for (position, count) in counts.iter().enumerate() {
        if Some(position) != with_peak {
            shown.push((count.interval, count.viewers));
            continue;
        }
        shown.push((count.interval, count.peak));
        let next = count.interval.saturating_add(1);
        let is_next_counted = counts
            .get(position + 1)
            .is_some_and(|following| following.interval == next);
        if count.viewers != count.peak && !is_next_counted {
            shown.push((next, count.viewers));
        }
    }
    let end = match session.phase {
        Phase::Open(_) => None,
        Phase::Ended { at, .. } => Some(at),
    };
    let points = shown.into_iter().map(|(interval, viewers)| ViewerPoint {
        at: session.started_at + VIEWER_COUNT_INTERVAL * interval,
        viewers,
    });
    points
        .filter(|point| end.is_none_or(|end| point.at <= end))
        .collect()
}

/// At most [`MAX_VIEWER_POINTS`] of the points, in their order: the first, the last, the first one with the most viewers,
/// and others at equal distances in the list. Fewer points are returned unchanged.
#[must_use]
pub fn thin_viewer_points(points: Vec<ViewerPoint>) -> Vec<ViewerPoint> {
    let length = points.len();
    if length <= MAX_VIEWER_POINTS {
        return points;
    }
    let most = points.iter().map(|point| point.viewers).max();
    let with_most = points.iter().position(|point| Some(point.viewers) == most);
    // Three points are kept wherever they are.
    let part = |position: usize| position * (MAX_VIEWER_POINTS - 3) / length;
    let is_kept = |position: usize| {
        let is_end = position == 0 || position + 1 == length;
        is_end || Some(position) == with_most || part(position) != part(position - 1)
    };
    let kept = points
        .into_iter()
        .enumerate()
        .filter(|(position, _)| is_kept(*position));
    kept.map(|(_, point)| point).collect()
}
