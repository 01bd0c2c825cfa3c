//! What a creator says of their stream, checked.

use crate::text::{HttpUrl, Lines, TextError, clean_nonempty, clean_optional, text_type};

text_type! {
    /// A stream's title: 1 to 200 characters on one line.
    Title
}

impl Title {
    /// The longest title, in characters.
    pub const MAX: usize = 200;

    /// Checks a title.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::One).map(Self)
    }
}

text_type! {
    /// A stream's description: up to 2,000 characters, line breaks welcome.
    Description
}

impl Description {
    /// The longest description, in characters.
    pub const MAX: usize = 2000;

    /// Checks a description; an empty text means "none".
    pub fn parse(raw: &str) -> Result<Option<Self>, TextError> {
        Ok(clean_optional(raw, Self::MAX, Lines::Many)?.map(Self))
    }
}

/// Who may write in a stream's chat, and how fast it arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChatSettings {
    /// Off: nobody writes, the host neither.
    pub is_enabled: bool,
    /// On: others see a message 3 s after its author, so that it can be removed first.
    pub is_delayed: bool,
    /// On: only followers, the host and admins write. Watching is never restricted by it.
    pub is_followers_only: bool,
}

impl Default for ChatSettings {
    fn default() -> Self {
        Self {
            is_enabled: true,
            is_delayed: false,
            is_followers_only: false,
        }
    }
}

/// A change of a stream; what is `None` stays as it is. For the optional texts, `Some(None)` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StreamPatch {
    /// A new title.
    pub title: Option<Title>,
    /// A new description, or none.
    pub description: Option<Option<Description>>,
    /// A new thumbnail, or none.
    pub thumbnail: Option<Option<HttpUrl>>,
    /// See [`ChatSettings::is_enabled`].
    pub is_chat_enabled: Option<bool>,
    /// See [`ChatSettings::is_delayed`].
    pub is_chat_delayed: Option<bool>,
    /// See [`ChatSettings::is_followers_only`].
    pub is_chat_followers_only: Option<bool>,
    /// Whether people who are not signed in may watch.
    pub is_guests_allowed: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_1_to_200_characters_after_trimming() {
        assert_eq!(Title::parse(" \t\n "), Err(TextError::Empty));
        assert_eq!(Title::parse("  a  ").unwrap().as_str(), "a");
        assert!(Title::parse(&"🎥".repeat(200)).is_ok());
        assert_eq!(
            Title::parse(&"🎥".repeat(201)),
            Err(TextError::TooLong { max: 200 })
        );
    }

    #[test]
    fn a_title_is_one_line() {
        for bad in ["a\nb", "a\tb", "a\u{0}b", "a\u{7f}b", "a\u{85}b"] {
            assert_eq!(Title::parse(bad), Err(TextError::ControlCharacter), "{bad:?}");
        }
    }

    #[test]
    fn a_description_may_run_over_lines_up_to_2000_characters() {
        assert_eq!(Description::parse("  ").unwrap(), None);
        assert_eq!(
            Description::parse("a\r\n\tb").unwrap().unwrap().as_str(),
            "a\r\n\tb"
        );
        assert_eq!(Description::parse("a\u{0}b"), Err(TextError::ControlCharacter));
        assert!(Description::parse(&"é".repeat(2000)).is_ok());
        assert_eq!(
            Description::parse(&"é".repeat(2001)),
            Err(TextError::TooLong { max: 2000 })
        );
    }
}
