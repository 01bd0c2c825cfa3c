//! The container image, built by buildah from the program of a release.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::tool;
use crate::programs::BUILDAH;
use crate::progress::Step;
use crate::workspace::root;

use super::run_quietly;

/// Builds the last stage of docs/deploy/Containerfile, with `server` instead of what its first stage builds. No image is
/// pulled. Returns the archive of the image.
pub(super) fn build(server: &Path, version: &str, out: &Path) -> Result<PathBuf> {
    let buildah = BUILDAH.find_or_install()?;
    let step = Step::begin("Container image");
    let work = tempfile::tempdir()?;
    let (stage, context) = (work.path().join("stage"), work.path().join("context"));
    std::fs::create_dir_all(&context)?;
    let mut lay_out = tool("sh");
    lay_out
        .arg(root().join("docs/deploy/rootfs.sh"))
        .args([server, &stage.join("rootfs")]);
    run_quietly(lay_out, "rootfs.sh")?;
    // Its own storage, so that nothing is left on the machine.
    let run = |arguments: &[&str]| {
        let mut command = tool(&buildah.to_string_lossy());
        command
            .args(["--storage-driver", "vfs", "--root"])
            .arg(work.path().join("storage"))
            .arg("--runroot")
            .arg(work.path().join("run"))
            .args(arguments)
            .current_dir(root());
        run_quietly(command, "buildah")
    };
    let tag = format!("onair:{version}");
    run(&[
        "bud",
        "--isolation",
        "chroot",
        "--target",
        "final",
        "--build-context",
        &format!("build={}", stage.display()),
        "--tag",
        &tag,
        "--file",
        "docs/deploy/Containerfile",
        &context.to_string_lossy(),
    ])?;
    run(&["from", "--name", "check", &tag])?;
    run(&[
        "run",
        "--isolation",
        "chroot",
        "--user",
        "65532:65532",
        "check",
        "--",
        "/bin/server",
        "--version",
    ])?;
    let archive = out.join(format!("onair-{version}-{}.oci.tar", std::env::consts::ARCH));
    run(&["push", &tag, &format!("oci-archive:{}", archive.display())])?;
    step.succeed(&archive.display().to_string());
    Ok(archive)
}
