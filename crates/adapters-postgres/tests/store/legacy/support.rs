//! An old and a new database, and a report that keeps the findings.

use std::io;

use onair_adapters_postgres::testing::{TestDatabase, blank_database, fresh_database};
use onair_adapters_postgres::{
    ImportError, ImportReport, Imported, LegacyImport, SourceAddress, import_legacy,
};
use onair_domain::Timestamp;
use onair_domain::legacy::{Finding, Outcome, Rule, Subjects, Table};
use secrecy::SecretString;

pub(crate) const OLD_SYSTEM: &str = include_str!("old_system.sql");

pub(crate) struct Databases {
    pub(crate) old: TestDatabase,
    pub(crate) new: TestDatabase,
}

/// Keeps everything.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) findings: Vec<Finding>,
    pub(crate) is_complete: bool,
    pub(crate) fails_at_the_end: bool,
}

impl ImportReport for Kept {
    fn add(&mut self, finding: &Finding) -> io::Result<()> {
        self.findings.push(finding.clone());
        Ok(())
    }

    fn progress(&mut self, _: Table, _: u64) {}

    fn complete(&mut self, _: &Imported) -> io::Result<()> {
        self.is_complete = true;
        if self.fails_at_the_end {
            return Err(io::Error::other("the disk is full"));
        }
        Ok(())
    }
}

impl Kept {
    /// The findings of a rule: the old and the new value, or the row that was left out.
    pub(crate) fn by(&self, rule: Rule) -> Vec<(&str, Option<&str>)> {
        let findings = self.findings.iter().filter(|finding| finding.rule == rule);
        findings
            .map(|finding| (finding.row.as_str(), finding.new.as_deref()))
            .collect()
    }

    pub(crate) fn left_out(&self) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|finding| finding.rule.outcome() == Outcome::LeftOut)
            .count()
    }
}

/// The time of each import.
pub(crate) fn now() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

impl Databases {
    pub(crate) async fn create(old_sql: &str) -> Self {
        let (old, new) = (blank_database().await, fresh_database().await);
        old.execute(old_sql).await.unwrap();
        Self { old, new }
    }

    pub(crate) async fn import(&self) -> (Imported, Kept) {
        let mut kept = Kept::default();
        let imported = self
            .try_import(&Subjects::default(), false, &mut kept)
            .await
            .unwrap();
        (imported, kept)
    }

    pub(crate) async fn try_import(
        &self,
        subjects: &Subjects,
        is_dry_run: bool,
        report: &mut Kept,
    ) -> Result<Imported, ImportError> {
        self.try_import_from(self.old.url(), subjects, is_dry_run, report)
            .await
    }

    pub(crate) async fn try_import_from(
        &self,
        from: &str,
        subjects: &Subjects,
        is_dry_run: bool,
        report: &mut Kept,
    ) -> Result<Imported, ImportError> {
        try_import((from, self.new.url()), subjects, is_dry_run, report).await
    }

    /// All imported rows, one per line.
    pub(crate) async fn contents(&self) -> Vec<String> {
        let tables = [
            "users",
            "streams",
            "blocks",
            "follows",
            "creator_applications",
            "given_up_usernames",
        ];
        let rows: Vec<_> = tables
            .iter()
            .map(|table| format!("SELECT '{table} ' || row_to_json(t)::text AS line FROM {table} t"))
            .collect();
        self.new
            .texts(&format!("{} ORDER BY line", rows.join(" UNION ALL ")))
            .await
    }
}

/// Imports between the databases with these addresses.
pub(crate) async fn try_import(
    (from, to): (&str, &str),
    subjects: &Subjects,
    is_dry_run: bool,
    report: &mut Kept,
) -> Result<Imported, ImportError> {
    let import = LegacyImport {
        from: &SourceAddress::parse(&SecretString::from(from)).unwrap(),
        to: &SecretString::from(to),
        subjects,
        now: now(),
        is_dry_run,
    };
    import_legacy(&import, report).await
}

/// One user of each old id, and empty other tables.
pub(crate) fn old_users(ids: &[&str]) -> String {
    let rows: Vec<_> = ids.iter().map(|id| format!("('{id}', '{id}')")).collect();
    format!(
        r#"CREATE TABLE "User" ("id" text PRIMARY KEY, "username" text);
           INSERT INTO "User" VALUES {};
           CREATE TABLE "Stream" ("id" text, "userId" text, "name" text);
           CREATE TABLE "Follow" ("followerId" text, "followingId" text);
           CREATE TABLE "Block" ("blockerId" text, "blockedId" text);
           CREATE TABLE "CreatorApplication" ("userId" text, "status" text);"#,
        rows.join(", ")
    )
}
