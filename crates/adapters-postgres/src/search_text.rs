//! Search patterns for `LIKE`.

use onair_domain::stream::{Pattern, PatternChar, SearchQuery, SearchTerms, Term};

/// The patterns of a search for `LIKE`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Patterns {
    /// See [`SearchTerms`].
    pub(crate) exact: Vec<String>,
    pub(crate) begins: Vec<String>,
    pub(crate) contains: String,
    /// Patterns for texts that do not contain the query.
    pub(crate) similar: Option<Similar>,
}

/// Patterns for texts that are similar to the query.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Similar {
    /// A text must match one of these. They narrow the index search to what all variants of the longest
    /// word have in common.
    pub(crate) hint: Vec<String>,
    /// The variants of each word. A text must match one of each.
    pub(crate) words: Vec<Vec<String>>,
}

impl Patterns {
    /// Creates the patterns of a query.
    pub(crate) fn of(query: &SearchQuery) -> Self {
        let terms = SearchTerms::of(query);
        Self {
            exact: likes(&terms.exact),
            begins: likes(&terms.begins),
            contains: like(&terms.contains),
            similar: Similar::of(&terms.similar),
        }
    }
}

impl Similar {
    fn of(terms: &[Term]) -> Option<Self> {
        let longest = terms.iter().max_by_key(|term| term.word.chars().count())?;
        Some(Self {
            hint: hint_of(longest),
            words: terms.iter().map(|term| likes(&term.candidates)).collect(),
        })
    }
}

/// Returns a few patterns, one of which matches each text that a variant of the word matches. A typo
/// changes one half of a long word and leaves the other. Two swapped letters may cross the middle, so the
/// halves omit one letter. The halves of a short word are too short for trigrams.
fn hint_of(term: &Term) -> Vec<String> {
    const LONG: usize = 7;
    let letters: Vec<char> = term.word.chars().collect();
    if letters.len() < LONG {
        return likes(&term.candidates);
    }
    let middle = letters.len().div_ceil(2);
    let half = |letters: &[char]| letters.iter().collect::<String>();
    let (left, right) = (half(&letters[..middle - 1]), half(&letters[middle..]));
    vec![format!("% {left}%"), format!("%{right}%")]
}

pub(crate) fn likes(patterns: &[Pattern]) -> Vec<String> {
    patterns.iter().map(like).collect()
}

/// Converts a pattern for a match anywhere in a text. Escapes the special characters of `LIKE`.
pub(crate) fn like(pattern: &Pattern) -> String {
    let mut like = String::from("%");
    for letter in pattern.chars() {
        match letter {
            PatternChar::Any => like.push('_'),
            PatternChar::Exact(c) => push_escaped(&mut like, *c),
        }
    }
    like.push('%');
    like
}

/// Returns the pattern for texts of which a word begins so.
pub(crate) fn like_word(start: &str) -> String {
    let mut like = String::from("% ");
    start.chars().for_each(|c| push_escaped(&mut like, c));
    like.push('%');
    like
}

fn push_escaped(like: &mut String, c: char) {
    if matches!(c, '%' | '_' | '\\') {
        like.push('\\');
    }
    like.push(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(query: &str) -> Patterns {
        Patterns::of(&SearchQuery::parse(query).unwrap())
    }

    #[test]
    fn special_characters_are_escaped() {
        let patterns = patterns(r"50% \o_");
        assert_eq!(patterns.contains, r"%50\% \\o\_%");
        assert_eq!(patterns.similar.unwrap().words, [[r"% 50%"], [r"% o%"]]);
    }

    #[test]
    fn beginning_of_a_word_is_escaped() {
        assert_eq!(like_word(r"a_%\"), r"% a\_\%\\%");
    }

    #[test]
    fn any_letter_becomes_an_underscore() {
        let similar = patterns("pano").similar.unwrap();
        assert_eq!(similar.words.concat()[..2], ["% pano%", "% _pano%"]);
        assert_eq!(similar.hint, similar.words.concat());
    }

    /// Evaluates `LIKE '%…%'` for patterns without escapes.
    fn finds(pattern: &str, text: &str) -> bool {
        let pattern: Vec<char> = pattern.trim_matches('%').chars().collect();
        let text: Vec<char> = text.chars().collect();
        let fits = |window: &[char]| window.iter().zip(&pattern).all(|(c, p)| *p == '_' || c == p);
        text.windows(pattern.len()).any(fits)
    }

    #[test]
    fn hints_match_all_variants() {
        for word in ["abcdefg", "abcdefgh", "abcdefghi", "harpsichord"] {
            let Similar { hint, words } = patterns(word).similar.unwrap();
            assert_eq!(hint.len(), 2);
            for pattern in words.concat() {
                let meant = pattern.replace('_', "?").replace('%', "");
                assert!(
                    hint.iter().any(|hint| finds(hint, &meant)),
                    "{pattern} of {word} by {hint:?}"
                );
            }
        }
    }
}
