//! The licences and notices of the crates in the server's program.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

use crate::process::capture_output;
use crate::workspace::root;

/// The beginnings of the names of files that must go with a binary.
const FILES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT"];

/// Lists all crates of the program with their licences, then each text once with the crates that it belongs to.
pub(super) fn of_server() -> Result<String> {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(["--locked".to_owned(), "--filter-platform".to_owned(), host()?])
        .exec()
        .context("cargo metadata")?;
    let packages = linked_packages(&metadata)?;
    let mut list = String::new();
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages {
        let name = format!("{} {}", package.name, package.version);
        let licence = package.license.as_deref().unwrap_or("see below");
        writeln!(list, "{name}: {licence}")?;
        let folder = package
            .manifest_path
            .parent()
            .context("a manifest has a folder")?;
        for text in texts_in(folder.as_std_path())? {
            texts.entry(text).or_default().insert(name.clone());
        }
    }
    ensure!(!texts.is_empty(), "no crate has a licence text");
    let mut document = format!("The program contains these crates:\n\n{list}");
    for (text, names) in texts {
        let names: Vec<_> = names.into_iter().collect();
        write!(
            document,
            "\n{}\n{}\n\n{}\n",
            "=".repeat(80),
            names.join(", "),
            text.trim()
        )?;
    }
    Ok(document)
}

fn host() -> Result<String> {
    // Not by `tool`, which runs this executable: in a test, that is the test.
    let mut rustc = Command::new("rustc");
    rustc.arg("-vV");
    let version = capture_output(rustc, "rustc -vV")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}

/// The packages of other people that are linked into the server, without those that only build or test it.
fn linked_packages(metadata: &Metadata) -> Result<Vec<&Package>> {
    let resolve = metadata
        .resolve
        .as_ref()
        .context("cargo metadata resolves nothing")?;
    let nodes: BTreeMap<_, _> = resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let server = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == "onair-server");
    let mut waiting = VecDeque::from([&server.context("there is no onair-server")?.id]);
    let mut found: BTreeSet<&PackageId> = BTreeSet::new();
    while let Some(id) = waiting.pop_front() {
        if found.insert(id) {
            let dependencies = nodes[id].deps.iter().filter(|dependency| {
                dependency
                    .dep_kinds
                    .iter()
                    .any(|kind| kind.kind == DependencyKind::Normal)
            });
            waiting.extend(dependencies.map(|dependency| &dependency.pkg));
        }
    }
    let packages = metadata
        .packages
        .iter()
        .filter(|package| found.contains(&package.id));
    let mut packages: Vec<_> = packages.filter(|package| package.source.is_some()).collect();
    packages.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok(packages)
}

fn texts_in(folder: &Path) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_uppercase();
        if path.is_file() && FILES.iter().any(|start| name.starts_with(start)) {
            texts.push(String::from_utf8_lossy(&fs::read(&path)?).replace("\r\n", "\n"));
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::of_server;

    #[test]
    fn crates_of_the_program_are_listed_with_their_texts() {
        let document = of_server().unwrap();
        let (list, texts) = document.split_once(&"=".repeat(80)).unwrap();
        assert!(list.contains("\nactix-web "), "{list}");
        assert!(
            !list.contains("\nonair-") && !list.contains("\nquickcheck "),
            "{list}"
        );
        assert!(texts.contains("Permission is hereby granted"));
    }
}
