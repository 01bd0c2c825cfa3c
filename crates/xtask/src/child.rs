//! The hidden `bound` command: becomes another program that ends when its starter does.
//!
//! A kill -9 of xtask must not leave servers behind, and only the child itself can ask the kernel for
//! that. So each child starts as this command, which asks, gives up root where told to, and then
//! replaces itself: the process id stays, and is the real program's.

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
pub(crate) struct BoundArgs {
    /// Who starts it: when that process is gone, this one is signalled
    #[arg(long)]
    parent: i32,
    #[arg(long)]
    signal: i32,
    #[arg(long, default_value = "self")]
    run_as: String,
    #[arg(last = true, required = true)]
    program: Vec<String>,
}

/// Who a child runs as. PostgreSQL refuses to be root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RunAs {
    /// Whoever runs xtask
    Myself,
    /// An unprivileged user of the machine
    User(u32, u32),
    /// The same user under another number, in a user namespace: reaches what only root can
    Namespace,
}

impl RunAs {
    fn encoded(self) -> String {
        match self {
            Self::Myself => "self".into(),
            Self::User(user, group) => format!("{user}:{group}"),
            Self::Namespace => "namespace".into(),
        }
    }

    fn decode(text: &str) -> Result<Self> {
        match text {
            "self" => Ok(Self::Myself),
            "namespace" => Ok(Self::Namespace),
            ids => {
                let (user, group) = ids.split_once(':').context("expected UID:GID")?;
                Ok(Self::User(user.parse()?, group.parse()?))
            }
        }
    }

    /// What to put before a command so that a shell runs it the same way.
    pub(crate) fn shell_prefix(self) -> Vec<String> {
        let words = match self {
            Self::Myself => String::new(),
            Self::User(user, group) => format!("setpriv --reuid={user} --regid={group} --clear-groups"),
            Self::Namespace => "unshare --user --map-user=1000 --map-group=1000".into(),
        };
        words.split_whitespace().map(str::to_owned).collect()
    }
}

/// A command that runs `program` bound to this process, in a process group of its own, so that a
/// terminal's Ctrl-C reaches xtask alone.
///
/// Must be spawned by a thread that outlives the child: the kernel watches the thread, not the process.
pub(crate) fn command(program: &str, run_as: RunAs, when_orphaned: Signal) -> process::Command {
    // The path itself may be gone: `cargo test` replaces the executable while it runs.
    let mut command = process::Command::new("/proc/self/exe");
    command
        .arg("bound")
        .args(["--parent", &process::id().to_string()])
        .args(["--signal", &(when_orphaned as i32).to_string()])
        .args(["--run-as", &run_as.encoded(), "--", program])
        .stdin(process::Stdio::null())
        .process_group(0);
    command
}

pub(crate) fn exec(args: &BoundArgs) -> ExitCode {
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

fn prepare(args: &BoundArgs) -> Result<()> {
    match RunAs::decode(&args.run_as)? {
        RunAs::Myself => {}
        RunAs::User(user, group) => {
            setgroups(&[]).context("can't drop groups")?;
            setgid(Gid::from_raw(group)).context("can't change the group")?;
            setuid(Uid::from_raw(user)).context("can't change the user")?;
        }
        RunAs::Namespace => enter_namespace()?,
    }
    // After the change of user, which clears it.
    prctl::set_pdeathsig(Signal::try_from(args.signal)?)?;
    if getppid() != Pid::from_raw(args.parent) {
        bail!("the process that started this one is gone");
    }
    // xtask waits for signals with all of them blocked, and masks are inherited.
    SigSet::all().thread_unblock()?;
    Ok(())
}

fn enter_namespace() -> Result<()> {
    let (user, group) = (Uid::effective(), Gid::effective());
    unshare(CloneFlags::CLONE_NEWUSER).context("user namespaces are not allowed here")?;
    // The kernel lets an unprivileged writer map its group only once setgroups is denied.
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/gid_map", format!("1000 {group} 1"))?;
    fs::write("/proc/self/uid_map", format!("1000 {user} 1"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::RunAs;

    #[test]
    fn who_to_run_as_survives_the_command_line() {
        for run_as in [RunAs::Myself, RunAs::User(101, 104), RunAs::Namespace] {
            assert_eq!(RunAs::decode(&run_as.encoded()).unwrap(), run_as);
        }
        assert!(RunAs::decode("postgres").is_err());
    }
}
