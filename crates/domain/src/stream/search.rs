//! What a search finds, and what comes first. Every store keeps [`SearchText`]s and looks for a query's
//! [`Pattern`]s in them, so that all of them find the same in the same order.

use super::{SearchQuery, Title};
use crate::text::{fold, is_word};
use crate::user::{DisplayName, Username};

/// What a store keeps of a row's texts for the search, in the form of [`crate::text::FOLD_VERSION`]: two lines a text, the first folded as it
/// is, the second its words alone, each with a space before it.
///
/// A pattern that begins with a line break is found at the beginning of a text, one that begins with a
/// space at the beginning of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchText(String);

impl SearchText {
    /// What is looked through of a stream.
    #[must_use]
    pub fn of_stream(title: &Title) -> Self {
        Self::of(&[title.as_str()])
    }

    /// What is looked through of a user.
    #[must_use]
    pub fn of_user(username: &Username, name: &DisplayName) -> Self {
        Self::of(&[username.as_str(), name.as_str()])
    }

    fn of(texts: &[&str]) -> Self {
        let mut lines = String::from("\n");
        for text in texts {
            let folded = folded(text);
            lines.push_str(&folded);
            lines.push('\n');
            for word in words(&folded) {
                lines.push(' ');
                lines.push_str(word);
            }
            lines.push('\n');
        }
        Self(lines)
    }

    /// As a store keeps it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a pattern is somewhere in it.
    #[must_use]
    pub fn contains(&self, pattern: &Pattern) -> bool {
        let text: Vec<char> = self.0.chars().collect();
        let is_here = |window: &[char]| {
            window
                .iter()
                .zip(&pattern.0)
                .all(|(c, letter)| letter.matches(*c))
        };
        text.windows(pattern.0.len()).any(is_here)
    }
}

/// A place in a [`Pattern`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternChar {
    /// This character.
    Exact(char),
    /// Any one character.
    Any,
}

impl PatternChar {
    fn matches(self, c: char) -> bool {
        match self {
            Self::Exact(own) => own == c,
            Self::Any => true,
        }
    }
}

/// What is looked for in a [`SearchText`]; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<PatternChar>);

impl Pattern {
    fn of(text: &str) -> Self {
        Self(text.chars().map(PatternChar::Exact).collect())
    }

    /// Its places in order.
    #[must_use]
    pub fn chars(&self) -> &[PatternChar] {
        &self.0
    }
}

/// How well a text fits a query, best first. Of equals the order is that of [`super::DiscoveryKey`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchRank {
    /// It is the query, or has the same words and no others.
    Exact,
    /// It, or a word of it, begins with the query.
    Prefix,
    /// It contains the query.
    Contains,
    /// Each word of the query begins one of its words, a typo forgiven.
    Similar,
}

/// A query, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchTerms {
    /// One of them: [`MatchRank::Exact`].
    pub exact: Vec<Pattern>,
    /// One of them: [`MatchRank::Prefix`].
    pub begins: Vec<Pattern>,
    /// [`MatchRank::Contains`].
    pub contains: Pattern,
    /// Of each word one of what it may have been meant as: [`MatchRank::Similar`]. Empty if a text that is
    /// similar always contains the query, or if the query has no word.
    pub similar: Vec<Term>,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word, folded.
    pub word: String,
    /// What it may have been meant as, itself first.
    pub candidates: Vec<Pattern>,
}

impl SearchTerms {
    /// Takes a query apart.
    #[must_use]
    pub fn of(query: &SearchQuery) -> Self {
        let query = folded(query.as_str());
        let words: Vec<&str> = words(&query).collect();
        let mut exact = vec![Pattern::of(&format!("\n{query}\n"))];
        if !words.is_empty() {
            exact.push(Pattern::of(&format!("\n {}\n", words.join(" "))));
        }
        Self {
            exact,
            begins: vec![
                Pattern::of(&format!("\n{query}")),
                Pattern::of(&format!(" {query}")),
            ],
            contains: Pattern::of(&query),
            similar: similar(&query, &words),
        }
    }

    /// How well a text fits; `None` if it doesn't.
    #[must_use]
    pub fn rank(&self, text: &SearchText) -> Option<MatchRank> {
        let has_one_of = |patterns: &[Pattern]| patterns.iter().any(|pattern| text.contains(pattern));
        if has_one_of(&self.exact) {
            Some(MatchRank::Exact)
        } else if has_one_of(&self.begins) {
            Some(MatchRank::Prefix)
        } else if text.contains(&self.contains) {
            Some(MatchRank::Contains)
        } else {
            let is_similar =
                !self.similar.is_empty() && self.similar.iter().all(|term| has_one_of(&term.candidates));
            is_similar.then_some(MatchRank::Similar)
        }
    }
}

fn similar(query: &str, words: &[&str]) -> Vec<Term> {
    let terms: Vec<_> = words.iter().copied().map(term).collect();
    let forgives_nothing = words == [query] && terms.iter().all(|term| term.candidates.len() == 1);
    if forgives_nothing { Vec::new() } else { terms }
}

fn term(word: &str) -> Term {
    let letters: Vec<PatternChar> = word.chars().map(PatternChar::Exact).collect();
    let mut candidates = Vec::new();
    for spelt in std::iter::once(letters.clone()).chain(typos(&letters)) {
        let pattern = Pattern([&[PatternChar::Exact(' ')], &spelt[..]].concat());
        if !candidates.contains(&pattern) {
            candidates.push(pattern);
        }
    }
    Term {
        word: word.to_owned(),
        candidates,
    }
}

/// What a word with one typo may have been candidates as: one letter wrong, missing, too many, or two
/// swapped. The word that was candidates has at least five letters; shorter ones with a typo are other words.
///
/// That leaves the other letters in their place, so the right word is one of a few patterns: `p?ano`,
/// `pi?ano`, `paino`. It is exact, where a similarity low enough to forgive a typo in five letters
/// finds half of all texts.
fn typos(letters: &[PatternChar]) -> Vec<Vec<PatternChar>> {
    const FORGIVING: usize = 5;
    let count = letters.len();
    let mut candidates = Vec::new();
    if count >= FORGIVING {
        for at in 0..count {
            candidates.push([&letters[..at], &[PatternChar::Any], &letters[at + 1..]].concat());
        }
        for at in 1..count {
            let (left, right) = (letters[at - 1], letters[at]);
            candidates.push([&letters[..at - 1], &[right, left], &letters[at + 1..]].concat());
        }
    }
    if count + 1 >= FORGIVING {
        for at in 0..count {
            candidates.push([&letters[..at], &[PatternChar::Any], &letters[at..]].concat());
        }
    }
    if count > FORGIVING {
        for at in 0..count {
            candidates.push([&letters[..at], &letters[at + 1..]].concat());
        }
    }
    candidates
}

/// Folded, and each run of white space one space.
fn folded(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a folded text: whatever is no letter, digit or mark separates them.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c| !is_word(c)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    fn terms(query: &str) -> SearchTerms {
        SearchTerms::of(&SearchQuery::parse(query).unwrap())
    }

    fn fit(query: &str, title: &str) -> Option<MatchRank> {
        terms(query).rank(&SearchText::of_stream(&Title::parse(title).unwrap()))
    }

    /// What the one word of a query may have been meant as.
    fn meant(word: &str) -> Vec<String> {
        let letter = |letter: &PatternChar| match letter {
            PatternChar::Exact(c) => *c,
            PatternChar::Any => '?',
        };
        let spelt = |pattern: &Pattern| pattern.0.iter().map(letter).collect();
        terms(word)
            .similar
            .iter()
            .flat_map(|term| term.candidates.iter().map(spelt))
            .collect()
    }

    #[test]
    fn a_text_has_its_lines_and_their_words() {
        let text = SearchText::of(&["Émile_Z", "50%  off!"]);
        assert_eq!(text.as_str(), "\némile_z\n émile z\n50% off!\n 50 off\n");
    }

    #[test]
    fn a_text_fits_a_query_the_better_the_more_of_it_it_is() {
        for (query, title, expected) in [
            ("keyboard", "Keyboard", Some(MatchRank::Exact)),
            ("rock roll", "Rock & Roll!", Some(MatchRank::Exact)),
            ("rock-roll", "rock roll", Some(MatchRank::Exact)),
            ("keyb", "Keyboard", Some(MatchRank::Prefix)),
            ("lessons", "Keyboard lessons", Some(MatchRank::Prefix)),
            ("board", "Keyboard", Some(MatchRank::Contains)),
            ("keybaord", "Keyboard lessons", Some(MatchRank::Similar)),
            ("lessons, keyboard", "Keyboard lessons", Some(MatchRank::Similar)),
            ("c++", "Learning C++", Some(MatchRank::Prefix)),
            ("zebra", "Keyboard", None),
            ("!", "Keyboard", None),
        ] {
            assert_eq!(fit(query, title), expected, "{query} in {title}");
        }
    }

    #[test]
    fn texts_are_found_however_they_were_typed() {
        for (query, title) in [
            ("Orléans", "Soirée à Orle\u{301}ans"),
            ("Orle\u{301}ans", "Soirée à Orléans"),
            ("ｐｉａｎｏ", "Piano"),
            ("piano", "Ｐｉａｎｏ"),
            ("STRASSE", "Straße"),
            ("straße", "STRASSE"),
            ("İSTANBUL", "i\u{307}stanbul"),
            ("istanbul", "İstanbul"),
            ("ΣΊΣΥΦΟΣ", "Σίσυφος"),
            ("ИГРА", "игра на пианино"),
            ("שלום", "שָׁלוֹם שלום"),
            ("ก่อน", "วันก่อนนี้"),
            ("❤", "I ❤\u{fe0f} tea"),
            ("👩👧", "👩\u{200d}👧"),
            ("pi\u{200b}ano", "P\u{ad}iano"),
        ] {
            assert!(fit(query, title).is_some(), "{query} in {title}");
        }
        assert_eq!(fit("Orléans", "Orle\u{301}ans"), Some(MatchRank::Exact));
    }

    #[test]
    fn short_words_must_be_right() {
        assert!(meant("tea").is_empty());
        assert_eq!(meant("my tea"), [" my", " tea"]);
        assert_eq!(meant("x-ray"), [" x", " ray"]);
    }

    #[test]
    fn a_word_of_four_letters_may_miss_one() {
        assert_eq!(meant("pano")[1..], [" ?pano", " p?ano", " pa?no", " pan?o"]);
    }

    #[test]
    fn a_word_of_five_letters_forgives_a_wrong_letter_and_two_that_are_swapped() {
        assert!(meant("piabo").contains(&" pia?o".to_owned()));
        assert!(meant("paino").contains(&" piano".to_owned()));
        assert!(meant("ppiano").contains(&" piano".to_owned()));
        assert!(
            !meant("piano").contains(&" pian".to_owned()),
            "four letters are not enough"
        );
    }

    quickcheck! {
        fn every_text_is_found_by_itself(text: String) -> bool {
            let Ok(title) = Title::parse(&text) else { return true };
            let Ok(query) = SearchQuery::parse(&text) else { return true };
            SearchTerms::of(&query).rank(&SearchText::of_stream(&title)) == Some(MatchRank::Exact)
        }
    }
}
