//! [`MemoryRateLimiter`]: the counts of one server, in memory.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{NotUntil, RateLimiter as Governor};
use tokio::time::Instant;

use super::{Quota, RateLimitClass, RateLimitKey, RateLimiter, RateLimits};

/// How many clients of a class are counted one by one.
const MAX_CLIENTS: usize = 100_000;

/// How many counters the other clients of a class share.
const SHARED_COUNTERS: u64 = 4_096;

/// How often the counters of clients that may send a full quota again are dropped.
const SWEEP_INTERVAL: Duration = Duration::from_mins(1);

/// The same while there are [`MAX_CLIENTS`].
const FULL_SWEEP_INTERVAL: Duration = Duration::from_secs(1);

/// Counts the requests of one server. Limits of several servers add up.
///
/// Its memory is bounded. The first request after each minute drops the counters of clients that have sent
/// nothing for so long that they may send a full quota again, and a class counts at most 100,000 clients one by
/// one. If there are more, further ones share 4,096 counters at random: each is still limited, and some
/// have to wait for others.
#[derive(Debug)]
pub struct MemoryRateLimiter {
    tokens: Option<Counters>,
    chat: Option<Counters>,
    writes: Option<Counters>,
    lists: Option<Counters>,
    /// Keeps clients from choosing whose counter they share.
    hasher: RandomState,
}

impl MemoryRateLimiter {
    /// Creates a limiter without any counts.
    #[must_use]
    pub fn new(limits: &RateLimits) -> Self {
        let counters = |class| limits.of(class).and_then(Counters::new);
        Self {
            tokens: counters(RateLimitClass::Tokens),
            chat: counters(RateLimitClass::Chat),
            writes: counters(RateLimitClass::Writes),
            lists: counters(RateLimitClass::Lists),
            hasher: RandomState::new(),
        }
    }

    fn of(&self, class: RateLimitClass) -> Option<&Counters> {
        let counters = match class {
            RateLimitClass::Tokens => &self.tokens,
            RateLimitClass::Chat => &self.chat,
            RateLimitClass::Writes => &self.writes,
            RateLimitClass::Lists => &self.lists,
        };
        counters.as_ref()
    }
}

#[async_trait]
impl RateLimiter for MemoryRateLimiter {
    async fn check(&self, class: RateLimitClass, key: &RateLimitKey) -> Result<(), Duration> {
        match self.of(class) {
            Some(counters) => counters.check(self.hasher.hash_one(key)),
            None => Ok(()),
        }
    }
}

/// The counters of a class. Their keys are hashes of the clients' keys, which are smaller and have one size.
#[derive(Debug)]
struct Counters {
    governor: Governor<u64, HashMapStateStore<u64>, ElapsedClock, NoOpMiddleware<Duration>>,
    clock: ElapsedClock,
    /// When the last sweep began, in milliseconds of the clock.
    swept_at: AtomicU64,
}

impl Counters {
    fn new(quota: Quota) -> Option<Self> {
        let clock = ElapsedClock(Instant::now());
        let per_request = quota.period / quota.requests.get();
        let quota = governor::Quota::with_period(per_request)?.allow_burst(quota.requests);
        Some(Self {
            governor: Governor::new(quota, HashMapStateStore::default(), clock),
            clock,
            swept_at: AtomicU64::new(0),
        })
    }

    fn check(&self, key: u64) -> Result<(), Duration> {
        let is_full = self.governor.len() >= MAX_CLIENTS;
        self.sweep(if is_full {
            FULL_SWEEP_INTERVAL
        } else {
            SWEEP_INTERVAL
        });
        let key = if self.governor.len() >= MAX_CLIENTS {
            key % SHARED_COUNTERS
        } else {
            key
        };
        let checked = self.governor.check_key(&key);
        checked.map_err(|refused: NotUntil<_>| refused.wait_time_from(self.clock.now()))
    }

    /// Drops the counters that are as good as new, if the last sweep was not within the interval.
    fn sweep(&self, interval: Duration) {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let (now, swept_at) = (millis(self.clock.now()), self.swept_at.load(Ordering::Relaxed));
        let is_due = now.saturating_sub(swept_at) >= millis(interval);
        let begin = || {
            self.swept_at
                .compare_exchange(swept_at, now, Ordering::Relaxed, Ordering::Relaxed)
        };
        // Of concurrent requests, one sweeps.
        if is_due && begin().is_ok() {
            self.governor.retain_recent();
            self.governor.shrink_to_fit();
        }
    }
}

/// The time since a start. It follows tokio's clock, which tests can pause.
#[derive(Debug, Clone, Copy)]
struct ElapsedClock(Instant);

impl Clock for ElapsedClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use onair_domain::user::UserId;
    use tokio::time::advance;

    use super::*;
    use crate::client::ClientNetwork;

    const SECOND: Duration = Duration::from_secs(1);

    fn limiter(tokens: &str) -> MemoryRateLimiter {
        MemoryRateLimiter::new(&RateLimits {
            tokens: Some(tokens.parse().unwrap()),
            ..RateLimits::OFF
        })
    }

    fn guest(number: u32) -> RateLimitKey {
        RateLimitKey::Guest(ClientNetwork::of(std::net::Ipv4Addr::from_bits(number).into()))
    }

    fn len(limiter: &MemoryRateLimiter) -> usize {
        limiter.tokens.as_ref().unwrap().governor.len()
    }

    async fn token(limiter: &MemoryRateLimiter, key: &RateLimitKey) -> Result<(), Duration> {
        limiter.check(RateLimitClass::Tokens, key).await
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_may_send_its_quota_at_once_and_then_waits() {
        let limiter = limiter("3/30");
        for _ in 0..3 {
            token(&limiter, &guest(1)).await.unwrap();
        }
        assert_eq!(token(&limiter, &guest(1)).await, Err(10 * SECOND));
        token(&limiter, &guest(2)).await.unwrap();
        let user = RateLimitKey::User(UserId::parse("0.0.0.1/32").unwrap());
        token(&limiter, &user).await.unwrap();
        advance(9 * SECOND).await;
        // The refused request before did not count.
        assert_eq!(token(&limiter, &guest(1)).await, Err(SECOND));
        advance(SECOND).await;
        token(&limiter, &guest(1)).await.unwrap();
        assert_eq!(token(&limiter, &guest(1)).await, Err(10 * SECOND));
        advance(30 * SECOND).await;
        for _ in 0..3 {
            token(&limiter, &guest(1)).await.unwrap();
        }
        assert!(token(&limiter, &guest(1)).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn classes_are_independent_and_can_be_off() {
        let limiter = limiter("1/60");
        token(&limiter, &guest(1)).await.unwrap();
        assert!(token(&limiter, &guest(1)).await.is_err());
        for class in [
            RateLimitClass::Chat,
            RateLimitClass::Writes,
            RateLimitClass::Lists,
        ] {
            for _ in 0..10_000 {
                limiter.check(class, &guest(1)).await.unwrap();
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn counters_of_idle_clients_are_dropped() {
        let limiter = limiter("10/10");
        for number in 0..10_000 {
            token(&limiter, &guest(number)).await.unwrap();
        }
        assert_eq!(len(&limiter), 10_000);
        for _ in 0..10 {
            advance(6 * SECOND).await;
            for _ in 0..6 {
                token(&limiter, &guest(0)).await.unwrap();
            }
        }
        assert_eq!(
            len(&limiter),
            1,
            "only the client that still sends requests is left"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_bounded_and_everybody_limited_under_any_number_of_clients() {
        let limiter = limiter("1/3600");
        let max = MAX_CLIENTS + usize::try_from(SHARED_COUNTERS).unwrap();
        let count = u32::try_from(max * 2).unwrap();
        for number in 0..count {
            let _may_share = token(&limiter, &guest(number)).await;
        }
        assert!(len(&limiter) <= max, "{}", len(&limiter));
        for number in count..count + 10_000 {
            assert!(
                token(&limiter, &guest(number)).await.is_err(),
                "all counters are used up"
            );
        }
        advance(7_200 * SECOND).await;
        token(&limiter, &guest(0)).await.unwrap();
        assert_eq!(len(&limiter), 1);
    }
}
