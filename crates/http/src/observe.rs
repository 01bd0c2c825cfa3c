//! The outermost middleware: it assigns the request's id, logs one line, and adds the headers that all
//! responses have. It also completes error responses, because a 5xx contains the request's id.

use std::error::Error as _;
use std::time::{Duration, Instant};

use actix_web::body::{self, BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{ConnectionType, Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError as _, web};
use tracing::field::Empty;
use tracing::{Instrument as _, Span, info_span};

use crate::api::Api;
use crate::compress::compress;
use crate::connection::{TrackedBody, TrackedRequest};
use crate::error::ApiError;
use crate::log_budget::LogBudget;
use crate::metrics::count_request;
use crate::request_id::{REQUEST_ID, RequestId};
use crate::routes::{VIEWER_TOKEN, WEBHOOK};
use crate::security_headers;
use crate::target::Area;
use crate::trace_context::continue_trace;

/// The middleware.
pub(crate) async fn observe(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<TrackedBody>, Error> {
    let started = Instant::now();
    let id = RequestId::of(&request);
    let area = Area::of(request.uri());
    let tracked = TrackedRequest::of(&mut request);
    let method = request.method().clone();
    let route = request.match_pattern();
    let span = request_span(&request, &id, route.as_deref());
    if method == Method::HEAD {
        // Handled as GET: actix omits the body of the response.
        request.head_mut().method = Method::GET;
    }
    let response = next.call(request).instrument(span.clone()).await?;
    let response = response.map_into_boxed_body();
    let cause = cause(&response);
    let mut response = complete_error(response, area, &id);
    add_headers(&mut response, area, &id);
    if area.is_call() {
        response = compress(response);
    }
    if method == Method::HEAD {
        response = response.map_body(|_, body| without_stream(body));
    }
    let (status, took) = (response.status(), started.elapsed());
    log(&method, &response, route.as_deref(), &id, took, cause.as_deref());
    record_status(&span, status);
    count_request(&method, route, status, took);
    close_while_draining(&mut response);
    Ok(response.map_body(|_, body| tracked.keep_until_sent(body)))
}

/// The span of a request. Its log lines contain the id, the method and the route; a collector also gets what
/// OpenTelemetry's conventions name.
fn request_span(request: &ServiceRequest, id: &RequestId, route: Option<&str>) -> Span {
    let api = request.app_data::<web::Data<Api>>();
    let exporting = api
        .map(|api| &api.config)
        .filter(|config| config.is_tracing_exported);
    let is_exported = exporting.is_some();
    let method = request.method();
    let route = route.unwrap_or("-");
    let span = info_span!(
        "request",
        request_id = id.as_str(),
        %method,
        route,
        otel.name = is_exported.then(|| display(format!("{method} {route}"))),
        otel.kind = is_exported.then_some("server"),
        http.request.method = is_exported.then(|| method.as_str()),
        http.route = is_exported.then_some(route),
        http.response.status_code = Empty,
        otel.status_code = Empty,
    );
    if let Some(config) = exporting {
        continue_trace(&span, request, config);
    }
    span
}

fn record_status(span: &Span, status: StatusCode) {
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
}

/// A server that is about to stop closes its connections, so that clients connect to another server.
fn close_while_draining(response: &mut ServiceResponse<BoxBody>) {
    let api = response.request().app_data::<web::Data<Api>>();
    if api.is_some_and(|api| api.drain.has_begun()) {
        response
            .response_mut()
            .head_mut()
            .set_connection_type(ConnectionType::Close);
    }
}

/// actix omits the body of a response to HEAD, but polls it to its end. An endless body must be replaced.
fn without_stream(body: BoxBody) -> BoxBody {
    match body.size() {
        BodySize::Stream => BoxBody::new(body::None::new()),
        BodySize::None | BodySize::Sized(_) => body,
    }
}

/// Adds the request's id to a 5xx, and the envelope to errors that actix itself returned.
fn complete_error(
    response: ServiceResponse<BoxBody>,
    area: Area,
    id: &RequestId,
) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if status.as_u16() < 400 {
        return response;
    }
    let api_error = response
        .response()
        .error()
        .and_then(|error| error.as_error::<ApiError>());
    if let Some(error) = api_error {
        if !status.is_server_error() {
            return response;
        }
        let body = error.body(Some(id.as_str()));
        return response.map_body(|_, _| BoxBody::new(body));
    }
    if is_json(&response) || !area.is_call() {
        return response;
    }
    // Only the CORS check refuses OPTIONS requests.
    let error = match *response.request().method() {
        Method::OPTIONS => ApiError::from_status(StatusCode::FORBIDDEN),
        _ => ApiError::from_status(status),
    };
    let body = error.body(status.is_server_error().then(|| id.as_str()));
    response.map_body(|head, _| {
        head.status = error.status_code();
        head.headers
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        BoxBody::new(body)
    })
}

/// The error with all its causes. It is only logged, not sent. A refusal that is expected, as of a busy search, has
/// none; a rejected token has one.
fn cause(response: &ServiceResponse<BoxBody>) -> Option<String> {
    let error = response.response().error()?;
    match error.as_error::<ApiError>() {
        Some(error) if error.source().is_some() => Some(error.cause_chain()),
        Some(_) => None,
        None => response.status().is_server_error().then(|| error.to_string()),
    }
}

fn is_json(response: &ServiceResponse<BoxBody>) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|content_type| content_type.as_bytes().starts_with(b"application/json"))
}

fn add_headers(response: &mut ServiceResponse<BoxBody>, area: Area, id: &RequestId) {
    let headers = response.headers_mut();
    if let Some(id) = id.header() {
        headers.insert(REQUEST_ID, id);
    }
    security_headers::add(response, area);
}

/// How many failed requests are logged per second and worker thread. Client errors do not use up the budget of
/// server errors.
#[derive(Debug)]
pub(crate) struct LogBudgets {
    client_errors: LogBudget,
    server_errors: LogBudget,
}

impl Default for LogBudgets {
    fn default() -> Self {
        Self {
            client_errors: LogBudget::new(20),
            server_errors: LogBudget::new(20),
        }
    }
}

impl LogBudgets {
    /// Whether a request may be logged.
    fn take(&self, status: StatusCode) -> bool {
        let budget = if status.is_server_error() {
            &self.server_errors
        } else if status.is_client_error() {
            &self.client_errors
        } else {
            return true;
        };
        budget.take(|omitted| tracing::warn!(omitted, "more requests failed than are logged"))
    }
}

/// Logs one line per request. It contains the route pattern, not the path, because paths contain personal
/// data. Successful reads, tokens for viewers and webhooks are frequent, unknown paths come mostly from scanners, and
/// requests over a limit are counted by a metric: these are logged at level debug. Other failures are logged within a
/// budget.
fn log(
    method: &Method,
    response: &ServiceResponse<BoxBody>,
    pattern: Option<&str>,
    id: &RequestId,
    took: Duration,
    cause: Option<&str>,
) {
    let status = response.status();
    let route = pattern.unwrap_or("-");
    let is_routine = *method == Method::GET || matches!(pattern, Some(VIEWER_TOKEN | WEBHOOK));
    let is_unknown_path = status == StatusCode::NOT_FOUND && pattern.is_none();
    let is_debug =
        (is_routine && status.as_u16() < 400) || is_unknown_path || status == StatusCode::TOO_MANY_REQUESTS;
    let budgets = response.request().app_data::<web::Data<LogBudgets>>();
    if !is_debug && budgets.is_some_and(|budgets| !budgets.take(status)) {
        return;
    }
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let (status_code, request_id) = (status.as_u16(), id.as_str());
    if is_debug {
        tracing::debug!(%method, route, status = status_code, ms, request_id, "request");
    } else if status.is_server_error() && cause.is_some() {
        tracing::error!(%method, route, status = status_code, ms, request_id, cause, "request");
    } else if status.is_server_error() {
        tracing::warn!(%method, route, status = status_code, ms, request_id, "request");
    } else {
        tracing::info!(%method, route, status = status_code, ms, request_id, cause, "request");
    }
}
