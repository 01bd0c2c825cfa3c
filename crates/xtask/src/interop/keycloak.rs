//! Runs a private Keycloak on the loopback interface. The journeys create its realms.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;
use tempfile::TempDir;

use crate::child::{self, RunAs};
use crate::process::{capture_output, stream_output, tool};
use crate::programs::{JAVA, MAVEN};
use crate::progress::Step;
use crate::service::{Service, StopSequence};
use crate::{cache, files, http, interrupt, ports, secret};

/// The tested version. `docs/sign-in.md` names it too.
pub(super) const VERSION: &str = "26.7.3";
const SHA256: &str = "77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47";
/// The goal of Maven that copies a file of a repository.
const COPY_GOAL: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";

/// The first start compiles the configuration, which takes a minute on a busy machine.
const START_TIMEOUT: Duration = Duration::from_mins(10);
const STOP_SEQUENCE: StopSequence = &[(Signal::SIGTERM, Duration::from_secs(30))];

/// Returns the archive of the distribution, from the cache or by Maven. Maven's own settings select the
/// repository.
pub(super) fn download(mut step: Step) -> Result<PathBuf> {
    JAVA.find_or_install()?;
    let name = format!("keycloak-quarkus-dist-{VERSION}.tar.gz");
    let key = cache::key("keycloak", &[VERSION, SHA256]);
    let folder = cache::get_or_create(&key, &mut step, |folder, step| {
        let maven = MAVEN.find_or_install()?;
        let mut command = tool(&maven.to_string_lossy());
        command
            .args(["--batch-mode", COPY_GOAL])
            .arg(format!(
                "-Dartifact=org.keycloak:keycloak-quarkus-dist:{VERSION}:tar.gz"
            ))
            .arg(format!("-DoutputDirectory={}", folder.display()))
            // A pom.xml in the current directory would have an effect.
            .current_dir(folder);
        stream_output(command, |line| match line {
            Some(line) => step.update(line.trim()),
            None => step.refresh(),
        })?
        .require_success("mvn dependency:copy")?;
        verify(&folder.join(&name))
    })?;
    step.succeed("from the cache of tools");
    Ok(folder.join(name))
}

fn verify(archive: &Path) -> Result<()> {
    let mut command = tool("sha256sum");
    command.arg(archive);
    let output = capture_output(command, "sha256sum")?;
    let actual = output.split_whitespace().next().unwrap_or_default();
    if actual != SHA256 {
        bail!("Maven returned another archive of Keycloak {VERSION}: its SHA-256 is {actual}, not {SHA256}");
    }
    Ok(())
}

/// Fields drop in this order, so Keycloak stops before its directory is deleted.
pub(super) struct Keycloak {
    service: Service,
    port: u16,
    admin_password: String,
    folder: TempDir,
}

impl Keycloak {
    /// Starts Keycloak with empty data as `docs/sign-in.md` describes, and waits until it is ready.
    ///
    /// The program is unpacked for each start, because it keeps its data below its own directory.
    pub(super) fn start(archive: &Path, mut step: Step) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("onair-keycloak-").tempdir()?;
        let mut unpack = tool("tar");
        unpack
            .args(["--extract", "--strip-components=1", "--file"])
            .arg(archive)
            .arg("--directory")
            .arg(folder.path());
        capture_output(unpack, "tar")?;

        let admin_password = secret::generate();
        let reserved = ports::reserve(None)?;
        let port = reserved.number;
        let program = folder.path().join("bin/kc.sh");
        // The script passes SIGTERM on to Java.
        let mut command = child::command(&program.to_string_lossy(), RunAs::CurrentUser, Signal::SIGTERM);
        command
            .arg("start")
            .args(["--hostname", &format!("http://127.0.0.1:{port}")])
            .args(["--http-enabled", "true", "--http-host", "127.0.0.1"])
            .args(["--http-port", &port.to_string(), "--cache", "local"])
            .env("KC_BOOTSTRAP_ADMIN_USERNAME", "admin")
            .env("KC_BOOTSTRAP_ADMIN_PASSWORD", &admin_password)
            .env("JAVA", JAVA.find_or_install()?);
        let log = files::new_log(&folder.path().join("keycloak.log"))?;
        drop(reserved);
        let service = Service::start("Keycloak", command, Some(log), STOP_SEQUENCE)?;
        let mut keycloak = Self {
            service,
            port,
            admin_password,
            folder,
        };
        keycloak
            .wait_until_ready(&mut step)
            .context("Keycloak does not start")?;
        step.succeed(&keycloak.url());
        Ok(keycloak)
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns the password of the user `admin` of the realm `master`.
    pub(super) fn admin_password(&self) -> &str {
        &self.admin_password
    }

    pub(super) fn log_tail(&self) -> String {
        files::tail(&self.folder.path().join("keycloak.log"), 40)
    }

    fn wait_until_ready(&mut self, step: &mut Step) -> Result<()> {
        let started_at = Instant::now();
        while !http::is_ok(self.port, "/realms/master/.well-known/openid-configuration") {
            interrupt::check()?;
            step.refresh();
            if let Some(status) = self.service.exit_status() {
                bail!("it ended ({status}). Its output:\n{}", self.log_tail());
            }
            if started_at.elapsed() > START_TIMEOUT {
                bail!(
                    "it is not ready after {START_TIMEOUT:?}. Its output:\n{}",
                    self.log_tail()
                );
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::VERSION;
    use crate::workspace::root;

    #[test]
    fn documentation_names_the_tested_version() {
        let page = fs::read_to_string(root().join("docs/sign-in.md")).unwrap();
        assert!(
            page.contains(&format!("Keycloak {VERSION}")),
            "docs/sign-in.md does not name {VERSION}"
        );
    }
}
