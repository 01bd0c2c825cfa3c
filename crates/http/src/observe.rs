//! What every request goes through: its id, one line in the log, and the headers that all answers
//! have. It also finishes refusals, which only here meet the id that a 5xx tells.

use std::time::Instant;

use actix_web::body::{self, BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{ConnectionType, Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError as _, web};

use crate::api::Api;
use crate::compress::compress;
use crate::connection::{Incoming, Outgoing};
use crate::error::ApiError;
use crate::request_id::{REQUEST_ID, RequestId};
use crate::routes::WEBHOOK;
use crate::target::Area;

/// The outermost layer.
pub(crate) async fn observe(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<Outgoing>, Error> {
    let started = Instant::now();
    let id = RequestId::of(&request);
    let area = Area::of(request.uri());
    let incoming = Incoming::of(&mut request);
    let method = request.method().clone();
    if method == Method::HEAD {
        // Answered as a GET: the connection itself leaves the body out.
        request.head_mut().method = Method::GET;
    }
    let response = next.call(request).await?.map_into_boxed_body();
    let cause = cause(&response);
    let mut response = finish_refusal(response, area, &id);
    add_headers(&mut response, area, &id);
    if area.is_call() {
        response = compress(response);
    }
    if method == Method::HEAD {
        response = response.map_body(|_, body| without_end(body));
    }
    log(&method, &response, &id, started, cause.as_deref());
    close_while_draining(&mut response);
    Ok(response.map_body(|_, body| incoming.keep_until_sent(body)))
}

/// A server that is about to stop asks its clients to connect elsewhere.
fn close_while_draining(response: &mut ServiceResponse<BoxBody>) {
    let api = response.request().app_data::<web::Data<Api>>();
    if api.is_some_and(|api| api.drain.has_begun()) {
        response
            .response_mut()
            .head_mut()
            .set_connection_type(ConnectionType::Close);
    }
}

/// The connection leaves the body of an answer to HEAD out, but waits for its end: one that has none
/// must not be begun.
fn without_end(body: BoxBody) -> BoxBody {
    match body.size() {
        BodySize::Stream => BoxBody::new(body::None::new()),
        BodySize::None | BodySize::Sized(_) => body,
    }
}

/// Gives a 5xx its request's id, and a refusal that is none of ours (actix's own) the envelope.
fn finish_refusal(
    response: ServiceResponse<BoxBody>,
    area: Area,
    id: &RequestId,
) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if status.as_u16() < 400 {
        return response;
    }
    let ours = response
        .response()
        .error()
        .and_then(|error| error.as_error::<ApiError>());
    if let Some(error) = ours {
        if !status.is_server_error() {
            return response;
        }
        let body = error.body(Some(id.as_str()));
        return response.map_body(|_, _| BoxBody::new(body));
    }
    if is_json(&response) || !area.is_call() {
        return response;
    }
    // What refuses a request for OPTIONS is the check of its origin.
    let error = match *response.request().method() {
        Method::OPTIONS => ApiError::of_status(StatusCode::FORBIDDEN),
        _ => ApiError::of_status(status),
    };
    let body = error.body(status.is_server_error().then(|| id.as_str()));
    response.map_body(|head, _| {
        head.status = error.status_code();
        head.headers
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        BoxBody::new(body)
    })
}

/// The whole chain of what went wrong, for the log alone.
fn cause(response: &ServiceResponse<BoxBody>) -> Option<String> {
    if !response.status().is_server_error() {
        return None;
    }
    let error = response.response().error()?;
    Some(match error.as_error::<ApiError>() {
        Some(error) => error.chain(),
        None => error.to_string(),
    })
}

fn is_json(response: &ServiceResponse<BoxBody>) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

fn add_headers(response: &mut ServiceResponse<BoxBody>, area: Area, id: &RequestId) {
    let headers = response.headers_mut();
    if let Some(id) = id.header() {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    // Answers differ by who asks and hold tokens: nothing between here and there may keep them.
    if area.is_call() && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// One line a request. The route as it is declared, never the address: that may hold what is nobody
/// else's business. Reads that went well are for who asks for details: pages read all the time, and
/// would hide what changes something and what fails. So is what the media server tells, a line for
/// each that comes or goes anywhere, and so are calls of what isn't there, with which whoever looks for
/// holes would fill the log.
fn log(
    method: &Method,
    response: &ServiceResponse<BoxBody>,
    id: &RequestId,
    started: Instant,
    cause: Option<&str>,
) {
    let status = response.status();
    let route = || {
        response
            .request()
            .match_pattern()
            .unwrap_or_else(|| "-".to_owned())
    };
    let is_routine = *method == Method::GET || response.request().match_pattern().as_deref() == Some(WEBHOOK);
    let is_nowhere = status == StatusCode::NOT_FOUND && response.request().match_pattern().is_none();
    let ms = || u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let (status_code, request_id) = (status.as_u16(), id.as_str());
    if status.is_server_error() && cause.is_some() {
        tracing::error!(%method, route = route(), status = status_code, ms = ms(), request_id, cause, "request");
    } else if status.is_server_error() {
        tracing::warn!(%method, route = route(), status = status_code, ms = ms(), request_id, "request");
    } else if (is_routine && status.as_u16() < 400) || is_nowhere {
        tracing::debug!(%method, route = route(), status = status_code, ms = ms(), request_id, "request");
    } else {
        tracing::info!(%method, route = route(), status = status_code, ms = ms(), request_id, "request");
    }
}
