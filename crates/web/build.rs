//! A release build carries the page inside: it is built again when the page is. (A debug build reads
//! the page from disk while it runs, and has nothing to watch.)

fn main() {
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let watched = if is_release {
        "app/dist/index.html"
    } else {
        "build.rs"
    };
    println!("cargo::rerun-if-changed={watched}");
}
