//! The search: texts folded so that a trigram index finds them, and patterns that forgive a typo.
//!
//! A text is kept as lines: each field in lower case as it is, then its words alone, each with a
//! space before it. `%query%` finds what contains the query in the first; `% word%` what has a word
//! that begins so in the second, whatever stands around it. Case and letters are told by this
//! service, not by the database, whose locale may know ASCII only.
//!
//! One typo in a word of five letters or more (one letter wrong, missing, too many, or two swapped)
//! leaves the other letters in their place, so the right word is one of a few patterns: `p_ano`,
//! `pi_ano`, `paino`. That is exact, where a similarity low enough to forgive a typo in five letters
//! (two trigrams of six) finds half of all texts.

/// The text of a row that the search looks through.
pub(crate) fn text_of(fields: &[&str]) -> String {
    let mut text = String::from("\n");
    for field in fields {
        text.push_str(&fold(field));
        text.push('\n');
    }
    for word in fields.iter().flat_map(|field| words(&fold(field))) {
        text.push(' ');
        text.push_str(&word);
    }
    text.push('\n');
    text
}

/// What a search asks of the texts, as patterns for `LIKE`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Patterns {
    /// The query itself, folded.
    pub(crate) query: String,
    /// A field is the query.
    pub(crate) equal: String,
    /// A field or a word begins with the query.
    pub(crate) begun: [String; 2],
    /// A field contains the query.
    pub(crate) contained: String,
    /// Every word of the query is there, a typo in it forgiven.
    pub(crate) alike: Option<Alike>,
}

/// What a text has that is like a query.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Alike {
    /// One of these, for the index to look for: what the longest word of the query has in common
    /// with all it may have been meant as.
    pub(crate) hint: Vec<String>,
    /// Of each, one: what each word may have been meant as.
    pub(crate) words: Vec<Vec<String>>,
}

impl Patterns {
    /// The patterns of a query.
    pub(crate) fn of(query: &str) -> Self {
        let query = fold(query);
        let escaped = escape(&query);
        Self {
            equal: format!("%\n{escaped}\n%"),
            begun: [format!("%\n{escaped}%"), format!("% {escaped}%")],
            contained: format!("%{escaped}%"),
            alike: Alike::of(&query),
            query,
        }
    }
}

impl Alike {
    /// `None` if a text that is like the query contains it.
    fn of(query: &str) -> Option<Self> {
        let words: Vec<Vec<String>> = query.split_whitespace().map(patterns_of_word).collect();
        let longest = query.split_whitespace().max_by_key(|word| word.chars().count())?;
        let forgives_nothing = words.len() == 1 && words.iter().all(|patterns| patterns.len() == 1);
        (!forgives_nothing).then(|| Self {
            hint: hint_of_word(longest),
            words,
        })
    }
}

/// Few patterns, of which each text that a word's patterns find has one. A typo is in the left half
/// of a long word or in the right, and leaves the other as it is; two swapped letters may touch the
/// middle, so the halves leave one letter out. The halves of a short word are too short for trigrams.
fn hint_of_word(word: &str) -> Vec<String> {
    const LONG: usize = 7;
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < LONG || !is_letters(word) {
        return patterns_of_word(word);
    }
    let middle = letters.len().div_ceil(2);
    let half = |letters: &[char]| letters.iter().collect::<String>();
    let (left, right) = (half(&letters[..middle - 1]), half(&letters[middle..]));
    vec![format!("% {left}%"), format!("%{right}%")]
}

fn is_letters(word: &str) -> bool {
    word.chars().all(char::is_alphanumeric)
}

fn patterns_of_word(word: &str) -> Vec<String> {
    if !is_letters(word) {
        // Signs stand in the fields only, not in the lines of words.
        return vec![format!("%{}%", escape(word))];
    }
    let letters: Vec<char> = word.chars().collect();
    let mut found = vec![format!("% {word}%")];
    for typo in typos(&letters) {
        let pattern = format!("% {typo}%");
        if !found.contains(&pattern) {
            found.push(pattern);
        }
    }
    found
}

/// What a word with one typo may have been meant as; `_` stands for any letter. The word that was
/// meant has at least five letters.
fn typos(letters: &[char]) -> Vec<String> {
    const FORGIVING: usize = 5;
    let count = letters.len();
    let spell = |parts: &[&[char]]| parts.concat().iter().collect::<String>();
    let mut meant = Vec::new();
    if count >= FORGIVING {
        for at in 0..count {
            meant.push(spell(&[&letters[..at], &['_'], &letters[at + 1..]]));
        }
        for at in 1..count {
            let (left, right) = (letters[at - 1], letters[at]);
            meant.push(spell(&[&letters[..at - 1], &[right, left], &letters[at + 1..]]));
        }
    }
    if count + 1 >= FORGIVING {
        for at in 0..count {
            meant.push(spell(&[&letters[..at], &['_'], &letters[at..]]));
        }
    }
    if count > FORGIVING {
        for at in 0..count {
            meant.push(spell(&[&letters[..at], &letters[at + 1..]]));
        }
    }
    meant
}

fn fold(text: &str) -> String {
    text.to_lowercase()
}

fn words(folded: &str) -> Vec<String> {
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Takes the meaning away from what `LIKE` reads as signs.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the one word of a query may have been meant as.
    fn alike(word: &str) -> Vec<String> {
        Patterns::of(word).alike.unwrap().words.concat()
    }

    #[test]
    fn a_text_has_its_fields_and_their_words() {
        let text = text_of(&["Émile_Z", "50% off!"]);
        assert_eq!(text, "\némile_z\n50% off!\n émile z 50 off\n");
    }

    #[test]
    fn signs_mean_themselves() {
        let patterns = Patterns::of(r"50% \o_");
        assert_eq!(patterns.contained, r"%50\% \\o\_%");
        assert_eq!(patterns.alike.unwrap().words, [[r"%50\%%"], [r"%\\o\_%"]]);
    }

    #[test]
    fn short_words_must_be_right() {
        assert_eq!(Patterns::of("tea").alike, None);
        assert_eq!(Patterns::of("x-ray").alike, None);
        assert_eq!(alike("my tea"), ["% my%", "% tea%"]);
    }

    #[test]
    fn a_word_of_four_letters_may_miss_one() {
        let missing = ["% _pano%", "% p_ano%", "% pa_no%", "% pan_o%"];
        assert_eq!(alike("pano")[1..], missing);
    }

    #[test]
    fn a_word_of_five_letters_forgives_a_wrong_letter_and_two_that_are_swapped() {
        assert!(alike("piabo").contains(&"% pia_o%".to_owned()));
        assert!(alike("paino").contains(&"% piano%".to_owned()));
        assert!(alike("ppiano").contains(&"% piano%".to_owned()));
        assert!(
            !alike("piano").contains(&"% pian%".to_owned()),
            "four letters are not enough"
        );
    }

    /// `LIKE '%…%'` for patterns without escapes.
    fn finds(pattern: &str, text: &str) -> bool {
        let pattern: Vec<char> = pattern.trim_matches('%').chars().collect();
        let text: Vec<char> = text.chars().collect();
        let fits = |window: &[char]| window.iter().zip(&pattern).all(|(c, p)| *p == '_' || c == p);
        text.windows(pattern.len()).any(fits)
    }

    #[test]
    fn the_index_finds_all_that_the_patterns_find() {
        for word in ["abcdefg", "abcdefgh", "abcdefghi", "harpsichord"] {
            let Alike { hint, words } = Patterns::of(word).alike.unwrap();
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
