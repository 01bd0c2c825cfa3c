//! Fuzzes webhooks.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| onair_fuzz::webhook(input));
