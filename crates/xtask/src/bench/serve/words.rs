//! Generated words. Their frequencies follow Zipf's law, as those of real languages do.

use rand::RngExt as _;
use rand::rngs::StdRng;

/// The number of words.
const COUNT: u32 = 20_000;
/// The most frequent words are short.
const SHORT: u32 = 200;

/// Without the letters of [`RARE`] and [`ABSENT`] that make them unlike all others.
const CONSONANTS: [char; 16] = [
    'b', 'c', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'y',
];
const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
const SYLLABLES: u32 = 80;

/// Words that are only in the few titles in which they are placed.
pub(super) const RARE: [&str; 8] = [
    "quagmire",
    "xylophone",
    "waltzing",
    "zeppelin",
    "wizardry",
    "jukebox",
    "sequoia",
    "zwieback",
];

/// Words that are in no title, and unlike all that are.
pub(super) const ABSENT: [&str; 4] = ["wqxjzzw", "jzqwxxj", "xwjqzwq", "zzjxqwjx"];

/// The word of a rank. Rank 0 is the most frequent one.
pub(super) fn word(rank: u32) -> String {
    // The factors have no divisor in common with the numbers of combinations, so all words differ.
    let (mut code, syllables) = if rank < SHORT {
        (rank * 61 % SYLLABLES.pow(2), 2)
    } else {
        let code = u64::from(rank) * 104_729 % u64::from(SYLLABLES.pow(3));
        (u32::try_from(code).unwrap_or_default(), 3)
    };
    let mut word = String::new();
    for _ in 0..syllables {
        let syllable = (code % SYLLABLES) as usize;
        code /= SYLLABLES;
        word.extend(CONSONANTS.get(syllable / VOWELS.len()));
        word.extend(VOWELS.get(syllable % VOWELS.len()));
    }
    word
}

/// A rank below `count` by Zipf's law: rank 0 is twice as likely as rank 1.
pub(super) fn zipf(random: &mut StdRng, count: u32) -> u32 {
    let exponent: f64 = random.random::<f64>() * f64::from(count + 1).ln();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is at least 1 and at most the count"
    )]
    let number = exponent.exp() as u32;
    number.saturating_sub(1).min(count - 1)
}

/// A word of a text.
pub(super) fn random_word(random: &mut StdRng) -> String {
    word(zipf(random, COUNT))
}

/// A word that any other is as likely as.
pub(super) fn random_name(random: &mut StdRng) -> String {
    word(random.random_range(SHORT..COUNT))
}

/// The word with two letters swapped in its middle, a usual typo.
pub(super) fn typo(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    if middle > 0 {
        letters.swap(middle - 1, middle);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::{ABSENT, COUNT, RARE, typo, word, zipf};

    #[test]
    fn all_words_differ() {
        let words: HashSet<String> = (0..COUNT).map(word).collect();
        assert_eq!(words.len(), COUNT as usize);
        for other in RARE.into_iter().chain(ABSENT) {
            assert!(!words.contains(other));
        }
    }

    #[test]
    fn the_first_rank_is_twice_as_frequent_as_the_second() {
        let mut random = StdRng::seed_from_u64(1);
        let mut counts = [0_u32; 100];
        for _ in 0..100_000 {
            counts[zipf(&mut random, 100) as usize] += 1;
        }
        // 100,000 samples of a fixed seed: 1/ln(101) times ln 2, ln 1.5.
        assert_eq!(counts[0] / 1_000, 15);
        assert_eq!(counts[1] / 1_000, 8);
        assert!(counts[99] > 0);
    }

    #[test]
    fn a_typo_swaps_two_letters() {
        assert_eq!(typo("quagmire"), "quamgire");
        assert_eq!(typo("a"), "a");
    }
}
