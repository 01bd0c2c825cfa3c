//! A case that no macro lists would never run.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .collect()
}

/// The suite that a source belongs to: `search.rs` in `stream_repository/` is of that.
fn suite_of(source: &Path, root: &Path) -> PathBuf {
    let parent = source.parent().unwrap();
    if parent == root {
        source.to_owned()
    } else {
        parent.join("mod.rs")
    }
}

#[test]
fn every_case_is_listed_in_the_macro_of_its_suite() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let not_suites = ["lib.rs", "run.rs", "world.rs", "fixtures.rs"];
    let mut cases = 0;
    for source in sources(&root) {
        if not_suites.iter().any(|name| source == root.join(name)) {
            continue;
        }
        let text = fs::read_to_string(&source).unwrap();
        let suite = fs::read_to_string(suite_of(&source, &root)).unwrap();
        let (_, list) = suite.split_once("$crate::cases!(").unwrap();
        let (list, _) = list.split_once(']').unwrap();
        let listed: Vec<_> = list.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        for line in text.lines() {
            if let Some((name, _)) = line
                .strip_prefix("pub async fn ")
                .and_then(|rest| rest.split_once('('))
            {
                assert!(
                    listed.contains(&name),
                    "{name} of {} is in no list",
                    source.display()
                );
                cases += 1;
            }
        }
    }
    assert!(cases > 100, "only {cases} cases were seen");
}

/// RFC 2119: what is forbidden is `MUST NOT`. "Nobody else MUST get it" and "MUST never" say something else,
/// or nothing.
#[test]
fn ports_say_must_not_where_they_forbid() {
    let ports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src/ports");
    for source in sources(&ports) {
        let text = fs::read_to_string(&source).unwrap();
        let words: Vec<&str> = text.split_whitespace().filter(|word| *word != "///").collect();
        for (at, _) in words.iter().enumerate().filter(|(_, word)| **word == "MUST") {
            let before = &words[at.saturating_sub(2)..at];
            // Of the sentence before, nothing counts.
            let ends = before.iter().rposition(|word| word.ends_with('.'));
            let before = &before[ends.map_or(0, |end| end + 1)..];
            let after = &words[at + 1..words.len().min(at + 4)];
            let is_negated = |word: &&str| {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                ["never", "nothing", "nobody", "none", "no"].contains(&word.as_str())
            };
            let negated = before.iter().chain(after.iter().take(2)).any(is_negated);
            assert!(
                !negated,
                "{}: {} MUST {}",
                source.display(),
                before.join(" "),
                after.join(" ")
            );
        }
    }
}
