//! Streams. The modules below contain lists and search.

mod lists;
pub(crate) mod queries;
mod search;

use async_trait::async_trait;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{AsyncConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{StreamRepository, StreamRepositoryError};
use onair_domain::stream::{
    DiscoveryKey, SearchQuery, SearchTerms, SearchText, Stream, StreamPatch, StreamWithUser, Title,
};
use onair_domain::text::FOLD_VERSION;
use onair_domain::user::{Requester, UserId};

use crate::error::StoreError;
use crate::pool::Pool;
use crate::prepared::Prepared;
use crate::rows::{ListedRow, StreamRow, listed, parse_user_ids, stream};
use crate::schema::streams;
use crate::searches::{SearchError, Searches};

/// Stores streams in PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgStreamRepository {
    pool: Pool,
    searches: Searches,
}

impl PgStreamRepository {
    pub(crate) fn new(pool: Pool, searches: Searches) -> Self {
        Self { pool, searches }
    }
}

impl From<StoreError> for StreamRepositoryError {
    fn from(error: StoreError) -> Self {
        if error.is_foreign_key_violation() {
            Self::UserUnknown
        } else {
            Self::Unavailable(error.into())
        }
    }
}

/// The columns that a patch writes. `None` leaves a column unchanged.
#[derive(AsChangeset)]
#[diesel(table_name = streams)]
struct Changes<'a> {
    title: Option<&'a str>,
    search_text: Option<String>,
    fold_version: Option<i16>,
    description: Option<Option<&'a str>>,
    thumbnail: Option<Option<&'a str>>,
    is_chat_enabled: Option<bool>,
    is_chat_delayed: Option<bool>,
    is_chat_followers_only: Option<bool>,
    is_guests_allowed: Option<bool>,
    updated_at: Timestamp,
}

impl<'a> Changes<'a> {
    fn of(patch: &'a StreamPatch, at: Timestamp) -> Self {
        let title = patch.title.as_ref();
        Self {
            title: title.map(Title::as_str),
            search_text: title.map(|title| SearchText::of_stream(title).as_str().to_owned()),
            fold_version: title.map(|_| FOLD_VERSION),
            description: patch
                .description
                .as_ref()
                .map(|text| text.as_ref().map(onair_domain::stream::Description::as_str)),
            thumbnail: patch
                .thumbnail
                .as_ref()
                .map(|text| text.as_ref().map(onair_domain::text::HttpUrl::as_str)),
            is_chat_enabled: patch.is_chat_enabled,
            is_chat_delayed: patch.is_chat_delayed,
            is_chat_followers_only: patch.is_chat_followers_only,
            is_guests_allowed: patch.is_guests_allowed,
            updated_at: at,
        }
    }
}

#[async_trait]
impl StreamRepository for PgStreamRepository {
    async fn upsert(
        &self,
        fresh: &Stream,
        patch: &StreamPatch,
    ) -> Result<(Stream, bool), StreamRepositoryError> {
        let row = (
            streams::id.eq(fresh.id.as_str()),
            streams::user_id.eq(fresh.user_id.as_str()),
            streams::title.eq(fresh.title.as_str()),
            streams::search_text.eq(SearchText::of_stream(&fresh.title).as_str().to_owned()),
            streams::fold_version.eq(FOLD_VERSION),
            streams::description.eq(fresh
                .description
                .as_ref()
                .map(onair_domain::stream::Description::as_str)),
            streams::thumbnail.eq(fresh.thumbnail.as_ref().map(onair_domain::text::HttpUrl::as_str)),
            streams::is_chat_enabled.eq(fresh.chat.is_enabled),
            streams::is_chat_delayed.eq(fresh.chat.is_delayed),
            streams::is_chat_followers_only.eq(fresh.chat.is_followers_only),
            streams::is_guests_allowed.eq(fresh.is_guests_allowed),
            streams::created_at.eq(fresh.created_at),
            streams::updated_at.eq(fresh.updated_at),
        );
        let upsert = diesel::insert_into(streams::table)
            .values(row)
            .on_conflict(streams::user_id)
            .do_update()
            .set(Changes::of(patch, fresh.created_at))
            // `xmax` is 0 if the row was inserted and not updated.
            .returning((streams::id, sql::<Bool>("streams.xmax = 0")));
        // Each future around the statement contains it once more.
        let upsert = Box::new(Prepared(upsert));
        let (row, is_new) = self
            .pool
            .write(async move |connection| {
                connection
                    .transaction(async move |connection| {
                        let (id, is_new): (String, bool) = (*upsert).get_result(connection).await?;
                        Ok::<_, diesel::result::Error>((queries::by_id(connection, &id).await?, is_new))
                    })
                    .await
            })
            .await?;
        Ok((stream(row)?, is_new))
    }

    async fn update(
        &self,
        creator: &UserId,
        patch: &StreamPatch,
        at: Timestamp,
    ) -> Result<Option<Stream>, StreamRepositoryError> {
        let update = diesel::update(streams::table.filter(streams::user_id.eq(creator.as_str())))
            .set(Changes::of(patch, at))
            .returning(StreamRow::as_returning());
        let row = self
            .pool
            .write(async move |connection| {
                let stream: Option<StreamRow> = Prepared(update).get_result(connection).await.optional()?;
                match stream {
                    // Read afterwards: `RETURNING` shows other tables as of the start, before it may have waited.
                    Some(stream) => {
                        let session = queries::open_session_of(connection, &stream.id).await?;
                        Ok(Some((stream, session)))
                    }
                    None => Ok(None),
                }
            })
            .await?;
        Ok(row.map(stream).transpose()?)
    }

    async fn find_by_creator(&self, creator: &UserId) -> Result<Option<Stream>, StreamRepositoryError> {
        let row = self
            .pool
            .read_row(async |connection| queries::of(connection, creator).await)
            .await?;
        Ok(row.map(stream).transpose()?)
    }

    async fn filter_creators(&self, users: &[UserId]) -> Result<Vec<UserId>, StreamRepositoryError> {
        let ids: Vec<&str> = users.iter().map(UserId::as_str).collect();
        let found: Vec<String> = self
            .pool
            .read(async |connection| {
                streams::table
                    .filter(streams::user_id.eq_any(&ids))
                    .select(streams::user_id)
                    .load(connection)
                    .await
            })
            .await?;
        Ok(parse_user_ids(&found)?)
    }

    async fn find_with_user(
        &self,
        creator: &UserId,
    ) -> Result<Option<StreamWithUser>, StreamRepositoryError> {
        let row = self
            .pool
            .read_row(async |connection| queries::listed(connection, creator).await)
            .await?;
        Ok(row.map(|row| listed(*row)).transpose()?)
    }

    async fn list_live(
        &self,
        requester: &Requester,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError> {
        let rows = self
            .pool
            .read(async |connection| lists::live(connection, requester, page).await)
            .await?;
        page_of(rows, page)
    }

    async fn list_followed(
        &self,
        user: &UserId,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError> {
        let rows = self
            .pool
            .read(async |connection| lists::followed(connection, user, page).await)
            .await?;
        page_of(rows, page)
    }

    async fn search(
        &self,
        query: &SearchQuery,
        requester: &Requester,
    ) -> Result<Vec<StreamWithUser>, StreamRepositoryError> {
        let (terms, requester) = (SearchTerms::of(query), requester.clone());
        let found = self.searches.run(|pool, caller| async move {
            pool.read(async |connection| {
                search::best(connection, &terms, &requester, &|| caller.is_awaited()).await
            })
            .await
        });
        found.await.map_err(|error| match error {
            SearchError::Busy => StreamRepositoryError::SearchBusy,
            SearchError::Store(error) => error.into(),
        })
    }
}

fn page_of(
    rows: Vec<ListedRow>,
    page: &PageRequest<DiscoveryKey>,
) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError> {
    let items = rows.into_iter().map(listed).collect::<Result<_, _>>()?;
    Ok(Page::from_rows(items, page.limit, DiscoveryKey::of))
}
