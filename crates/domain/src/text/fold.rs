//! The form by which texts are compared.

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

use super::characters::is_blank;

/// The version of the folded forms that stores keep: the keys of names, and what the search looks
/// through. Rows of an older version are folded anew when a server starts. Raise it when the same text
/// folds otherwise, be it by a change here or by another version of Unicode, or is kept in another form.
pub const FOLD_VERSION: i16 = 1;

/// The form by which user names are compared and texts are searched: compatibility composed (Unicode
/// NFKC), in full case folding, without anything invisible. Texts that people take for the same
/// fold to the same, however they were typed. Folding a folded text changes nothing.
///
/// Source: the Unicode Standard, section 3.13, `toNFKC_Casefold`.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Folding can bring forth what normalises otherwise, and normalising what folds; twice is enough
    // for every character there is.
    fold_once(&fold_once(text))
}

fn fold_once(text: &str) -> String {
    let visible: String = text.nfkd().filter(|c| !is_hidden(*c)).collect();
    UniCase::unicode(visible).to_folded_case().nfkc().collect()
}

/// White space stays: it separates words.
fn is_hidden(c: char) -> bool {
    is_blank(c) && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    fn assert_same(texts: &[&str], folded: &str) {
        for text in texts {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn a_text_folds_the_same_however_it_was_typed() {
        assert_same(
            &["Orléans", "Orle\u{301}ans", "ORLÉANS", "ORLE\u{301}ANS"],
            "orléans",
        );
        assert_same(&["Ａｄａ", "ADA", "ada"], "ada");
        assert_same(&["ﬁne", "FINE"], "fine");
        assert_same(&["x²", "X2"], "x2");
        assert_same(&["ｶﾞ", "ガ", "カ\u{3099}"], "ガ");
        assert_same(&["각", "\u{1100}\u{1161}\u{11a8}"], "각");
    }

    #[test]
    fn case_is_folded_in_full_in_every_alphabet() {
        assert_same(&["Straße", "STRASSE", "STRAẞE", "strasse"], "strasse");
        assert_same(&["ΣΊΣΥΦΟΣ", "σίσυφος", "Σίσυφοσ"], "σίσυφοσ");
        assert_same(&["ПИАНИНО", "пианино"], "пианино");
        assert_same(&["ՄԵՒ", "մեւ", "մև"], "մեւ");
        assert_same(&["İstanbul", "i\u{307}STANBUL"], "i\u{307}stanbul");
    }

    #[test]
    fn what_nobody_sees_makes_no_difference() {
        assert_same(
            &[
                "a\u{200b}da",
                "\u{feff}ada",
                "ad\u{ad}a",
                "a\u{202e}da\u{202c}",
                "ada\u{200f}",
                "a\u{2060}d\u{3164}a",
                "ada\u{e0041}",
                "a\u{34f}da",
                "a\u{fff9}da",
            ],
            "ada",
        );
        assert_same(&["❤\u{fe0f}", "❤"], "❤");
        assert_same(&["می\u{200c}خواهم", "میخواهم"], "میخواهم");
    }

    #[test]
    fn different_texts_stay_different() {
        assert_ne!(fold("Orléans"), fold("Orleans"));
        assert_ne!(fold("ı"), fold("i"));
        assert_ne!(fold("a b"), fold("ab"));
        assert_ne!(fold("а"), fold("a"), "a Cyrillic letter is another one");
    }

    #[test]
    fn every_character_folds_once_and_for_all() {
        for c in '\0'..=char::MAX {
            let folded = fold(&c.to_string());
            assert_eq!(fold(&folded), folded, "{c:?}");
        }
    }

    quickcheck! {
        fn folding_twice_is_folding_once(text: String) -> bool {
            let folded = fold(&text);
            fold(&folded) == folded
        }

        fn composed_or_not_is_the_same(text: String) -> bool {
            let folded = fold(&text);
            fold(&text.nfc().collect::<String>()) == folded && fold(&text.nfd().collect::<String>()) == folded
        }

        fn case_and_invisible_characters_make_no_difference(text: String) -> bool {
            let dressed: String = text.chars().flat_map(|c| [c, '\u{200b}', '\u{202e}']).collect();
            fold(&dressed) == fold(&text)
        }
    }
}
