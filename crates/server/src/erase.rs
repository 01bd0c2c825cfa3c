//! The command `erase-user`.

use std::io::Write as _;

use anyhow::Context as _;
use clap::Args;
use onair_adapters_postgres::erase_user;
use onair_domain::ports::Clock as _;
use onair_domain::user::UserId;
use secrecy::ExposeSecret as _;

use crate::config::Config;
use crate::system::SystemClock;

/// The options of the command.
#[derive(Debug, Args)]
pub(crate) struct EraseArgs {
    /// Id of the user, as the identity provider's `sub` names it
    id: String,
    /// Erase the user. Without it, the command only prints what it would delete
    #[arg(long)]
    yes: bool,
}

/// Erases a user of the configured database, or prints what it would delete.
pub(crate) async fn run(config: &Config, args: &EraseArgs) -> anyhow::Result<()> {
    let user = UserId::parse(&args.id).context("this is not the id of a user")?;
    let url = config.database.url.expose_secret();
    let erased = erase_user(url, &user, SystemClock.now(), !args.yes).await?;
    let mut out = std::io::stdout();
    for (rows, count) in erased {
        writeln!(out, "{count:>8}  {rows}")?;
    }
    let end = if args.yes {
        "The user is erased. A token that is still valid would create the user again."
    } else {
        "Nothing was deleted. Lock the account at the identity provider, wait until its tokens have expired, and \
         repeat the command with --yes."
    };
    writeln!(out, "{end}").context("printing")
}
