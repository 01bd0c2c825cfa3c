//! The settings of the limits.

use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use super::RateLimitClass;

const MAX_REQUESTS: u32 = 1_000_000;
const MAX_SECONDS: u64 = 86_400;

/// How many requests a client may send in how much time. All of them may come at once; then each elapsed
/// fraction of the time permits one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    pub(super) requests: NonZeroU32,
    pub(super) period: Duration,
}

/// The text is not a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be a number of requests (1 to {MAX_REQUESTS}) and of seconds (1 to {MAX_SECONDS}), such as 60/10, or off"
)]
pub struct QuotaError;

impl Quota {
    const fn per_minute(requests: u32) -> Option<Self> {
        match NonZeroU32::new(requests) {
            Some(requests) => Some(Self {
                requests,
                period: Duration::from_mins(1),
            }),
            None => None,
        }
    }
}

impl FromStr for Quota {
    type Err = QuotaError;

    fn from_str(text: &str) -> Result<Self, QuotaError> {
        let (requests, seconds) = text.split_once('/').ok_or(QuotaError)?;
        let requests = number(requests).ok_or(QuotaError)?;
        let seconds = number(seconds).ok_or(QuotaError)?;
        if !(1..=u64::from(MAX_REQUESTS)).contains(&requests) || !(1..=MAX_SECONDS).contains(&seconds) {
            return Err(QuotaError);
        }
        let requests = u32::try_from(requests).ok().and_then(NonZeroU32::new);
        Ok(Self {
            requests: requests.ok_or(QuotaError)?,
            period: Duration::from_secs(seconds),
        })
    }
}

fn number(text: &str) -> Option<u64> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_digits)
}

/// The quota of each class; `None` for no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// See [`RateLimitClass::Tokens`].
    pub tokens: Option<Quota>,
    /// See [`RateLimitClass::Chat`].
    pub chat: Option<Quota>,
    /// See [`RateLimitClass::Writes`].
    pub writes: Option<Quota>,
    /// See [`RateLimitClass::Lists`].
    pub lists: Option<Quota>,
}

impl Default for RateLimits {
    /// Enough for several hundred guests behind one address.
    fn default() -> Self {
        Self {
            tokens: Quota::per_minute(600),
            chat: Quota::per_minute(300),
            writes: Quota::per_minute(300),
            lists: Quota::per_minute(1_200),
        }
    }
}

impl RateLimits {
    /// No limits.
    pub const OFF: Self = Self {
        tokens: None,
        chat: None,
        writes: None,
        lists: None,
    };

    pub(super) fn of(&self, class: RateLimitClass) -> Option<Quota> {
        match class {
            RateLimitClass::Tokens => self.tokens,
            RateLimitClass::Chat => self.chat,
            RateLimitClass::Writes => self.writes,
            RateLimitClass::Lists => self.lists,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_requests_and_seconds() {
        let quota: Quota = "60/10".parse().unwrap();
        assert_eq!(
            (quota.requests.get(), quota.period),
            (60, Duration::from_secs(10))
        );
        for good in ["1/1", "1000000/1", "1/86400"] {
            assert!(good.parse::<Quota>().is_ok(), "{good}");
        }
    }

    #[test]
    fn other_texts_are_not_quotas() {
        for bad in [
            "",
            "60",
            "60/",
            "/60",
            "0/60",
            "60/0",
            "-1/60",
            "+1/60",
            "60/-1",
            "1.5/60",
            "60 / 60",
            "60/60s",
            "60/m",
            "60/60/60",
            "1000001/1",
            "1/86401",
            "99999999999999999999/1",
            "on",
            "Off",
            "none",
            "٦/٦",
        ] {
            assert_eq!(bad.parse::<Quota>(), Err(QuotaError), "{bad}");
        }
    }
}
