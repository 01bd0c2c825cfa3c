//! Checks the files of docs/deploy: the services by systemd, the Caddyfile by Caddy, LiveKit's configuration by LiveKit.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::report::{Entry, Outcome, Report};
use crate::process::{capture_output, stream_output, tool};
use crate::progress::{Step, print_line};
use crate::workspace::{find_in_path, root};
use crate::{debian, livekit};

const SERVICES: [&str; 2] = ["onair.service", "livekit.service"];
/// systemd's measure of exposure, in tenths: below 2.0 is what it calls "OK", its second best of seven marks.
const MAX_EXPOSURE: &str = "20";

pub(crate) fn check(report: &mut Report) -> Result<()> {
    let folder = root().join("docs/deploy");
    if find_in_path(&["systemd-analyze"]).is_some() {
        report.check("services of systemd", || check_services(&folder))?;
    } else {
        print_line(
            "services of systemd: skipped, because systemd-analyze is missing. Install the package systemd",
        );
        report.add([Entry::new("services of systemd", Outcome::Skipped)]);
    }
    report.check("Caddyfile", || {
        let mut step = Step::begin_concurrent("Caddy");
        let caddy = debian::find_or_unpack("caddy", "caddy", &mut step)?;
        step.succeed("");
        let mut command = tool(&caddy.to_string_lossy());
        command
            .args(["validate", "--adapter", "caddyfile", "--config"])
            .arg(folder.join("Caddyfile"));
        stream_output(command, |_| {})?.require_success("caddy validate")
    })?;
    report.check("LiveKit's configuration for deployment", || {
        let livekit = livekit::find(Step::begin_concurrent("LiveKit's program"))?;
        let text = fs::read_to_string(folder.join("livekit.yaml"))?;
        let here = text.replace(
            "use_external_ip: true",
            "use_external_ip: false\n  node_ip: 127.0.0.1",
        );
        ensure!(here != text, "the file no longer asks for the external address");
        let file = tempfile::Builder::new().suffix(".yaml").tempfile()?;
        fs::write(file.path(), here)?;
        // It refuses unknown settings.
        let mut command = tool(&livekit.to_string_lossy());
        command.arg("--config").arg(file.path()).arg("ports");
        let ports = capture_output(command, "livekit-server ports")?;
        ensure!(
            ports.contains("7882"),
            "LiveKit does not use the UDP port: {ports}"
        );
        Ok(())
    })?;
    Ok(())
}

fn check_services(folder: &Path) -> Result<()> {
    let temporary = tempfile::tempdir()?;
    for name in SERVICES {
        let text = fs::read_to_string(folder.join(name))?;
        let program = text
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart="))
            .and_then(|line| line.split(' ').next())
            .context("a service starts a program")?;
        // The program is not installed here.
        fs::write(temporary.path().join(name), text.replace(program, "/bin/true"))?;
    }
    let mut verify = tool("systemd-analyze");
    verify
        .arg("verify")
        .args(SERVICES.map(|name| temporary.path().join(name)));
    let output = stream_output(verify, |_| {})?;
    ensure!(
        output.status.success() && output.output_lines.is_empty(),
        "systemd-analyze verify: {}",
        output.output_lines.join("\n")
    );
    for name in SERVICES {
        let mut security = tool("systemd-analyze");
        security
            .args([
                "security",
                "--no-pager",
                "--offline=true",
                "--threshold",
                MAX_EXPOSURE,
            ])
            .arg(temporary.path().join(name));
        stream_output(security, |_| {})?.require_success(&format!("systemd-analyze security {name}"))?;
    }
    Ok(())
}
