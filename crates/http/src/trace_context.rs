//! The trace that a proxy in front of the server has begun (W3C Trace Context).

use actix_web::dev::ServiceRequest;
use actix_web::http::header::HeaderMap;
use opentelemetry::global::get_text_map_propagator;
use opentelemetry::propagation::Extractor;
use opentelemetry::trace::TraceContextExt as _;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::api::ApiConfig;

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0
            .keys()
            .map(actix_web::http::header::HeaderName::as_str)
            .collect()
    }
}

/// Makes the span of a request a child of the proxy's span. The context also says whether the trace is exported, so that
/// of other clients is ignored.
pub(crate) fn continue_trace(span: &Span, request: &ServiceRequest, config: &ApiConfig) {
    let peer = request.peer_addr();
    if !peer.is_some_and(|peer| config.trusted_proxies.contains(peer.ip())) {
        return;
    }
    let context = get_text_map_propagator(|format| format.extract(&Headers(request.headers())));
    if context.span().span_context().is_valid() {
        // It fails for a span that is not exported.
        let _not_exported = span.set_parent(context);
    }
}
