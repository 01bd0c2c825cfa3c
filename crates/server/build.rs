//! Tells the program its commit: the variable `ONAIR_COMMIT`, for builds without a Git repository, or that of the
//! repository.

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-env-changed=ONAIR_COMMIT");
    let given = std::env::var("ONAIR_COMMIT")
        .ok()
        .filter(|commit| !commit.is_empty());
    let commit = given
        .or_else(of_repository)
        .unwrap_or_else(|| "unknown".to_owned());
    println!("cargo::rustc-env=ONAIR_COMMIT={commit}");
}

fn of_repository() -> Option<String> {
    // Git appends to this file with each commit and checkout.
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    println!("cargo::rerun-if-changed={log}");
    git(&["rev-parse", "--short=12", "HEAD"])
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let text = text.trim();
    (output.status.success() && !text.is_empty()).then(|| text.to_owned())
}
