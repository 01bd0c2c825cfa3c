//! Imports applications to become a creator.

use std::collections::HashSet;

use onair_domain::audit::Reason;
use onair_domain::creator::{ApplicationState, CreatorApplication};
use onair_domain::legacy::{Corrected, OldApplication, Rule, Table};
use onair_domain::user::UserId;

use super::Run;
use super::error::ImportError;
use super::source::{OldRow, OldRows};
use super::target::{millis, value};
use super::users::Ids;

/// The applicant: the applications of a user are adjacent.
const ORDER: [usize; 2] = [1, 0];

fn old_application(rows: &OldRows, row: &OldRow) -> Result<OldApplication, ImportError> {
    Ok(OldApplication {
        id: row.text(0)?,
        user_id: row.text(1)?,
        status: row.text(2)?,
        about: rows.cell(3, row.text(3)?),
        reason: rows.cell(4, row.text(4)?),
        reviewed_by: row.text(5)?,
        reviewed_at: rows.cell(6, row.time(6)?),
        created_at: rows.cell(7, row.time(7)?),
        updated_at: rows.cell(8, row.time(8)?),
    })
}

impl Run<'_> {
    /// Imports one application of each user who has none.
    pub(super) async fn import_applications(&mut self, ids: &Ids) -> Result<(), ImportError> {
        let mut rows = self.source.rows(Table::CreatorApplication, &ORDER).await?;
        let mut best = Vec::<(UserId, OldApplication)>::new();
        loop {
            let batch = rows.next_batch(old_application).await?;
            let is_last = batch.is_empty();
            self.read(Table::CreatorApplication, batch.len() as u64);
            for mut old in batch {
                let Some(user) = old.user_id.as_deref().and_then(|user| ids.get(user)) else {
                    self.add(&old.left_out(Rule::UserUnknown))?;
                    continue;
                };
                let Some((_, other)) = best.last_mut().filter(|(last, _)| *last == user) else {
                    best.push((user, old));
                    continue;
                };
                if old.is_preferred_to(other) {
                    std::mem::swap(&mut old, other);
                }
                self.add(&old.left_out(Rule::SurplusApplication))?;
            }
            // More applications of the last user may follow.
            let incomplete = if is_last { None } else { best.pop() };
            self.insert_applications(&best, ids).await?;
            best = incomplete.into_iter().collect();
            if is_last {
                return Ok(());
            }
        }
    }

    async fn insert_applications(
        &mut self,
        applications: &[(UserId, OldApplication)],
        ids: &Ids,
    ) -> Result<(), ImportError> {
        let corrected: Vec<Corrected<CreatorApplication>> = applications
            .iter()
            .map(|(user, old)| old.correct(user, |reviewer| ids.get(reviewer), self.import.now))
            .collect();
        let inserted = self.insert_corrected_applications(&corrected).await?;
        self.counts(Table::CreatorApplication).carried_over += inserted.len() as u64;
        for new in corrected
            .iter()
            .filter(|new| inserted.contains(new.row.user_id.as_str()))
        {
            self.add_all(&new.findings)?;
        }
        let others: Vec<_> = applications
            .iter()
            .map(|(user, _)| user.as_str())
            .filter(|user| !inserted.contains(*user))
            .collect();
        if others.is_empty() {
            return Ok(());
        }
        // The others must be there.
        let statement = "SELECT user_id FROM creator_applications WHERE user_id = ANY ($1)";
        let there = self
            .target
            .query("looking up applications", statement, &[&others])
            .await?;
        if there.len() != others.len() {
            return Err(ImportError::Contention(Table::CreatorApplication));
        }
        self.counts(Table::CreatorApplication).already_there += others.len() as u64;
        Ok(())
    }

    async fn insert_corrected_applications(
        &self,
        applications: &[Corrected<CreatorApplication>],
    ) -> Result<HashSet<String>, ImportError> {
        let rows = || applications.iter().map(|application| &application.row);
        let users: Vec<_> = rows().map(|it| it.user_id.as_str()).collect();
        let abouts: Vec<_> = rows().map(|it| it.about.as_str()).collect();
        let statuses: Vec<_> = rows()
            .map(|it| <&str>::from(it.status()).to_ascii_lowercase())
            .collect();
        let reviews: Vec<_> = rows()
            .map(|it| match &it.state {
                ApplicationState::Pending => (None, None),
                ApplicationState::Approved(review) => (Some(review), None),
                ApplicationState::Rejected(review, reason) | ApplicationState::Revoked(review, reason) => {
                    (Some(review), Some(reason))
                }
            })
            .collect();
        let reasons: Vec<_> = reviews
            .iter()
            .map(|(_, reason)| reason.map(Reason::as_str))
            .collect();
        let reviewers: Vec<_> = reviews
            .iter()
            .map(|(it, _)| it.map(|it| it.by.as_str()))
            .collect();
        let reviewed: Vec<_> = reviews
            .iter()
            .map(|(it, _)| it.map(|it| it.at.timestamp_millis()))
            .collect();
        let created = millis(rows().map(|it| it.created_at));
        let statement = "
            INSERT INTO creator_applications (user_id, about, status, reason, created_at, reviewed_at, reviewed_by)
            SELECT user_id, about, status, reason, timestamptz 'epoch' + created * interval '1 ms',
                   timestamptz 'epoch' + reviewed * interval '1 ms', reviewed_by
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[])
                 AS new (user_id, about, status, reason, created, reviewed, reviewed_by)
            ON CONFLICT DO NOTHING
            RETURNING user_id";
        let rows = self
            .target
            .query(
                "inserting applications",
                statement,
                &[
                    &users, &abouts, &statuses, &reasons, &created, &reviewed, &reviewers,
                ],
            )
            .await?;
        rows.iter().map(|row| value(row, 0)).collect()
    }
}
