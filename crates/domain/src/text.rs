//! Texts that people type: trimmed, bounded, and free of control characters.
//!
//! Lengths count Unicode scalar values after trimming, as the wire contract says.

/// Why a text was refused. Its `Display` is a sentence fragment for a person, such as
/// "must be at most 200 characters long".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing is left after trimming.
    #[error("must not be empty")]
    Empty,
    /// More scalar values than the bound.
    #[error("must be at most {max} characters long")]
    TooLong {
        /// The bound, inclusive.
        max: usize,
    },
    /// A control character (Unicode category Cc) that this text may not have.
    #[error("must not contain control characters")]
    ControlCharacter,
    /// Not an absolute http or https address.
    #[error("must be an http:// or https:// address")]
    NotHttpUrl,
    /// Characters outside the set that this kind of text allows.
    #[error("may only contain {allowed}")]
    Characters {
        /// The set, in words.
        allowed: &'static str,
    },
    /// Begins with `guest-`, which marks people who are not signed in.
    #[error("must not start with \"guest-\"")]
    GuestPrefix,
}

/// Whether a text may run over several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    /// No control character at all.
    One,
    /// Line breaks (U+000A, U+000D) and tabs are welcome.
    Many,
}

/// Trims and checks a text; an empty one is for the caller to judge.
pub(crate) fn clean(raw: &str, max: usize, lines: Lines) -> Result<String, TextFault> {
    let text = raw.trim();
    // What nobody can see is no text, as white space is none.
    let text = if text.chars().all(is_invisible) { "" } else { text };
    let forbidden = |c: char| c.is_control() && !(lines == Lines::Many && matches!(c, '\n' | '\r' | '\t'));
    if text.chars().any(forbidden) {
        return Err(TextFault::ControlCharacter);
    }
    if text.chars().count() > max {
        return Err(TextFault::TooLong { max });
    }
    Ok(text.to_owned())
}

/// Characters that show nothing though they are no white space to Unicode: soft hyphen, fillers,
/// zero-width and bidirectional marks, blanks of scripts (Unicode's `Default_Ignorable_Code_Point`, as
/// far as people use it to look nameless, and the empty Braille pattern).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
        || c.is_whitespace()
}

/// As [`clean`], and something must be left.
pub(crate) fn clean_nonempty(raw: &str, max: usize, lines: Lines) -> Result<String, TextFault> {
    let text = clean(raw, max, lines)?;
    if text.is_empty() {
        Err(TextFault::Empty)
    } else {
        Ok(text)
    }
}

/// As [`clean`]; an empty text means "none".
pub(crate) fn clean_optional(raw: &str, max: usize, lines: Lines) -> Result<Option<String>, TextFault> {
    let text = clean(raw, max, lines)?;
    Ok(if text.is_empty() { None } else { Some(text) })
}

/// Declares a newtype over a checked `String`: private inside, readable as `&str`.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The checked text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use text_type;

/// Declares the newtype of an id that an [`crate::ports::IdSource`] makes and people send back.
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        crate::text::text_type! {
            $(#[$doc])*
            $name
        }

        impl $name {
            /// Takes an id from outside; `None` if it can't be one: ids are printable ASCII.
            #[must_use]
            pub fn parse(raw: &str) -> Option<Self> {
                let is_possible = (1..=64).contains(&raw.len()) && raw.bytes().all(|b| b.is_ascii_graphic());
                is_possible.then(|| Self(raw.to_owned()))
            }

            /// Takes an id as an [`crate::ports::IdSource`] or a store gave it.
            #[must_use]
            pub fn from_trusted(id: String) -> Self {
                Self(id)
            }
        }
    };
}
pub(crate) use id_type;

text_type! {
    /// An absolute `http` or `https` address of at most 2,048 characters, for pictures.
    HttpUrl
}

impl HttpUrl {
    /// The longest address, in characters.
    pub const MAX: usize = 2048;

    /// Checks an address; an empty text means "none". Only what keeps a page safe is checked (the
    /// scheme, a host, no character that would need quoting): the address is shown, never fetched.
    pub fn parse(raw: &str) -> Result<Option<Self>, TextFault> {
        let Some(text) = clean_optional(raw, Self::MAX, Lines::One)? else {
            return Ok(None);
        };
        if is_http_url(&text) {
            Ok(Some(Self(text)))
        } else {
            Err(TextFault::NotHttpUrl)
        }
    }
}

fn is_http_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    if !(scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) {
        return false;
    }
    if text
        .chars()
        .any(|c| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'))
    {
        return false;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match host_and_port.strip_prefix('[') {
        Some(v6) => match v6.split_once(']') {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => return false,
        },
        None => match host_and_port.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (host_and_port, None),
        },
    };
    let port_is_fine = port.is_none_or(|port| port.is_empty() || port.parse::<u16>().is_ok());
    !host.is_empty() && port_is_fine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_a_host_are_accepted() {
        for good in [
            "http://a",
            "https://a.example/p?q#f",
            "HTTPS://a:8080/x",
            "http://[::1]:80/",
            "http://u@h/é",
        ] {
            assert!(HttpUrl::parse(good).unwrap().is_some(), "{good}");
        }
    }

    #[test]
    fn other_schemes_and_broken_addresses_are_refused() {
        let bad = [
            "javascript:alert(1)",
            "http://",
            "https:///x",
            "ftp://a",
            "http://a b",
            "//a",
            "http://a:99999",
            "a",
        ];
        for bad in bad {
            assert_eq!(HttpUrl::parse(bad), Err(TextFault::NotHttpUrl), "{bad}");
        }
    }

    #[test]
    fn what_nobody_can_see_is_no_text() {
        for blank in ["\u{200b}", "\u{feff} \u{2800}", "\u{202e}\u{2066}", "\u{3164}"] {
            assert_eq!(
                clean_nonempty(blank, 9, Lines::One),
                Err(TextFault::Empty),
                "{blank:?}"
            );
            assert_eq!(clean_optional(blank, 9, Lines::One), Ok(None), "{blank:?}");
        }
        // A joiner between two signs is part of what is seen.
        let family = "\u{1f469}\u{200d}\u{1f467}";
        assert_eq!(clean_nonempty(family, 9, Lines::One).as_deref(), Ok(family));
    }

    #[test]
    fn an_address_may_be_2048_characters_long_and_no_longer() {
        let of = |length: usize| format!("http://a/{}", "x".repeat(length - 9));
        assert!(HttpUrl::parse(&of(2048)).unwrap().is_some());
        assert_eq!(HttpUrl::parse(&of(2049)), Err(TextFault::TooLong { max: 2048 }));
        assert_eq!(HttpUrl::parse("  "), Ok(None));
    }
}
