//! Fuzzes names, titles and addresses.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| onair_fuzz::names(input));
