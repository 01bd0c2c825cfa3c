//! Fuzzes texts of chat messages.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| onair_fuzz::chat_text(input));
