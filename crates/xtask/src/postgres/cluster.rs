//! The folder a cluster lives in: made once, opened ever after.

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
use super::{DATABASE, SUPERUSER, run_as};
use crate::bound::{self, RunAs};
use crate::process::{feed, follow};
use crate::progress::Step;
use crate::{files, interrupt};

pub(super) struct Cluster {
    pub(super) data: PathBuf,
    pub(super) programs: Programs,
    pub(super) run_as: RunAs,
}

impl Cluster {
    pub(super) fn open_or_make(folder: &Path, password: &str, step: &mut Step) -> Result<Self> {
        let data = folder.join("postgres");
        let programs = programs(&data, step)?;
        if data.is_dir() {
            let run_as = run_as::owner(&data)?;
            return Ok(Self {
                data,
                programs,
                run_as,
            });
        }
        step.update(format!("making a cluster of {}", programs.version));
        // Under another name until complete, so that a half-made one is never taken for whole.
        let unfinished = folder.join("postgres.new");
        let mut refusals = Vec::new();
        for run_as in run_as::candidates() {
            match make(&unfinished, &programs, run_as, password, step) {
                Ok(()) => {
                    fs::rename(&unfinished, &data)?;
                    return Ok(Self {
                        data,
                        programs,
                        run_as,
                    });
                }
                Err(error) if error.is::<interrupt::Interrupted>() => return Err(error),
                Err(error) => refusals.push(format!("as {}: {error:#}", named(run_as))),
            }
        }
        bail!(
            "can't make a PostgreSQL cluster in {}\n{}",
            folder.display(),
            refusals.join("\n")
        );
    }

    /// Stops the postmaster that a killed run left behind; two on one cluster would be its end.
    pub(super) fn stop_leftover(&self, step: &mut Step) -> Result<()> {
        let text = fs::read_to_string(self.data.join("postmaster.pid")).unwrap_or_default();
        let Some(pid) = text.lines().next().and_then(|line| line.parse::<i32>().ok()) else {
            return Ok(());
        };
        let began = Instant::now();
        let mut asked = false;
        while self.is_postmaster(pid) {
            interrupt::check()?;
            if !asked {
                step.update(format!(
                    "stopping the one that an earlier run left (process {pid})"
                ));
                kill(Pid::from_raw(pid), Signal::SIGINT)?;
                asked = true;
            }
            if began.elapsed() > Duration::from_secs(30) {
                bail!("the PostgreSQL of an earlier run (process {pid}) doesn't stop; stop it by hand");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// The number in the file may be another process's by now.
    fn is_postmaster(&self, pid: i32) -> bool {
        let words = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let data = self.data.to_string_lossy();
        words.split(|byte| *byte == 0).any(|word| word == data.as_bytes())
    }
}

/// The programs for the cluster in `data`, which may not exist yet.
pub(super) fn programs(data: &Path, step: &mut Step) -> Result<Programs> {
    if !data.is_dir() {
        return find::find(None, step);
    }
    let file = data.join("PG_VERSION");
    let version = fs::read_to_string(&file)
        .with_context(|| format!("can't read {}; start with --fresh", file.display()))?;
    find::find(Some(version.trim()), step)
}

fn named(run_as: RunAs) -> String {
    match run_as {
        RunAs::Myself => "this user".into(),
        RunAs::User(user, _) => format!("the user with id {user}"),
        RunAs::Namespace => "an unprivileged user in a namespace".into(),
    }
}

fn make(data: &Path, programs: &Programs, run_as: RunAs, password: &str, step: &mut Step) -> Result<()> {
    if data.exists() {
        fs::remove_dir_all(data).with_context(|| format!("can't delete {}", data.display()))?;
    }
    fs::create_dir(data).with_context(|| format!("can't create {}", data.display()))?;
    fs::set_permissions(data, Permissions::from_mode(0o700))?;
    run_as::hand_over(data, run_as)?;

    // Any user of the machine can reach the port: a password keeps them out.
    let password_file = data.with_extension("password");
    files::write_private(&password_file, password)?;
    run_as::hand_over(&password_file, run_as)?;
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
    let finished = follow(initdb, |_| step.tick());
    fs::remove_file(&password_file)?;
    finished?.require("initdb")?;

    // Needs no client, no port and no password.
    let mut single = command(&programs.postgres(), run_as);
    single.arg("--single").arg("-D").arg(data).arg("postgres");
    feed(&mut single, &format!("CREATE DATABASE {DATABASE}\n"))?;
    follow(single, |_| step.tick())?.require("creating the database")
}

fn command(program: &Path, run_as: RunAs) -> Command {
    let mut command = bound::command(&program.to_string_lossy(), run_as, Signal::SIGKILL);
    // A language that the machine doesn't have would stop it; the folder may be closed to its user.
    command.env("LC_ALL", "C").current_dir("/");
    command
}
