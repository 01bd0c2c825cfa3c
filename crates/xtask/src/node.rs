//! The web page's packages, scripts and build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use nix::sys::signal::Signal;

use crate::bound::{self, RunAs};
use crate::files;
use crate::process::{follow, output, tool};
use crate::progress::Step;
use crate::workspace::{self, in_path, web_app};

/// Something that a script makes of sources, and of the files beside them.
struct Build {
    script: &'static str,
    sources: &'static [&'static str],
    made: &'static str,
}

const PAGE: Build = Build {
    script: "build",
    sources: &["src", "public", "bundle"],
    made: "dist/index.html",
};

/// The bots of `cargo xtask dev --demo`.
const DEMO: Build = Build {
    script: "build:demo",
    sources: &["demo"],
    made: "dist-demo/main.js",
};

/// What the page's tools run on; its package.json says the same.
const OLDEST_NODE: (u32, u32) = (20, 19);

fn wanted() -> String {
    let (major, minor) = OLDEST_NODE;
    format!("the web page needs Node.js {major}.{minor} or newer, with npm")
}

const ADVICE: &str = "install it from nodejs.org or by your package manager, and run this again";

/// Finds out whether there is a Node.js to build the page with.
pub(crate) fn require() -> Result<()> {
    let node = in_path(&["node"]).with_context(|| format!("{}; {ADVICE}", wanted()))?;
    npm(&[])?;
    let mut command = tool(&node.to_string_lossy());
    command.arg("--version");
    let said = output(command, "node --version")?;
    let found = said.trim();
    ensure!(
        version(found).is_none_or(|version| version >= OLDEST_NODE),
        "{}, and the one in the PATH is {found}; {ADVICE}",
        wanted()
    );
    Ok(())
}

/// "v20.19.4" as (20, 19).
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// `npm` in the web page's folder.
pub(crate) fn npm(args: &[&str]) -> Result<Command> {
    let npm = in_path(&["npm"]).with_context(|| format!("{}; {ADVICE}", wanted()))?;
    let mut command = tool(&npm.to_string_lossy());
    command.args(args).current_dir(web_app());
    Ok(command)
}

/// Runs `npm` to its end as a step.
fn run(args: &[&str], step: &mut Step) -> Result<()> {
    follow(npm(args)?, |line| match line.map(str::trim) {
        Some(line) if !line.is_empty() => step.update(line),
        _ => step.tick(),
    })?
    .require(&format!("npm {}", args.join(" ")))
}

/// Installs the packages when package-lock.json is another than last time.
pub(crate) fn install(mut step: Step) -> Result<()> {
    let app = web_app();
    let _lock = files::lock(&workspace::scratch().join("web.lock"), &mut step)?;
    let wanted = fs::read_to_string(app.join("package-lock.json"))
        .context("crates/web/app has no package-lock.json")?;
    let stamp = app.join("node_modules/.installed-from.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        step.done("up to date");
        return Ok(());
    }
    run(&["ci", "--no-audit", "--no-fund"], &mut step)?;
    fs::write(&stamp, wanted).with_context(|| format!("can't write {}", stamp.display()))?;
    step.done("");
    Ok(())
}

/// Builds the page when a source is newer than the last build.
pub(crate) fn build(step: Step) -> Result<()> {
    make(&PAGE, step)
}

/// The same for the demo's bots. Returns the program, for [`script`].
pub(crate) fn build_demo(step: Step) -> Result<PathBuf> {
    make(&DEMO, step)?;
    Ok(web_app().join(DEMO.made))
}

/// `node` with one of our programs, which ends with xtask by this signal.
pub(crate) fn script(program: &Path, when_orphaned: Signal) -> Result<Command> {
    let node = in_path(&["node"]).with_context(|| format!("{}; {ADVICE}", wanted()))?;
    let mut command = bound::command(&node.to_string_lossy(), RunAs::Myself, when_orphaned);
    command.arg(program).current_dir(web_app());
    Ok(command)
}

fn make(job: &Build, mut step: Step) -> Result<()> {
    let app = web_app();
    let _lock = files::lock(&workspace::scratch().join("web.lock"), &mut step)?;
    let built = fs::metadata(app.join(job.made))
        .and_then(|meta| meta.modified())
        .ok();
    if built.is_some_and(|built| newest_source(&app, job.sources).is_some_and(|source| source <= built)) {
        step.done("up to date");
        return Ok(());
    }
    run(&["run", job.script], &mut step)?;
    step.done("");
    Ok(())
}

fn newest_source(app: &Path, sources: &[&str]) -> Option<SystemTime> {
    let modified = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    let files = fs::read_dir(app)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file());
    let top = files.filter_map(|file| modified(&file)).max();
    sources
        .iter()
        .filter_map(|folder| newest_below(&app.join(folder)))
        .chain(top)
        .max()
}

/// Folders count too: taking a file away changes only them.
fn newest_below(folder: &Path) -> Option<SystemTime> {
    let own = fs::metadata(folder).and_then(|meta| meta.modified()).ok()?;
    let inside = fs::read_dir(folder).ok()?.flatten().filter_map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            newest_below(&path)
        } else {
            entry.metadata().ok()?.modified().ok()
        }
    });
    inside.chain([own]).max()
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    use super::{OLDEST_NODE, PAGE, newest_source, version};
    use crate::workspace::web_app;

    #[test]
    fn versions_compare_by_number() {
        assert!(version("v20.19.0").unwrap() >= OLDEST_NODE);
        assert!(version("v100.2.0").unwrap() >= OLDEST_NODE);
        assert!(version("v20.9.0").unwrap() < OLDEST_NODE);
        assert!(version("v18.20.4").unwrap() < OLDEST_NODE);
        assert_eq!(version("unknown"), None);
    }

    #[test]
    fn the_page_asks_for_the_same_node() {
        let package = fs::read_to_string(web_app().join("package.json")).unwrap();
        let (major, minor) = OLDEST_NODE;
        assert!(package.contains(&format!(r#""node": ">={major}.{minor}""#)));
    }

    #[test]
    fn the_newest_source_is_found_at_any_depth_but_not_in_the_build() {
        let app = tempfile::tempdir().unwrap();
        let at = |path: &str, seconds: u64| {
            let path = app.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            File::create(&path).unwrap().set_modified(time).unwrap();
            time
        };
        let future = 10_000_000_000;
        at("dist/index.html", future + 9);
        at("package.json", future + 1);
        let newest = at("src/watch/player/view.tsx", future + 2);
        assert_eq!(newest_source(app.path(), PAGE.sources), Some(newest));
    }
}
