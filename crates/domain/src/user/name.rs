//! Ids and names of people.

use crate::text::{Lines, TextError, clean_nonempty, fold, one_line, text_type};

text_type! {
    /// A user's id: the `sub` of their token, as it is. 1 to 255 printable ASCII characters (OpenID
    /// Connect Core 1.0, section 2: `sub` "MUST NOT exceed 255 ASCII characters"), and never with the
    /// prefix `guest-`, which marks the identities of people who are not signed in. It names the
    /// creator's room too.
    UserId
}

impl UserId {
    /// The longest id, in characters.
    pub const MAX: usize = 255;

    /// Checks an id. It is not trimmed: an id is what its provider says, to the letter.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        if raw.is_empty() {
            Err(TextError::Empty)
        } else if raw.len() > Self::MAX {
            Err(TextError::TooLong { max: Self::MAX })
        } else if !raw.bytes().all(|b| b.is_ascii_graphic()) {
            Err(TextError::Characters {
                allowed: "printable ASCII characters without spaces",
            })
        } else if raw.starts_with("guest-") {
            Err(TextError::GuestPrefix)
        } else {
            Ok(Self(raw.to_owned()))
        }
    }
}

text_type! {
    /// The name in a person's addresses (`/watch/ada`): 1 to 100 characters without white space,
    /// control characters or slashes.
    Username
}

impl Username {
    /// The longest name, in characters.
    pub const MAX: usize = 100;

    /// Checks a name.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let name = clean_nonempty(raw, Self::MAX, Lines::One)?;
        if name
            .chars()
            .any(|c| c.is_whitespace() || matches!(c, '/' | '\\' | '?' | '#' | '%'))
        {
            return Err(TextError::Characters {
                allowed: "characters other than spaces, / \\ ? # and %",
            });
        }
        // Path segments that every client and proxy removes.
        if matches!(name.as_str(), "." | "..") {
            return Err(TextError::Characters {
                allowed: "more than dots",
            });
        }
        Ok(Self(name))
    }

    /// A name that an identity provider gave, made to fit: whoever signed in elsewhere can't correct it
    /// here. Every run of characters that a user name can't have becomes one dash, none at the ends;
    /// the rest is cut off. `None` if nothing is left.
    #[must_use]
    pub fn from_claim(claim: &str) -> Option<Self> {
        let fits =
            |c: char| !(c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\' | '?' | '#' | '%'));
        Self::parse(claim)
            .or_else(|_| Self::parse(&joined(claim.split(|c| !fits(c)), "-", Self::MAX)))
            .ok()
    }

    /// The name of somebody whose provider gives none that fits: made from the id.
    #[must_use]
    pub fn from_id(id: &UserId) -> Self {
        // An id such as "%%%" has nothing that a name can have.
        Self::from_claim(id.as_str()).unwrap_or_else(|| Self("user".to_owned()).disambiguate(id))
    }

    /// The form by which names are compared: two names that fold to the same are one.
    #[must_use]
    pub fn key(&self) -> String {
        fold(&self.0)
    }

    /// A name for the user with this id when somebody else holds `self`: the name with a suffix made
    /// from both, so that it is the same each time and needs no counter. While somebody holds that
    /// one too it is disambiguated again, which gives yet another.
    #[must_use]
    pub fn disambiguate(&self, id: &UserId) -> Self {
        // FNV-1a, 32 bits: spreads short ids well, and is the same on every machine.
        let bytes = id.as_str().bytes().chain(self.0.bytes());
        let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        let kept: String = self.0.chars().take(Self::MAX - 9).collect();
        Self(one_line(&format!("{kept}-{hash:08x}")))
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>, with: &str, max: usize) -> String {
    let parts: Vec<_> = parts.map(one_line).filter(|part| !part.is_empty()).collect();
    let cut: String = parts.join(with).chars().take(max).collect();
    cut.trim_end_matches(with).to_owned()
}

text_type! {
    /// The name that is shown: 1 to 100 characters on one line.
    DisplayName
}

impl DisplayName {
    /// The longest name, in characters.
    pub const MAX: usize = 100;

    /// Checks a name.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::One).map(Self)
    }

    /// A name that an identity provider gave, made to fit: white space and control characters become
    /// one space a run; the rest is cut off. `None` if nothing is left.
    #[must_use]
    pub fn from_claim(claim: &str) -> Option<Self> {
        let words = || claim.split(|c: char| c.is_whitespace() || c.is_control());
        Self::parse(claim)
            .or_else(|_| Self::parse(&joined(words(), " ", Self::MAX)))
            .ok()
    }
}

impl From<Username> for DisplayName {
    fn from(name: Username) -> Self {
        Self(name.0)
    }
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    #[test]
    fn an_id_is_1_to_255_printable_characters() {
        assert_eq!(UserId::parse(""), Err(TextError::Empty));
        assert!(UserId::parse(&"a".repeat(255)).is_ok());
        assert_eq!(
            UserId::parse(&"a".repeat(256)),
            Err(TextError::TooLong { max: 255 })
        );
        assert!(UserId::parse("auth0|5f7c").is_ok());
        for bad in ["a b", "a\n", "é", " a"] {
            assert!(
                matches!(UserId::parse(bad), Err(TextError::Characters { .. })),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn an_id_never_looks_like_a_guest() {
        assert_eq!(UserId::parse("guest-1"), Err(TextError::GuestPrefix));
        assert!(UserId::parse("guestbook").is_ok());
    }

    #[test]
    fn a_username_fits_into_a_path() {
        for bad in ["a b", "a/b", "..", ".", "a?b", "50%"] {
            assert!(Username::parse(bad).is_err(), "{bad}");
        }
        assert!(Username::parse(&"é".repeat(100)).is_ok());
        assert_eq!(
            Username::parse(&"é".repeat(101)),
            Err(TextError::TooLong { max: 100 })
        );
    }

    #[test]
    fn a_disambiguated_name_stays_within_bounds_and_differs_by_id() {
        let name = Username::parse(&"n".repeat(100)).unwrap();
        let (a, b) = (UserId::parse("a").unwrap(), UserId::parse("b").unwrap());
        assert!(Username::parse(name.disambiguate(&a).as_str()).is_ok());
        assert_ne!(name.disambiguate(&a), name.disambiguate(&b));
        assert_ne!(name.disambiguate(&a).disambiguate(&a), name.disambiguate(&a));
    }

    #[test]
    fn names_that_people_take_for_the_same_are_one() {
        let key = |name: &str| Username::parse(name).unwrap().key();
        for name in ["ADA", "Ａda", "a\u{200b}da", "\u{202e}ada", "ad\u{200d}a"] {
            assert_eq!(key(name), "ada", "{name:?}");
        }
        assert_eq!(key("STRASSE"), key("straße"));
        assert_eq!(key("Zoe\u{308}"), key("ZOË"));
        assert_ne!(key("zoe"), key("zoë"));
    }

    #[test]
    fn nobody_sees_what_is_removed_from_a_name() {
        assert_eq!(Username::parse("a\u{202e}d\u{200b}a").unwrap().as_str(), "ada");
        assert_eq!(
            DisplayName::parse("Ann\u{202e}gnp.exe").unwrap().as_str(),
            "Anngnp.exe"
        );
        for dots in [".\u{200b}", "\u{2060}.."] {
            assert!(Username::parse(dots).is_err(), "{dots:?}");
        }
    }

    fn fitted(given: &str) -> String {
        Username::from_claim(given).unwrap().to_string()
    }

    #[test]
    fn a_username_that_fits_stays_as_it_is() {
        for name in ["ada", "Ada.Lovelace", "ada@example.com", "阿达", "-ada-", "a|b"] {
            assert_eq!(fitted(name), name);
        }
    }

    #[test]
    fn a_username_that_does_not_fit_is_made_to() {
        for (given, fit) in [
            ("Ada Lovelace", "Ada-Lovelace"),
            ("EXAMPLE\\ada", "EXAMPLE-ada"),
            ("https://idp.example/ada", "https:-idp.example-ada"),
            ("ada\u{0}\n \tlovelace", "ada-lovelace"),
            (" /ada/ ", "ada"),
            ("50% off?", "50-off"),
            ("ada \u{200b} lovelace", "ada-lovelace"),
        ] {
            assert_eq!(fitted(given), fit, "{given:?}");
        }
        assert_eq!(fitted(&"é".repeat(101)), "é".repeat(100));
        let cut_at_a_dash = format!("{} b", "a".repeat(99));
        assert_eq!(fitted(&cut_at_a_dash), "a".repeat(99));
        for nothing in ["", " ", "/", "..", "%", "\u{200b}"] {
            assert_eq!(Username::from_claim(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn an_id_always_makes_a_username() {
        let of = |id: &str| Username::from_id(&UserId::parse(id).unwrap()).to_string();
        assert_eq!(of("u1"), "u1");
        assert_eq!(of("auth0/17"), "auth0-17");
        assert!(of("%%%").starts_with("user-"));
        assert_ne!(of("%%%"), of("%%"));
    }

    #[test]
    fn a_display_name_is_made_to_fit() {
        for (given, fit) in [
            ("  Ada   Lovelace ", "Ada   Lovelace"),
            ("Ada\n\tLovelace\u{0}", "Ada Lovelace"),
            ("\u{1}Ada", "Ada"),
        ] {
            assert_eq!(DisplayName::from_claim(given).unwrap().as_str(), fit, "{given:?}");
        }
        let long = DisplayName::from_claim(&"é".repeat(101)).unwrap();
        assert_eq!(long.as_str(), "é".repeat(100));
        assert_eq!(DisplayName::from_claim(" \u{0} "), None);
    }

    quickcheck! {
        fn whatever_is_given_a_fitted_username_is_one(given: String) -> bool {
            Username::from_claim(&given).is_none_or(|name| Username::parse(name.as_str()) == Ok(name))
        }

        fn whatever_is_given_a_fitted_display_name_is_one(given: String) -> bool {
            DisplayName::from_claim(&given).is_none_or(|name| DisplayName::parse(name.as_str()) == Ok(name))
        }

        fn a_disambiguated_name_is_a_name(given: String) -> bool {
            let id = UserId::parse("u1").unwrap();
            let apart = Username::from_claim(&given).map(|name| name.disambiguate(&id));
            apart.is_none_or(|name| Username::parse(name.as_str()) == Ok(name))
        }
    }
}
