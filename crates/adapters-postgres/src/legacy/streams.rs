//! Imports streams.

use std::collections::HashMap;

use onair_domain::legacy::{Corrected, OldStream, Rule, Table};
use onair_domain::stream::{Description, SearchText, Stream};
use onair_domain::text::{FOLD_VERSION, HttpUrl};
use onair_domain::user::UserId;

use super::Run;
use super::error::ImportError;
use super::source::{OldRow, OldRows};
use super::target::{millis, value};
use super::users::Ids;

/// The user: the streams of a user are adjacent.
const ORDER: [usize; 2] = [1, 0];

fn old_stream(rows: &OldRows, row: &OldRow) -> Result<OldStream, ImportError> {
    Ok(OldStream {
        id: row.text(0)?.unwrap_or_default(),
        user_id: row.text(1)?,
        title: row.text(2)?,
        description: row.text(3)?,
        thumbnail: row.text(4)?,
        is_live: rows.cell(5, row.flag(5)?),
        is_chat_enabled: rows.cell(6, row.flag(6)?),
        is_chat_delayed: rows.cell(7, row.flag(7)?),
        is_chat_followers_only: rows.cell(8, row.flag(8)?),
        created_at: rows.cell(9, row.time(9)?),
        updated_at: rows.cell(10, row.time(10)?),
    })
}

/// All streams of an old user.
struct Group {
    user: UserId,
    streams: Vec<OldStream>,
}

impl Run<'_> {
    /// Imports all streams.
    pub(super) async fn import_streams(&mut self, ids: &Ids) -> Result<(), ImportError> {
        let mut rows = self.source.rows(Table::Stream, &ORDER).await?;
        let mut groups = Vec::<Group>::new();
        let mut batch = rows.next_batch(old_stream).await?;
        loop {
            let is_last = batch.is_empty();
            self.read(Table::Stream, batch.len() as u64);
            for old in batch {
                let Some(user) = old.user_id.as_deref().and_then(|user| ids.get(user)) else {
                    self.add(&old.left_out(Rule::UserUnknown))?;
                    continue;
                };
                match groups.last_mut().filter(|group| group.user == user) {
                    Some(group) => group.streams.push(old),
                    None => groups.push(Group {
                        user,
                        streams: vec![old],
                    }),
                }
            }
            if is_last {
                self.insert_streams(groups).await?;
                return self.target.analyze(Table::Stream).await;
            }
            // More streams of the last user may follow.
            let incomplete = groups.pop();
            // The next rows are read while these are written.
            let (next, written) = tokio::join!(rows.next_batch(old_stream), self.insert_streams(groups));
            written?;
            batch = next?;
            groups = incomplete.into_iter().collect();
            self.analyze_early(Table::Stream).await?;
        }
    }

    /// Inserts one stream of each user who has none. Users can set up streams at the same time, so those that
    /// were not inserted are checked again.
    async fn insert_streams(&mut self, mut groups: Vec<Group>) -> Result<(), ImportError> {
        const MAX_ATTEMPTS: usize = 8;
        for _ in 0..MAX_ATTEMPTS {
            let existing = Existing::find(self, &groups).await?;
            let mut chosen = Vec::new();
            for group in groups {
                chosen.extend(self.choose(group, &existing)?);
            }
            if chosen.is_empty() {
                return Ok(());
            }
            let corrected: Vec<_> = chosen
                .iter()
                .map(|(user, old)| old.correct(user, self.import.now))
                .collect();
            let inserted = self.insert_corrected(&corrected).await?;
            groups = Vec::new();
            for ((user, old), new) in chosen.into_iter().zip(corrected) {
                if inserted.contains_key(new.row.id.as_str()) {
                    self.counts(Table::Stream).carried_over += 1;
                    self.add_all(&new.findings)?;
                } else {
                    groups.push(Group {
                        user,
                        streams: vec![old],
                    });
                }
            }
        }
        Err(ImportError::Contention(Table::Stream))
    }

    /// Chooses the stream of a user to insert, if any, and reports the others.
    fn choose(
        &mut self,
        group: Group,
        existing: &Existing,
    ) -> Result<Option<(UserId, OldStream)>, ImportError> {
        let Group { user, streams } = group;
        if let Some(present) = existing.by_user.get(user.as_str()) {
            for old in streams {
                if old.new_id().as_str() == present {
                    self.counts(Table::Stream).already_there += 1;
                } else {
                    self.add(&old.left_out(Rule::StreamExists))?;
                }
            }
            return Ok(None);
        }
        let mut best = None::<OldStream>;
        for old in streams {
            if existing.users.contains_key(old.new_id().as_str()) {
                self.add(&old.left_out(Rule::StreamIdTaken))?;
                continue;
            }
            let surplus = match best.take() {
                None => {
                    best = Some(old);
                    continue;
                }
                Some(other) if old.is_preferred_to(&other) => {
                    best = Some(old);
                    other
                }
                Some(other) => {
                    best = Some(other);
                    old
                }
            };
            self.add(&surplus.left_out(Rule::SurplusStream))?;
        }
        Ok(best.map(|old| (user, old)))
    }

    async fn insert_corrected(
        &self,
        streams: &[Corrected<Stream>],
    ) -> Result<HashMap<String, String>, ImportError> {
        let rows = || streams.iter().map(|stream| &stream.row);
        let ids: Vec<_> = rows().map(|it| it.id.as_str()).collect();
        let users: Vec<_> = rows().map(|it| it.user_id.as_str()).collect();
        let titles: Vec<_> = rows().map(|it| it.title.as_str()).collect();
        let descriptions: Vec<_> = rows()
            .map(|it| it.description.as_ref().map(Description::as_str))
            .collect();
        let thumbnails: Vec<_> = rows()
            .map(|it| it.thumbnail.as_ref().map(HttpUrl::as_str))
            .collect();
        let enabled: Vec<_> = rows().map(|it| it.chat.is_enabled).collect();
        let delayed: Vec<_> = rows().map(|it| it.chat.is_delayed).collect();
        let followers_only: Vec<_> = rows().map(|it| it.chat.is_followers_only).collect();
        let texts: Vec<_> = rows()
            .map(|it| SearchText::of_stream(&it.title).as_str().to_owned())
            .collect();
        let created = millis(rows().map(|it| it.created_at));
        let updated = millis(rows().map(|it| it.updated_at));
        let statement = "
            INSERT INTO streams (id, user_id, title, description, thumbnail, is_chat_enabled, is_chat_delayed,
                                 is_chat_followers_only, search_text, created_at, updated_at, fold_version)
            SELECT id, user_id, title, description, thumbnail, enabled, delayed, followers_only, search_text,
                   timestamptz 'epoch' + created * interval '1 ms',
                   timestamptz 'epoch' + updated * interval '1 ms', $12
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[],
                        $7::boolean[], $8::boolean[], $9::text[], $10::bigint[], $11::bigint[])
                 AS new (id, user_id, title, description, thumbnail, enabled, delayed, followers_only,
                         search_text, created, updated)
            ON CONFLICT DO NOTHING
            RETURNING id, user_id";
        let rows = self
            .target
            .query(
                "inserting streams",
                statement,
                &[
                    &ids,
                    &users,
                    &titles,
                    &descriptions,
                    &thumbnails,
                    &enabled,
                    &delayed,
                    &followers_only,
                    &texts,
                    &created,
                    &updated,
                    &FOLD_VERSION,
                ],
            )
            .await?;
        rows.iter()
            .map(|row| Ok((value(row, 0)?, value(row, 1)?)))
            .collect()
    }
}

/// Streams that are there: of these users, or with these ids.
struct Existing {
    /// The stream of a user.
    by_user: HashMap<String, String>,
    /// The user of a stream.
    users: HashMap<String, String>,
}

impl Existing {
    async fn find(run: &Run<'_>, groups: &[Group]) -> Result<Self, ImportError> {
        let users: Vec<_> = groups.iter().map(|group| group.user.as_str()).collect();
        let streams = groups.iter().flat_map(|group| &group.streams);
        let ids: Vec<_> = streams.map(|stream| stream.new_id().to_string()).collect();
        let statement = "SELECT id, user_id FROM streams WHERE user_id = ANY ($1) OR id = ANY ($2)";
        let rows = run
            .target
            .query("looking up streams", statement, &[&users, &ids])
            .await?;
        let (mut by_user, mut users) = (HashMap::new(), HashMap::new());
        for row in &rows {
            by_user.insert(value(row, 1)?, value(row, 0)?);
            users.insert(value(row, 0)?, value(row, 1)?);
        }
        Ok(Self { by_user, users })
    }
}
