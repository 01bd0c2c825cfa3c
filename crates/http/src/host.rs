//! While the development login is enabled, refuses API calls whose `Host` is not a loopback address.
//! Otherwise a page of another site whose name resolves to this machine (DNS rebinding) could sign in as any
//! user.

use std::net::IpAddr;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::uri::Authority;
use actix_web::middleware::Next;
use actix_web::{Error, web};

use crate::api::Api;
use crate::error::{ApiError, Code};
use crate::target::Area;

/// The middleware that checks the host.
pub(crate) async fn guard_host(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let is_guarded = request
        .app_data::<web::Data<Api>>()
        .is_some_and(|api| api.config.is_loopback_only);
    if is_guarded && Area::of(request.uri()) == Area::Api && !names_loopback(&request) {
        let refusal = ApiError::new(
            Code::Forbidden,
            "The development login is enabled, so the API answers only on loopback addresses, such as \
             http://127.0.0.1.",
        );
        return Ok(request.error_response(refusal));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Whether the requested host is a loopback name or address. Requests without a host are refused; browsers
/// always send one.
fn names_loopback(request: &ServiceRequest) -> bool {
    let in_target = request.uri().authority();
    in_target.is_none_or(is_loopback) && host(request.headers()).is_some_and(|host| is_loopback(&host))
}

fn host(headers: &HeaderMap) -> Option<Authority> {
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
