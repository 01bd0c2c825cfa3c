//! Names of guests.

use crate::text::{Lines, TextError, clean_nonempty, clean_optional, text_type};

text_type! {
    /// A guest's name: 1 to 50 characters on one line.
    GuestName
}

impl GuestName {
    /// The maximum length, in characters.
    pub const MAX: usize = 50;

    /// Parses a name.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        clean_nonempty(raw, Self::MAX, Lines::One).map(Self)
    }

    /// Generates a name from random bits, such as "Quiet Otter 42".
    #[must_use]
    pub fn random(bits: u64) -> Self {
        let [mood, animal, number, ..] = bits.to_le_bytes();
        let pick = |list: &[&'static str; 16], byte: u8| list[usize::from(byte % 16)];
        Self(format!(
            "{} {} {}",
            pick(&MOODS, mood),
            pick(&ANIMALS, animal),
            number % 90 + 10
        ))
    }
}

const MOODS: [&str; 16] = [
    "Quiet", "Merry", "Swift", "Gentle", "Bright", "Curious", "Brave", "Calm", "Clever", "Happy", "Kind",
    "Lucky", "Nimble", "Proud", "Sunny", "Warm",
];

const ANIMALS: [&str; 16] = [
    "Otter", "Heron", "Fox", "Lynx", "Robin", "Badger", "Hare", "Owl", "Seal", "Wren", "Finch", "Marten",
    "Newt", "Swan", "Tern", "Vole",
];

/// The name that a guest chose, if any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GuestNameOrRandom(Option<GuestName>);

impl GuestNameOrRandom {
    /// Parses what a guest entered. An empty text means that a name is generated.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        Ok(Self(
            clean_optional(raw, GuestName::MAX, Lines::One)?.map(GuestName),
        ))
    }

    /// The name that the guest chose, if any.
    #[must_use]
    pub fn into_name(self) -> Option<GuestName> {
        self.0
    }

    /// The name that the guest chose, or one that is generated from random bits.
    #[must_use]
    pub fn or_random(self, bits: u64) -> GuestName {
        self.0.unwrap_or_else(|| GuestName::random(bits))
    }
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    #[test]
    fn a_guest_name_has_1_to_50_characters() {
        assert_eq!(GuestName::parse(" "), Err(TextError::Empty));
        assert!(GuestName::parse(&"é".repeat(50)).is_ok());
        assert_eq!(
            GuestName::parse(&"é".repeat(51)),
            Err(TextError::TooLong { max: 50 })
        );
        assert_eq!(
            GuestNameOrRandom::parse(" ").unwrap(),
            GuestNameOrRandom::default()
        );
    }

    quickcheck! {
        fn every_random_name_is_a_guest_name(bits: u64) -> bool {
            let name = GuestName::random(bits);
            GuestName::parse(name.as_str()) == Ok(name)
        }
    }
}
