//! Names as identity providers give them, made to fit.
//!
//! An id must be right to the letter, or it is somebody else's. A name is only shown and typed, and
//! whoever signed in elsewhere can't mend it here: so a name that doesn't fit is bent until it does,
//! and never locks a person out. A name that fits stays as it is.

use onair_domain::user::{DisplayName, UserId, Username};

/// The first of the offered names that can be made to fit, else one made from the id.
pub(crate) fn username<'a>(offered: impl IntoIterator<Item = &'a str>, id: &'a UserId) -> Option<Username> {
    offered
        .into_iter()
        .chain([id.as_str()])
        .find_map(bent_username)
        // An id such as "%%%".
        .or_else(|| Some(Username::parse("user").ok()?.set_apart(id)))
}

/// Every run of characters that a user name can't have becomes one dash; none at the ends.
fn bent_username(offered: &str) -> Option<Username> {
    let fits = |c: char| !(c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\' | '?' | '#' | '%'));
    Username::parse(offered)
        .or_else(|_| {
            let bent = joined(offered.split(|c| !fits(c)), "-", Username::MAX);
            Username::parse(&bent)
        })
        .ok()
}

/// White space and control characters become one space a run; the rest is cut off.
pub(crate) fn display_name(offered: &str) -> Option<DisplayName> {
    DisplayName::parse(offered)
        .or_else(|_| {
            let words = offered.split(|c: char| c.is_whitespace() || c.is_control());
            DisplayName::parse(&joined(words, " ", DisplayName::MAX))
        })
        .ok()
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>, with: &str, max: usize) -> String {
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    let cut: String = parts.join(with).chars().take(max).collect();
    cut.trim_end_matches(with).to_owned()
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    fn id(id: &str) -> UserId {
        UserId::parse(id).unwrap()
    }

    fn named(offered: &str) -> String {
        username([offered], &id("u1")).unwrap().to_string()
    }

    #[test]
    fn a_username_that_fits_stays_as_it_is() {
        for name in ["ada", "Ada.Lovelace", "ada@example.com", "阿达", "-ada-", "a|b"] {
            assert_eq!(named(name), name);
        }
    }

    #[test]
    fn a_username_that_does_not_fit_is_bent() {
        for (offered, bent) in [
            ("Ada Lovelace", "Ada-Lovelace"),
            ("EXAMPLE\\ada", "EXAMPLE-ada"),
            ("https://idp.example/ada", "https:-idp.example-ada"),
            ("ada\u{0}\n \tlovelace", "ada-lovelace"),
            (" /ada/ ", "ada"),
            ("50% off?", "50-off"),
        ] {
            assert_eq!(named(offered), bent, "{offered:?}");
        }
        assert_eq!(named(&"é".repeat(101)), "é".repeat(100));
        let cut_at_a_dash = format!("{} b", "a".repeat(99));
        assert_eq!(named(&cut_at_a_dash), "a".repeat(99));
    }

    #[test]
    fn a_username_of_nothing_gives_way_to_the_next() {
        let of = |offered: &[&str], sub| username(offered.iter().copied(), &id(sub)).unwrap().to_string();
        assert_eq!(of(&["", " ", "/", "..", "ada"], "u1"), "ada");
        assert_eq!(of(&["%"], "u1"), "u1");
        assert_eq!(of(&[], "auth0/17"), "auth0-17");
        assert!(of(&[], "%%%").starts_with("user-"));
        assert_ne!(of(&[], "%%%"), of(&[], "%%"));
    }

    #[test]
    fn a_display_name_is_bent_and_cut() {
        for (offered, bent) in [
            ("  Ada   Lovelace ", "Ada   Lovelace"),
            ("Ada\n\tLovelace\u{0}", "Ada Lovelace"),
            ("\u{1}Ada", "Ada"),
        ] {
            assert_eq!(display_name(offered).unwrap().as_str(), bent, "{offered:?}");
        }
        assert_eq!(display_name(&"é".repeat(101)).unwrap().as_str(), "é".repeat(100));
        assert_eq!(display_name(" \u{0} "), None);
    }

    quickcheck! {
        fn whatever_is_offered_there_is_a_username(offered: Vec<String>) -> bool {
            let name = username(offered.iter().map(String::as_str), &id("%%%")).unwrap();
            Username::parse(name.as_str()) == Ok(name)
        }

        fn whatever_is_offered_a_display_name_fits(offered: String) -> bool {
            display_name(&offered).is_none_or(|name| DisplayName::parse(name.as_str()) == Ok(name))
        }
    }
}
