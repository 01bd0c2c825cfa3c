//! Whatever comes from the network: an answer in the envelope, never a 5xx, never a panic.

use std::cell::OnceCell;
use std::mem::ManuallyDrop;

use actix_web::rt::{System, SystemRunner};
use quickcheck::{Arbitrary, Gen, quickcheck};
use serde_json::{Map, Value};

use crate::support::{Answer, Call, TestApp};

thread_local! {
    /// One application for all tries of a property, each of which has a thread of its own. Never
    /// dropped: at a thread's end what it would need to be dropped is gone.
    static APP: OnceCell<ManuallyDrop<(SystemRunner, TestApp)>> = const { OnceCell::new() };
}

fn answer_to(call: impl FnOnce(&TestApp) -> Call) -> Answer {
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

/// Characters that an address may have.
fn plain(bytes: &[u8]) -> String {
    const ALLOWED: &[u8] = b"abz019/.%&=?+;:@!$'()*,-_~";
    let pick = |byte: &u8| char::from(ALLOWED[usize::from(*byte) % ALLOWED.len()]);
    bytes.iter().map(pick).collect()
}

/// A body that is nearly right: known fields with anything in them.
#[derive(Debug, Clone)]
struct Nearly(Value);

impl Arbitrary for Nearly {
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
                let value = anything(g);
                bool::arbitrary(g).then_some((name.to_owned(), value))
            })
            .collect();
        Self(Value::Object(fields))
    }
}

fn anything(g: &mut Gen) -> Value {
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
                app.call(method, path).by("ada").typed_bytes("application/json", &body)
            };
            answer_to(call).status < 500
        })
    }

    fn any_fields_are_answered(body: Nearly) -> bool {
        BODIES.iter().all(|(method, path)| {
            answer_to(|app| app.call(method, path).by("ada").json(&body.0)).status < 500
        })
    }

    fn any_bytes_in_a_path_are_answered(bytes: Vec<u8>) -> bool {
        [percent(&bytes), plain(&bytes)].iter().all(|text| {
            ["/api/", "/api/viewer/stream/", "/api/stream/viewers/", "/api/stream/sessions/", "/api/docs/", "/"]
                .into_iter()
                .all(|root| {
                    ["GET", "DELETE", "POST"].into_iter().all(|method| {
                        let path = format!("{root}{text}");
                        answer_to(|app| app.call(method, &path).by("ada")).status < 500
                    })
                })
        })
    }

    fn any_bytes_in_a_query_are_answered(bytes: Vec<u8>) -> bool {
        let (bytes, plain) = (percent(&bytes), plain(&bytes));
        [
            format!("/api/viewer/search?q={bytes}"),
            format!("/api/viewer/search?{plain}"),
            format!("/api/viewer/live?limit={bytes}"),
            format!("/api/viewer/live?cursor={bytes}"),
            format!("/api/viewer/live?{plain}"),
            format!("/api/viewer/following?cursor={plain}"),
            format!("/api/stream/viewers?limit={plain}"),
            format!("/api/stream/past?cursor={bytes}"),
            format!("/api/admin/audit?cursor={plain}"),
            format!("/api/stream/sessions/{bytes}/summary"),
        ]
        .iter()
        .all(|path| answer_to(|app| app.get(path).by("ada")).status < 500)
    }

    fn any_authorization_is_answered(bytes: Vec<u8>) -> bool {
        let header: Vec<u8> = bytes.into_iter().filter(|b| *b >= 32 && *b != 127).collect();
        ["/api/viewer/me", "/api/viewer/live"].into_iter().all(|path| {
            answer_to(|app| app.get(path).header_bytes("authorization", &header)).status == 401
        })
    }

    fn no_webhook_but_the_media_servers_is_taken(header: Vec<u8>, body: Vec<u8>) -> bool {
        let header: Vec<u8> = header.into_iter().filter(|b| *b >= 32 && *b != 127).collect();
        let call = |app: &TestApp| {
            app.post("/api/webhook/livekit")
                .typed_bytes("application/webhook+json", &body)
                .header_bytes("authorization", &header)
        };
        answer_to(call).status == 401
    }
}
