//! `cargo xtask release`: builds the archive that people install.

mod image;
mod licences;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail, ensure};

use crate::cargo::{self, find_cargo_tool};
use crate::cli::ReleaseArgs;
use crate::node::{self, npm};
use crate::process::{capture_output, stream_output, tool};
use crate::progress::{Step, print_line};
use crate::test::previous_server;
use crate::workspace::root;

const CARGO_CYCLONEDX_VERSION: &str = "0.5.9";

/// The shared libraries that every Linux with glibc has. The program must need no other.
const SYSTEM_LIBRARIES: [&str; 5] = ["linux-vdso", "libc.so", "libm.so", "libgcc_s.so", "ld-linux"];

/// Builds the program with the page inside, and packs it with its documents into one archive.
pub(crate) fn run(args: &ReleaseArgs) -> Result<ExitCode> {
    ensure!(cfg!(target_os = "linux"), "a release is built on Linux");
    let version = env!("CARGO_PKG_VERSION");
    let commit = commit(args.allow_dirty)?;
    ensure!(
        changelog()?
            .lines()
            .any(|line| line.starts_with(&format!("## {version}"))),
        "docs/CHANGELOG.md has no section for {version}"
    );
    previous_server::require_newest_release()?;
    let cyclonedx = find_cargo_tool("cargo-cyclonedx", CARGO_CYCLONEDX_VERSION)?;
    node::install(Step::begin("Web page's packages"))?;
    node::build(Step::begin("Web page"))?;
    let server = cargo::build_release_server(Step::begin("Server (release build)"))?;

    let mut step = Step::begin("Archive");
    let name = format!("onair-{version}-{}-linux", std::env::consts::ARCH);
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| root().join("target/release-archive"));
    fs::create_dir_all(&out)?;
    let work = tempfile::tempdir()?;
    let folder = work.path().join(&name);
    copy_files(&server, &folder)?;
    check_program(&folder.join("bin/server"), version, &commit)?;
    fs::write(
        folder.join("THIRD-PARTY-LICENSES-SERVER.txt"),
        licences::of_server()?,
    )?;
    fs::copy(
        root().join("crates/web/app/dist/third-party-licenses.txt"),
        folder.join("THIRD-PARTY-LICENSES-PAGE.txt"),
    )?;
    step.update("list of components");
    write_sboms(&cyclonedx, &folder.join("sbom"))?;
    write_checksums(&folder, &["-not", "-name", "SHA256SUMS"])?;
    step.update("packing");
    let archive = pack(work.path(), &name, &out)?;
    step.succeed(&archive.display().to_string());
    if args.image {
        image::build(&server, version, &out)?;
    }
    print_line(&format!("\n{}\n{}.sha256", archive.display(), archive.display()));
    Ok(ExitCode::SUCCESS)
}

/// The commit of the work tree, which must not be changed, because the program names it.
fn commit(allow_dirty: bool) -> Result<String> {
    let git = |args: &[&str]| {
        let mut command = tool("git");
        command.args(args).current_dir(root());
        capture_output(command, "git")
    };
    let changes = git(&["status", "--porcelain"])?;
    if !allow_dirty && !changes.trim().is_empty() {
        bail!(
            "the work tree has changes that are not committed, but a release names its commit (--allow-dirty builds \
             one all the same):\n{changes}"
        );
    }
    Ok(git(&["rev-parse", "--short=12", "HEAD"])?.trim().to_owned())
}

fn changelog() -> Result<String> {
    fs::read_to_string(root().join("docs/CHANGELOG.md")).context("can't read docs/CHANGELOG.md")
}

fn copy_files(server: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder.join("bin"))?;
    fs::copy(server, folder.join("bin/server"))?;
    fs::copy(root().join("README.md"), folder.join("README.md"))?;
    let mut copy = tool("cp");
    copy.arg("-R").arg(root().join("docs")).arg(folder.join("docs"));
    run_quietly(copy, "cp")
}

fn check_program(server: &Path, version: &str, commit: &str) -> Result<()> {
    let mut asked = Command::new(server);
    asked.arg("--version");
    let answer = capture_output(asked, "server --version")?;
    let expected = format!("server {version} ({commit})");
    ensure!(
        answer.trim() == expected,
        "the program says {answer:?}, not {expected:?}"
    );
    let mut ldd = tool("ldd");
    ldd.arg(server);
    let libraries = capture_output(ldd, "ldd")?;
    let foreign = foreign_libraries(&libraries);
    ensure!(
        foreign.is_empty(),
        "the program needs libraries that a server may lack: {}",
        foreign.join(", ")
    );
    Ok(())
}

fn foreign_libraries(ldd: &str) -> Vec<String> {
    let names = ldd.lines().filter_map(|line| line.split_whitespace().next());
    let names = names.map(|path| path.rsplit('/').next().unwrap_or(path));
    names
        .filter(|name| !SYSTEM_LIBRARIES.iter().any(|known| name.starts_with(known)))
        .map(str::to_owned)
        .collect()
}

/// Writes lists of all components of the server and of the page (SBOM).
fn write_sboms(cyclonedx: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut of_server = tool(&cyclonedx.to_string_lossy());
    of_server
        .args(["cyclonedx", "--format", "json", "--describe", "binaries"])
        .args(["--manifest-path", "crates/server/Cargo.toml"])
        .current_dir(root());
    run_quietly(of_server, "cargo cyclonedx")?;
    // It writes its files beside the manifests of all packages of the workspace.
    let mut found = tool("find");
    found.args(["crates", "-name", "*.cdx.json"]).current_dir(root());
    for file in capture_output(found, "find")?.lines() {
        let file = root().join(file);
        if file.ends_with("server/server_bin.cdx.json") {
            fs::copy(&file, folder.join("server.cdx.json"))?;
        }
        fs::remove_file(file)?;
    }
    ensure!(
        folder.join("server.cdx.json").exists(),
        "cargo cyclonedx wrote no list for the program"
    );
    let of_page = npm(&["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"])?;
    fs::write(folder.join("page.cdx.json"), capture_output(of_page, "npm sbom")?)?;
    Ok(())
}

fn write_checksums(folder: &Path, filter: &[&str]) -> Result<()> {
    let mut sums = tool("find");
    sums.args([".", "-type", "f"])
        .args(filter)
        .args(["-exec", "sha256sum", "{}", "+"])
        .current_dir(folder);
    let sums = capture_output(sums, "sha256sum")?;
    let mut lines: Vec<_> = sums.lines().collect();
    lines.sort_by_key(|line| line.split_whitespace().nth(1));
    fs::write(folder.join("SHA256SUMS"), lines.join("\n") + "\n")?;
    Ok(())
}

/// Packs the folder. The same files give the same archive.
fn pack(work: &Path, name: &str, out: &Path) -> Result<PathBuf> {
    let mut time = tool("git");
    time.args(["show", "--no-patch", "--format=@%ct", "HEAD"])
        .current_dir(root());
    let time = capture_output(time, "git show")?;
    let archive = out.join(format!("{name}.tar.gz"));
    let mut tar = tool("tar");
    tar.args([
        "--create",
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
    ])
    .arg(format!("--mtime={}", time.trim()))
    .args(["--use-compress-program", "gzip -n", "--file"])
    .arg(&archive)
    .arg(name)
    .current_dir(work);
    run_quietly(tar, "tar")?;
    let mut sum = tool("sha256sum");
    sum.arg(format!("{name}.tar.gz")).current_dir(out);
    fs::write(
        out.join(format!("{name}.tar.gz.sha256")),
        capture_output(sum, "sha256sum")?,
    )?;
    Ok(archive)
}

fn run_quietly(command: Command, name: &str) -> Result<()> {
    stream_output(command, |_| {})?.require_success(name)
}

#[cfg(test)]
mod tests {
    use super::foreign_libraries;

    #[test]
    fn libraries_of_glibc_are_expected() {
        let ldd = "\tlinux-vdso.so.1 (0x7ffd)\n\tlibgcc_s.so.1 => /lib/libgcc_s.so.1 (0x7f)\n\tlibm.so.6 => /lib/libm.so.6 (0x7f)\n\tlibc.so.6 => /lib/libc.so.6 (0x7f)\n\t/lib64/ld-linux-x86-64.so.2 (0x7f)\n";
        assert!(foreign_libraries(ldd).is_empty());
        let with_ssl = format!("{ldd}\tlibssl.so.3 => /lib/libssl.so.3 (0x7f)\n");
        assert_eq!(foreign_libraries(&with_ssl), ["libssl.so.3"]);
    }
}
