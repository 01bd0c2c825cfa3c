//! Applications of users who want to become creators.

use async_trait::async_trait;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::audit::{AuditEntry, Reason};
use onair_domain::creator::{
    About, ApplicationKey, ApplicationState, ApplicationStatus, ApplicationWithUser, CreatorApplication,
    Review,
};
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{CreatorApplications, CreatorApplicationsError};
use onair_domain::user::UserId;

use crate::audit_log::record;
use crate::error::StoreError;
use crate::pool::Pool;
use crate::rows::{UserRow, limit_with_lookahead, parse_user_ids, parse_variant, text};
use crate::schema::{creator_applications, users};

/// Returns the value of the column `status`.
fn column(status: ApplicationStatus) -> String {
    <&str>::from(status).to_ascii_lowercase()
}

/// Parses a value of the column `status`.
pub(crate) fn parse_status(column: &str) -> Result<ApplicationStatus, StoreError> {
    parse_variant("application status", &column.to_ascii_uppercase())
}

/// Stores creator applications in PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgCreatorApplications {
    pool: Pool,
}

impl PgCreatorApplications {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

impl From<StoreError> for CreatorApplicationsError {
    fn from(error: StoreError) -> Self {
        if error.is_foreign_key_violation() {
            Self::UserUnknown
        } else {
            Self::Unavailable(error.into())
        }
    }
}

/// A row of `creator_applications`.
#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = creator_applications, check_for_backend(diesel::pg::Pg), treat_none_as_null = true)]
struct ApplicationRow {
    user_id: String,
    about: String,
    status: String,
    reason: Option<String>,
    created_at: Timestamp,
    reviewed_at: Option<Timestamp>,
    reviewed_by: Option<String>,
}

impl ApplicationRow {
    fn of(application: &CreatorApplication) -> Self {
        let (review, reason) = match &application.state {
            ApplicationState::Pending => (None, None),
            ApplicationState::Approved(review) => (Some(review), None),
            ApplicationState::Rejected(review, reason) | ApplicationState::Revoked(review, reason) => {
                (Some(review), Some(reason))
            }
        };
        Self {
            user_id: application.user_id.to_string(),
            about: application.about.to_string(),
            status: column(application.status()),
            reason: reason.map(ToString::to_string),
            created_at: application.created_at,
            reviewed_at: review.map(|review| review.at),
            reviewed_by: review.map(|review| review.by.to_string()),
        }
    }
}

impl TryFrom<ApplicationRow> for CreatorApplication {
    type Error = StoreError;

    fn try_from(row: ApplicationRow) -> Result<Self, StoreError> {
        let review = match (row.reviewed_at, row.reviewed_by) {
            (Some(at), Some(by)) => Some(Review {
                by: text(UserId::parse(&by))?,
                at,
            }),
            _ => None,
        };
        let reason = row
            .reason
            .map(|reason| text(Reason::parse(&reason)))
            .transpose()?;
        let state = match (row.status.as_str(), review, reason) {
            ("pending", None, None) => ApplicationState::Pending,
            ("approved", Some(review), None) => ApplicationState::Approved(review),
            ("rejected", Some(review), Some(reason)) => ApplicationState::Rejected(review, reason),
            ("revoked", Some(review), Some(reason)) => ApplicationState::Revoked(review, reason),
            _ => {
                return Err(StoreError::Unreadable(format!(
                    "an application is {:?}",
                    row.status
                )));
            }
        };
        Ok(Self {
            user_id: text(UserId::parse(&row.user_id))?,
            about: text(About::parse(&row.about))?,
            created_at: row.created_at,
            state,
        })
    }
}

/// Replaces a row if it equals `expected`. Returns whether it did.
async fn replace(
    connection: &mut AsyncPgConnection,
    expected: &ApplicationRow,
    next: &ApplicationRow,
) -> QueryResult<bool> {
    use creator_applications::dsl;
    let replaced = diesel::update(dsl::creator_applications.find(&expected.user_id))
        .filter(dsl::about.eq(&expected.about))
        .filter(dsl::status.eq(&expected.status))
        .filter(dsl::reason.is_not_distinct_from(&expected.reason))
        .filter(dsl::created_at.eq(expected.created_at))
        .filter(dsl::reviewed_at.is_not_distinct_from(expected.reviewed_at))
        .filter(dsl::reviewed_by.is_not_distinct_from(&expected.reviewed_by))
        .set(next)
        .execute(connection)
        .await?;
    Ok(replaced > 0)
}

/// Reads a page by the index of all applications, or by that of one status.
async fn list(
    connection: &mut AsyncPgConnection,
    status: Option<ApplicationStatus>,
    page: &PageRequest<ApplicationKey>,
) -> QueryResult<Vec<(ApplicationRow, UserRow)>> {
    let mut query = creator_applications::table
        .inner_join(users::table.on(users::id.eq(creator_applications::user_id)))
        .select((ApplicationRow::as_select(), UserRow::as_select()))
        .order((creator_applications::created_at, creator_applications::user_id))
        .limit(limit_with_lookahead(page.limit))
        .into_boxed();
    if let Some(status) = status {
        query = query.filter(creator_applications::status.eq(column(status)));
    }
    if let Some(after) = &page.after {
        let is_later = sql::<Bool>("(creator_applications.created_at, creator_applications.user_id) > (")
            .bind::<Timestamptz, _>(after.created_at)
            .sql(", ")
            .bind::<Text, _>(after.user_id.as_str())
            .sql(")");
        query = query.filter(is_later);
    }
    query.load(connection).await
}

fn reviewed((application, user): (ApplicationRow, UserRow)) -> Result<ApplicationWithUser, StoreError> {
    Ok(ApplicationWithUser {
        application: application.try_into()?,
        user: user.try_into()?,
    })
}

#[async_trait]
impl CreatorApplications for PgCreatorApplications {
    async fn find(&self, user: &UserId) -> Result<Option<CreatorApplication>, CreatorApplicationsError> {
        let row = self
            .pool
            .read_row(async |mut connection| {
                creator_applications::table
                    .find(user.as_str())
                    .select(ApplicationRow::as_select())
                    .first(&mut connection)
                    .await
                    .optional()
            })
            .await?;
        Ok(row.map(CreatorApplication::try_from).transpose()?)
    }

    async fn submit(&self, first: &CreatorApplication) -> Result<bool, CreatorApplicationsError> {
        let inserted = self
            .pool
            .write(async |connection| {
                diesel::insert_into(creator_applications::table)
                    .values(ApplicationRow::of(first))
                    .on_conflict_do_nothing()
                    .execute(connection)
                    .await
            })
            .await?;
        Ok(inserted > 0)
    }

    async fn replace(
        &self,
        expected: &CreatorApplication,
        next: &CreatorApplication,
    ) -> Result<bool, CreatorApplicationsError> {
        let (expected, next) = (ApplicationRow::of(expected), ApplicationRow::of(next));
        let replaced = self
            .pool
            .write(async |connection| replace(connection, &expected, &next).await)
            .await?;
        Ok(replaced)
    }

    async fn review(
        &self,
        expected: &CreatorApplication,
        next: &CreatorApplication,
        entry: &AuditEntry,
    ) -> Result<bool, CreatorApplicationsError> {
        let (expected, next) = (ApplicationRow::of(expected), ApplicationRow::of(next));
        let reviewed = self
            .pool
            .write(async |connection| {
                connection
                    .transaction(async |connection| {
                        let is_replaced = replace(connection, &expected, &next).await?;
                        if is_replaced {
                            record(connection, entry).await?;
                        }
                        Ok(is_replaced)
                    })
                    .await
            })
            .await?;
        Ok(reviewed)
    }

    async fn list(
        &self,
        status: Option<ApplicationStatus>,
        page: &PageRequest<ApplicationKey>,
    ) -> Result<Page<ApplicationWithUser, ApplicationKey>, CreatorApplicationsError> {
        let rows = self
            .pool
            .read(async |connection| list(connection, status, page).await)
            .await?;
        let items = rows.into_iter().map(reviewed);
        let items = items.collect::<Result<_, StoreError>>()?;
        Ok(Page::from_rows(items, page.limit, ApplicationWithUser::key))
    }

    async fn filter_approved(&self, users: &[UserId]) -> Result<Vec<UserId>, CreatorApplicationsError> {
        let ids: Vec<&str> = users.iter().map(UserId::as_str).collect();
        let found: Vec<String> = self
            .pool
            .read(async |connection| {
                creator_applications::table
                    .filter(creator_applications::user_id.eq_any(&ids))
                    .filter(creator_applications::status.eq(column(ApplicationStatus::Approved)))
                    .select(creator_applications::user_id)
                    .load(connection)
                    .await
            })
            .await?;
        Ok(parse_user_ids(&found)?)
    }
}
