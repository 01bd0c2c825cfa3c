//! Checks that the modules of the domain have no cyclic imports.
#![allow(clippy::expect_used, reason = "this file contains only tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// `ports` uses types of all modules, and services of all modules use the ports.
const EXCLUDED_MODULES: [&str; 1] = ["ports"];

type Imports = BTreeMap<String, BTreeSet<String>>;

/// Returns the modules that a file imports from its crate. Comments and unit tests don't count.
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

fn read_imports(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a source folder can be read") {
        let path = entry.expect("its entries too").path();
        if path.is_dir() {
            read_imports(&path, into);
        } else if !path.ends_with("tests.rs") {
            into.extend(imported(
                &fs::read_to_string(&path).expect("a source file can be read"),
            ));
        }
    }
}

fn domain_imports() -> Imports {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src");
    let mut imports = Imports::new();
    for entry in fs::read_dir(source).expect("the domain's sources can be read") {
        let path = entry.expect("its entries too").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() && !EXCLUDED_MODULES.contains(&name.as_str()) {
            read_imports(&path, imports.entry(name).or_default());
        }
    }
    let folders: BTreeSet<_> = imports.keys().cloned().collect();
    for (name, imported) in &mut imports {
        imported.retain(|other| folders.contains(other) && other != name);
    }
    imports
}

/// Returns a path of imports from a module back to itself.
fn find_cycle(imports: &Imports, from: &str) -> Option<Vec<String>> {
    let mut paths: Vec<Vec<String>> = vec![vec![from.to_owned()]];
    let mut reached = BTreeSet::new();
    while let Some(path) = paths.pop() {
        for next in imports.get(path.last()?).into_iter().flatten() {
            let path: Vec<_> = path.iter().chain([next]).cloned().collect();
            if next == from {
                return Some(path);
            }
            if reached.insert(next.clone()) {
                paths.push(path);
            }
        }
    }
    None
}

#[test]
fn domain_modules_have_no_import_cycles() {
    let imports = domain_imports();
    assert!(imports.len() > 5, "{imports:?}");
    let cycles: Vec<_> = imports
        .keys()
        .filter_map(|folder| find_cycle(&imports, folder))
        .map(|path| path.join(" → "))
        .collect();
    assert!(cycles.is_empty(), "\n{}", cycles.join("\n"));
}

#[test]
fn cycle_is_found_and_comments_are_not_imports() {
    let imports: Imports = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]
        .into_iter()
        .map(|(from, to)| (from.to_owned(), BTreeSet::from([to.to_owned()])))
        .collect();
    assert!(find_cycle(&imports, "a").is_some());
    assert!(find_cycle(&imports, "d").is_none());
    let source =
        "/// See [`crate::session`].\nuse crate::user::User;\n#[cfg(test)]\nmod tests { use crate::chat; }";
    assert_eq!(imported(source), BTreeSet::from(["user".to_owned()]));
}
