//! Refolds texts that an older version folded: the keys of user names and the search texts.
//!
//! It runs after the migrations, under their lock and in batches. After a crash, the next start continues.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use diesel::sql_types::{Array, SmallInt, Text};
use onair_domain::error::Source;
use onair_domain::stream::{SearchText, Title};
use onair_domain::text::FOLD_VERSION;
use onair_domain::user::{DisplayName, UserId, Username};

use crate::migrate::Blocking;
use crate::schema::{streams, users};

/// The number of rows per transaction.
const BATCH_SIZE: i64 = 1000;

/// Refolds all rows of older versions.
pub(crate) fn refold(connection: &mut Blocking) -> Result<(), Source> {
    while run_batch(connection, refold_users)? {}
    while run_batch(connection, refold_streams)? {}
    Ok(())
}

/// Runs one batch. A server of the previous version may take a name concurrently. Then the batch is rolled
/// back and repeated.
fn run_batch(connection: &mut Blocking, batch: fn(&mut Blocking) -> QueryResult<bool>) -> QueryResult<bool> {
    const MAX_ATTEMPTS: usize = 8;
    let mut attempts = 1;
    loop {
        match connection.transaction(batch) {
            Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) if attempts < MAX_ATTEMPTS => {
                attempts += 1;
            }
            result => return result,
        }
    }
}

/// The refolded names of a user.
struct Folded {
    username: String,
    key: String,
    name: String,
    search_text: String,
}

/// If two names fold to the same key, the older user keeps the name and the other name is disambiguated.
fn refold_users(connection: &mut Blocking) -> QueryResult<bool> {
    let rows: Vec<(String, String, String)> = users::table
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(REFOLD_CONDITION))
        .order((users::created_at, users::id))
        .limit(BATCH_SIZE)
        .select((users::id, users::username, users::name))
        .for_update()
        .load(connection)?;
    if rows.is_empty() {
        return Ok(false);
    }
    // A row with an invalid id is unreadable. Only its version is updated.
    let claims: Vec<_> = rows.iter().filter_map(Claim::of).collect();
    let mut keys = Keys::holders_of(connection, &claims)?;
    let mut folded = BTreeMap::new();
    for claim in &claims {
        let username = keys.assign(connection, claim)?;
        let row = Folded {
            key: username.key(),
            search_text: SearchText::of_user(&username, &claim.name).as_str().to_owned(),
            username: username.as_str().to_owned(),
            name: claim.name.as_str().to_owned(),
        };
        folded.insert(claim.user.as_str(), row);
    }
    keys.release_keys(connection)?;
    let column = |of: fn(&Folded) -> &str| folded.values().map(of).collect::<Vec<_>>();
    diesel::sql_query(
        "UPDATE users SET username = new.username, username_key = new.key, name = new.name,
                          search_text = new.search_text
         FROM unnest($1, $2, $3, $4, $5) AS new (id, username, key, name, search_text)
         WHERE users.id = new.id",
    )
    .bind::<Array<Text>, _>(folded.keys().copied().collect::<Vec<_>>())
    .bind::<Array<Text>, _>(column(|row| &row.username))
    .bind::<Array<Text>, _>(column(|row| &row.key))
    .bind::<Array<Text>, _>(column(|row| &row.name))
    .bind::<Array<Text>, _>(column(|row| &row.search_text))
    .execute(connection)?;
    let result: Vec<_> = rows.iter().map(|(id, ..)| id.as_str()).collect();
    diesel::update(users::table.filter(users::id.eq_any(result)))
        .set(users::fold_version.eq(FOLD_VERSION))
        .execute(connection)?;
    Ok(true)
}

/// The condition of the partial indexes of rows to fold.
const REFOLD_CONDITION: &str = "fold_version < 1";
const _: () = assert!(
    FOLD_VERSION == 1,
    "REFOLD_CONDITION and the partial indexes are of version 1"
);

/// A user's preferred name, before collisions are resolved.
struct Claim {
    user: UserId,
    username: Username,
    name: DisplayName,
}

impl Claim {
    fn of((id, username, name): &(String, String, String)) -> Option<Self> {
        let user = UserId::parse(id).ok()?;
        let username = Username::from_claim(username).unwrap_or_else(|| Username::from_id(&user));
        Some(Self {
            name: DisplayName::from_claim(name).unwrap_or_else(|| username.clone().into()),
            username,
            user,
        })
    }
}

/// The keys that a batch assigns.
struct Keys {
    /// The holder of each key at the start of the batch, and the fold version of their row.
    holders_of: BTreeMap<String, (String, i16)>,
    assigned: BTreeSet<String>,
    /// Rows with an assigned key that are not refolded yet.
    blocking: BTreeSet<String>,
}

impl Keys {
    fn holders_of(connection: &mut Blocking, claims: &[Claim]) -> QueryResult<Self> {
        let keys: Vec<_> = claims.iter().map(|claim| claim.username.key()).collect();
        Ok(Self {
            holders_of: holders(connection, &keys)?,
            assigned: BTreeSet::new(),
            blocking: BTreeSet::new(),
        })
    }

    /// Assigns a name: the preferred one, or a disambiguated one if an older user holds it.
    fn assign(&mut self, connection: &mut Blocking, claim: &Claim) -> QueryResult<Username> {
        let mut name = claim.username.clone();
        loop {
            let key = name.key();
            let holder = self
                .holders_of
                .get(&key)
                .filter(|(id, _)| id != claim.user.as_str());
            let is_final = holder.is_some_and(|(_, version)| *version >= FOLD_VERSION);
            if !is_final && !self.assigned.contains(&key) {
                self.blocking.extend(holder.map(|(id, _)| id.clone()));
                self.assigned.insert(key);
                return Ok(name);
            }
            name = name.disambiguate(&claim.user);
            let found = holders(connection, &[name.key()])?;
            self.holders_of.extend(found);
        }
    }

    /// Replaces the keys of rows that block an assigned key. Keys contain no control characters, so the
    /// temporary keys are unique.
    fn release_keys(&self, connection: &mut Blocking) -> QueryResult<()> {
        let ids: Vec<_> = self.blocking.iter().map(String::as_str).collect();
        diesel::sql_query("UPDATE users SET username_key = chr(1) || id WHERE id = ANY ($1)")
            .bind::<Array<Text>, _>(ids)
            .execute(connection)?;
        Ok(())
    }
}

fn holders(connection: &mut Blocking, keys: &[String]) -> QueryResult<BTreeMap<String, (String, i16)>> {
    let rows: Vec<(String, String, i16)> = users::table
        .filter(users::username_key.eq_any(keys))
        .select((users::username_key, users::id, users::fold_version))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(key, id, version)| (key, (id, version)))
        .collect())
}

fn refold_streams(connection: &mut Blocking) -> QueryResult<bool> {
    let rows: Vec<(String, String)> = streams::table
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(REFOLD_CONDITION))
        .order(streams::id)
        .limit(BATCH_SIZE)
        .select((streams::id, streams::title))
        .for_update()
        .load(connection)?;
    if rows.is_empty() {
        return Ok(false);
    }
    let (mut ids, mut titles, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for (id, title) in &rows {
        // Older versions accepted titles without visible characters.
        let title = Title::parse(title).unwrap_or_else(|_| Title::untitled());
        ids.push(id.as_str());
        texts.push(SearchText::of_stream(&title).as_str().to_owned());
        titles.push(title.as_str().to_owned());
    }
    diesel::sql_query(
        "UPDATE streams SET title = new.title, search_text = new.search_text, fold_version = $4
         FROM unnest($1, $2, $3) AS new (id, title, search_text)
         WHERE streams.id = new.id",
    )
    .bind::<Array<Text>, _>(ids)
    .bind::<Array<Text>, _>(titles)
    .bind::<Array<Text>, _>(texts)
    .bind::<SmallInt, _>(FOLD_VERSION)
    .execute(connection)?;
    Ok(true)
}
