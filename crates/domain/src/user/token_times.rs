//! Validity periods of bearer tokens.

use std::time::Duration;

use crate::Timestamp;

/// The times in a bearer token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenTimes {
    /// Its `iat`.
    pub issued_at: Option<Timestamp>,
    /// Its `nbf`.
    pub not_before: Option<Timestamp>,
    /// Its `exp`.
    pub expires_at: Timestamp,
}

/// Why a token is not valid at this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenTimesError {
    /// Its `exp` has passed.
    #[error("the token has expired")]
    Expired,
    /// Its `nbf` is in the future.
    #[error("the token is not valid yet")]
    TooEarly,
    /// Its `iat` is in the future.
    #[error("the token was issued in the future")]
    IssuedInFuture,
    /// Its lifetime is longer than allowed.
    #[error("the token's lifetime is longer than allowed")]
    TooLong,
}

impl TokenTimes {
    /// The maximum lifetime of a token, unless configured otherwise.
    pub const MAX_LIFETIME: Duration = Duration::from_hours(24);

    /// How far `nbf` may be in the future: an issuer with a slightly fast clock must not lock out users who
    /// have just signed in. `exp` has no leeway: clients had time to renew the token, and a user who was
    /// signed out must not stay signed in.
    const NOT_BEFORE_LEEWAY: Duration = Duration::from_secs(5);

    /// How far `iat` may be in the future. A token with a later `iat` would block all newer ones.
    const ISSUED_AT_LEEWAY: Duration = Duration::from_mins(1);

    /// Checks that the token is valid at `now`: not before `nbf`, before `exp`, not issued in the future, and
    /// with a lifetime of at most `max_lifetime`, from `iat` or, without it, from `now`.
    pub fn check(&self, now: Timestamp, max_lifetime: Duration) -> Result<(), TokenTimesError> {
        if now >= self.expires_at {
            return Err(TokenTimesError::Expired);
        }
        if self
            .not_before
            .is_some_and(|from| from > now + Self::NOT_BEFORE_LEEWAY)
        {
            return Err(TokenTimesError::TooEarly);
        }
        if self
            .issued_at
            .is_some_and(|issued| issued > now + Self::ISSUED_AT_LEEWAY)
        {
            return Err(TokenTimesError::IssuedInFuture);
        }
        let lifetime = self.expires_at - self.issued_at.unwrap_or(now);
        match lifetime.to_std() {
            Ok(lifetime) if lifetime > max_lifetime => Err(TokenTimesError::TooLong),
            // A token that was issued after its own expiry has no lifetime to check.
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_timestamp_millis(millis).unwrap()
    }

    fn check(now: i64, iat: Option<i64>, nbf: Option<i64>, exp: i64) -> Result<(), TokenTimesError> {
        let times = TokenTimes {
            issued_at: iat.map(at),
            not_before: nbf.map(at),
            expires_at: at(exp),
        };
        times.check(at(now), TokenTimes::MAX_LIFETIME)
    }

    const DAY: i64 = 24 * 3600 * 1000;

    #[test]
    fn a_token_is_valid_from_nbf_until_just_before_exp() {
        assert_eq!(check(99_999, None, None, 100_000), Ok(()));
        assert_eq!(check(100_000, None, None, 100_000), Err(TokenTimesError::Expired));
        assert_eq!(check(95_000, None, Some(100_000), 200_000), Ok(()));
        assert_eq!(
            check(94_999, None, Some(100_000), 200_000),
            Err(TokenTimesError::TooEarly)
        );
    }

    #[test]
    fn a_token_from_the_future_is_not_valid() {
        assert_eq!(check(0, Some(60_000), None, 100_000), Ok(()));
        assert_eq!(
            check(0, Some(60_001), None, 100_000),
            Err(TokenTimesError::IssuedInFuture)
        );
    }

    #[test]
    fn a_lifetime_is_at_most_a_day_from_iat_or_from_now() {
        assert_eq!(check(0, None, None, DAY), Ok(()));
        assert_eq!(check(0, None, None, DAY + 1), Err(TokenTimesError::TooLong));
        assert_eq!(check(DAY - 1, Some(0), None, DAY), Ok(()));
        assert_eq!(check(DAY, Some(0), None, DAY + 1), Err(TokenTimesError::TooLong));
        let latest = Timestamp::MAX_UTC.timestamp_millis();
        assert_eq!(check(0, Some(0), None, latest), Err(TokenTimesError::TooLong));
        let earliest = Timestamp::MIN_UTC.timestamp_millis();
        assert_eq!(
            check(0, Some(earliest), None, latest),
            Err(TokenTimesError::TooLong)
        );
        assert_eq!(check(0, Some(50_000), None, 40_000), Ok(()));
    }
}
