//! Imports users.

use std::collections::{HashMap, HashSet};

use onair_domain::Timestamp;
use onair_domain::legacy::{Corrected, Finding, ImportedUser, OldUser, Rule, SubjectError, Table};
use onair_domain::stream::SearchText;
use onair_domain::text::{FOLD_VERSION, HttpUrl};
use onair_domain::user::{ReleasedName, UserId, Username};

use super::error::ImportError;
use super::source::{OldRow, OldRows};
use super::target::{millis, value};
use super::{BATCH_SIZE, Run};

/// The new ids of all old users. Most users keep their id, which is then stored once.
#[derive(Default)]
pub(super) struct Ids(HashMap<Box<str>, Option<Box<UserId>>>);

impl Ids {
    pub(super) fn get(&self, old: &str) -> Option<UserId> {
        match self.0.get(old)? {
            Some(changed) => Some((**changed).clone()),
            None => UserId::parse(old).ok(),
        }
    }

    /// Returns whether the old id is new.
    fn insert(&mut self, old: &str, new: &UserId) -> bool {
        let changed = (new.as_str() != old).then(|| Box::new(new.clone()));
        match self.0.entry(old.into()) {
            std::collections::hash_map::Entry::Occupied(_) => false,
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(changed);
                true
            }
        }
    }
}

/// `createdAt`, `id`: the older user keeps a name.
const ORDER: [usize; 2] = [4, 0];

fn old_user(rows: &OldRows, row: &OldRow) -> Result<OldUser, ImportError> {
    Ok(OldUser {
        id: row.text(0)?.unwrap_or_default(),
        username: row.text(1)?,
        name: row.text(2)?,
        image: row.text(3)?,
        created_at: rows.cell(4, row.time(4)?),
        updated_at: rows.cell(5, row.time(5)?),
    })
}

/// A user to insert.
struct NewUser {
    old_id: String,
    row: ImportedUser,
    findings: Vec<Finding>,
}

impl Run<'_> {
    /// Imports all users. Valid user names are assigned before corrected ones.
    pub(super) async fn import_users(&mut self) -> Result<Ids, ImportError> {
        /// The number of users with corrected names that wait for the others, to bound the memory.
        const MAX_WAITING: usize = 4 * BATCH_SIZE;
        let mut rows = self.source.rows(Table::User, &ORDER).await?;
        let mut ids = Ids::default();
        let mut invalid = Vec::new();
        let mut batch = rows.next_batch(old_user).await?;
        while !batch.is_empty() {
            self.read(Table::User, batch.len() as u64);
            let mut valid = Vec::with_capacity(batch.len());
            for old in batch {
                let subject = self.import.subjects.get(&old.id);
                if !ids.insert(&old.id, &old.new_id(subject)) {
                    self.add(&old.left_out(Rule::Duplicate))?;
                    continue;
                }
                let Corrected { row, findings } = old.correct(subject, self.import.now);
                let is_name_valid = old.has_valid_username();
                let users = if is_name_valid { &mut valid } else { &mut invalid };
                users.push(NewUser {
                    old_id: old.id,
                    row,
                    findings,
                });
            }
            // The next rows are read while these are written.
            let (next, written) = tokio::join!(rows.next_batch(old_user), self.insert_users(valid));
            written?;
            batch = next?;
            self.analyze_early(Table::User).await?;
            if invalid.len() > MAX_WAITING {
                self.insert_users(std::mem::take(&mut invalid)).await?;
            }
        }
        self.insert_users(invalid).await?;
        self.target.analyze(Table::User).await?;
        self.check_subjects(&ids).await?;
        Ok(ids)
    }

    /// Inserts a batch. Users who sign in at the same time can take an id or a name between a check and the
    /// insertion, so the rest of the batch is checked again.
    async fn insert_users(&mut self, mut users: Vec<NewUser>) -> Result<(), ImportError> {
        const MAX_ATTEMPTS: usize = 8;
        for _ in 0..MAX_ATTEMPTS {
            let existing = self.existing_users(&users).await?;
            users.retain(|user| !existing.contains(user.row.id.as_str()));
            self.counts(Table::User).already_there += existing.len() as u64;
            if users.is_empty() {
                return Ok(());
            }
            let names = self.assign_names(&users).await?;
            let inserted = self.insert_named(&users, &names).await?;
            let mut rest = Vec::new();
            for (user, name) in users.into_iter().zip(names) {
                if !inserted.contains(user.row.id.as_str()) {
                    rest.push(user);
                    continue;
                }
                self.counts(Table::User).carried_over += 1;
                self.add_all(&user.findings)?;
                if name != user.row.username {
                    self.add(&Finding {
                        table: Table::User,
                        row: user.old_id,
                        rule: Rule::UsernameTaken,
                        values: vec![("username", Some(user.row.username.to_string()))],
                        new: Some(name.to_string()),
                    })?;
                }
            }
            users = rest;
        }
        if users.is_empty() {
            Ok(())
        } else {
            Err(ImportError::Contention(Table::User))
        }
    }

    async fn existing_users(&self, users: &[NewUser]) -> Result<HashSet<String>, ImportError> {
        let ids: Vec<_> = users.iter().map(|user| user.row.id.as_str()).collect();
        let rows = self
            .target
            .query(
                "looking up users",
                "SELECT id FROM users WHERE id = ANY ($1)",
                &[&ids],
            )
            .await?;
        rows.iter().map(|row| value(row, 0)).collect()
    }

    /// Returns a free name for each user: their own, else a disambiguated one.
    async fn assign_names(&self, users: &[NewUser]) -> Result<Vec<Username>, ImportError> {
        let keys = users.iter().map(|user| user.row.username.key()).collect();
        let mut holders = self.holders(keys).await?;
        let mut assigned = HashSet::new();
        let mut names = Vec::with_capacity(users.len());
        for user in users {
            let mut name = user.row.username.clone();
            loop {
                let key = name.key();
                let is_free = holders
                    .get(&key)
                    .is_none_or(|holder| holder.is_free_for(&user.row.id, self.import.now));
                if is_free && assigned.insert(key) {
                    break;
                }
                name = name.disambiguate(&user.row.id);
                holders.extend(self.holders(vec![name.key()]).await?);
            }
            names.push(name);
        }
        Ok(names)
    }

    /// The holders of these names, and the users for whom they are reserved.
    async fn holders(&self, keys: Vec<String>) -> Result<HashMap<String, Holder>, ImportError> {
        let statement = "
            SELECT username_key, NULL, NULL::bigint FROM users WHERE username_key = ANY ($1)
            UNION ALL
            SELECT username_key, user_id, (extract(epoch FROM given_up_at) * 1000)::bigint
            FROM given_up_usernames WHERE username_key = ANY ($1)";
        let rows = self
            .target
            .query("looking up user names", statement, &[&keys])
            .await?;
        let mut holders = HashMap::new();
        for row in &rows {
            let (user, at): (Option<String>, Option<i64>) = (value(row, 1)?, value(row, 2)?);
            let user = user.and_then(|user| UserId::parse(&user).ok());
            let at = at.and_then(Timestamp::from_timestamp_millis);
            let holder = match (user, at) {
                (Some(user), Some(at)) => Holder::Reserved(ReleasedName { user, at }),
                _ => Holder::Held,
            };
            // A holder takes precedence over an expired reservation.
            if matches!(holder, Holder::Held) || !holders.contains_key(&value::<String>(row, 0)?) {
                holders.insert(value(row, 0)?, holder);
            }
        }
        Ok(holders)
    }

    async fn insert_named(
        &self,
        users: &[NewUser],
        names: &[Username],
    ) -> Result<HashSet<String>, ImportError> {
        let rows = || users.iter().map(|user| &user.row);
        let ids: Vec<_> = rows().map(|user| user.id.as_str()).collect();
        let usernames: Vec<_> = names.iter().map(Username::as_str).collect();
        let keys: Vec<_> = names.iter().map(Username::key).collect();
        let display_names: Vec<_> = rows().map(|user| user.name.as_str()).collect();
        let images: Vec<_> = rows()
            .map(|user| user.image.as_ref().map(HttpUrl::as_str))
            .collect();
        let texts: Vec<_> = rows()
            .zip(names)
            .map(|(user, name)| SearchText::of_user(name, &user.name).as_str().to_owned())
            .collect();
        let created = millis(rows().map(|user| user.created_at));
        let updated = millis(rows().map(|user| user.updated_at));
        let statement = "
            INSERT INTO users (id, username, username_key, name, image, search_text, created_at, updated_at,
                               fold_version)
            SELECT id, username, key, name, image, search_text, timestamptz 'epoch' + created * interval '1 ms',
                   timestamptz 'epoch' + updated * interval '1 ms', $9
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
                        $8::bigint[])
                 AS new (id, username, key, name, image, search_text, created, updated)
            ON CONFLICT DO NOTHING
            RETURNING id";
        let rows = self
            .target
            .query(
                "inserting users",
                statement,
                &[
                    &ids,
                    &usernames,
                    &keys,
                    &display_names,
                    &images,
                    &texts,
                    &created,
                    &updated,
                    &FOLD_VERSION,
                ],
            )
            .await?;
        // Names that are held again are not reserved any more.
        let statement = "DELETE FROM given_up_usernames USING users
                         WHERE given_up_usernames.username_key = ANY ($1)
                           AND users.username_key = given_up_usernames.username_key";
        self.target
            .execute("taking reserved names", statement, &[&keys])
            .await?;
        rows.iter().map(|row| value(row, 0)).collect()
    }

    /// Checks the lines of the subjects against the users of both databases.
    async fn check_subjects(&self, ids: &Ids) -> Result<(), ImportError> {
        let subjects = self.import.subjects;
        let mut errors = subjects.check(|old| ids.get(old));
        let changed = ids
            .0
            .iter()
            .filter_map(|(old, new)| new.as_ref().map(|new| (old, new)));
        let new_ids: HashSet<&str> = changed.clone().map(|(_, new)| new.as_str()).collect();
        // Nobody has these ids, unless an earlier import carried the user over under the old id.
        let freed: Vec<&str> = changed
            .map(|(old, _)| &**old)
            .filter(|old| subjects.get(old).is_some() && !new_ids.contains(old))
            .collect();
        let statement = "SELECT id FROM users WHERE id = ANY ($1)";
        for row in self
            .target
            .query("looking up users", statement, &[&freed])
            .await?
        {
            let id: String = value(&row, 0)?;
            errors.extend(subjects.error(&id, SubjectError::AlreadyImported(id.clone())));
        }
        if errors.is_empty() {
            Ok(())
        } else {
            errors.sort_by_key(|error| error.line);
            Err(ImportError::Subjects(errors))
        }
    }
}

enum Holder {
    Held,
    Reserved(ReleasedName),
}

impl Holder {
    fn is_free_for(&self, user: &UserId, now: Timestamp) -> bool {
        match self {
            Self::Held => false,
            Self::Reserved(released) => released.is_free_for(user, now),
        }
    }
}
