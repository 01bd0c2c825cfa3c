//! Which limit applies to which route. A test fails for a route that is not listed.

use super::RateLimitClass::{self, Chat, Lists, Tokens, Writes};
use RouteLimit::{EventStreams, Requests, Unlimited};

/// The limit of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RouteLimit {
    /// Requests of a class.
    Requests(RateLimitClass),
    /// Event streams that are open at the same time.
    EventStreams,
    /// No limit: reading of one item, health checks, and webhooks, which are signed.
    Unlimited,
}

impl RouteLimit {
    /// The name in the OpenAPI document and in the metric; `None` if there is no limit.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Requests(class) => Some(class.into()),
            EventStreams => Some("event_streams"),
            Unlimited => None,
        }
    }
}

const ROUTES: [(&str, &str, RouteLimit); 55] = [
    ("POST", "/api/stream/go-live", Requests(Tokens)),
    ("POST", "/api/stream/connection-check", Requests(Tokens)),
    ("POST", "/api/viewer/token", Requests(Tokens)),
    ("POST", "/api/dev/login", Requests(Tokens)),
    ("POST", "/api/chat/{hostId}/messages", Requests(Chat)),
    ("DELETE", "/api/chat/{hostId}/messages/{id}", Requests(Chat)),
    ("GET", "/api/chat/{hostId}/messages", Requests(Lists)),
    ("POST", "/api/stream/setup", Requests(Writes)),
    ("POST", "/api/stream/end-stream", Requests(Writes)),
    ("PUT", "/api/stream/info", Requests(Writes)),
    ("PUT", "/api/stream/chat-settings", Requests(Writes)),
    ("PUT", "/api/stream/thumbnail", Requests(Writes)),
    ("DELETE", "/api/stream/thumbnail", Requests(Writes)),
    ("DELETE", "/api/stream/viewers/{identity}", Requests(Writes)),
    ("POST", "/api/social/follow/{userId}", Requests(Writes)),
    ("DELETE", "/api/social/follow/{userId}", Requests(Writes)),
    ("POST", "/api/social/block/{userId}", Requests(Writes)),
    ("DELETE", "/api/social/block/{userId}", Requests(Writes)),
    ("POST", "/api/creator/application", Requests(Writes)),
    (
        "POST",
        "/api/admin/creator-applications/{userId}/approve",
        Requests(Writes),
    ),
    (
        "POST",
        "/api/admin/creator-applications/{userId}/reject",
        Requests(Writes),
    ),
    (
        "POST",
        "/api/admin/creator-applications/{userId}/revoke",
        Requests(Writes),
    ),
    ("POST", "/api/admin/streams/{userId}/stop", Requests(Writes)),
    ("POST", "/api/admin/users/{userId}/suspend", Requests(Writes)),
    ("POST", "/api/admin/users/{userId}/reinstate", Requests(Writes)),
    ("GET", "/api/viewer/search", Requests(Lists)),
    ("GET", "/api/viewer/live", Requests(Lists)),
    ("GET", "/api/viewer/following", Requests(Lists)),
    ("GET", "/api/stream/past", Requests(Lists)),
    ("GET", "/api/viewer/stream/{username}/past", Requests(Lists)),
    ("GET", "/api/stream/sessions/{id}/viewer-counts", Requests(Lists)),
    ("GET", "/api/stream/viewers", Requests(Lists)),
    ("GET", "/api/social/followers/{userId}", Requests(Lists)),
    ("GET", "/api/social/following/{userId}", Requests(Lists)),
    ("GET", "/api/social/blocked", Requests(Lists)),
    ("GET", "/api/admin/creator-applications", Requests(Lists)),
    ("GET", "/api/admin/audit", Requests(Lists)),
    ("GET", "/api/admin/users", Requests(Lists)),
    ("GET", "/api/stream/events", EventStreams),
    ("GET", "/api/viewer/stream/{username}/events", EventStreams),
    ("GET", "/api/viewer/stream/{username}", Unlimited),
    ("GET", "/api/viewer/stream/{username}/thumbnail", Unlimited),
    ("GET", "/api/oembed", Unlimited),
    ("GET", "/api/viewer/me", Unlimited),
    ("GET", "/api/stream/info", Unlimited),
    ("GET", "/api/stream/status", Unlimited),
    ("GET", "/api/stream/sessions/{id}/summary", Unlimited),
    ("GET", "/api/social/follow/{userId}", Unlimited),
    ("GET", "/api/creator/application", Unlimited),
    ("GET", "/api/config", Unlimited),
    ("GET", "/api/openapi.json", Unlimited),
    ("POST", "/api/webhook/livekit", Unlimited),
    ("GET", "/health/live", Unlimited),
    ("GET", "/health/ready", Unlimited),
    ("GET", "/metrics", Unlimited),
];

/// The limit of a route; `None` if there is no such route.
pub(crate) fn limit_of(method: &str, pattern: &str) -> Option<RouteLimit> {
    let mut routes = ROUTES.iter();
    let (_, _, limit) =
        routes.find(|(its_method, its_pattern, _)| *its_pattern == pattern && *its_method == method)?;
    Some(*limit)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_has_one_limit() {
        let document = crate::openapi::openapi();
        let routes = document.paths.paths.iter().flat_map(|(path, item)| {
            let methods = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("DELETE", &item.delete),
            ];
            let has = methods.into_iter().filter(|(_, operation)| operation.is_some());
            has.map(|(method, _)| (method, path.as_str()))
        });
        let listed: Vec<_> = ROUTES.iter().map(|(method, path, _)| (*method, *path)).collect();
        let distinct: BTreeSet<_> = listed.iter().copied().collect();
        assert_eq!(distinct.len(), listed.len(), "a route is listed twice");
        assert_eq!(
            distinct,
            routes.collect(),
            "list each route with its limit in ROUTES"
        );
    }

    #[test]
    fn whatever_changes_something_is_limited() {
        for (method, path, limit) in ROUTES {
            let is_read = method == "GET" || path == crate::routes::WEBHOOK;
            assert!(is_read || matches!(limit, Requests(_)), "{method} {path}");
        }
    }
}
