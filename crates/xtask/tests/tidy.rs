//! The house rules that a compiler doesn't hold: which crate may know which, and how files look.
#![allow(clippy::expect_used, reason = "a test program through and through")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

const TOP_LEVEL: [&str; 7] = [
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "crates",
    "docs",
    "justfile",
    "migrations",
];

/// What each crate may know of the others, tests apart. The server joins them all.
const ARROWS: [(&str, &[&str]); 10] = [
    ("onair-domain", &[]),
    ("onair-port-contracts", &["onair-domain"]),
    ("onair-adapters-memory", &["onair-domain"]),
    ("onair-adapters-postgres", &["onair-domain"]),
    ("onair-adapters-livekit", &["onair-domain"]),
    ("onair-adapters-oidc", &["onair-domain"]),
    ("onair-http", &["onair-domain"]),
    ("onair-web", &[]),
    ("onair-workers", &["onair-domain"]),
    ("onair-xtask", &["onair-domain"]),
];

/// A name, or the beginning of a family of names.
const NOT_IN_THE_DOMAIN: [&str; 6] = ["tokio", "actix", "diesel", "livekit", "reqwest", "serde_json"];

const LONGEST_FILE: usize = 400;

/// Written in halves, so that this file may be checked too.
const NOT_IN_TESTS: [&str; 2] = [concat!("thread::", "sleep"), concat!("time::", "sleep")];
const NOT_ANYWHERE: &str = concat!("#[", "ignore");

static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    let said = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let said = String::from_utf8(said.stdout).expect("rustc speaks UTF-8");
    let host = said
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host");
    // Other platforms' crates need not be on this machine.
    let options = vec![
        "--filter-platform".to_owned(),
        host.to_owned(),
        "--locked".to_owned(),
    ];
    MetadataCommand::new()
        .current_dir(root())
        .other_options(options)
        .exec()
        .expect("cargo metadata runs")
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("this crate lies in crates/")
}

fn is_of(name: &str, family: &str) -> bool {
    name.strip_prefix(family)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

/// What a package names in its manifest, but for its tests.
fn known_to(package: &Package) -> impl Iterator<Item = &str> {
    let dependencies = package.dependencies.iter();
    dependencies
        .filter(|it| it.kind != DependencyKind::Development)
        .map(|it| it.name.as_str())
}

#[test]
fn crates_know_only_whom_they_may() {
    let members: Vec<_> = METADATA.workspace_packages();
    let allowed = BTreeMap::from(ARROWS);
    let mut faults = Vec::new();
    for package in &members {
        let name = package.name.as_str();
        if name == "onair-server" {
            continue;
        }
        let allowed = allowed
            .get(name)
            .unwrap_or_else(|| panic!("say in ARROWS what {name} may know"));
        let others = known_to(package).filter(|other| members.iter().any(|it| it.name.as_str() == *other));
        faults.extend(
            others
                .filter(|it| !allowed.contains(it))
                .map(|it| format!("{name} knows {it}")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_its_adapter_knows_livekit() {
    let strangers = METADATA
        .workspace_packages()
        .into_iter()
        .filter(|it| it.name != "onair-adapters-livekit");
    let knows = |package: &&Package| package.dependencies.iter().any(|it| is_of(&it.name, "livekit"));
    let knowing: Vec<_> = strangers.filter(knows).map(|it| it.name.as_str()).collect();
    assert!(knowing.is_empty(), "LiveKit's crates are known to {knowing:?}");
}

#[test]
fn the_domain_is_free_of_frameworks_at_any_depth() {
    let nodes = &METADATA.resolve.as_ref().expect("cargo resolves").nodes;
    let edges: BTreeMap<&PackageId, _> = nodes.iter().map(|node| (&node.id, &node.deps)).collect();
    let domain = METADATA
        .workspace_packages()
        .into_iter()
        .find(|it| it.name == "onair-domain");
    let mut open = vec![&domain.expect("there is a domain").id];
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            let normal = edges[id].iter().filter(|dependency| {
                dependency
                    .dep_kinds
                    .iter()
                    .any(|kind| kind.kind == DependencyKind::Normal)
            });
            open.extend(normal.map(|dependency| &dependency.pkg));
        }
    }
    let names = reached.into_iter().map(|id| METADATA[id].name.as_str());
    let frameworks: Vec<_> = names
        .filter(|name| NOT_IN_THE_DOMAIN.iter().any(|family| is_of(name, family)))
        .collect();
    assert!(frameworks.is_empty(), "the domain pulls in {frameworks:?}");
}

#[test]
fn the_domain_is_built_of_fewer_than_20_crates() {
    // Cargo's metadata has the crates of every feature and platform; the tree has those that are built.
    let tree = std::process::Command::new(env!("CARGO"))
        .args(["tree", "--package", "onair-domain", "--edges", "normal"])
        .args(["--prefix", "none", "--no-dedupe", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo tree runs");
    let tree = String::from_utf8(tree.stdout).expect("UTF-8");
    let crates: BTreeSet<_> = tree.lines().filter(|line| !line.is_empty()).collect();
    assert!((2..20).contains(&crates.len()), "{crates:#?}");
}

#[test]
fn the_top_level_is_as_designed() {
    let entries = fs::read_dir(root()).expect("the work tree can be read");
    let names = entries.map(|entry| {
        entry
            .expect("its entries too")
            .file_name()
            .into_string()
            .expect("UTF-8")
    });
    let strange: Vec<_> = names
        .filter(|name| !name.starts_with('.') && name != "target" && !TOP_LEVEL.contains(&name.as_str()))
        .collect();
    assert!(
        strange.is_empty(),
        "these don't belong on the top level: {strange:?}"
    );
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder can be read") {
        let path = entry.expect("its entries too").path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            if name != "node_modules" && name != "target" {
                rust_files(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Fails with every file that `fault` has something to say about.
fn check_files(fault: impl Fn(&Path, &str) -> Option<String>) {
    let mut files = Vec::new();
    rust_files(&root().join("crates"), &mut files);
    assert!(!files.is_empty());
    let mut faults: Vec<_> = files
        .iter()
        .filter_map(|file| {
            let text = fs::read_to_string(file).expect("a source file can be read");
            let short = file.strip_prefix(root()).expect("it lies in the work tree");
            Some(format!("{}: {}", short.display(), fault(short, &text)?))
        })
        .collect();
    faults.sort();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn each_file_opens_with_what_it_is_for() {
    check_files(|_, text| (!text.starts_with("//! ")).then(|| "opens without a sentence".into()));
}

#[test]
fn no_file_is_long() {
    check_files(|_, text| {
        let lines = text.lines().count();
        (lines > LONGEST_FILE).then(|| format!("{lines} lines, {LONGEST_FILE} are the most"))
    });
}

#[test]
fn no_test_is_ignored() {
    check_files(|_, text| text.contains(NOT_ANYWHERE).then(|| "has an ignored test".into()));
}

#[test]
fn no_test_sleeps() {
    check_files(|file, text| {
        let is_test = file.components().any(|it| it.as_os_str() == "tests") || file.ends_with("tests.rs");
        let tests = if is_test {
            text
        } else {
            text.split_once("#[cfg(test)]").map_or("", |(_, tests)| tests)
        };
        let slept = NOT_IN_TESTS.iter().find(|it| tests.contains(**it))?;
        Some(format!("{slept} in a test: wait for the thing itself"))
    });
}
