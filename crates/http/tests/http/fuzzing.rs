//! Random input from the network: always a response in the envelope, never a 5xx, never a panic.

use std::cell::OnceCell;
use std::mem::ManuallyDrop;

use actix_web::rt::{System, SystemRunner};
use quickcheck::{Arbitrary, Gen, quickcheck};
use serde_json::{Map, Value};

use crate::support::{Call, Response, TestApp};

thread_local! {
    /// One application per thread, for all runs of a property. It is never dropped, because other
    /// thread-local values that its destructor needs may already be destroyed.
    static APP: OnceCell<ManuallyDrop<(SystemRunner, TestApp)>> = const { OnceCell::new() };
}

fn response_to(call: impl FnOnce(&TestApp) -> Call) -> Response {
    APP.with(|cell| {
        let inside = cell.get_or_init(|| {
            let system = System::new();
            let app = system.block_on(async { TestApp::new().await.with_live("ada").await });
            ManuallyDrop::new((system, app))
        });
        let (system, app) = &**inside;
        system.block_on(async { call(app).await })
    })
}

fn percent(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for byte in bytes {
        write!(text, "%{byte:02X}").unwrap();
    }
    text
}

/// Maps bytes to characters that are allowed in a URL.
fn to_url_characters(bytes: &[u8]) -> String {
    const ALLOWED: &[u8] = b"abz019/.%&=?+;:@!$'()*,-_~";
    let pick = |byte: &u8| char::from(ALLOWED[usize::from(*byte) % ALLOWED.len()]);
    bytes.iter().map(pick).collect()
}

/// A body with known fields and random values.
#[derive(Debug, Clone)]
struct KnownFields(Value);

impl Arbitrary for KnownFields {
    fn arbitrary(g: &mut Gen) -> Self {
        let names = [
            "title",
            "description",
            "thumbnail",
            "isChatEnabled",
            "isChatDelayed",
            "isChatFollowersOnly",
            "isGuestsAllowed",
            "hostId",
            "guestName",
            "username",
            "reason",
        ];
        let fields: Map<_, _> = names
            .into_iter()
            .filter_map(|name| {
                let value = random_value(g);
                bool::arbitrary(g).then_some((name.to_owned(), value))
            })
            .collect();
        Self(Value::Object(fields))
    }
}

fn random_value(g: &mut Gen) -> Value {
    match u8::arbitrary(g) % 8 {
        0 => Value::Null,
        1 => bool::arbitrary(g).into(),
        2 => i64::arbitrary(g).into(),
        3 => Vec::<String>::arbitrary(g).into(),
        4 => "user-ada".into(),
        5 => format!("http://{}", String::arbitrary(g)).into(),
        _ => String::arbitrary(g).into(),
    }
}

const BODIES: [(&str, &str); 8] = [
    ("POST", "/api/stream/setup"),
    ("PUT", "/api/stream/info"),
    ("PUT", "/api/stream/chat-settings"),
    ("POST", "/api/viewer/token"),
    ("POST", "/api/dev/login"),
    ("POST", "/api/admin/streams/user-ada/stop"),
    ("POST", "/api/admin/creator-applications/user-ada/revoke"),
    ("POST", "/api/webhook/livekit"),
];

quickcheck! {
    fn any_bytes_as_a_body_are_answered(body: Vec<u8>) -> bool {
        BODIES.iter().all(|(method, path)| {
            let call = |app: &TestApp| {
                app.call(method, path).by("ada").with_bytes_of_type("application/json", &body)
            };
            response_to(call).status < 500
        })
    }

    fn any_fields_are_answered(body: KnownFields) -> bool {
        BODIES.iter().all(|(method, path)| {
            response_to(|app| app.call(method, path).by("ada").json(&body.0)).status < 500
        })
    }

    fn any_bytes_in_a_path_are_answered(bytes: Vec<u8>) -> bool {
        [percent(&bytes), to_url_characters(&bytes)].iter().all(|text| {
            ["/api/", "/api/viewer/stream/", "/api/stream/viewers/", "/api/stream/sessions/", "/api/docs/", "/"]
                .into_iter()
                .all(|root| {
                    ["GET", "DELETE", "POST"].into_iter().all(|method| {
                        let path = format!("{root}{text}");
                        response_to(|app| app.call(method, &path).by("ada")).status < 500
                    })
                })
        })
    }

    fn any_bytes_in_a_query_are_answered(bytes: Vec<u8>) -> bool {
        let (bytes, to_url_characters) = (percent(&bytes), to_url_characters(&bytes));
        [
            format!("/api/viewer/search?q={bytes}"),
            format!("/api/viewer/search?{to_url_characters}"),
            format!("/api/viewer/live?limit={bytes}"),
            format!("/api/viewer/live?cursor={bytes}"),
            format!("/api/viewer/live?{to_url_characters}"),
            format!("/api/viewer/following?cursor={to_url_characters}"),
            format!("/api/stream/viewers?limit={to_url_characters}"),
            format!("/api/stream/past?cursor={bytes}"),
            format!("/api/viewer/stream/{bytes}/past"),
            format!("/api/viewer/stream/ada/past?cursor={bytes}"),
            format!("/api/admin/audit?cursor={to_url_characters}"),
            format!("/api/stream/sessions/{bytes}/summary"),
            format!("/api/stream/sessions/{bytes}/viewer-counts"),
        ]
        .iter()
        .all(|path| response_to(|app| app.get(path).by("ada")).status < 500)
    }

    fn any_authorization_is_answered(bytes: Vec<u8>) -> bool {
        let header: Vec<u8> = bytes.into_iter().filter(|b| *b >= 32 && *b != 127).collect();
        ["/api/viewer/me", "/api/viewer/live"].into_iter().all(|path| {
            response_to(|app| app.get(path).header_bytes("authorization", &header)).status == 401
        })
    }

    fn unsigned_webhooks_are_refused(header: Vec<u8>, body: Vec<u8>) -> bool {
        let header: Vec<u8> = header.into_iter().filter(|b| *b >= 32 && *b != 127).collect();
        let call = |app: &TestApp| {
            app.post("/api/webhook/livekit")
                .with_bytes_of_type("application/webhook+json", &body)
                .header_bytes("authorization", &header)
        };
        response_to(call).status == 401
    }
}
