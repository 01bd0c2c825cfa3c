//! The command `import-legacy`: carries the rows of the previous system over.

mod report;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use clap::Args;
use onair_adapters_postgres::{ImportError, LegacyImport, SourceAddress, import_legacy};
use onair_domain::legacy::Subjects;
use onair_domain::ports::Clock as _;
use secrecy::SecretString;

use crate::config::Config;
use crate::system::SystemClock;
use report::Report;

/// The options of the command.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// Address of the old database: `postgres://user:password@host/database?schema=public`
    #[arg(long, value_name = "URL")]
    from: SecretString,
    /// Do everything, then roll back
    #[arg(long)]
    dry_run: bool,
    /// File with new user ids: `old id,subject` per line, as CSV without a header
    #[arg(long, value_name = "FILE")]
    subjects: Option<PathBuf>,
    /// New file for the list of all corrected and left-out rows, as JSON lines. Without it, the list is printed
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Runs the import into the migrated database of the configuration.
pub(crate) async fn run(config: &Config, args: &ImportArgs) -> anyhow::Result<()> {
    let from = SourceAddress::parse(&args.from).context("--from")?;
    if from.is_plaintext_over_network() {
        tracing::warn!(
            "the connection to the old database is not encrypted, and its host is not this machine; add \
             sslmode=verify-full to --from"
        );
    }
    let subjects = match &args.subjects {
        Some(file) => read_subjects(file).with_context(|| format!("--subjects {}", file.display()))?,
        None => Subjects::default(),
    };
    let import = LegacyImport {
        from: &from,
        to: &config.database.url,
        subjects: &subjects,
        now: SystemClock.now(),
        is_dry_run: args.dry_run,
    };
    let mut report = Report::create(args.report.as_deref())?;
    match import_legacy(&import, &mut report).await {
        Ok(imported) => report
            .print_result(&imported, args.dry_run)
            .context("the import is complete, but its result could not be printed"),
        Err(error @ ImportError::Commit(_)) => Err(error.into()),
        Err(error) => {
            report.discard();
            Err(anyhow!(error).context("nothing was imported"))
        }
    }
}

fn read_subjects(file: &Path) -> anyhow::Result<Subjects> {
    let text = String::from_utf8(std::fs::read(file)?).map_err(|error| {
        let valid = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = valid.filter(|byte| **byte == b'\n').count() + 1;
        anyhow!("line {line}: expected text in UTF-8")
    })?;
    Subjects::parse(&text).map_err(|errors| ImportError::Subjects(errors).into())
}
