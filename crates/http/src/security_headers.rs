//! The headers by which browsers restrict what responses of this server may do.

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::web;

use crate::api::Api;
use crate::public_url::PublicUrl;
use crate::target::Area;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Camera and microphone are for the studio, the others that are permitted for the player and for copying a link.
const PERMISSIONS: &str = "camera=(self), microphone=(self), autoplay=(self), fullscreen=(self), \
     picture-in-picture=(self), screen-wake-lock=(self), clipboard-write=(self), display-capture=(self), \
     accelerometer=(), clipboard-read=(), encrypted-media=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), \
     idle-detection=(), local-fonts=(), magnetometer=(), midi=(), payment=(), publickey-credentials-get=(), \
     serial=(), sync-xhr=(), usb=(), xr-spatial-tracking=()";

/// A response of the API is data. If it is shown as a page nevertheless, it may do nothing.
const DATA_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The policy of the page that shows the OpenAPI document. Its pictures are `data:` URLs in its style sheet.
pub(crate) const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; \
     style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// A year. Not for subdomains, which may belong to other services.
const HSTS: &str = "max-age=31536000";

/// Adds the headers. Those that a response already has are kept.
pub(crate) fn add(response: &mut ServiceResponse<BoxBody>, area: Area) {
    let is_tls = is_tls(response);
    let headers = response.headers_mut();
    let is_for_other_sites = headers
        .get(header::CONTENT_SECURITY_POLICY)
        .and_then(|policy| policy.to_str().ok())
        .is_some_and(|policy| {
            policy.contains("frame-ancestors") && !policy.contains("frame-ancestors 'none'")
        });
    let mut add = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::CONTENT_SECURITY_POLICY, DATA_POLICY);
    add(PERMISSIONS_POLICY, PERMISSIONS);
    add(CROSS_ORIGIN_OPENER_POLICY, "same-origin");
    add(
        header::REFERRER_POLICY,
        if area.is_call() {
            "no-referrer"
        } else {
            "same-origin"
        },
    );
    // For browsers that do not know `frame-ancestors`. It cannot name several sites, so an embedded player has none.
    if !is_for_other_sites {
        add(header::X_FRAME_OPTIONS, "DENY");
    }
    if is_tls {
        add(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    // Responses depend on the caller and may contain tokens, so nobody may cache them.
    if area.is_call() {
        add(header::CACHE_CONTROL, "no-store");
    }
}

/// Whether browsers reach this server over TLS. Over plain HTTP they ignore the header, but another server may
/// answer there on purpose.
fn is_tls(response: &ServiceResponse<BoxBody>) -> bool {
    let request = response.request();
    let headers: &HeaderMap = request.headers();
    let peer = request.peer_addr().map(|peer| peer.ip());
    request.app_data::<web::Data<Api>>().is_some_and(|api| {
        let config = &api.config;
        config.public_url.as_ref().is_some_and(PublicUrl::is_https)
            || config.trusted_proxies.is_forwarded_over_tls(peer, headers)
    })
}
