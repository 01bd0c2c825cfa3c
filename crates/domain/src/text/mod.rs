//! Texts that people type: trimmed, bounded, and free of control characters.
//!
//! Lengths count Unicode scalar values after trimming, as the wire contract says. [`fold()`] makes the
//! one form by which names are compared and texts are searched.

mod characters;
mod fold;
mod line;
mod url;

use characters::is_blank;
pub(crate) use characters::is_word;
pub use fold::{FOLD_VERSION, fold};
pub(crate) use line::one_line;
pub use url::HttpUrl;

/// Why a text was refused. Its `Display` is a sentence fragment for a person, such as
/// "must be at most 200 characters long".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
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

/// Trims and checks a text; an empty one is for the caller to judge. Of one line what nobody sees is
/// removed before it is counted, see [`one_line`].
pub(crate) fn clean(raw: &str, max: usize, lines: Lines) -> Result<String, TextError> {
    let text = match lines {
        Lines::One => one_line(raw),
        Lines::Many => raw.trim().to_owned(),
    };
    checked(&text, max, lines).map(str::to_owned)
}

/// Checks a trimmed text. One that shows nothing counts as empty.
fn checked(text: &str, max: usize, lines: Lines) -> Result<&str, TextError> {
    let text = if text.chars().all(is_blank) { "" } else { text };
    let forbidden = |c: char| c.is_control() && !(lines == Lines::Many && matches!(c, '\n' | '\r' | '\t'));
    if text.chars().any(forbidden) {
        return Err(TextError::ControlCharacter);
    }
    if text.chars().count() > max {
        return Err(TextError::TooLong { max });
    }
    Ok(text)
}

/// As [`clean`], and something must be left.
pub(crate) fn clean_nonempty(raw: &str, max: usize, lines: Lines) -> Result<String, TextError> {
    let text = clean(raw, max, lines)?;
    if text.is_empty() {
        Err(TextError::Empty)
    } else {
        Ok(text)
    }
}

/// As [`clean`]; an empty text means "none".
pub(crate) fn clean_optional(raw: &str, max: usize, lines: Lines) -> Result<Option<String>, TextError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_can_see_is_no_text() {
        for blank in ["\u{200b}", "\u{feff} \u{2800}", "\u{202e}\u{2066}", "\u{3164}"] {
            assert_eq!(
                clean_nonempty(blank, 9, Lines::One),
                Err(TextError::Empty),
                "{blank:?}"
            );
            assert_eq!(clean_optional(blank, 9, Lines::One), Ok(None), "{blank:?}");
        }
        // A joiner between two signs is part of what is seen.
        let family = "\u{1f469}\u{200d}\u{1f467}";
        assert_eq!(clean_nonempty(family, 9, Lines::One).as_deref(), Ok(family));
    }
}
