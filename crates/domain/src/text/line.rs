//! Cleaning of texts of one line: removes invisible characters.

use super::characters::{is_blank, is_invisible, is_joiner, is_selector};

/// Trims a line and removes invisible characters and bidirectional controls, which could reorder the
/// surrounding text or make two names look the same. Invisible characters that visible text needs are kept: a
/// joiner between two visible characters, one variation selector after a visible character, the tags after a
/// flag. Line and paragraph separators become spaces. Control characters are kept; callers refuse them.
pub(crate) fn one_line(raw: &str) -> String {
    let mut line = Line::default();
    for c in raw.chars() {
        line.take(c);
    }
    line.text.trim_matches(is_blank_at_the_end).to_owned()
}

/// Joiners and selectors are kept only next to visible characters, so they are not blank here.
fn is_blank_at_the_end(c: char) -> bool {
    is_blank(c) && !is_invisible(c)
}

#[derive(Default)]
struct Line {
    text: String,
    last: Last,
    /// A joiner after a visible character. It is kept if a visible character follows.
    joiner: Option<char>,
    flag: Flag,
}

/// The kind of the last character.
#[derive(Default, PartialEq, Eq)]
enum Last {
    #[default]
    Blank,
    Visible,
    Selected,
}

/// Tag characters after a black flag name a region (Unicode Technical Standard 51, section 1.4.6).
#[derive(Default)]
enum Flag {
    #[default]
    None,
    /// A black flag with the tags so far.
    Tagged(String),
}

impl Line {
    fn take(&mut self, c: char) {
        match c {
            '\u{e0020}'..='\u{e007f}' => self.take_tag(c),
            _ if is_joiner(c) => {
                if self.last != Last::Blank {
                    self.joiner.get_or_insert(c);
                }
            }
            _ if is_selector(c) => {
                if self.last == Last::Visible && self.joiner.is_none() {
                    self.text.push(c);
                    self.last = Last::Selected;
                }
            }
            _ if is_invisible(c) => {}
            '\u{2028}' | '\u{2029}' => self.push(' '),
            _ => self.push(c),
        }
    }

    fn push(&mut self, c: char) {
        let joiner = self.joiner.take();
        if is_blank(c) || c.is_control() {
            self.last = Last::Blank;
        } else {
            self.text.extend(joiner);
            self.last = Last::Visible;
        }
        self.flag = if c == '\u{1f3f4}' {
            Flag::Tagged(String::new())
        } else {
            Flag::None
        };
        self.text.push(c);
    }

    /// Tags are kept only when their end follows.
    fn take_tag(&mut self, c: char) {
        const MAX_TAGS: usize = 6;
        const END: char = '\u{e007f}';
        let Flag::Tagged(tags) = &mut self.flag else {
            return;
        };
        if c != END {
            tags.push(c);
        } else if (1..=MAX_TAGS).contains(&tags.chars().count()) {
            self.text.push_str(tags);
            self.text.push(END);
            self.flag = Flag::None;
        }
    }
}

/// The runs of characters that are neither white space nor control characters.
pub(crate) fn words(raw: &str) -> impl Iterator<Item = &str> {
    raw.split(|c: char| c.is_whitespace() || c.is_control())
}

/// Joins the parts that are not empty, and truncates the result to `max` characters.
pub(crate) fn joined<'a>(parts: impl Iterator<Item = &'a str>, with: &str, max: usize) -> String {
    let parts: Vec<_> = parts.map(one_line).filter(|part| !part.is_empty()).collect();
    let cut: String = parts.join(with).chars().take(max).collect();
    cut.trim_end_matches(with).to_owned()
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    #[test]
    fn bidirectional_controls_are_removed() {
        assert_eq!(one_line("Ann\u{202e}gnp.exe"), "Anngnp.exe");
        assert_eq!(one_line("\u{2066}a\u{2069}\u{200e}b\u{200f}\u{61c}"), "ab");
    }

    #[test]
    fn invisible_characters_are_removed() {
        assert_eq!(
            one_line("\u{feff}A\u{200b}d\u{ad}a\u{2060} \u{200b}\u{3164}"),
            "Ada"
        );
        assert_eq!(one_line("a\u{200d}"), "a");
        assert_eq!(one_line("\u{200d}a \u{200c} b"), "a  b");
        assert_eq!(one_line("a\u{200d}\u{200d}\u{200c}b"), "a\u{200d}b");
        assert_eq!(one_line("\u{fe0f}a \u{fe0f}b"), "a b");
        assert_eq!(one_line("a\u{fe00}\u{e0100}\u{e0101}"), "a\u{fe00}");
        assert_eq!(one_line("a\u{e0041}\u{e0042}\u{e007f}b"), "ab");
        assert_eq!(one_line("\u{2800} a\u{2800}b \u{2800}"), "a\u{2800}b");
    }

    #[test]
    fn joiners_selectors_and_tags_are_kept_where_text_needs_them() {
        for text in [
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "👩\u{200d}👧",
            "🏳\u{fe0f}\u{200d}🌈",
            "I ❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} 1:0",
            "葛\u{e0100}飾",
            "שלום",
            "Orle\u{301}ans",
        ] {
            assert_eq!(one_line(text), text);
        }
    }

    #[test]
    fn tags_of_a_flag_must_end() {
        assert_eq!(one_line("🏴\u{e0067}\u{e0062}x\u{e007f}"), "🏴x");
        assert_eq!(one_line(&format!("🏴{}\u{e007f}", "\u{e0067}".repeat(7))), "🏴");
    }

    #[test]
    fn line_separators_become_spaces() {
        assert_eq!(one_line(" a\u{2028}b\u{2029}c\n"), "a b c");
    }

    quickcheck! {
        fn cleaning_a_cleaned_line_changes_nothing(raw: String, odd: Vec<u8>) -> bool {
            const ODD: [char; 8] =
                ['\u{200d}', '\u{200c}', '\u{fe0f}', '\u{202e}', ' ', '\u{1f3f4}', '\u{e0067}', '\u{e007f}'];
            let odd = odd.iter().map(|at| ODD[usize::from(*at) % ODD.len()]);
            let raw: String = raw.chars().zip(odd).flat_map(|(c, odd)| [c, odd]).collect();
            let line = one_line(&raw);
            one_line(&line) == line && line.trim() == line
        }
    }
}
