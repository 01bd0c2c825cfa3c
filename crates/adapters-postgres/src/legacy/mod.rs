//! Imports the users, streams, relations and applications of the previous system: five Prisma tables in a
//! PostgreSQL database. The rules are those of [`onair_domain::legacy`].
//!
//! The old rows are streamed from one read-only snapshot and inserted in batches, in one transaction. Existing
//! rows are not changed. In memory are one batch, and the ids of all users.

mod applications;
mod error;
mod relations;
mod source;
mod streams;
mod tables;
mod target;
mod users;

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use onair_domain::Timestamp;
use onair_domain::legacy::{Finding, Outcome, Subjects, Table};
use secrecy::{ExposeSecret as _, SecretString};

pub use error::ImportError;
pub use source::SourceAddress;

use source::Source;
use target::Target;

/// The number of old rows that are written by one statement.
const BATCH_SIZE: usize = 5000;

/// An import.
#[derive(Debug)]
pub struct LegacyImport<'a> {
    /// The old database.
    pub from: &'a SourceAddress,
    /// The URL of the migrated database of this server.
    pub to: &'a SecretString,
    /// The new ids of old users. Other users keep their ids.
    pub subjects: &'a Subjects,
    /// The time of the import, for times that are missing.
    pub now: Timestamp,
    /// If `true`, the transaction is rolled back at the end.
    pub is_dry_run: bool,
}

/// Receives what an import reports.
pub trait ImportReport: Send {
    /// Adds a finding.
    fn add(&mut self, finding: &Finding) -> io::Result<()>;

    /// Reports how many rows of a table have been read so far.
    fn progress(&mut self, table: Table, rows: u64);

    /// Called before the transaction is committed. If it fails, nothing is imported.
    fn complete(&mut self, imported: &Imported) -> io::Result<()>;
}

/// How many rows of a table were read, and what happened to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// The rows of the old table.
    pub read: u64,
    /// The rows that were inserted.
    pub carried_over: u64,
    /// The rows that were there before, and were not changed.
    pub already_there: u64,
    /// The rows that cannot exist here. Each is a finding.
    pub left_out: u64,
}

/// The result of an import.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// The rows of each table. `read` is the sum of the other counts.
    pub counts: BTreeMap<Table, Counts>,
    /// The columns of each old table that are left behind, as the database names them.
    pub left_behind: BTreeMap<Table, Vec<String>>,
    /// The columns that an old table does not have, so that their defaults apply.
    pub defaults: BTreeMap<Table, Vec<&'static str>>,
    /// The number of streams in the new system whose user is not an approved creator, and so cannot go live.
    pub streams_without_creator: u64,
}

/// The state of a running import.
struct Run<'a> {
    source: Source,
    target: Target,
    import: &'a LegacyImport<'a>,
    report: &'a mut dyn ImportReport,
    imported: Imported,
}

/// Carries the rows of the old database over.
///
/// Either all rows are carried over or, after an error and in a dry run, nothing is changed. The old database
/// is only read. A repeated call inserts only rows that are not there.
pub async fn import_legacy(
    import: &LegacyImport<'_>,
    report: &mut dyn ImportReport,
) -> Result<Imported, ImportError> {
    let source = Source::open(import.from).await?;
    let target = Target::begin(import.to.expose_secret()).await?;
    let mut run = Run {
        source,
        target,
        import,
        report,
        imported: Imported::default(),
    };
    for table in run.source.tables() {
        let (name, left_behind, defaults) = (table.table(), table.left_behind(), table.defaults());
        run.imported.left_behind.insert(name, left_behind);
        run.imported.defaults.insert(name, defaults);
    }
    let ids = run.import_users().await?;
    run.import_streams(&ids).await?;
    run.target.insert_search_terms().await?;
    // Follows are checked against blocks.
    run.import_relations(Table::Block, &ids).await?;
    run.target.analyze(Table::Block).await?;
    run.import_relations(Table::Follow, &ids).await?;
    run.target.analyze(Table::Follow).await?;
    run.import_applications(&ids).await?;
    run.target.analyze(Table::CreatorApplication).await?;
    run.check_counts().await?;
    run.imported.streams_without_creator = run.target.count_streams_without_creator().await?;
    run.report.complete(&run.imported).map_err(ImportError::Report)?;
    run.target.finish(import.is_dry_run).await?;
    Ok(run.imported)
}

impl Run<'_> {
    fn counts(&mut self, table: Table) -> &mut Counts {
        self.imported.counts.entry(table).or_default()
    }

    fn read(&mut self, table: Table, rows: u64) {
        let counts = self.counts(table);
        counts.read += rows;
        let read = counts.read;
        self.report.progress(table, read);
    }

    fn add(&mut self, finding: &Finding) -> Result<(), ImportError> {
        if finding.rule.outcome() == Outcome::LeftOut {
            self.counts(finding.table).left_out += 1;
        }
        self.report.add(finding).map_err(ImportError::Report)
    }

    fn add_all(&mut self, findings: &[Finding]) -> Result<(), ImportError> {
        findings.iter().try_for_each(|finding| self.add(finding))
    }

    /// Updates the statistics of a table after its first batch, because the next batches are looked up in it.
    async fn analyze_early(&mut self, table: Table) -> Result<(), ImportError> {
        if self.counts(table).read <= BATCH_SIZE as u64 {
            self.target.analyze(table).await?;
        }
        Ok(())
    }

    /// Compares the counts of the import with both databases.
    async fn check_counts(&mut self) -> Result<(), ImportError> {
        for table in self.source.tables() {
            let name = table.table();
            let counts = self.imported.counts.get(&name).copied().unwrap_or_default();
            let in_source = self.source.count(table).await?;
            let inserted = self.target.count_inserted(name).await?;
            let sum = counts.carried_over + counts.already_there + counts.left_out;
            if (counts.read, counts.read, counts.carried_over) != (in_source, sum, inserted) {
                return Err(ImportError::Counts {
                    table: name,
                    counts,
                    in_source,
                    inserted,
                });
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").finish_non_exhaustive()
    }
}
