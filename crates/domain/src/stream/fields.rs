//! The texts and settings of a stream.

use crate::text::{HttpUrl, Lines, TextError, clean_nonempty, clean_optional, text_type};

text_type! {
    /// A stream's title: 1 to 200 characters on one line.
    Title
}

impl Title {
    /// The maximum length, in characters.
    pub const MAX: usize = 200;

    /// Parses a title.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::One).map(Self)
    }

    /// The title of a stored stream without a valid one.
    #[must_use]
    pub fn untitled() -> Self {
        Self("Untitled".to_owned())
    }
}

text_type! {
    /// A stream's description: up to 2,000 characters; line breaks are allowed.
    Description
}

impl Description {
    /// The maximum length, in characters.
    pub const MAX: usize = 2000;

    /// Parses a description. `None` for an empty text.
    pub fn parse(raw: &str) -> Result<Option<Self>, TextError> {
        Ok(clean_optional(raw, Self::MAX, Lines::Many)?.map(Self))
    }
}

/// Who may write in a stream's chat, and when others see messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChatSettings {
    /// If `false`, nobody may write, including the host.
    pub is_enabled: bool,
    /// If `true`, others see a message [`crate::chat::MODERATION_DELAY`] after its author.
    pub is_delayed: bool,
    /// If `true`, only followers, the host and admins may write. Reading is not restricted.
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

/// A change of a stream. Fields that are `None` stay. For optional texts, `Some(None)` removes the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StreamPatch {
    /// The title.
    pub title: Option<Title>,
    /// The description.
    pub description: Option<Option<Description>>,
    /// The address of the thumbnail.
    pub thumbnail: Option<Option<HttpUrl>>,
    /// See [`ChatSettings::is_enabled`].
    pub is_chat_enabled: Option<bool>,
    /// See [`ChatSettings::is_delayed`].
    pub is_chat_delayed: Option<bool>,
    /// See [`ChatSettings::is_followers_only`].
    pub is_chat_followers_only: Option<bool>,
    /// Whether guests may watch.
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
    fn a_description_may_have_several_lines_and_2000_characters() {
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
