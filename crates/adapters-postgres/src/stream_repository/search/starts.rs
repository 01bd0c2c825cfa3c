//! What the terms of matching streams begin with.

use std::collections::BTreeSet;

use onair_domain::stream::{Pattern, PatternChar, SearchTerms, Term};

/// The length of a stored term, as in the function `onair_search_terms`.
pub(super) const TERM_LENGTH: usize = 32;

/// A beginning of a term: `before`, then any character and `after`, if there is an `after`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Start {
    pub(super) before: String,
    pub(super) after: Option<String>,
}

/// Returns the beginnings of a term of each text of the rank [`onair_domain::stream::MatchRank::Prefix`] or better: the
/// query, and its words.
pub(super) fn of_query(terms: &SearchTerms) -> Vec<String> {
    let mut starts = Vec::new();
    for pattern in terms.begins.iter().chain(&terms.exact) {
        let start = truncated(letters(pattern).trim_matches(['\n', ' ']));
        if !start.is_empty() && !starts.contains(&start) {
            starts.push(start);
        }
    }
    starts
}

/// Returns the beginnings of words that may be meant by a word.
pub(super) fn of_word(word: &Term) -> BTreeSet<Start> {
    word.candidates.iter().map(start).collect()
}

fn start(pattern: &Pattern) -> Start {
    // A candidate begins with the space before a word.
    let letters = pattern.chars().get(1..).unwrap_or_default();
    let any = letters.iter().position(|letter| *letter == PatternChar::Any);
    match any {
        Some(at) if at < TERM_LENGTH => Start {
            before: text(&letters[..at]),
            after: Some(text(&letters[at + 1..])),
        },
        _ => Start {
            before: truncated(&text(&letters[..any.unwrap_or(letters.len())])),
            after: None,
        },
    }
}

fn letters(pattern: &Pattern) -> String {
    text(pattern.chars())
}

fn text(letters: &[PatternChar]) -> String {
    let exact = letters.iter().map_while(|letter| match letter {
        PatternChar::Exact(c) => Some(*c),
        PatternChar::Any => None,
    });
    exact.collect()
}

fn truncated(text: &str) -> String {
    text.chars().take(TERM_LENGTH).collect()
}

/// Returns a part of a pattern by which the trigram indexes can find it anywhere in a text: three letters or digits in a
/// row. Letters that are not ASCII come apart, because the database's locale decides whether it knows them.
pub(super) fn indexed_part(pattern: &Pattern) -> Option<String> {
    const TRIGRAM: usize = 3;
    let text = letters(pattern);
    let letters: Vec<char> = text.chars().collect();
    let runs = letters.chunk_by(|left, right| {
        left.is_alphanumeric() && right.is_alphanumeric() && left.is_ascii() == right.is_ascii()
    });
    let usable = runs.filter(|run| run.len() >= TRIGRAM);
    usable
        .max_by_key(|run| (run[0].is_ascii(), run.len()))
        .map(|run| run.iter().collect())
}

#[cfg(test)]
mod tests {
    use onair_domain::stream::SearchQuery;

    use super::*;

    fn terms(query: &str) -> SearchTerms {
        SearchTerms::of(&SearchQuery::parse(query).unwrap())
    }

    #[test]
    fn query_and_its_words_begin_terms() {
        assert_eq!(of_query(&terms("Piano")), ["piano"]);
        assert_eq!(of_query(&terms("rock & roll!")), ["rock & roll!", "rock roll"]);
        assert_eq!(of_query(&terms("%")), ["%"]);
        assert_eq!(of_query(&terms(&"x".repeat(100))), ["x".repeat(32)]);
    }

    #[test]
    fn typo_is_anywhere_in_a_word() {
        let query = terms("pano");
        let starts = of_word(&query.similar[0]);
        let expected = [
            ("", Some("pano")),
            ("p", Some("ano")),
            ("pa", Some("no")),
            ("pan", Some("o")),
            ("pano", None),
        ];
        let expected = expected.map(|(before, after)| Start {
            before: before.to_owned(),
            after: after.map(str::to_owned),
        });
        assert_eq!(starts, expected.into());
    }

    #[test]
    fn typo_after_the_end_of_a_term_is_ignored() {
        let query = terms(&"abcdefghij".repeat(10));
        let starts = of_word(&query.similar[0]);
        assert!(starts.iter().all(|start| start.before.len() <= 32), "{starts:?}");
        assert!(starts.contains(&Start {
            before: "abcdefghijabcdefghijabcdefghijab".to_owned(),
            after: None,
        }));
    }

    #[test]
    fn three_letters_in_a_row_are_indexed() {
        let part = |query: &str| indexed_part(&terms(query).contains);
        assert_eq!(part("a piano!").as_deref(), Some("piano"));
        assert_eq!(part("50% ab").as_deref(), None);
        assert_eq!(part("!!!").as_deref(), None);
        assert_eq!(part("пианино").as_deref(), Some("пианино"));
        assert_eq!(part("abпи").as_deref(), None);
        assert_eq!(part("пианино abc").as_deref(), Some("abc"));
    }
}
