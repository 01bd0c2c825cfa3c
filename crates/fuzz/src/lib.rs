//! Fuzz targets: each function takes arbitrary bytes, gives them to a parser of input from outside, and
//! checks what must hold for any input. A panic is a finding.
//!
//! `cargo xtask fuzz` runs them with libFuzzer, guided by coverage. The tests of this crate run them with the
//! files in `seeds` and with random bytes.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a target reports a finding by a panic"
)]

mod tokens;

use std::cell::Cell;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use onair_adapters_livekit::LiveKitWebhooks;
use onair_domain::chat::ChatText;
use onair_domain::ports::{MediaWebhooks as _, MediaWebhooksError, SignedBody};
use onair_domain::stream::{Description, SearchQuery, SearchTerms, Title};
use onair_domain::text::{HttpUrl, TextError, fold};
use onair_domain::token::GuestName;
use onair_domain::user::{DisplayName, UserId, Username};
use sha2::{Digest as _, Sha256};

pub use tokens::{bearer, room_token};

/// A target's name and function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets. Each has a program in `targets` and a folder in `seeds`.
pub const TARGETS: [Target; 7] = [
    ("bearer", bearer),
    ("chat_text", chat_text),
    ("configuration", configuration),
    ("cursor", cursor),
    ("names", names),
    ("room_token", room_token),
    ("webhook", webhook),
];

/// The body of a webhook with a valid signature. Every store must accept the texts of a notification.
pub fn webhook(input: &[u8]) {
    let webhooks = LiveKitWebhooks::new(&tokens::livekit());
    if let Ok(header) = str::from_utf8(input) {
        assert!(webhooks.verify(header).is_err(), "nobody signed this");
    }
    let signed = SignedBody::new(BASE64_STANDARD.encode(Sha256::digest(input)));
    match webhooks.read(&signed, input) {
        Ok(Some(notification)) => {
            let identity = notification.event.identity().map_or("", |it| it.as_str());
            for text in [notification.room.as_str(), notification.sid.as_str(), identity] {
                assert!(is_storable(text), "{notification:?}");
            }
        }
        Ok(None) | Err(MediaWebhooksError::Unreadable(_)) => {}
        Err(error @ MediaWebhooksError::Unsigned(_)) => panic!("the hash is right: {error}"),
    }
}

/// A cursor, and the key in it, of each list. A key that is accepted stays the same when it is encoded again.
pub fn cursor(input: &[u8]) {
    if let Ok(text) = str::from_utf8(input) {
        onair_http::check_cursor(text);
    }
}

/// Names, titles and addresses that users and identity providers choose.
pub fn names(input: &[u8]) {
    let raw = &String::from_utf8_lossy(input);
    stays(raw, DisplayName::MAX, |raw| {
        DisplayName::parse(raw).map(|it| it.to_string())
    });
    stays(raw, GuestName::MAX, |raw| {
        GuestName::parse(raw).map(|it| it.to_string())
    });
    stays(raw, Title::MAX, |raw| Title::parse(raw).map(|it| it.to_string()));
    stays(raw, UserId::MAX, |raw| {
        UserId::parse(raw).map(|it| it.to_string())
    });
    stays(raw, Username::MAX, |raw| {
        Username::parse(raw).map(|it| it.to_string())
    });
    if let Ok(Some(text)) = Description::parse(raw) {
        assert_eq!(Description::parse(text.as_str()).as_ref(), Ok(&Some(text)));
    }
    if let Ok(Some(url)) = HttpUrl::parse(raw) {
        assert_eq!(HttpUrl::parse(url.as_str()).as_ref(), Ok(&Some(url)));
    }
    if let Some(name) = DisplayName::from_claim(raw) {
        assert_eq!(DisplayName::parse(name.as_str()), Ok(name));
    }
    if let Some(name) = Username::from_claim(raw) {
        assert_eq!(Username::parse(name.as_str()).as_ref(), Ok(&name));
        assert_eq!(fold(&name.key()), name.key(), "folding is idempotent");
    }
    if let Ok(id) = UserId::parse(raw) {
        let name = Username::from_id(&id);
        for name in [name.disambiguate(&id), name] {
            assert_eq!(Username::parse(name.as_str()), Ok(name));
        }
    }
    if let Ok(query) = SearchQuery::parse(raw) {
        // Expressions of a search must not make it slow or fail.
        let _terms = SearchTerms::of(&query);
        if let Some(name) = query.watch_page_username() {
            assert_eq!(Username::parse(name.as_str()), Ok(name));
        }
    }
}

/// The text of a chat message. What is sent to a room has no control characters, and no characters that change
/// the direction of the text around it.
pub fn chat_text(input: &[u8]) {
    let raw = &String::from_utf8_lossy(input);
    stays(raw, ChatText::MAX, |raw| {
        ChatText::parse(raw).map(|it| it.to_string())
    });
    if let Ok(text) = ChatText::parse(raw) {
        let changes_direction = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let is_bad = |c: char| c.is_control() || changes_direction(c);
        assert!(!text.as_str().chars().any(is_bad), "{text:?}");
    }
}

/// Lines of `NAME=value`: the environment of the server. Errors contain no value of a variable that holds a
/// secret.
pub fn configuration(input: &[u8]) {
    const SECRET: &str = "hush-hush";
    let Ok(text) = str::from_utf8(input) else { return };
    if text.contains("hush") {
        return;
    }
    let is_secret = |name: &str| name.contains("SECRET") || name == "DATABASE_URL";
    let lines = text.lines().filter_map(|line| line.split_once('='));
    let variables: BTreeMap<&str, String> = lines
        // A file of this machine is no input.
        .filter(|(name, _)| !name.ends_with("_FILE"))
        .map(|(name, value)| {
            let suffix = if is_secret(name) { SECRET } else { "" };
            (name, format!("{value}{suffix}"))
        })
        .collect();
    let reads = Cell::new(0);
    let result = onair_server::check_configuration(&|name| {
        reads.set(reads.get() + 1);
        variables.get(name).cloned()
    });
    assert!(reads.get() > 0);
    if let Err(errors) = result {
        let errors = errors.to_string();
        assert!(!errors.contains("hush"), "{errors}");
    }
}

/// Asserts that a text that is accepted has at most `max` characters and is accepted again, unchanged.
fn stays(raw: &str, max: usize, parse: impl Fn(&str) -> Result<String, TextError>) {
    if let Ok(text) = parse(raw) {
        assert!((1..=max).contains(&text.chars().count()), "{text:?}");
        assert_eq!(parse(&text).as_ref(), Ok(&text));
    }
}

/// Whether PostgreSQL accepts the text, also in an index.
fn is_storable(text: &str) -> bool {
    text.len() <= 512 && !text.contains('\0')
}
