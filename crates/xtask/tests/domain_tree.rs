//! The folders of the domain form a tree: none imports one that imports it, at any distance.
#![allow(clippy::expect_used, reason = "a test program through and through")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Ports speak of the types of all folders, and services of all folders speak through ports.
const NOT_IN_THE_TREE: [&str; 1] = ["ports"];

type Imports = BTreeMap<String, BTreeSet<String>>;

/// What the code of a file imports of the crate's folders; comments and unit tests are left out.
fn imported(source: &str) -> BTreeSet<String> {
    let code = source.split("#[cfg(test)]\nmod").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut found = BTreeSet::new();
    for line in lines {
        for (at, path) in line.match_indices("crate::") {
            let name = &line[at + path.len()..];
            let end = name.find(|c: char| !(c.is_ascii_lowercase() || c == '_'));
            found.insert(name[..end.unwrap_or(name.len())].to_owned());
        }
    }
    found
}

fn read(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a source folder can be read") {
        let path = entry.expect("its entries too").path();
        if path.is_dir() {
            read(&path, into);
        } else if !path.ends_with("tests.rs") {
            into.extend(imported(
                &fs::read_to_string(&path).expect("a source file can be read"),
            ));
        }
    }
}

fn imports_of_the_domain() -> Imports {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src");
    let mut imports = Imports::new();
    for entry in fs::read_dir(source).expect("the domain's sources can be read") {
        let path = entry.expect("its entries too").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() && !NOT_IN_THE_TREE.contains(&name.as_str()) {
            read(&path, imports.entry(name).or_default());
        }
    }
    let folders: BTreeSet<_> = imports.keys().cloned().collect();
    for (name, imported) in &mut imports {
        imported.retain(|other| folders.contains(other) && other != name);
    }
    imports
}

/// A way from a folder back to itself, if there is one.
fn cycle(imports: &Imports, from: &str) -> Option<Vec<String>> {
    let mut ways: Vec<Vec<String>> = vec![vec![from.to_owned()]];
    let mut reached = BTreeSet::new();
    while let Some(way) = ways.pop() {
        for next in imports.get(way.last()?).into_iter().flatten() {
            let way: Vec<_> = way.iter().chain([next]).cloned().collect();
            if next == from {
                return Some(way);
            }
            if reached.insert(next.clone()) {
                ways.push(way);
            }
        }
    }
    None
}

#[test]
fn no_folder_of_the_domain_imports_one_that_imports_it() {
    let imports = imports_of_the_domain();
    assert!(imports.len() > 5, "{imports:?}");
    let cycles: Vec<_> = imports
        .keys()
        .filter_map(|folder| cycle(&imports, folder))
        .map(|way| way.join(" → "))
        .collect();
    assert!(cycles.is_empty(), "\n{}", cycles.join("\n"));
}

#[test]
fn a_cycle_is_found_and_comments_are_not_imports() {
    let imports: Imports = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]
        .into_iter()
        .map(|(from, to)| (from.to_owned(), BTreeSet::from([to.to_owned()])))
        .collect();
    assert!(cycle(&imports, "a").is_some());
    assert!(cycle(&imports, "d").is_none());
    let source =
        "/// See [`crate::session`].\nuse crate::user::User;\n#[cfg(test)]\nmod tests { use crate::chat; }";
    assert_eq!(imported(source), BTreeSet::from(["user".to_owned()]));
}
