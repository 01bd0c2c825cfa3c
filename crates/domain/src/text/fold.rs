//! Case folding: the form in which texts are compared.

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

use super::characters::is_blank;

/// The version of the folded forms that stores keep (the keys of names and the texts of the search). When a
/// server starts, rows of an older version are folded again. Increase it when a text folds differently,
/// because of a change here or of another version of Unicode, or when the stored form changes.
pub const FOLD_VERSION: i16 = 1;

/// Folds a text. User names are compared and texts are searched in this form: compatibility composed (Unicode
/// NFKC), with full case folding, without invisible characters. Texts that look the same fold to the same
/// form. Folding a folded text changes nothing.
///
/// Source: the Unicode Standard, section 3.13, `toNFKC_Casefold`.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Folding can create sequences that normalize differently, and normalizing can create characters that
    // fold. Doing both twice is enough for every character; a test checks that.
    fold_once(&fold_once(text))
}

fn fold_once(text: &str) -> String {
    let visible: String = text.nfkd().filter(|c| !is_hidden(*c)).collect();
    UniCase::unicode(visible).to_folded_case().nfkc().collect()
}

/// White space is kept, because it separates words.
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
    fn all_unicode_forms_of_a_text_fold_to_the_same() {
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
    fn case_folding_is_full_in_every_alphabet() {
        assert_same(&["Straße", "STRASSE", "STRAẞE", "strasse"], "strasse");
        assert_same(&["ΣΊΣΥΦΟΣ", "σίσυφος", "Σίσυφοσ"], "σίσυφοσ");
        assert_same(&["ПИАНИНО", "пианино"], "пианино");
        assert_same(&["ՄԵՒ", "մեւ", "մև"], "մեւ");
        assert_same(&["İstanbul", "i\u{307}STANBUL"], "i\u{307}stanbul");
    }

    #[test]
    fn invisible_characters_are_removed() {
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
        assert_ne!(fold("а"), fold("a"), "a Cyrillic letter stays different");
    }

    #[test]
    fn folding_twice_changes_no_character() {
        for c in '\0'..=char::MAX {
            let folded = fold(&c.to_string());
            assert_eq!(fold(&folded), folded, "{c:?}");
        }
    }

    quickcheck! {
        fn folding_twice_equals_folding_once(text: String) -> bool {
            let folded = fold(&text);
            fold(&folded) == folded
        }

        fn composed_and_decomposed_texts_fold_to_the_same(text: String) -> bool {
            let folded = fold(&text);
            fold(&text.nfc().collect::<String>()) == folded && fold(&text.nfd().collect::<String>()) == folded
        }

        fn invisible_characters_change_nothing(text: String) -> bool {
            let padded: String = text.chars().flat_map(|c| [c, '\u{200b}', '\u{202e}']).collect();
            fold(&padded) == fold(&text)
        }
    }
}
