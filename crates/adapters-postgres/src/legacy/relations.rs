//! Imports follows and blocks.

use std::collections::HashSet;

use onair_domain::Timestamp;
use onair_domain::legacy::{OldRelation, Rule, Table};
use onair_domain::social::UserPair;

use super::Run;
use super::error::ImportError;
use super::source::{OldRow, OldRows};
use super::target::{INSERTED_HERE, millis, value};
use super::users::Ids;

/// The two users, and the time: duplicates are adjacent, and the oldest is first.
const ORDER: [usize; 3] = [0, 1, 2];

fn old_relation(rows: &OldRows, row: &OldRow) -> Result<OldRelation, ImportError> {
    Ok(OldRelation {
        actor: row.text(0)?,
        target: row.text(1)?,
        created_at: rows.cell(2, row.time(2)?),
    })
}

/// Relations to insert, column by column.
#[derive(Default)]
struct Batch<'a> {
    old: Vec<&'a OldRelation>,
    pairs: Vec<UserPair>,
    created: Vec<Timestamp>,
}

impl Batch<'_> {
    fn actors(&self) -> Vec<&str> {
        self.pairs.iter().map(|pair| pair.actor().as_str()).collect()
    }

    fn targets(&self) -> Vec<&str> {
        self.pairs.iter().map(|pair| pair.target().as_str()).collect()
    }
}

impl Run<'_> {
    /// Imports follows or blocks.
    pub(super) async fn import_relations(&mut self, table: Table, ids: &Ids) -> Result<(), ImportError> {
        let mut rows = self.source.rows(table, &ORDER).await?;
        let mut last = None::<OldRelation>;
        let mut old = rows.next_batch(old_relation).await?;
        while !old.is_empty() {
            self.read(table, old.len() as u64);
            let mut batch = Batch::default();
            for relation in &old {
                if last.as_ref().is_some_and(|last| last.has_key_of(relation)) {
                    self.add(&relation.finding(table, Rule::Duplicate))?;
                    continue;
                }
                last = Some(relation.clone());
                let new_id = |old: &Option<String>| old.as_deref().and_then(|old| ids.get(old));
                match OldRelation::pair(new_id(&relation.actor), new_id(&relation.target)) {
                    Ok(pair) => {
                        let corrected = relation.correct(table, self.import.now);
                        batch.old.push(relation);
                        batch.pairs.push(pair);
                        batch.created.push(corrected.row);
                    }
                    Err(rule) => self.add(&relation.finding(table, rule))?,
                }
            }
            // The next rows are read while these are written.
            let (next, written) =
                tokio::join!(rows.next_batch(old_relation), self.write_relations(table, batch));
            written?;
            old = next?;
        }
        Ok(())
    }

    async fn write_relations(&mut self, table: Table, batch: Batch<'_>) -> Result<(), ImportError> {
        if table == Table::Follow {
            let batch = self.without_blocked(batch).await?;
            self.insert_relations(table, &batch).await
        } else {
            self.remove_follows(&batch).await?;
            self.insert_relations(table, &batch).await
        }
    }

    /// Leaves out follows between users, one of whom has blocked the other.
    async fn without_blocked<'a>(&mut self, batch: Batch<'a>) -> Result<Batch<'a>, ImportError> {
        let statement = "
            SELECT number::bigint FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS f (a, b, number)
            WHERE EXISTS (SELECT FROM blocks WHERE blocker_id = a AND blocked_id = b)
               OR EXISTS (SELECT FROM blocks WHERE blocker_id = b AND blocked_id = a)";
        let rows = self
            .target
            .query(
                "looking up blocks",
                statement,
                &[&batch.actors(), &batch.targets()],
            )
            .await?;
        let blocked = rows
            .iter()
            .map(|row| value(row, 0))
            .collect::<Result<HashSet<i64>, _>>()?;
        if blocked.is_empty() {
            return Ok(batch);
        }
        let mut rest = Batch::default();
        let rows = batch.old.into_iter().zip(batch.pairs).zip(batch.created);
        for (number, ((old, pair), created)) in (1..).zip(rows) {
            if blocked.contains(&number) {
                self.add(&old.finding(Table::Follow, Rule::FollowDespiteBlock))?;
            } else {
                rest.old.push(old);
                rest.pairs.push(pair);
                rest.created.push(created);
            }
        }
        Ok(rest)
    }

    /// Removes follows that exist here although an old block excludes them.
    async fn remove_follows(&mut self, batch: &Batch<'_>) -> Result<(), ImportError> {
        let statement = "
            DELETE FROM follows USING unnest($1::text[], $2::text[]) AS b (a, t)
            WHERE follower_id = a AND followed_id = t
            RETURNING follower_id, followed_id, (extract(epoch FROM created_at) * 1000)::bigint";
        let (actors, targets) = (batch.actors(), batch.targets());
        for (follower, followed) in [(&actors, &targets), (&targets, &actors)] {
            let removed = self
                .target
                .query("removing follows", statement, &[follower, followed])
                .await?;
            for row in removed {
                let removed = OldRelation {
                    actor: value(&row, 0)?,
                    target: value(&row, 1)?,
                    created_at: onair_domain::legacy::Cell::Is(value(&row, 2)?),
                };
                self.add(&removed.finding(Table::Follow, Rule::FollowRemoved))?;
            }
        }
        Ok(())
    }

    async fn insert_relations(&mut self, table: Table, batch: &Batch<'_>) -> Result<(), ImportError> {
        let (name, actor, target) = match table {
            Table::Block => ("blocks", "blocker_id", "blocked_id"),
            _ => ("follows", "follower_id", "followed_id"),
        };
        let rows = "unnest($1::text[], $2::text[], $3::bigint[]) AS new (a, t, created)";
        let insert = format!(
            "INSERT INTO {name} ({actor}, {target}, created_at)
             SELECT a, t, timestamptz 'epoch' + created * interval '1 ms' FROM {rows}
             ON CONFLICT DO NOTHING"
        );
        let created = millis(batch.created.iter().copied());
        let (actors, targets) = (batch.actors(), batch.targets());
        let action = format!("inserting {name}");
        let carried_over = self
            .target
            .execute(&action, &insert, &[&actors, &targets, &created])
            .await?;
        self.counts(table).carried_over += carried_over;
        let missing = batch.pairs.len() as u64 - carried_over;
        if missing == 0 {
            return self.add_corrections(table, batch, None);
        }
        // The others must be there.
        let look_up = format!(
            "SELECT {actor}, {target}, {name}.{INSERTED_HERE} FROM unnest($1::text[], $2::text[]) AS new (a, t)
             JOIN {name} ON {actor} = a AND {target} = t"
        );
        let there = self.target.query(&action, &look_up, &[&actors, &targets]).await?;
        if there.len() != batch.pairs.len() {
            return Err(ImportError::Contention(table));
        }
        self.counts(table).already_there += missing;
        let mut inserted = HashSet::new();
        for row in &there {
            if value(row, 2)? {
                inserted.insert((value(row, 0)?, value(row, 1)?));
            }
        }
        self.add_corrections(table, batch, Some(&inserted))
    }

    /// Reports the corrections of the inserted rows; `None` if all were inserted.
    fn add_corrections(
        &mut self,
        table: Table,
        batch: &Batch<'_>,
        inserted: Option<&HashSet<(String, String)>>,
    ) -> Result<(), ImportError> {
        for (old, pair) in batch.old.iter().zip(&batch.pairs) {
            let findings = old.correct(table, self.import.now).findings;
            if findings.is_empty() {
                continue;
            }
            let key = (pair.actor().to_string(), pair.target().to_string());
            if inserted.is_none_or(|inserted| inserted.contains(&key)) {
                self.add_all(&findings)?;
            }
        }
        Ok(())
    }
}
