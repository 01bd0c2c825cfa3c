//! Refuses requests for other hosts than those by which this server is meant to be reached. Otherwise a page of
//! another site whose name resolves to this server (DNS rebinding) would count as its own page.
//!
//! If the public address is known, it is the only one. Health checks and metrics, which probes request by IP
//! address, and webhooks, which are signed, answer to any host. While the development login is enabled, API calls
//! need a loopback address.

use std::net::IpAddr;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::uri::Authority;
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};

use crate::api::{Api, ApiConfig};
use crate::error::{ApiError, Code};
use crate::routes::WEBHOOK;
use crate::target::{Area, normalised};

/// The middleware that checks the host.
pub(crate) async fn guard_host(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let area = Area::of(request.uri());
    let config = request.app_data::<web::Data<Api>>().map(|api| &api.config);
    let refusal = config.and_then(|config| refusal(&request, area, config));
    let Some(refusal) = refusal else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    if area.is_call() {
        return Ok(request.error_response(ApiError::new(Code::Forbidden, refusal)));
    }
    let response = HttpResponse::Forbidden()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(refusal + "\n");
    Ok(request.into_response(response))
}

/// Why the requested host is refused, if it is.
fn refusal(request: &ServiceRequest, area: Area, config: &ApiConfig) -> Option<String> {
    if config.is_loopback_only && area == Area::Api && !names(request, is_loopback) {
        return Some(
            "The development login is enabled, so the API answers only on loopback addresses, such as \
             http://127.0.0.1."
                .to_owned(),
        );
    }
    let url = config.public_url.as_ref()?;
    let is_exempt = area == Area::Machines || normalised(request.path()) == WEBHOOK;
    if is_exempt || names(request, |authority| url.has_authority(authority)) {
        return None;
    }
    Some(format!(
        "This service answers only at {url}. If you are there, its proxy has to pass on the Host header unchanged."
    ))
}

/// Whether the requested host is an expected one. Requests without a host are refused; browsers always send one.
fn names(request: &ServiceRequest, is_expected: impl Fn(&Authority) -> bool) -> bool {
    let in_target = request.uri().authority();
    in_target.is_none_or(&is_expected) && host(request.headers()).is_some_and(|host| is_expected(&host))
}

/// The host of a request, if it names exactly one.
pub(crate) fn host(headers: &HeaderMap) -> Option<Authority> {
    let mut values = headers.get_all(header::HOST);
    let one = values.next().filter(|_| values.next().is_none())?;
    one.to_str().ok()?.parse().ok()
}

/// `localhost`, its subdomains (RFC 6761) and the loopback addresses, with any port.
fn is_loopback(authority: &Authority) -> bool {
    if authority.as_str().contains('@') {
        return false;
    }
    let host = authority.host();
    let address = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host);
    if let Ok(address) = address.parse::<IpAddr>() {
        return address.to_canonical().is_loopback();
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(host: &str) -> bool {
        host.parse().is_ok_and(|authority| is_loopback(&authority))
    }

    #[test]
    fn loopback_names_and_addresses_are_accepted() {
        for host in [
            "localhost",
            "localhost:8080",
            "LocalHost:80",
            "localhost.",
            "localhost.:8080",
            "foo.localhost",
            "a.b.LOCALHOST:1",
            "127.0.0.1",
            "127.0.0.1:8080",
            "127.8.9.10",
            "[::1]",
            "[::1]:8080",
            "[::ffff:127.0.0.1]:80",
        ] {
            assert!(accepts(host), "{host}");
        }
    }

    #[test]
    fn other_hosts_are_refused() {
        for host in [
            "",
            "example.com",
            "localhost.example.com",
            "notlocalhost",
            "localhost..",
            "127.0.0.1.nip.io",
            "127.0.0.1.",
            "127.1",
            "2130706433",
            "0.0.0.0",
            "10.0.0.1:8080",
            "[::]",
            "[::2]:8080",
            "::1",
            "localhost@example.com",
            "example.com@localhost",
            "localhost example.com",
            "localhost, example.com",
        ] {
            assert!(!accepts(host), "{host}");
        }
    }
}
