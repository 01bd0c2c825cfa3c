//! Columns of `users` that other users do not see.

use diesel::prelude::*;
use onair_domain::Timestamp;
use onair_domain::stream::SearchText;
use onair_domain::text::{FOLD_VERSION, HttpUrl};
use onair_domain::user::{ClaimHistory, Issuer, TokenFingerprint, UserRecord};

use crate::error::StoreError;
use crate::rows::text;
use crate::schema::users;

/// The tokens that determined the row.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub(super) struct HistoryRow {
    issuer: Option<String>,
    claims_issued_at: Option<Timestamp>,
    claims_tokens: Vec<i64>,
}

impl TryFrom<HistoryRow> for ClaimHistory {
    type Error = StoreError;

    fn try_from(row: HistoryRow) -> Result<Self, StoreError> {
        Ok(Self {
            issuer: row
                .issuer
                .map(|issuer| text(Issuer::parse(&issuer)))
                .transpose()?,
            issued_at: row.claims_issued_at,
            tokens: row
                .claims_tokens
                .into_iter()
                .map(TokenFingerprint::from_trusted)
                .collect(),
        })
    }
}

/// The columns that a record determines.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true)]
pub(super) struct RecordColumns<'a> {
    username: &'a str,
    username_key: String,
    name: &'a str,
    image: Option<&'a str>,
    roles: Vec<&'a str>,
    search_text: String,
    fold_version: i16,
    issuer: Option<&'a str>,
    claims_issued_at: Option<Timestamp>,
    claims_tokens: Vec<i64>,
    updated_at: Timestamp,
}

impl<'a> RecordColumns<'a> {
    pub(super) fn of(record: &'a UserRecord, at: Timestamp) -> Self {
        let UserRecord { user, history } = record;
        Self {
            username: user.username.as_str(),
            username_key: user.username.key(),
            name: user.name.as_str(),
            image: user.image.as_ref().map(HttpUrl::as_str),
            roles: user.roles.iter().map(<&str>::from).collect(),
            search_text: SearchText::of_user(&user.username, &user.name)
                .as_str()
                .to_owned(),
            fold_version: FOLD_VERSION,
            issuer: history.issuer.as_ref().map(Issuer::as_str),
            claims_issued_at: history.issued_at,
            claims_tokens: history.tokens.iter().map(|mark| mark.as_i64()).collect(),
            updated_at: at,
        }
    }
}
