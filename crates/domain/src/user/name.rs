//! Ids and names of users.

use crate::text::{Lines, TextError, clean_nonempty, fold, hashed_id, joined, one_line, text_type, words};

text_type! {
    /// A user's id: the `sub` of their token, unchanged. 1 to 255 printable ASCII characters (OpenID Connect
    /// Core 1.0, section 2: `sub` "MUST NOT exceed 255 ASCII characters"), without the prefix `guest-`, which
    /// identities of guests have. It is also the name of the creator's room.
    UserId
}

impl UserId {
    /// The maximum length, in characters.
    pub const MAX: usize = 255;

    /// Parses an id. It is not trimmed.
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

    /// An id for a user of the previous system whose id is not allowed here: the same for the same id.
    #[must_use]
    pub(crate) fn from_invalid(raw: &str) -> Self {
        Self(hashed_id(raw))
    }

    /// The reviewer of imported applications whose reviewer is unknown. No person has this id.
    #[must_use]
    pub fn legacy_import() -> Self {
        Self("legacy-import".to_owned())
    }

    /// The holder of the reserved user names of erased users. No person has this id.
    #[must_use]
    pub fn erased() -> Self {
        Self("erased-user".to_owned())
    }
}

text_type! {
    /// The name in a user's addresses (`/watch/ada`): 1 to 100 characters without white space, control
    /// characters, and `/ \ ? # %`.
    Username
}

impl Username {
    /// The maximum length, in characters.
    pub const MAX: usize = 100;

    /// Parses a name.
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
        // Clients and proxies remove these path segments.
        if matches!(name.as_str(), "." | "..") {
            return Err(TextError::Characters {
                allowed: "more than dots",
            });
        }
        Ok(Self(name))
    }

    /// Converts a claim of an identity provider to a user name, because the user cannot correct it here. Each
    /// run of characters that are not allowed becomes a dash, except at the ends, and a long name is
    /// truncated. `None` if nothing is left.
    #[must_use]
    pub fn from_claim(claim: &str) -> Option<Self> {
        Self::parse(claim)
            .or_else(|_| Self::parse(&joined(Self::parts(claim), "-", Self::MAX)))
            .ok()
    }

    /// The runs of allowed characters of a text.
    pub(crate) fn parts(raw: &str) -> impl Iterator<Item = &str> {
        raw.split(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\' | '?' | '#' | '%'))
    }

    /// A user name derived from the id, for users whose token contains no usable name.
    #[must_use]
    pub fn from_id(id: &UserId) -> Self {
        // An id such as "%%%" contains no character that is allowed in a name.
        Self::from_claim(id.as_str()).unwrap_or_else(|| Self("user".to_owned()).disambiguate(id))
    }

    /// The form in which names are compared. Two names with the same key are the same name.
    #[must_use]
    pub fn key(&self) -> String {
        fold(&self.0)
    }

    /// A replacement for a name that another user has: the name with a suffix derived from the name and the
    /// id, so it is the same each time. If it is taken too, disambiguating it again gives another name.
    #[must_use]
    pub fn disambiguate(&self, id: &UserId) -> Self {
        // FNV-1a, 32 bits: distributes short ids well and is the same on every machine.
        let bytes = id.as_str().bytes().chain(self.0.bytes());
        let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        let prefix: String = self.0.chars().take(Self::MAX - 9).collect();
        Self(one_line(&format!("{prefix}-{hash:08x}")))
    }
}

text_type! {
    /// The displayed name of a user: 1 to 100 characters on one line.
    DisplayName
}

impl DisplayName {
    /// The maximum length, in characters.
    pub const MAX: usize = 100;

    /// Parses a name.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::One).map(Self)
    }

    /// Converts a claim of an identity provider to a name: each run of white space and control characters
    /// becomes a space, and a long name is truncated. `None` if nothing is left.
    #[must_use]
    pub fn from_claim(claim: &str) -> Option<Self> {
        Self::parse(claim)
            .or_else(|_| Self::parse(&joined(words(claim), " ", Self::MAX)))
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
    fn an_id_has_no_guest_prefix() {
        assert_eq!(UserId::parse("guest-1"), Err(TextError::GuestPrefix));
        assert!(UserId::parse("guestbook").is_ok());
    }

    #[test]
    fn a_username_is_a_path_segment() {
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
    fn a_disambiguated_name_is_valid_and_differs_by_id() {
        let name = Username::parse(&"n".repeat(100)).unwrap();
        let (a, b) = (UserId::parse("a").unwrap(), UserId::parse("b").unwrap());
        assert!(Username::parse(name.disambiguate(&a).as_str()).is_ok());
        assert_ne!(name.disambiguate(&a), name.disambiguate(&b));
        assert_ne!(name.disambiguate(&a).disambiguate(&a), name.disambiguate(&a));
    }

    #[test]
    fn names_that_look_the_same_have_the_same_key() {
        let key = |name: &str| Username::parse(name).unwrap().key();
        for name in ["ADA", "Ａda", "a\u{200b}da", "\u{202e}ada", "ad\u{200d}a"] {
            assert_eq!(key(name), "ada", "{name:?}");
        }
        assert_eq!(key("STRASSE"), key("straße"));
        assert_eq!(key("Zoe\u{308}"), key("ZOË"));
        assert_ne!(key("zoe"), key("zoë"));
    }

    #[test]
    fn invisible_characters_of_names_are_removed() {
        assert_eq!(Username::parse("a\u{202e}d\u{200b}a").unwrap().as_str(), "ada");
        assert_eq!(
            DisplayName::parse("Ann\u{202e}gnp.exe").unwrap().as_str(),
            "Anngnp.exe"
        );
        for dots in [".\u{200b}", "\u{2060}.."] {
            assert!(Username::parse(dots).is_err(), "{dots:?}");
        }
    }

    fn converted(claim: &str) -> String {
        Username::from_claim(claim).unwrap().to_string()
    }

    #[test]
    fn a_valid_username_claim_stays() {
        for name in ["ada", "Ada.Lovelace", "ada@example.com", "阿达", "-ada-", "a|b"] {
            assert_eq!(converted(name), name);
        }
    }

    #[test]
    fn an_invalid_username_claim_is_converted() {
        for (claim, expected) in [
            ("Ada Lovelace", "Ada-Lovelace"),
            ("EXAMPLE\\ada", "EXAMPLE-ada"),
            ("https://idp.example/ada", "https:-idp.example-ada"),
            ("ada\u{0}\n \tlovelace", "ada-lovelace"),
            (" /ada/ ", "ada"),
            ("50% off?", "50-off"),
            ("ada \u{200b} lovelace", "ada-lovelace"),
        ] {
            assert_eq!(converted(claim), expected, "{claim:?}");
        }
        assert_eq!(converted(&"é".repeat(101)), "é".repeat(100));
        let cut_at_a_dash = format!("{} b", "a".repeat(99));
        assert_eq!(converted(&cut_at_a_dash), "a".repeat(99));
        for nothing in ["", " ", "/", "..", "%", "\u{200b}"] {
            assert_eq!(Username::from_claim(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_username_can_be_derived_from_every_id() {
        let username_of = |id: &str| Username::from_id(&UserId::parse(id).unwrap()).to_string();
        assert_eq!(username_of("u1"), "u1");
        assert_eq!(username_of("auth0/17"), "auth0-17");
        assert!(username_of("%%%").starts_with("user-"));
        assert_ne!(username_of("%%%"), username_of("%%"));
    }

    #[test]
    fn a_display_name_claim_is_converted() {
        for (claim, expected) in [
            ("  Ada   Lovelace ", "Ada   Lovelace"),
            ("Ada\n\tLovelace\u{0}", "Ada Lovelace"),
            ("\u{1}Ada", "Ada"),
        ] {
            assert_eq!(
                DisplayName::from_claim(claim).unwrap().as_str(),
                expected,
                "{claim:?}"
            );
        }
        let long = DisplayName::from_claim(&"é".repeat(101)).unwrap();
        assert_eq!(long.as_str(), "é".repeat(100));
        assert_eq!(DisplayName::from_claim(" \u{0} "), None);
    }

    quickcheck! {
        fn a_converted_username_is_valid(claim: String) -> bool {
            Username::from_claim(&claim).is_none_or(|name| Username::parse(name.as_str()) == Ok(name))
        }

        fn a_converted_display_name_is_valid(claim: String) -> bool {
            DisplayName::from_claim(&claim).is_none_or(|name| DisplayName::parse(name.as_str()) == Ok(name))
        }

        fn a_disambiguated_name_is_a_valid_name(claim: String) -> bool {
            let id = UserId::parse("u1").unwrap();
            let name = Username::from_claim(&claim).map(|name| name.disambiguate(&id));
            name.is_none_or(|name| Username::parse(name.as_str()) == Ok(name))
        }
    }
}
