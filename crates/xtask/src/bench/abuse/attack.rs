//! The kinds of requests of a flood, and how the server may answer them.

use std::rc::Rc;

use serde_json::json;

use super::scene::{CREATOR, Scene};
use crate::http::Request;

/// More than the server accepts
const LARGE_HEADER: usize = 150_000;
const MANY_HEADERS: usize = 120;
const LARGE_BODY: usize = 10_000_000;
const SENT_OF_BODY: usize = 70_000;
/// HS256, a distant expiry, and a wrong signature
const FORGED: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhZGEiLCJleHAiOjQwMDAwMDAwMDB9.\
                      MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE";

/// A kind of request.
pub(super) struct Attack {
    pub(super) name: &'static str,
    /// Sent in turn
    pub(super) requests: Vec<Rc<[u8]>>,
    /// The statuses that are expected
    pub(super) statuses: &'static [u16],
    /// Each request uses a connection of its own
    pub(super) is_single: bool,
}

impl Attack {
    fn new(name: &'static str, requests: Vec<Rc<[u8]>>, statuses: &'static [u16]) -> Self {
        Self {
            name,
            requests,
            statuses,
            is_single: false,
        }
    }

    fn single(self) -> Self {
        Self {
            is_single: true,
            ..self
        }
    }
}

/// The mix with weights: 25 in 100 ask for a token, 20 search, 15 post, and so on.
pub(super) fn attacks(scene: &Scene) -> Vec<(usize, Attack)> {
    let watch = format!("/api/viewer/stream/{CREATOR}");
    let messages = format!("/api/chat/{}/messages", scene.creator_id);
    let token = Request::new("POST", "/api/viewer/token").json(&json!({"hostId": scene.creator_id}));
    let posts = scene.flooding_guests.iter().map(|guest| {
        let post = Request::new("POST", &messages).header("x-viewer-token", guest);
        post.json(&json!({"text": "flood"})).bytes()
    });
    let searches = (0..40).map(|number| {
        let target = format!("/api/viewer/search?q=stream%20{number}");
        Request::new("GET", &target).bytes()
    });
    let unknown =
        (0..40).map(|number| Request::new("GET", &format!("/api/viewer/stream/nobody{number}")).bytes());
    let wrong_guest = Request::new("POST", &messages)
        .header("x-viewer-token", FORGED)
        .json(&json!({"text": "flood"}));
    let webhook = Request::new("POST", "/api/webhook/livekit").header("Authorization", FORGED);
    let many_headers = (0..MANY_HEADERS).fold(Request::new("GET", &watch), |request, number| {
        request.header(&format!("x-{number}"), "x")
    });
    let upgrade = Request::new("GET", "/rtc/v1")
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "MDEyMzQ1Njc4OWFiY2RlZg==");
    let frame = [&upgrade.bytes()[..], b"\x81\x85\x01\x02\x03\x04abcde"].concat();
    let large_header = Request::new("GET", &watch).header("x-large", &"x".repeat(LARGE_HEADER));
    let long_path = Request::new("GET", &format!("/{}", "x".repeat(LARGE_HEADER)));
    let large_body = Request::new("POST", "/api/viewer/token")
        .header("Content-Type", "application/json")
        .partial_body(LARGE_BODY, SENT_OF_BODY);
    let one = |request: Request| vec![request.bytes()];
    vec![
        (25, Attack::new("tokens", one(token), &[200, 429])),
        (20, Attack::new("searches", searches.collect(), &[200, 429, 503])),
        (15, Attack::new("chat messages", posts.collect(), &[201, 429])),
        (
            10,
            Attack::new("watch page", one(Request::new("GET", &watch)), &[200, 429]),
        ),
        (5, Attack::new("unknown streams", unknown.collect(), &[404, 429])),
        (
            5,
            Attack::new(
                "unparsable bearers",
                one(Request::new("GET", &watch).bearer("nonsense")),
                &[401],
            ),
        ),
        (
            5,
            Attack::new(
                "forged bearers",
                one(Request::new("GET", &watch).bearer(FORGED)),
                &[401],
            ),
        ),
        (
            5,
            Attack::new("forged room tokens", one(wrong_guest), &[401, 429]),
        ),
        (
            2,
            Attack::new(
                "forged webhooks",
                one(webhook.partial_body(SENT_OF_BODY, SENT_OF_BODY)),
                &[401],
            )
            .single(),
        ),
        (
            1,
            Attack::new("bodies of 10 MB", one(large_body), &[413, 429]).single(),
        ),
        (
            1,
            Attack::new("headers of 150 kB", one(large_header), &[431]).single(),
        ),
        (1, Attack::new("120 headers", one(many_headers), &[431]).single()),
        (
            1,
            Attack::new("paths of 150 kB", one(long_path), &[414, 431]).single(),
        ),
        (
            2,
            Attack::new("WebSocket upgrades", vec![frame.into()], &[200, 400]).single(),
        ),
        (
            2,
            Attack::new(
                "TLS handshakes",
                vec![b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\0\0\0\0"[..].into()],
                &[400],
            )
            .single(),
        ),
    ]
}

/// Requests that stay open: an event stream that is not read, and a head and a body that arrive slowly.
pub(super) fn event_stream() -> Rc<[u8]> {
    Request::new("GET", &format!("/api/viewer/stream/{CREATOR}/events")).bytes()
}

pub(super) fn slow_head() -> Rc<[u8]> {
    Request::new("GET", "/").endless_head()
}

pub(super) fn slow_body() -> Rc<[u8]> {
    let request = Request::new("POST", "/api/viewer/token").header("Content-Type", "application/json");
    request.partial_body(1_000, 1).bytes()
}
