//! Arbitrary valid values of text types, with characters of all of Unicode.

use onair_domain::stream::{Description, StreamPatch, Title};
use onair_domain::text::HttpUrl;
use onair_domain::token::GuestNameOrRandom;
use onair_domain::user::UserId;
use quickcheck::{Arbitrary, Gen};

/// Declares a wrapper whose arbitrary value is created from an arbitrary text.
macro_rules! any_text {
    ($(#[$doc:meta])* $name:ident($of:ty), $make:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub(crate) struct $name(pub(crate) $of);

        impl Arbitrary for $name {
            fn arbitrary(g: &mut Gen) -> Self {
                Self($make(text(g)))
            }
        }
    };
}

/// A text of any length up to 300, with characters of any kind.
fn text(g: &mut Gen) -> String {
    let characters = [
        'a', 'Z', ' ', '-', '%', '_', '\'', '"', '\\', 'é', 'ß', '🎥', '\u{202e}', '\u{301}',
    ];
    let length = usize::arbitrary(g) % 300;
    let character = |g: &mut Gen| match u8::arbitrary(g) % 3 {
        0 => char::arbitrary(g),
        1 => g.choose(&characters).copied().unwrap_or('a'),
        _ => char::from(b'a' + u8::arbitrary(g) % 26),
    };
    (0..length).map(|_| character(g)).collect()
}

/// The longest valid start of a text, or `a` if there is none.
fn valid_part(text: &str, max: usize) -> String {
    let valid: String = text.chars().filter(|c| !c.is_control()).take(max).collect();
    let valid = valid.trim();
    if valid.is_empty() {
        "a".to_owned()
    } else {
        valid.to_owned()
    }
}

any_text! {
    /// Any user's id.
    AnyUserId(UserId),
    |text: String| {
        let id: String = text.chars().filter(char::is_ascii_graphic).take(UserId::MAX).collect();
        UserId::parse(&id).unwrap_or_else(|_| UserId::parse("a").unwrap())
    }
}

any_text! {
    /// Any title.
    AnyTitle(Title),
    // A title needs a visible character.
    |text: String| Title::parse(&valid_part(&text, Title::MAX)).unwrap_or_else(|_| Title::parse("a").unwrap())
}

any_text! {
    /// A name that a guest gave, or none.
    AnyGuestName(GuestNameOrRandom),
    |text: String| {
        let name: String = valid_part(&text, 50);
        GuestNameOrRandom::parse(if text.is_empty() { "" } else { &name }).unwrap()
    }
}

/// Any patch without a title.
#[derive(Debug, Clone)]
pub(crate) struct AnyPatch(pub(crate) StreamPatch);

impl Arbitrary for AnyPatch {
    fn arbitrary(g: &mut Gen) -> Self {
        let description = valid_part(&text(g), Description::MAX);
        let descriptions = [None, Some(None), Some(Description::parse(&description).unwrap())];
        let address = format!("https://pictures.example/{}", u32::arbitrary(g));
        let thumbnails = [None, Some(None), Some(HttpUrl::parse(&address).unwrap())];
        Self(StreamPatch {
            title: None,
            description: g.choose(&descriptions).cloned().flatten(),
            thumbnail: g.choose(&thumbnails).cloned().flatten(),
            is_chat_enabled: Arbitrary::arbitrary(g),
            is_chat_delayed: Arbitrary::arbitrary(g),
            is_chat_followers_only: Arbitrary::arbitrary(g),
            is_guests_allowed: Arbitrary::arbitrary(g),
        })
    }
}
