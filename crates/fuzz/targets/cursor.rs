//! Fuzzes cursors of lists.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| onair_fuzz::cursor(input));
