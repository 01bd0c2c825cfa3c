//! Rebuilds the release build, which embeds the page, when the page is rebuilt. A debug build reads the page
//! from disk.

fn main() {
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let watched = if is_release {
        "app/dist/index.html"
    } else {
        "build.rs"
    };
    println!("cargo::rerun-if-changed={watched}");
}
