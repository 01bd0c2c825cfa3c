//! The rules of all text types, for random texts.

use std::fmt::Display;

use onair_domain::audit::Reason;
use onair_domain::chat::ChatText;
use onair_domain::creator::About;
use onair_domain::stream::{Description, SearchQuery, Title};
use onair_domain::text::{TextError, fold};
use onair_domain::token::GuestName;
use onair_domain::user::{DisplayName, Username};
use quickcheck::quickcheck;

/// Inserts a character into the middle of a text, and surrounds the text with space that is trimmed.
fn with_surroundings(text: &str, odd: Option<char>) -> String {
    let middle = text.chars().count() / 2;
    let mut letters: Vec<_> = text.chars().collect();
    if let Some(odd) = odd {
        letters.insert(middle, odd);
    }
    let text: String = letters.into_iter().collect();
    format!(" \t{text}\u{3000}\n")
}

/// Asserts that a parser returns the trimmed text if the raw text follows the rules, and an error otherwise. A text
/// without a letter or digit may be invisible, which is refused as empty. Parsers of one line remove invisible
/// characters.
fn assert_follows_rules<T: Display>(raw: &str, max: usize, line_breaks: &str, parsed: Result<T, TextError>) {
    let is_one_line = line_breaks.is_empty();
    let is_odd = |c: char| !c.is_ascii() && fold(&c.to_string()).is_empty() || "\u{2028}\u{2029}".contains(c);
    if is_one_line && raw.contains(is_odd) {
        let parsed = parsed.map(|text| text.to_string());
        assert!(parsed.is_err() || parsed.is_ok_and(|text| text.chars().count() <= max));
        return;
    }
    let trimmed = raw.trim();
    let is_forbidden = |c: char| c.is_control() && !line_breaks.contains(c);
    let follows_rules = (1..=max).contains(&trimmed.chars().count()) && !trimmed.contains(is_forbidden);
    let parsed = parsed.ok().map(|text| text.to_string());
    let has_plain_letter = trimmed.contains(|c: char| c.is_ascii_alphanumeric());
    if parsed.is_some() || has_plain_letter {
        assert_eq!(parsed.as_deref(), follows_rules.then_some(trimmed));
    }
}

quickcheck! {
    fn a_text_is_accepted_exactly_if_it_meets_the_rules(text: String, times: u8, odd: Option<char>) -> () {
        let raw = with_surroundings(&text.repeat(usize::from(times % 64)), odd);
        let breaks = "\n\r\t";
        assert_follows_rules(&raw, 200, "", Title::parse(&raw));
        assert_follows_rules(&raw, 100, "", SearchQuery::parse(&raw));
        assert_follows_rules(&raw, 100, "", DisplayName::parse(&raw));
        assert_follows_rules(&raw, 50, "", GuestName::parse(&raw));
        assert_follows_rules(&raw, 2000, breaks, About::parse(&raw));
        assert_follows_rules(&raw, 500, breaks, Reason::parse(&raw));
        let description = Description::parse(&raw).and_then(|text| text.ok_or(TextError::Empty));
        assert_follows_rules(&raw, 2000, breaks, description);
    }

    /// So a text cannot reorder the words around it.
    fn parsed_lines_contain_no_invisible_characters(left: String, right: String) -> () {
        for hidden in ["\u{202e}", "\u{2066}", "\u{200f}", "\u{61c}", "\u{200b}", "\u{ad}", "\u{3164}", "\u{e0041}"] {
            let raw = format!("a{left}{hidden}{right}");
            let lines = [
                Title::parse(&raw).map(|text| text.to_string()),
                DisplayName::parse(&raw).map(|text| text.to_string()),
                Username::parse(&raw).map(|text| text.to_string()),
                GuestName::parse(&raw).map(|text| text.to_string()),
                SearchQuery::parse(&raw).map(|text| text.to_string()),
                ChatText::parse(&raw).map(|text| text.to_string()),
            ];
            for line in lines.into_iter().flatten() {
                assert!(!line.contains(hidden), "{line:?}");
            }
        }
    }
}
