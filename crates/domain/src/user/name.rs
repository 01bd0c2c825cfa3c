//! Ids and names of people.

use crate::text::{Lines, TextFault, clean_nonempty, text_type};

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
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        if raw.is_empty() {
            Err(TextFault::Empty)
        } else if raw.len() > Self::MAX {
            Err(TextFault::TooLong { max: Self::MAX })
        } else if !raw.bytes().all(|b| b.is_ascii_graphic()) {
            Err(TextFault::Characters {
                allowed: "printable ASCII characters without spaces",
            })
        } else if raw.starts_with("guest-") {
            Err(TextFault::GuestPrefix)
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
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        let name = clean_nonempty(raw, Self::MAX, Lines::One)?;
        if name
            .chars()
            .any(|c| c.is_whitespace() || matches!(c, '/' | '\\' | '?' | '#' | '%'))
        {
            return Err(TextFault::Characters {
                allowed: "characters other than spaces, / \\ ? # and %",
            });
        }
        // Path segments that every client and proxy removes.
        if matches!(name.as_str(), "." | "..") {
            return Err(TextFault::Characters {
                allowed: "more than dots",
            });
        }
        Ok(Self(name))
    }

    /// The form by which names are compared: two names that differ by case alone are one.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// A name for the user with this id when somebody else holds `self`: the name with a suffix made
    /// from both, so that it is the same each time and needs no counter. While somebody holds that
    /// one too it is set apart again, which gives yet another.
    #[must_use]
    pub fn set_apart(&self, id: &UserId) -> Self {
        // FNV-1a, 32 bits: spreads short ids well, and is the same on every machine.
        let bytes = id.as_str().bytes().chain(self.0.bytes());
        let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        let kept: String = self.0.chars().take(Self::MAX - 9).collect();
        Self(format!("{kept}-{hash:08x}"))
    }
}

text_type! {
    /// The name that is shown: 1 to 100 characters on one line.
    DisplayName
}

impl DisplayName {
    /// The longest name, in characters.
    pub const MAX: usize = 100;

    /// Checks a name.
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        clean_nonempty(raw, Self::MAX, Lines::One).map(Self)
    }
}

impl From<Username> for DisplayName {
    fn from(name: Username) -> Self {
        Self(name.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_1_to_255_printable_characters() {
        assert_eq!(UserId::parse(""), Err(TextFault::Empty));
        assert!(UserId::parse(&"a".repeat(255)).is_ok());
        assert_eq!(
            UserId::parse(&"a".repeat(256)),
            Err(TextFault::TooLong { max: 255 })
        );
        assert!(UserId::parse("auth0|5f7c").is_ok());
        for bad in ["a b", "a\n", "é", " a"] {
            assert!(
                matches!(UserId::parse(bad), Err(TextFault::Characters { .. })),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn an_id_never_looks_like_a_guest() {
        assert_eq!(UserId::parse("guest-1"), Err(TextFault::GuestPrefix));
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
            Err(TextFault::TooLong { max: 100 })
        );
    }

    #[test]
    fn a_name_set_apart_stays_within_bounds_and_differs_by_id() {
        let name = Username::parse(&"n".repeat(100)).unwrap();
        let (a, b) = (UserId::parse("a").unwrap(), UserId::parse("b").unwrap());
        assert!(Username::parse(name.set_apart(&a).as_str()).is_ok());
        assert_ne!(name.set_apart(&a), name.set_apart(&b));
        assert_ne!(name.set_apart(&a).set_apart(&a), name.set_apart(&a));
    }
}
