//! The rules of the search: which streams match a query, and in which order. Every store keeps
//! [`SearchText`]s and searches them for a query's [`Pattern`]s, so that all stores find the same streams in
//! the same order.

use super::{DiscoveryKey, SearchQuery, StreamWithUser, Title};
use crate::text::{fold, is_word};
use crate::user::{DisplayName, Username};

/// The searchable form of the texts of a row, in the version [`crate::text::FOLD_VERSION`]. Each text gives
/// two lines: the folded text, and its words, each with a space before it.
///
/// A pattern that begins with a line break matches at the beginning of a text, one that begins with a space
/// at the beginning of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchText(String);

impl SearchText {
    /// The searchable form of a stream's title.
    #[must_use]
    pub fn of_stream(title: &Title) -> Self {
        Self::of(&[title.as_str()])
    }

    /// The searchable form of a user's names.
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

    /// The form that a store keeps.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it contains a pattern.
    #[must_use]
    pub fn contains(&self, pattern: &Pattern) -> bool {
        pattern.is_in(&self.chars())
    }

    fn chars(&self) -> Vec<char> {
        self.0.chars().collect()
    }
}

/// One position of a [`Pattern`].
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

/// A pattern to find in a [`SearchText`]. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<PatternChar>);

impl Pattern {
    fn of(text: &str) -> Self {
        Self(text.chars().map(PatternChar::Exact).collect())
    }

    fn is_in(&self, text: &[char]) -> bool {
        let is_here = |window: &[char]| window.iter().zip(&self.0).all(|(c, letter)| letter.matches(*c));
        text.windows(self.0.len()).any(is_here)
    }

    /// The positions of the pattern.
    #[must_use]
    pub fn chars(&self) -> &[PatternChar] {
        &self.0
    }
}

/// How well a text matches a query, best first. Equal matches are ordered by [`super::DiscoveryKey`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchRank {
    /// The text equals the query, or has the same words and no others.
    Exact,
    /// The text, or one of its words, begins with the query.
    Prefix,
    /// The text contains the query.
    Contains,
    /// Each word of the query, with at most one typo, begins a word of the text.
    Similar,
}

impl MatchRank {
    const ALL: [Self; 4] = [Self::Exact, Self::Prefix, Self::Contains, Self::Similar];

    /// The rank as a number; a better match has a lower one.
    #[must_use]
    pub fn as_u8(self) -> u8 {
        self as u8
    }

    /// The inverse of [`Self::as_u8`].
    #[must_use]
    pub fn from_u8(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// The patterns of a query, by match rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchTerms {
    /// Any of them gives [`MatchRank::Exact`].
    pub exact: Vec<Pattern>,
    /// Any of them gives [`MatchRank::Prefix`].
    pub begins: Vec<Pattern>,
    /// Gives [`MatchRank::Contains`].
    pub contains: Pattern,
    /// For each word, any of its candidates; together they give [`MatchRank::Similar`]. Empty if every
    /// similar text also contains the query, or if the query has no word.
    pub similar: Vec<Term>,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word, folded.
    pub word: String,
    /// The patterns of the words that may be meant. The first one is the word itself.
    pub candidates: Vec<Pattern>,
}

impl SearchTerms {
    /// Parses a query.
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

    /// How well a text matches; `None` if it does not.
    #[must_use]
    pub fn rank(&self, text: &SearchText) -> Option<MatchRank> {
        let text = text.chars();
        let has_one_of = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.is_in(&text));
        if has_one_of(&self.exact) {
            Some(MatchRank::Exact)
        } else if has_one_of(&self.begins) {
            Some(MatchRank::Prefix)
        } else if self.contains.is_in(&text) {
            Some(MatchRank::Contains)
        } else {
            let is_similar =
                !self.similar.is_empty() && self.similar.iter().all(|term| has_one_of(&term.candidates));
            is_similar.then_some(MatchRank::Similar)
        }
    }
}

impl SearchTerms {
    /// Orders streams by how well they match, best first.
    #[must_use]
    pub fn best_first(mut found: Vec<(MatchRank, StreamWithUser)>) -> Vec<StreamWithUser> {
        found.sort_by_cached_key(|(rank, item)| (*rank, DiscoveryKey::of(item)));
        found.into_iter().map(|(_, item)| item).collect()
    }

    /// How well a stream matches: the better one of the ranks of its title and of its creator's names.
    #[must_use]
    pub fn rank_of_stream(&self, item: &StreamWithUser) -> Option<MatchRank> {
        let title = self.rank(&SearchText::of_stream(&item.stream.title));
        let names = self.rank(&SearchText::of_user(&item.user.username, &item.user.name));
        [title, names].into_iter().flatten().min()
    }
}

fn similar(query: &str, words: &[&str]) -> Vec<Term> {
    let terms: Vec<_> = words.iter().copied().map(term).collect();
    let allows_no_typo = words == [query] && terms.iter().all(|term| term.candidates.len() == 1);
    if allows_no_typo { Vec::new() } else { terms }
}

fn term(word: &str) -> Term {
    let letters: Vec<PatternChar> = word.chars().map(PatternChar::Exact).collect();
    let mut candidates = Vec::new();
    for candidate in std::iter::once(letters.clone()).chain(typos(&letters)) {
        let pattern = Pattern([&[PatternChar::Exact(' ')], &candidate[..]].concat());
        if !candidates.contains(&pattern) {
            candidates.push(pattern);
        }
    }
    Term {
        word: word.to_owned(),
        candidates,
    }
}

/// Patterns of the words that may be meant if a word has one typo: a wrong, missing or extra letter, or two
/// swapped letters. Only words of at least five letters are assumed to be meant.
///
/// One typo leaves the other letters in place, so a few patterns suffice, such as `p?ano`, `pi?ano` and
/// `paino`. A trigram similarity that tolerates a typo in five letters would match half of all texts.
fn typos(letters: &[PatternChar]) -> Vec<Vec<PatternChar>> {
    const MIN_LETTERS: usize = 5;
    let count = letters.len();
    let mut candidates = Vec::new();
    if count >= MIN_LETTERS {
        for at in 0..count {
            candidates.push([&letters[..at], &[PatternChar::Any], &letters[at + 1..]].concat());
        }
        for at in 1..count {
            let (left, right) = (letters[at - 1], letters[at]);
            candidates.push([&letters[..at - 1], &[right, left], &letters[at + 1..]].concat());
        }
    }
    if count + 1 >= MIN_LETTERS {
        for at in 0..count {
            candidates.push([&letters[..at], &[PatternChar::Any], &letters[at..]].concat());
        }
    }
    if count > MIN_LETTERS {
        for at in 0..count {
            candidates.push([&letters[..at], &letters[at + 1..]].concat());
        }
    }
    candidates
}

/// Folds a text and replaces each run of white space by one space.
fn folded(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a folded text. All characters except letters, digits and marks separate words.
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

    /// The candidates for the one word of a query.
    fn candidates(word: &str) -> Vec<String> {
        let letter = |letter: &PatternChar| match letter {
            PatternChar::Exact(c) => *c,
            PatternChar::Any => '?',
        };
        let to_text = |pattern: &Pattern| pattern.0.iter().map(letter).collect();
        terms(word)
            .similar
            .iter()
            .flat_map(|term| term.candidates.iter().map(to_text))
            .collect()
    }

    #[test]
    fn a_search_text_has_each_text_and_its_words() {
        let text = SearchText::of(&["Émile_Z", "50%  off!"]);
        assert_eq!(text.as_str(), "\némile_z\n émile z\n50% off!\n 50 off\n");
    }

    #[test]
    fn matches_are_ranked() {
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
    fn texts_are_found_in_any_unicode_form() {
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
    fn short_words_allow_no_typo() {
        assert!(candidates("tea").is_empty());
        assert_eq!(candidates("my tea"), [" my", " tea"]);
        assert_eq!(candidates("x-ray"), [" x", " ray"]);
    }

    #[test]
    fn a_word_of_four_letters_may_lack_one() {
        assert_eq!(candidates("pano")[1..], [" ?pano", " p?ano", " pa?no", " pan?o"]);
    }

    #[test]
    fn a_word_of_five_letters_allows_a_wrong_letter_or_two_swapped_letters() {
        assert!(candidates("piabo").contains(&" pia?o".to_owned()));
        assert!(candidates("paino").contains(&" piano".to_owned()));
        assert!(candidates("ppiano").contains(&" piano".to_owned()));
        assert!(
            !candidates("piano").contains(&" pian".to_owned()),
            "four letters are not enough"
        );
    }

    quickcheck! {
        fn every_text_matches_itself_exactly(text: String) -> bool {
            let Ok(title) = Title::parse(&text) else { return true };
            let Ok(query) = SearchQuery::parse(&text) else { return true };
            SearchTerms::of(&query).rank(&SearchText::of_stream(&title)) == Some(MatchRank::Exact)
        }
    }
}
