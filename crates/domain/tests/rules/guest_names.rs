//! Generated names of guests.

use onair_domain::token::GuestName;

#[test]
fn the_low_bits_of_each_byte_select_the_words_and_the_number() {
    let name = |bytes| GuestName::random(u64::from_le_bytes(bytes)).to_string();
    assert_eq!(name([0, 0, 32, 0, 0, 0, 0, 0]), "Quiet Otter 42");
    assert_eq!(name([16, 17, 122, 0, 0, 0, 0, 0]), "Quiet Heron 42");
    assert_eq!(name([1, 2, 89, 0, 0, 0, 0, 0]), "Merry Fox 99");
}
