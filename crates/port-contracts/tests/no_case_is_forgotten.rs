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
    let not_suites = ["lib.rs", "run.rs", "world.rs", "given.rs"];
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
