//! The diagram of the crates in `docs/architecture.md`, drawn from `cargo metadata`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::workspace::root;

const BEGIN: &str = "<!-- crates: drawn by cargo xtask generate -->\n";
const END: &str = "<!-- crates: end -->\n";

fn file() -> PathBuf {
    root().join("docs/architecture.md")
}

/// Writes the diagram into the page.
pub(crate) fn write() -> Result<()> {
    let page = read()?;
    fs::write(file(), drawn_into(&page)?).context("can't write docs/architecture.md")
}

/// Whether the committed diagram is what the manifests say.
pub(crate) fn check() -> Result<()> {
    let page = read()?;
    ensure!(
        drawn_into(&page)? == page,
        "the diagram in docs/architecture.md is not what the manifests say: run cargo xtask generate and commit it"
    );
    Ok(())
}

fn read() -> Result<String> {
    fs::read_to_string(file()).context("can't read docs/architecture.md")
}

fn drawn_into(page: &str) -> Result<String> {
    let metadata = MetadataCommand::new().current_dir(root()).no_deps().exec();
    let metadata = metadata.context("cargo metadata failed")?;
    let dependencies = metadata.packages.iter().map(|package| {
        let ordinary = package
            .dependencies
            .iter()
            .filter(|it| it.kind == DependencyKind::Normal);
        (
            package.name.as_str(),
            ordinary.map(|it| it.name.as_str()).collect(),
        )
    });
    replaced(page, &diagram(&dependencies.collect::<Vec<_>>()))
}

fn replaced(page: &str, diagram: &str) -> Result<String> {
    let marks = page
        .split_once(BEGIN)
        .and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = marks.context("docs/architecture.md has no place for the diagram of the crates")?;
    Ok(format!("{before}{BEGIN}{diagram}{END}{after}"))
}

/// In Mermaid, which code hosts draw: an arrow from each member of the workspace to those that it depends on.
fn diagram(dependencies: &[(&str, Vec<&str>)]) -> String {
    let short = |name: &str| name.strip_prefix("onair-").unwrap_or(name).to_owned();
    let members: BTreeSet<_> = dependencies.iter().map(|(name, _)| short(name)).collect();
    let all = dependencies
        .iter()
        .flat_map(|(from, to)| to.iter().map(|to| (short(from), short(to))));
    let arrows: BTreeSet<_> = all.filter(|(_, to)| members.contains(to)).collect();
    let alone = members
        .iter()
        .filter(|name| !arrows.iter().any(|(from, to)| [from, to].contains(name)))
        .map(|name| format!("    {name}\n"));
    let drawn = arrows.iter().map(|(from, to)| format!("    {from} --> {to}\n"));
    let lines: String = alone.chain(drawn).collect();
    format!("```mermaid\ngraph TD\n{lines}```\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_show_dependencies_within_the_workspace() {
        let drawn = diagram(&[
            ("onair-server", vec!["onair-http", "tokio"]),
            ("onair-http", vec![]),
            ("onair-memory", vec![]),
        ]);
        assert_eq!(
            drawn,
            "```mermaid\ngraph TD\n    memory\n    server --> http\n```\n"
        );
    }

    #[test]
    fn the_rest_of_the_page_stays() {
        let page = format!("one\n{BEGIN}old\n{END}two\n");
        assert_eq!(
            replaced(&page, "new\n").unwrap(),
            format!("one\n{BEGIN}new\n{END}two\n")
        );
        assert!(replaced("no place", "new").is_err());
    }
}
