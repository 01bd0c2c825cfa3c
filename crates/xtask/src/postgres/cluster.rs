//! The data directory of a PostgreSQL cluster.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::find::{self, Programs};
use super::{DATABASE, SUPERUSER, owner};
use crate::child::{self, RunAs};
use crate::process::{set_stdin, stream_output};
use crate::progress::Step;
use crate::{files, interrupt};

pub(super) struct Cluster {
    pub(super) data: PathBuf,
    pub(super) programs: Programs,
    pub(super) run_as: RunAs,
}

impl Cluster {
    pub(super) fn open_or_create(folder: &Path, password: &str, step: &mut Step) -> Result<Self> {
        let data = folder.join("postgres");
        let programs = programs(&data, step)?;
        if data.is_dir() {
            let run_as = owner::of(&data)?;
            return Ok(Self {
                data,
                programs,
                run_as,
            });
        }
        step.update(format!("creating a cluster of {}", programs.version));
        // Use a temporary name until the cluster is complete, so that an incomplete one is never opened.
        let temporary = folder.join("postgres.new");
        let mut errors = Vec::new();
        for run_as in owner::candidates() {
            match create(&temporary, &programs, run_as, password, step) {
                Ok(()) => {
                    fs::rename(&temporary, &data)?;
                    return Ok(Self {
                        data,
                        programs,
                        run_as,
                    });
                }
                Err(error) if error.is::<interrupt::Interrupted>() => return Err(error),
                Err(error) => errors.push(format!("as {}: {error:#}", describe(run_as))),
            }
        }
        bail!(
            "can't make a PostgreSQL cluster in {}\n{}",
            folder.display(),
            errors.join("\n")
        );
    }

    /// Stops the postmaster of a killed run. Two postmasters would corrupt the cluster.
    pub(super) fn stop_orphan(&self, step: &mut Step) -> Result<()> {
        let text = fs::read_to_string(self.data.join("postmaster.pid")).unwrap_or_default();
        let Some(pid) = text.lines().next().and_then(|line| line.parse::<i32>().ok()) else {
            return Ok(());
        };
        let started_at = Instant::now();
        let mut is_signalled = false;
        while self.is_postmaster(pid) {
            interrupt::check()?;
            if !is_signalled {
                step.update(format!("stopping process {pid} of an earlier run"));
                kill(Pid::from_raw(pid), Signal::SIGINT)?;
                is_signalled = true;
            }
            if started_at.elapsed() > Duration::from_secs(30) {
                bail!("the PostgreSQL of an earlier run (process {pid}) does not stop; stop it by hand");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// The process id in the file may have been reused.
    fn is_postmaster(&self, pid: i32) -> bool {
        let words = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let data = self.data.to_string_lossy();
        words.split(|byte| *byte == 0).any(|word| word == data.as_bytes())
    }
}

/// Finds the programs for the cluster in `data`. The cluster may not exist yet.
pub(super) fn programs(data: &Path, step: &mut Step) -> Result<Programs> {
    if !data.is_dir() {
        return find::find(None, step);
    }
    let file = data.join("PG_VERSION");
    let version = fs::read_to_string(&file)
        .with_context(|| format!("can't read {}; start with --fresh", file.display()))?;
    find::find(Some(version.trim()), step)
}

fn describe(run_as: RunAs) -> String {
    match run_as {
        RunAs::CurrentUser => "this user".into(),
        RunAs::User(user, _) => format!("the user with id {user}"),
        RunAs::Namespace => "an unprivileged user in a user namespace".into(),
    }
}

fn create(data: &Path, programs: &Programs, run_as: RunAs, password: &str, step: &mut Step) -> Result<()> {
    if data.exists() {
        fs::remove_dir_all(data).with_context(|| format!("can't delete {}", data.display()))?;
    }
    fs::create_dir(data).with_context(|| format!("can't create {}", data.display()))?;
    fs::set_permissions(data, Permissions::from_mode(0o700))?;
    owner::change(data, run_as)?;

    // Every local user can reach the port, so the cluster requires a password.
    let password_file = data.with_extension("password");
    files::write_private(&password_file, password)?;
    owner::change(&password_file, run_as)?;
    let mut initdb = command(&programs.initdb(), run_as);
    initdb.arg("-D").arg(data).arg("--pwfile").arg(&password_file);
    initdb.args([
        "-U",
        SUPERUSER,
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]);
    let completed = stream_output(initdb, |_| step.refresh());
    fs::remove_file(&password_file)?;
    completed?.require_success("initdb")?;

    // Single-user mode needs no client, port or password.
    let mut single = command(&programs.postgres(), run_as);
    single.arg("--single").arg("-D").arg(data).arg("postgres");
    set_stdin(&mut single, &format!("CREATE DATABASE {DATABASE}\n"))?;
    stream_output(single, |_| step.refresh())?.require_success("creating the database")
}

fn command(program: &Path, run_as: RunAs) -> Command {
    let mut command = child::command(&program.to_string_lossy(), run_as, Signal::SIGKILL);
    // A locale that is not installed would stop the program. The current directory may be inaccessible to
    // its user.
    command.env("LC_ALL", "C").current_dir("/");
    command
}
