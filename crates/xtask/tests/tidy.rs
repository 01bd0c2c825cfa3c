//! Checks the rules that the compiler does not enforce: crate dependencies and the form of files.
#![allow(clippy::expect_used, reason = "this file contains only tests")]

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

/// The dependencies that each crate may have in the workspace, except for tests. The server may use all.
const ALLOWED_DEPENDENCIES: [(&str, &[&str]); 12] = [
    ("onair-domain", &[]),
    ("onair-port-contracts", &["onair-domain"]),
    ("onair-adapters-cache", &["onair-domain"]),
    ("onair-adapters-memory", &["onair-domain"]),
    ("onair-adapters-postgres", &["onair-domain"]),
    ("onair-adapters-livekit", &["onair-domain"]),
    ("onair-adapters-oidc", &["onair-domain"]),
    ("onair-http", &["onair-domain"]),
    ("onair-web", &[]),
    ("onair-workers", &["onair-domain"]),
    ("onair-xtask", &["onair-domain"]),
    (
        "onair-fuzz",
        &[
            "onair-domain",
            "onair-adapters-livekit",
            "onair-adapters-memory",
            "onair-adapters-oidc",
            "onair-http",
            "onair-server",
        ],
    ),
];

/// Names, or prefixes of names.
const FORBIDDEN_IN_DOMAIN: [&str; 6] = ["tokio", "actix", "diesel", "livekit", "reqwest", "serde_json"];

const MAX_FILE_LINES: usize = 400;

/// Split, so that this file passes its own check.
const FORBIDDEN_IN_TESTS: [&str; 2] = [concat!("thread::", "sleep"), concat!("time::", "sleep")];
const IGNORED_TEST: &str = concat!("#[", "ignore");

static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8(version.stdout).expect("the output is UTF-8");
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host");
    // Crates of other platforms may not be downloaded.
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
        .expect("this crate is in crates/")
}

fn is_in_family(name: &str, family: &str) -> bool {
    name.strip_prefix(family)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

/// Returns the dependencies of a package except dev-dependencies.
fn dependencies_of(package: &Package) -> impl Iterator<Item = &str> {
    let dependencies = package.dependencies.iter();
    dependencies
        .filter(|it| it.kind != DependencyKind::Development)
        .map(|it| it.name.as_str())
}

#[test]
fn each_alert_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let alerts = fs::read_to_string(root.join("docs/monitoring/alerts.yml")).unwrap();
    let document = fs::read_to_string(root.join("docs/operations.md")).unwrap();
    let named: Vec<_> = alerts
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- alert: "))
        .collect();
    let explained: Vec<_> = document
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    assert_eq!(named, explained);
}

#[test]
fn crates_have_only_allowed_dependencies() {
    let members: Vec<_> = METADATA.workspace_packages();
    let allowed = BTreeMap::from(ALLOWED_DEPENDENCIES);
    let mut errors = Vec::new();
    for package in &members {
        let name = package.name.as_str();
        if name == "onair-server" {
            continue;
        }
        let allowed = allowed
            .get(name)
            .unwrap_or_else(|| panic!("list the allowed dependencies of {name} in ALLOWED_DEPENDENCIES"));
        let others =
            dependencies_of(package).filter(|other| members.iter().any(|it| it.name.as_str() == *other));
        errors.extend(
            others
                .filter(|it| !allowed.contains(it))
                .map(|it| format!("{name} depends on {it}")),
        );
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn only_the_livekit_adapter_depends_on_livekit() {
    let other_crates = METADATA
        .workspace_packages()
        .into_iter()
        .filter(|it| it.name != "onair-adapters-livekit");
    let depends_on_livekit = |package: &&Package| {
        package
            .dependencies
            .iter()
            .any(|it| is_in_family(&it.name, "livekit"))
    };
    let dependents: Vec<_> = other_crates
        .filter(depends_on_livekit)
        .map(|it| it.name.as_str())
        .collect();
    assert!(
        dependents.is_empty(),
        "these crates depend on LiveKit: {dependents:?}"
    );
}

#[test]
fn domain_has_no_transitive_framework_dependencies() {
    let nodes = &METADATA.resolve.as_ref().expect("cargo resolves").nodes;
    let edges: BTreeMap<&PackageId, _> = nodes.iter().map(|node| (&node.id, &node.deps)).collect();
    let domain = METADATA
        .workspace_packages()
        .into_iter()
        .find(|it| it.name == "onair-domain");
    let mut pending = vec![&domain.expect("the domain exists").id];
    let mut reached = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if reached.insert(id) {
            let normal = edges[id].iter().filter(|dependency| {
                dependency
                    .dep_kinds
                    .iter()
                    .any(|kind| kind.kind == DependencyKind::Normal)
            });
            pending.extend(normal.map(|dependency| &dependency.pkg));
        }
    }
    let names = reached.into_iter().map(|id| METADATA[id].name.as_str());
    let frameworks: Vec<_> = names
        .filter(|name| {
            FORBIDDEN_IN_DOMAIN
                .iter()
                .any(|family| is_in_family(name, family))
        })
        .collect();
    assert!(frameworks.is_empty(), "the domain depends on {frameworks:?}");
}

#[test]
fn domain_has_fewer_than_20_dependencies() {
    // The metadata contains the crates of all features and platforms. The tree contains only those that are
    // built.
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
fn top_level_has_only_expected_entries() {
    let entries = fs::read_dir(root()).expect("the work tree can be read");
    let names = entries.map(|entry| {
        entry
            .expect("its entries too")
            .file_name()
            .into_string()
            .expect("UTF-8")
    });
    let unexpected: Vec<_> = names
        .filter(|name| !name.starts_with('.') && name != "target" && !TOP_LEVEL.contains(&name.as_str()))
        .collect();
    assert!(
        unexpected.is_empty(),
        "unexpected entries on the top level: {unexpected:?}"
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

/// Fails with a list of the files for which `find_error` returns an error.
fn check_files(find_error: impl Fn(&Path, &str) -> Option<String>) {
    let mut files = Vec::new();
    rust_files(&root().join("crates"), &mut files);
    assert!(!files.is_empty());
    let mut errors: Vec<_> = files
        .iter()
        .filter_map(|file| {
            let text = fs::read_to_string(file).expect("a source file can be read");
            let relative_path = file.strip_prefix(root()).expect("the file is in the work tree");
            Some(format!(
                "{}: {}",
                relative_path.display(),
                find_error(relative_path, &text)?
            ))
        })
        .collect();
    errors.sort();
    assert!(errors.is_empty(), "\n{}", errors.join("\n"));
}

#[test]
fn each_file_has_module_documentation() {
    check_files(|_, text| (!text.starts_with("//! ")).then(|| "has no module documentation".into()));
}

#[test]
fn no_file_exceeds_the_line_limit() {
    check_files(|_, text| {
        let lines = text.lines().count();
        (lines > MAX_FILE_LINES).then(|| format!("{lines} lines, the maximum is {MAX_FILE_LINES}"))
    });
}

#[test]
fn no_test_is_ignored() {
    check_files(|_, text| text.contains(IGNORED_TEST).then(|| "has an ignored test".into()));
}

#[test]
fn examples_in_documentation_are_tested() {
    let untested: Vec<_> = METADATA
        .packages
        .iter()
        .filter(|package| package.targets.iter().any(|it| it.is_lib() && !it.doctest))
        .filter_map(|package| package.manifest_path.parent()?.file_name())
        .collect();
    check_files(|file, text| {
        let is_untested = file
            .iter()
            .nth(1)
            .is_some_and(|it| untested.iter().any(|name| it == *name));
        let has_example = text.lines().any(|line| {
            let line = line.trim_start();
            line.starts_with("/// ```") || line.starts_with("//! ```")
        });
        (is_untested && has_example).then(|| "an example, but its crate has `doctest = false`".into())
    });
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
        let sleep = FORBIDDEN_IN_TESTS.iter().find(|it| tests.contains(**it))?;
        Some(format!("{sleep} in a test: wait for the condition itself"))
    });
}
