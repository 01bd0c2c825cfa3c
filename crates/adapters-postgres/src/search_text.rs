//! The search: texts folded so that a trigram index finds them, and patterns that forgive a typo.
//!
//! A text is kept as lines: each field in lower case as it is, then its words alone, each with a
//! space before it. `%query%` finds what contains the query in the first; `% word%` what has a word
//! that begins so in the second, whatever stands around it. Case and letters are told by this
//! service, not by the database, whose locale may know ASCII only.
//!
//! One typo in a word of five letters or more (one letter wrong, missing, too many, or two swapped)
//! leaves the other letters in their place, so the right word is one of a few patterns: `p_ano`,
//! `pi_ano`, `paino`. All of them have three characters in a row that the index knows (the space
//! before a word counts), so each costs a look into the index. That is exact, where a threshold of
//! similarity low enough to forgive a typo in five letters (two trigrams of six) finds half of all
//! texts.

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

/// What a search asks of the texts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Patterns {
    /// The query itself, folded.
    pub(crate) query: String,
    /// A field is the query.
    pub(crate) equal: String,
    /// A field contains the query.
    pub(crate) contained: String,
    /// Every word of the query is there: for each, one of these.
    pub(crate) alike: Vec<Vec<String>>,
}

impl Patterns {
    /// The patterns, for `LIKE`, of a query.
    pub(crate) fn of(query: &str) -> Self {
        let query = fold(query);
        let alike = query.split_whitespace().map(patterns_of_word).collect();
        Self {
            equal: format!("%\n{}\n%", escape(&query)),
            contained: format!("%{}%", escape(&query)),
            alike,
            query,
        }
    }
}

fn patterns_of_word(word: &str) -> Vec<String> {
    if !word.chars().all(char::is_alphanumeric) {
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

    fn alike(word: &str) -> Vec<String> {
        Patterns::of(word).alike.concat()
    }

    #[test]
    fn a_text_has_its_fields_and_their_words() {
        assert_eq!(
            text_of(&["Émile_Z", "50% off!"]),
            "\némile_z\n50% off!\n émile z 50 off\n"
        );
    }

    #[test]
    fn signs_mean_themselves() {
        let patterns = Patterns::of(r"50% \o_");
        assert_eq!(patterns.contained, r"%50\% \\o\_%");
        assert_eq!(patterns.alike, [[r"%50\%%"], [r"%\\o\_%"]]);
    }

    #[test]
    fn short_words_must_be_right() {
        assert_eq!(alike("tea"), ["% tea%"]);
    }

    #[test]
    fn a_word_of_four_letters_may_miss_one() {
        let missing = ["% _pano%", "% p_ano%", "% pa_no%", "% pan_o%"];
        assert_eq!(alike("pano")[1..], missing);
    }

    #[test]
    fn a_word_of_five_letters_forgives_one_that_is_wrong_and_two_that_are_swapped() {
        let found = alike("piabo");
        assert!(found.contains(&"% pia_o%".to_owned()));
        assert!(alike("paino").contains(&"% piano%".to_owned()));
        assert!(alike("ppiano").contains(&"% piano%".to_owned()));
        assert!(
            !alike("piano").contains(&"% pian%".to_owned()),
            "four letters are not enough"
        );
    }

    #[test]
    fn a_long_query_stays_affordable() {
        let patterns: usize = Patterns::of(&"x".repeat(100)).alike.iter().map(Vec::len).sum();
        assert!(patterns <= 400, "{patterns}");
    }
}
