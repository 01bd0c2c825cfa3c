//! Classes of characters: invisible ones, joiners, and parts of words, by Unicode's tables.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, ClassUnicode, HirKind};

/// A set of characters, written as a character class of a regular expression.
struct Set(LazyLock<ClassUnicode>);

impl Set {
    const fn new(read: fn() -> ClassUnicode) -> Self {
        Self(LazyLock::new(read))
    }

    fn contains(&self, c: char) -> bool {
        let ranges = self.0.ranges();
        let at = ranges.partition_point(|range| range.end() < c);
        ranges.get(at).is_some_and(|range| range.start() <= c)
    }
}

/// A pattern that is not a character class gives an empty class; the tests check that this does not happen.
fn class(pattern: &str) -> ClassUnicode {
    match regex_syntax::parse(pattern).map(regex_syntax::hir::Hir::into_kind) {
        Ok(HirKind::Class(Class::Unicode(class))) => class,
        _ => ClassUnicode::empty(),
    }
}

// Unicode's ignorable characters, and the marks of interlinear annotations.
static INVISIBLE: Set = Set::new(|| class(r"[\p{Default_Ignorable_Code_Point}\x{FFF9}-\x{FFFB}]"));
static SELECTORS: Set = Set::new(|| class(r"\p{Variation_Selector}"));
static MARKS: Set = Set::new(|| class(r"\p{M}"));

/// Whether a character has no width: joiners, bidirectional controls, fillers, variation selectors, tags and
/// the like.
pub(super) fn is_invisible(c: char) -> bool {
    !c.is_ascii() && INVISIBLE.contains(c)
}

/// Whether a character shows nothing: it is invisible, white space, or the empty Braille pattern.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}' || is_invisible(c)
}

/// Whether a character joins or separates its neighbours. Persian, Indic scripts and emoji need these
/// characters.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a character selects the glyph of the character before it.
pub(super) fn is_selector(c: char) -> bool {
    !c.is_ascii() && SELECTORS.contains(c)
}

/// Whether a character is part of a word: a letter, a digit, or a mark on a letter.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() && MARKS.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_without_width_are_invisible() {
        for c in
            "\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202a}\u{202e}\
                  \u{2060}\u{2066}\u{2069}\u{3164}\u{fe00}\u{fe0f}\u{feff}\u{ffa0}\u{fff9}\u{e0041}\u{e0100}"
                .chars()
        {
            assert!(is_invisible(c) && is_blank(c), "{c:?}");
        }
        for c in "a é\u{301}\u{2800}ا👩ก่\u{7f}\0".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
    }

    #[test]
    fn letters_digits_and_marks_are_parts_of_words() {
        for c in "aÉß9ا\u{64b}ก\u{e48}\u{301}שׁ漢".chars() {
            assert!(is_word(c), "{c:?}");
        }
        for c in " _-.,'’&/\\#@。、🎥\u{200b}\u{2800}".chars() {
            assert!(!is_word(c), "{c:?}");
        }
    }

    #[test]
    fn variation_selectors_are_selectors() {
        assert!("\u{fe0f}\u{fe00}\u{180b}\u{e0100}".chars().all(is_selector));
        assert!(!"\u{200d}\u{e0041}a".chars().any(is_selector));
    }
}
