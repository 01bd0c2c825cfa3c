//! Runs the targets with their seeds, parts of them, and random bytes.
#![allow(clippy::unwrap_used, reason = "this file contains only tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use onair_fuzz::TARGETS;
use quickcheck::quickcheck;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let files = fs::read_dir(folder("seeds").join(target)).unwrap();
    files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn each_target_has_a_program_and_seeds() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names_in(&folder("targets")), targets);
    assert_eq!(names_in(&folder("seeds")), targets);
}

#[test]
fn targets_accept_their_seeds_and_damaged_seeds() {
    for (name, target) in TARGETS {
        for seed in seeds(name) {
            for end in 0..=seed.len() {
                target(&seed[..end]);
                target(&seed[end..]);
            }
        }
    }
}

quickcheck! {
    fn targets_accept_any_bytes(input: Vec<u8>) -> bool {
        for (_, target) in TARGETS {
            target(&input);
        }
        true
    }

    fn targets_accept_any_text(input: String) -> bool {
        for (_, target) in TARGETS {
            target(input.as_bytes());
        }
        true
    }

    fn targets_accept_seeds_with_any_insertion(input: String, at: usize) -> bool {
        for (name, target) in TARGETS {
            for mut seed in seeds(name) {
                let at = at % (seed.len() + 1);
                seed.splice(at..at, input.bytes());
                target(&seed);
            }
        }
        true
    }
}
