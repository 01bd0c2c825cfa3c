//! Texts from users: trimmed, of limited length, and without control characters.
//!
//! Lengths are counted in Unicode scalar values after trimming. [`fold()`] returns the form in which names
//! are compared and texts are searched.

mod characters;
mod fold;
mod line;
mod url;

use characters::is_blank;
pub(crate) use characters::is_word;
pub use fold::{FOLD_VERSION, fold};
pub(crate) use line::{joined, one_line, words};
pub use url::HttpUrl;

/// Why a text was refused. Its `Display` continues a sentence about the field, such as "must be at most 200
/// characters long".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// The text is empty after trimming.
    #[error("must not be empty")]
    Empty,
    /// The text is too long.
    #[error("must be at most {max} characters long")]
    TooLong {
        /// The maximum length, in characters.
        max: usize,
    },
    /// The text contains a control character (Unicode category Cc) that is not allowed.
    #[error("must not contain control characters")]
    ControlCharacter,
    /// The text is not an absolute http or https address.
    #[error("must be an http:// or https:// address")]
    NotHttpUrl,
    /// The text contains characters that are not allowed.
    #[error("may only contain {allowed}")]
    Characters {
        /// Describes the allowed characters.
        allowed: &'static str,
    },
    /// The text begins with `guest-`, the prefix of guests' identities.
    #[error("must not start with \"guest-\"")]
    GuestPrefix,
}

/// Whether a text may have several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    /// One line: no control characters.
    One,
    /// Several lines: line breaks (U+000A, U+000D) and tabs are allowed.
    Many,
}

/// Trims and checks a text. It may be empty. Invisible characters of a text of one line are removed before
/// the length is checked, see [`one_line`].
pub(crate) fn clean(raw: &str, max: usize, lines: Lines) -> Result<String, TextError> {
    let text = match lines {
        Lines::One => one_line(raw),
        Lines::Many => raw.trim().to_owned(),
    };
    checked(&text, max, lines).map(str::to_owned)
}

/// Checks a trimmed text. A text of invisible characters counts as empty.
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

/// Like [`clean`], but refuses an empty text.
pub(crate) fn clean_nonempty(raw: &str, max: usize, lines: Lines) -> Result<String, TextError> {
    let text = clean(raw, max, lines)?;
    if text.is_empty() {
        Err(TextError::Empty)
    } else {
        Ok(text)
    }
}

/// Like [`clean`], but `None` for an empty text.
pub(crate) fn clean_optional(raw: &str, max: usize, lines: Lines) -> Result<Option<String>, TextError> {
    let text = clean(raw, max, lines)?;
    Ok(if text.is_empty() { None } else { Some(text) })
}

/// Declares a newtype of a checked `String` that can be read as `&str`.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
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

/// Declares the newtype of an id that an [`crate::ports::IdSource`] generates and clients send.
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        crate::text::text_type! {
            $(#[$doc])*
            $name
        }

        impl $name {
            /// Parses an id; `None` unless it has 1 to 64 printable ASCII characters.
            #[must_use]
            pub fn parse(raw: &str) -> Option<Self> {
                let is_possible = (1..=64).contains(&raw.len()) && raw.bytes().all(|b| b.is_ascii_graphic());
                is_possible.then(|| Self(raw.to_owned()))
            }

            /// Wraps an id that comes from an [`crate::ports::IdSource`] or a store, without checking it.
            #[must_use]
            pub fn from_trusted(id: String) -> Self {
                Self(id)
            }
        }
    };
}
pub(crate) use id_type;

/// An id in place of one that is not allowed: `legacy-` and a hash (FNV-1a, 128 bits), which is the same on
/// every machine.
pub(crate) fn hashed_id(raw: &str) -> String {
    let hash = raw
        .bytes()
        .fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b)
        });
    format!("legacy-{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_text_counts_as_empty() {
        for blank in ["\u{200b}", "\u{feff} \u{2800}", "\u{202e}\u{2066}", "\u{3164}"] {
            assert_eq!(
                clean_nonempty(blank, 9, Lines::One),
                Err(TextError::Empty),
                "{blank:?}"
            );
            assert_eq!(clean_optional(blank, 9, Lines::One), Ok(None), "{blank:?}");
        }
        // A joiner between two visible characters is kept.
        let family = "\u{1f469}\u{200d}\u{1f467}";
        assert_eq!(clean_nonempty(family, 9, Lines::One).as_deref(), Ok(family));
    }
}
