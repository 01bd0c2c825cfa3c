//! Limits how many requests each client sends: by user for signed-in callers, by address for guests.
//!
//! The extractor [`Call`](crate::extract::Call) applies them after the caller is known and before the body is
//! read. [`routes`] states the class of each route.

mod memory;
mod quota;
mod routes;

use std::fmt;
use std::time::Duration;

use actix_web::{HttpMessage as _, HttpRequest};
use async_trait::async_trait;
use metrics::{counter, describe_counter};
use onair_domain::user::UserId;
use strum::{EnumIter, IntoEnumIterator as _, IntoStaticStr};

use crate::client::{ClientNetwork, network_of};
use crate::error::ApiError;
use crate::extract::caller::api;

pub use memory::MemoryRateLimiter;
pub use quota::{Quota, QuotaError, RateLimits};
pub(crate) use routes::{RouteLimit, limit_of};

const REFUSED: &str = "onair_rate_limited_total";

/// When a client that has too many event streams open should try again, if it does not close one before.
const EVENT_STREAM_RETRY: Duration = Duration::from_secs(10);

/// A class of requests with a common limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum RateLimitClass {
    /// Calls that sign a token.
    Tokens,
    /// Posting and removing chat messages.
    Chat,
    /// All other calls that change something.
    Writes,
    /// Searches, and reading of all that can grow.
    Lists,
}

/// Who sent a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RateLimitKey {
    /// A signed-in user.
    User(UserId),
    /// A guest.
    Guest(ClientNetwork),
}

/// Counts requests. [`MemoryRateLimiter`] counts those of one server; an implementation with a shared store
/// limits all servers together.
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Counts a request, or returns how long the client has to wait until the next one is accepted. Requests
    /// that are refused MUST NOT count. If the store of the counts does not answer, the request SHOULD be accepted.
    async fn check(&self, class: RateLimitClass, key: &RateLimitKey) -> Result<(), Duration>;
}

/// Why a request or a connection was refused, as the label `class` of the metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Requests(RateLimitClass),
    EventStreams,
    Connections,
    /// A chat's own limit of one author.
    ChatAuthor,
    /// A chat's own limit of all guests of one address.
    ChatGuests,
}

impl Refused {
    fn label(self) -> &'static str {
        match self {
            Self::Requests(class) => class.into(),
            Self::EventStreams => "event_streams",
            Self::Connections => "connections",
            Self::ChatAuthor => "chat_author",
            Self::ChatGuests => "chat_guests",
        }
    }

    /// Counts the refusal.
    pub(crate) fn count(self) {
        counter!(REFUSED, "class" => self.label()).increment(1);
    }
}

/// Describes the metrics to the installed recorder, and initialises the counters.
pub(crate) fn describe_metrics() {
    describe_counter!(
        REFUSED,
        "Requests that were refused with 429, and refused connections, by class."
    );
    let others = [
        Refused::EventStreams,
        Refused::Connections,
        Refused::ChatAuthor,
        Refused::ChatGuests,
    ];
    for refused in RateLimitClass::iter().map(Refused::Requests).chain(others) {
        counter!(REFUSED, "class" => refused.label()).absolute(0);
    }
}

/// Applies the limit of the request's route. `user` is the caller, if signed in.
pub(crate) async fn apply(request: &HttpRequest, user: Option<&UserId>) -> Result<(), ApiError> {
    let pattern = request.match_pattern().unwrap_or_default();
    match limit_of(request.method().as_str(), &pattern) {
        Some(RouteLimit::Requests(class)) => {
            let key = match user {
                Some(user) => RateLimitKey::User(user.clone()),
                None => RateLimitKey::Guest(network_of(request)),
            };
            let checked = api(request)?.rate_limiter.check(class, &key).await;
            checked.map_err(|wait| {
                Refused::Requests(class).count();
                ApiError::rate_limited(wait, TooMany::Requests)
            })
        }
        Some(RouteLimit::EventStreams) => {
            let Some(permit) = api(request)?.event_streams.acquire(network_of(request)) else {
                Refused::EventStreams.count();
                return Err(ApiError::rate_limited(EVENT_STREAM_RETRY, TooMany::EventStreams));
            };
            // `routes::event_stream` moves it into the response.
            request.extensions_mut().insert(permit);
            Ok(())
        }
        Some(RouteLimit::Unlimited) | None => Ok(()),
    }
}

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooMany {
    Requests,
    EventStreams,
    /// Messages of one author.
    Messages,
    /// Messages of all guests of one address.
    GuestMessages,
}

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Requests => "There were too many requests.",
            Self::EventStreams => "Too many live updates are open from your network.",
            Self::Messages => "You are sending messages too fast.",
            Self::GuestMessages => "Guests on your network are sending messages too fast.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_distinct() {
        let labels: Vec<_> = RateLimitClass::iter()
            .map(|class| Refused::Requests(class).label())
            .collect();
        assert_eq!(labels, ["tokens", "chat", "writes", "lists"]);
    }
}
