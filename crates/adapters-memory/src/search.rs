//! Which streams are like a query, and how much. Plain and slow: it looks at every stream.

use onair_domain::stream::{DiscoveryKey, SearchQuery, StreamWithUser};

/// How well a text fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is the query.
    Exact,
    /// It contains the query.
    Contains,
    /// Each word of the query is in it, give or take a typo.
    Similar,
}

/// Words shorter than this have no typos, just other meanings.
const FORGIVING_LENGTH: usize = 5;

/// The streams that fit a query, best first, at most [`SearchQuery::RESULTS`].
pub(crate) fn best_first(query: &SearchQuery, items: Vec<StreamWithUser>) -> Vec<StreamWithUser> {
    let query = query.as_str().to_lowercase();
    let mut found: Vec<_> = items
        .into_iter()
        .filter_map(|item| Some((fit(&query, &item)?, item)))
        .collect();
    found.sort_by_cached_key(|(fit, item)| (*fit, DiscoveryKey::of(item)));
    found.truncate(SearchQuery::RESULTS);
    found.into_iter().map(|(_, item)| item).collect()
}

fn fit(query: &str, item: &StreamWithUser) -> Option<Fit> {
    let texts = [
        item.stream.title.as_str(),
        item.user.username.as_str(),
        item.user.name.as_str(),
    ];
    texts
        .iter()
        .filter_map(|text| fit_of_text(query, &text.to_lowercase()))
        .min()
}

fn fit_of_text(query: &str, text: &str) -> Option<Fit> {
    if text == query {
        Some(Fit::Exact)
    } else if text.contains(query) {
        Some(Fit::Contains)
    } else {
        is_similar(&words(query), &words(text)).then_some(Fit::Similar)
    }
}

fn words(text: &str) -> Vec<Vec<char>> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().collect())
        .collect()
}

fn is_similar(query: &[Vec<char>], text: &[Vec<char>]) -> bool {
    let is_there = |wanted: &Vec<char>| text.iter().any(|word| is_like(wanted, word));
    !query.is_empty() && query.iter().all(is_there)
}

/// Whether two words are the same but for one letter that is wrong, missing, added, or swapped with
/// its neighbour.
fn is_like(one: &[char], other: &[char]) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if one == other {
        return true;
    }
    if long.len() < FORGIVING_LENGTH || long.len() - short.len() > 1 {
        return false;
    }
    let same_start = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[same_start..], &long[same_start..]);
    match (short, long) {
        _ if short.len() < long.len() => short == &long[1..],
        ([_, short_rest @ ..], [_, long_rest @ ..]) if short_rest == long_rest => true,
        ([a, b, short_rest @ ..], [c, d, long_rest @ ..]) => a == d && b == c && short_rest == long_rest,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> bool {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        let (one, other) = (letters(one), letters(other));
        assert_eq!(is_like(&one, &other), is_like(&other, &one));
        is_like(&one, &other)
    }

    #[test]
    fn one_typo_makes_a_word_like_another() {
        for typo in [
            "piabo", "oiano", "pianp", "pano", "iano", "pianoo", "paino", "piaon",
        ] {
            assert!(alike("piano", typo), "{typo}");
        }
    }

    #[test]
    fn two_typos_or_one_in_a_short_word_do_not() {
        for other in ["pixxo", "pno", "ponai", "pianooo", "paina", "violin", ""] {
            assert!(!alike("piano", other), "{other}");
        }
        assert!(!alike("cat", "bat"));
        assert!(alike("cat", "cat"));
    }
}
