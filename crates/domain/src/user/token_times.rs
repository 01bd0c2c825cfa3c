//! When a token counts.

use std::time::Duration;

use crate::Timestamp;

/// The times that a token names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenTimes {
    /// Its `iat`.
    pub issued_at: Option<Timestamp>,
    /// Its `nbf`.
    pub not_before: Option<Timestamp>,
    /// Its `exp`.
    pub expires_at: Timestamp,
}

/// Why a token doesn't count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenTimesError {
    /// Its `exp` has come.
    #[error("the token has expired")]
    Expired,
    /// Its `nbf` lies ahead.
    #[error("the token does not count yet")]
    TooEarly,
    /// Its `iat` lies ahead.
    #[error("the token was issued in the future")]
    IssuedInFuture,
    /// It lives longer than tokens may.
    #[error("the token lives longer than tokens may")]
    TooLong,
}

impl TokenTimes {
    /// How long a token lives at most, unless the configuration says otherwise.
    pub const MAX_LIFETIME: Duration = Duration::from_hours(24);

    /// How far `nbf` may lie ahead: an issuer whose clock runs a little fast must not refuse people who
    /// have just signed in. `exp` gets no such grace: whoever holds an expired token has had all the time
    /// there was to fetch a new one, and somebody who was signed out shall be out.
    const NOT_BEFORE_LEEWAY: Duration = Duration::from_secs(5);

    /// How far `iat` may lie ahead. A token from further ahead would hold every later one off.
    const ISSUED_AT_LEEWAY: Duration = Duration::from_mins(1);

    /// Whether the token counts at this moment: from `nbf` on and before `exp`, if it was not issued in
    /// the future and lives no longer than `longest`, from `iat` or else from now on.
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
            // One that was issued after it expires has no lifetime to judge.
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
    fn a_token_counts_from_nbf_until_just_before_exp() {
        assert_eq!(check(99_999, None, None, 100_000), Ok(()));
        assert_eq!(check(100_000, None, None, 100_000), Err(TokenTimesError::Expired));
        assert_eq!(check(95_000, None, Some(100_000), 200_000), Ok(()));
        assert_eq!(
            check(94_999, None, Some(100_000), 200_000),
            Err(TokenTimesError::TooEarly)
        );
    }

    #[test]
    fn a_token_from_the_future_does_not_count() {
        assert_eq!(check(0, Some(60_000), None, 100_000), Ok(()));
        assert_eq!(
            check(0, Some(60_001), None, 100_000),
            Err(TokenTimesError::IssuedInFuture)
        );
    }

    #[test]
    fn a_token_lives_a_day_from_its_issue_or_else_from_now() {
        assert_eq!(check(0, None, None, DAY), Ok(()));
        assert_eq!(check(0, None, None, DAY + 1), Err(TokenTimesError::TooLong));
        assert_eq!(check(DAY - 1, Some(0), None, DAY), Ok(()));
        assert_eq!(check(DAY, Some(0), None, DAY + 1), Err(TokenTimesError::TooLong));
        let ever = Timestamp::MAX_UTC.timestamp_millis();
        assert_eq!(check(0, Some(0), None, ever), Err(TokenTimesError::TooLong));
        let always = Timestamp::MIN_UTC.timestamp_millis();
        assert_eq!(check(0, Some(always), None, ever), Err(TokenTimesError::TooLong));
        assert_eq!(check(0, Some(50_000), None, 40_000), Ok(()));
    }
}
