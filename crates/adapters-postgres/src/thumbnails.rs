//! The pictures of open sessions. A trigger deletes them when the sessions end.

use async_trait::async_trait;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Binary, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use onair_domain::Timestamp;
use onair_domain::ports::{Thumbnails, ThumbnailsError};
use onair_domain::thumbnail::{Jpeg, Thumbnail};
use onair_domain::user::UserId;

use crate::error::StoreError;
use crate::pool::Pool;
use crate::schema::{session_thumbnails, sessions};

/// Stores pictures in PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgThumbnails {
    pool: Pool,
}

impl PgThumbnails {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

impl From<StoreError> for ThumbnailsError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// The update locks the session, so the picture is stored before the session ends, or not at all.
const PUT: &str = "WITH open AS (
         UPDATE sessions SET thumbnail_at = $2 WHERE creator_id = $1 AND ended_at IS NULL RETURNING id
     )
     INSERT INTO session_thumbnails (session_id, picture) SELECT id, $3 FROM open
     ON CONFLICT (session_id) DO UPDATE SET picture = EXCLUDED.picture";

const DELETE: &str = "WITH open AS (
         UPDATE sessions SET thumbnail_at = NULL
         WHERE creator_id = $1 AND ended_at IS NULL AND thumbnail_at IS NOT NULL RETURNING id
     )
     DELETE FROM session_thumbnails USING open WHERE session_id = open.id";

#[async_trait]
impl Thumbnails for PgThumbnails {
    async fn put(&self, creator: &UserId, thumbnail: &Thumbnail) -> Result<bool, ThumbnailsError> {
        let written = self
            .pool
            .write(async |connection| {
                sql_query(PUT)
                    .bind::<Text, _>(creator.as_str())
                    .bind::<Timestamptz, _>(thumbnail.at)
                    .bind::<Binary, _>(thumbnail.picture.as_bytes())
                    .execute(connection)
                    .await
            })
            .await?;
        Ok(written > 0)
    }

    async fn delete(&self, creator: &UserId) -> Result<(), ThumbnailsError> {
        self.pool
            .write(async |connection| {
                sql_query(DELETE)
                    .bind::<Text, _>(creator.as_str())
                    .execute(connection)
                    .await
            })
            .await?;
        Ok(())
    }

    async fn find(&self, creator: &UserId) -> Result<Option<Thumbnail>, ThumbnailsError> {
        let found: Option<(Vec<u8>, Option<Timestamp>)> = self
            .pool
            .read_row(async |mut connection| {
                session_thumbnails::table
                    .inner_join(sessions::table.on(sessions::id.eq(session_thumbnails::session_id)))
                    .filter(sessions::creator_id.eq(creator.as_str()))
                    .filter(sessions::ended_at.is_null())
                    .select((session_thumbnails::picture, sessions::thumbnail_at))
                    .first(&mut connection)
                    .await
                    .optional()
            })
            .await?;
        Ok(found.and_then(|(picture, at)| {
            Some(Thumbnail {
                picture: Jpeg::from_trusted(picture),
                at: at?,
            })
        }))
    }
}
