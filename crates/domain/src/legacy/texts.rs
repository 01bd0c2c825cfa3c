//! Corrections of texts.

use super::{Corrections, Rule};
use crate::audit::Reason;
use crate::creator::About;
use crate::stream::{Description, Title};
use crate::text::{HttpUrl, joined, words};
use crate::user::{DisplayName, Username};

/// A checked text type with its correction.
pub(super) trait OldText: Sized {
    const MAX: usize;

    /// `None` unless the text is allowed.
    fn parse(raw: &str) -> Option<Self>;
    fn text(&self) -> &str;
    /// The text without characters that are not allowed. It may be too long or empty.
    fn clean(raw: &str) -> String;
}

impl Corrections {
    /// Corrects a text. `None` if nothing is left; then only a missing or unusable *required* text is a
    /// finding, which the caller adds with its default.
    fn corrected<T: OldText>(&mut self, column: &'static str, raw: &str) -> Option<T> {
        if let Some(text) = T::parse(raw) {
            if text.text() != raw {
                self.add(Rule::CleanedText, column, Some(raw.to_owned()), Some(text.text()));
            }
            return Some(text);
        }
        let clean = T::clean(raw);
        let rule = if clean.chars().count() > T::MAX {
            Rule::TruncatedText
        } else {
            Rule::CleanedText
        };
        let cut: String = clean.chars().take(T::MAX).collect();
        let text = T::parse(&cut)?;
        self.add(rule, column, Some(raw.to_owned()), Some(text.text()));
        Some(text)
    }

    /// Corrects a text that a row must have.
    pub(super) fn required<T: OldText>(
        &mut self,
        column: &'static str,
        raw: Option<&str>,
        default: impl FnOnce() -> T,
    ) -> T {
        raw.and_then(|raw| self.corrected(column, raw))
            .unwrap_or_else(|| {
                let text = default();
                self.add(
                    Rule::MissingText,
                    column,
                    raw.map(str::to_owned),
                    Some(text.text()),
                );
                text
            })
    }

    /// Corrects a text that may be missing. An empty text counts as missing.
    pub(super) fn optional<T: OldText>(&mut self, column: &'static str, raw: Option<&str>) -> Option<T> {
        let raw = raw.filter(|raw| !raw.is_empty())?;
        let text = self.corrected(column, raw);
        if text.is_none() {
            self.add(Rule::MissingText, column, Some(raw.to_owned()), None);
        }
        text
    }

    /// Removes an address that is not usable.
    pub(super) fn url(&mut self, column: &'static str, raw: Option<&str>) -> Option<HttpUrl> {
        let raw = raw.filter(|raw| !raw.is_empty())?;
        match HttpUrl::parse(raw) {
            Ok(Some(url)) if url.as_str() == raw => Some(url),
            Ok(Some(url)) => {
                self.add(
                    Rule::CleanedText,
                    column,
                    Some(raw.to_owned()),
                    Some(url.as_str()),
                );
                Some(url)
            }
            Ok(None) | Err(_) => {
                self.add(Rule::InvalidUrl, column, Some(raw.to_owned()), None);
                None
            }
        }
    }
}

/// Replaces control characters other than line breaks and tabs by spaces.
fn lines(raw: &str) -> String {
    let is_kept = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    let text: String = raw.chars().map(|c| if is_kept(c) { c } else { ' ' }).collect();
    text.trim().to_owned()
}

fn line(raw: &str) -> String {
    joined(words(raw), " ", usize::MAX)
}

macro_rules! old_text {
    ($name:ident, $parse:expr, $clean:expr) => {
        impl OldText for $name {
            const MAX: usize = Self::MAX;

            fn parse(raw: &str) -> Option<Self> {
                $parse(raw)
            }

            fn text(&self) -> &str {
                self.as_str()
            }

            fn clean(raw: &str) -> String {
                $clean(raw)
            }
        }
    };
}

old_text!(Username, |raw| Self::parse(raw).ok(), |raw| {
    joined(Self::parts(raw), "-", usize::MAX)
});
old_text!(DisplayName, |raw| Self::parse(raw).ok(), line);
old_text!(Title, |raw| Self::parse(raw).ok(), line);
old_text!(Description, |raw| Self::parse(raw).ok().flatten(), lines);
old_text!(About, |raw| Self::parse(raw).ok(), lines);
old_text!(Reason, |raw| Self::parse(raw).ok(), lines);
