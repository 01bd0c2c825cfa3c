//! The metrics of requests.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use metrics::{counter, describe_counter, describe_histogram, histogram};

use crate::rate_limit;

const REQUESTS: &str = "onair_http_requests_total";
const REQUEST_DURATION: &str = "onair_http_request_duration_seconds";

/// The route of requests that match none, such as those for the files of the page.
const NO_ROUTE: &str = "none";

/// Describes the metrics to the installed recorder, and initialises the counters of refusals.
pub fn describe_metrics() {
    describe_counter!(
        REQUESTS,
        "Answered requests, by method, route pattern and status."
    );
    describe_histogram!(
        REQUEST_DURATION,
        "Time from the head of a request to that of its response, in seconds, by method and route pattern."
    );
    rate_limit::describe_metrics();
}

/// Counts an answered request. `route` is the pattern, not the path, so that the number of time series is bounded.
pub(crate) fn count_request(method: &Method, route: Option<String>, status: StatusCode, took: Duration) {
    let method = label(method);
    let route = route.map_or(NO_ROUTE.into(), metrics::SharedString::from);
    let code = status.as_str().to_owned();
    counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => code).increment(1);
    histogram!(REQUEST_DURATION, "method" => method, "route" => route).record(took.as_secs_f64());
}

/// Clients can send any method; the number of time series must not depend on them.
fn label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::Method;

    use super::label;

    #[test]
    fn unknown_methods_share_a_label() {
        assert_eq!(label(&Method::DELETE), "DELETE");
        for method in ["PROPFIND", "get", "X1", "X2"] {
            assert_eq!(label(&Method::from_bytes(method.as_bytes()).unwrap()), "other");
        }
    }
}
