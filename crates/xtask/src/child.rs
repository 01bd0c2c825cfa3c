//! The hidden `child` command: executes another program that ends with its parent process.
//!
//! Servers must not survive a `kill -9` of xtask. Only the child itself can request that from the kernel
//! (`PR_SET_PDEATHSIG`). Each child therefore starts as this command, which sends that request, drops root
//! privileges if requested, and then executes the real program. The process id stays the same.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{self, ExitCode};

use anyhow::{Context, Result, bail};
use clap::Args;
use nix::sched::{CloneFlags, unshare};
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal};
use nix::unistd::{Gid, Pid, Uid, getppid, setgid, setgroups, setuid};

#[derive(Args)]
pub(crate) struct ChildArgs {
    /// Process id of the parent. The kernel signals the child when the parent ends
    #[arg(long)]
    parent: i32,
    #[arg(long)]
    signal: i32,
    #[arg(long, default_value = "self")]
    run_as: String,
    #[arg(last = true, required = true)]
    program: Vec<String>,
}

/// The user that a child runs as. PostgreSQL refuses to run as root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RunAs {
    /// The user that runs xtask
    CurrentUser,
    /// An unprivileged user, by user and group id
    User(u32, u32),
    /// The same user with another id in a user namespace. It keeps access to files that only root can reach
    Namespace,
}

impl RunAs {
    fn encode(self) -> String {
        match self {
            Self::CurrentUser => "self".into(),
            Self::User(user, group) => format!("{user}:{group}"),
            Self::Namespace => "namespace".into(),
        }
    }

    fn decode(text: &str) -> Result<Self> {
        match text {
            "self" => Ok(Self::CurrentUser),
            "namespace" => Ok(Self::Namespace),
            ids => {
                let (user, group) = ids.split_once(':').context("expected UID:GID")?;
                Ok(Self::User(user.parse()?, group.parse()?))
            }
        }
    }

    /// Returns the command prefix that runs a command as this user in a shell.
    pub(crate) fn shell_prefix(self) -> Vec<String> {
        let words = match self {
            Self::CurrentUser => String::new(),
            Self::User(user, group) => format!("setpriv --reuid={user} --regid={group} --clear-groups"),
            Self::Namespace => "unshare --user --map-user=1000 --map-group=1000".into(),
        };
        words.split_whitespace().map(str::to_owned).collect()
    }
}

/// Creates a command that runs `program` until this process ends. It has its own process group, so a Ctrl-C
/// in the terminal reaches xtask only.
///
/// The spawning thread must outlive the child: the kernel watches the thread, not the process.
pub(crate) fn command(program: &str, run_as: RunAs, when_orphaned: Signal) -> process::Command {
    // The path of the executable may be stale: `cargo test` replaces the file while it runs.
    let mut command = process::Command::new("/proc/self/exe");
    command
        .arg("bound")
        .args(["--parent", &process::id().to_string()])
        .args(["--signal", &(when_orphaned as i32).to_string()])
        .args(["--run-as", &run_as.encode(), "--", program])
        .stdin(process::Stdio::null())
        .process_group(0);
    command
}

pub(crate) fn exec(args: &ChildArgs) -> ExitCode {
    let error = match prepare(args) {
        Ok(()) => {
            let [program, rest @ ..] = args.program.as_slice() else {
                return ExitCode::FAILURE;
            };
            anyhow::Error::new(process::Command::new(program).args(rest).exec())
                .context(format!("can't run {program}"))
        }
        Err(error) => error,
    };
    eprintln!("{error:#}");
    ExitCode::from(127)
}

fn prepare(args: &ChildArgs) -> Result<()> {
    match RunAs::decode(&args.run_as)? {
        RunAs::CurrentUser => {}
        RunAs::User(user, group) => {
            setgroups(&[]).context("can't drop groups")?;
            setgid(Gid::from_raw(group)).context("can't change the group")?;
            setuid(Uid::from_raw(user)).context("can't change the user")?;
        }
        RunAs::Namespace => enter_namespace()?,
    }
    // Changing the user clears this setting, so it comes later.
    prctl::set_pdeathsig(Signal::try_from(args.signal)?)?;
    if getppid() != Pid::from_raw(args.parent) {
        bail!("the parent process has ended");
    }
    // xtask blocks all signals, and children inherit the mask.
    SigSet::all().thread_unblock()?;
    Ok(())
}

fn enter_namespace() -> Result<()> {
    let (user, group) = (Uid::effective(), Gid::effective());
    unshare(CloneFlags::CLONE_NEWUSER).context("this system does not allow user namespaces")?;
    // The kernel requires `deny` before an unprivileged process may map its group.
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/gid_map", format!("1000 {group} 1"))?;
    fs::write("/proc/self/uid_map", format!("1000 {user} 1"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::RunAs;

    #[test]
    fn run_as_survives_encoding() {
        for run_as in [RunAs::CurrentUser, RunAs::User(101, 104), RunAs::Namespace] {
            assert_eq!(RunAs::decode(&run_as.encode()).unwrap(), run_as);
        }
        assert!(RunAs::decode("postgres").is_err());
    }
}
