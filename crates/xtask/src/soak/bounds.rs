//! The times within which the product reacts, as docs/architecture.md states them, and an allowance for a busy
//! machine. All rules of the model use these.

use std::time::Duration;

use onair_domain::chat::MODERATION_DELAY;
use onair_domain::session::Timing;
use onair_domain::session::machine::MAX_NOTIFICATION_AGE;

/// All rooms are polled every two seconds.
const POLL: Duration = Duration::from_secs(2);

/// A poll takes time, LiveKit's list of participants lags behind, and the test shares the processors with the product.
const ALLOWANCE: Duration = Duration::from_secs(5);

/// Caches are not older than a second.
pub(super) const CACHE: Duration = Duration::from_secs(2);

/// From a change in a room until each answer of the server shows it, also without webhooks.
pub(super) const REACTION: Duration = POLL.saturating_add(ALLOWANCE);

/// From the return of a part until the server works with it again: a leader that could not list the rooms waits 5 s,
/// and a server tries to become the leader every second.
pub(super) const RECOVERY: Duration = Duration::from_secs(6).saturating_add(ALLOWANCE);

/// From a crash of a participant until LiveKit reports that they have left; measured up to 22 s.
pub(super) const CRASH_DETECTION: Duration = Duration::from_secs(25);

/// From the response to a chat message until each participant has received it. A delayed chat waits, and a message
/// that was not sent is sent again.
pub(super) const DELIVERY: Duration = MODERATION_DELAY
    .saturating_add(MAX_NOTIFICATION_AGE)
    .saturating_add(REACTION);

/// From a join until video has arrived. It depends on LiveKit and on participants, not on the server, and they share the
/// processors with everything else.
pub(super) const VIDEO: Duration = Duration::from_secs(20);

/// The server's comments on an event stream come every 15 s.
pub(super) const EVENT_SILENCE: Duration = Duration::from_secs(15).saturating_add(ALLOWANCE);

/// How long creators may take from going live to sending video. It covers the time in which they wait for a part.
pub(super) const JOINING: Duration = Duration::from_secs(20);

/// The default settings of the server, which the test uses.
pub(super) fn timing() -> Timing {
    Timing::default()
}
