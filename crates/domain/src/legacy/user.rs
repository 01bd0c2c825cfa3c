//! Old users.

use super::finding::Value;
use super::{Cell, Corrected, Corrections, Finding, OldTime, Rule, Table, time_text};
use crate::Timestamp;
use crate::text::HttpUrl;
use crate::user::{DisplayName, UserId, Username};

/// A row of the old table `user`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OldUser {
    /// The id.
    pub id: String,
    /// The user name.
    pub username: Option<String>,
    /// The display name.
    pub name: Option<String>,
    /// The address of a picture.
    pub image: Option<String>,
    /// When the account was created.
    pub created_at: Cell<OldTime>,
    /// When it was last changed.
    pub updated_at: Cell<OldTime>,
}

/// A user to insert. They have no roles and no issuer: the first bearer token with their id determines both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedUser {
    /// The id.
    pub id: UserId,
    /// The user name. If another user has it, the store [disambiguates](Username::disambiguate) it.
    pub username: Username,
    /// The displayed name.
    pub name: DisplayName,
    /// The address of a picture.
    pub image: Option<HttpUrl>,
    /// When the account was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl OldUser {
    /// The id that the user gets here: the subject that the operator names, else the old id, else one derived
    /// from it.
    #[must_use]
    pub fn new_id(&self, subject: Option<&UserId>) -> UserId {
        subject
            .cloned()
            .unwrap_or_else(|| UserId::parse(&self.id).unwrap_or_else(|_| UserId::from_invalid(&self.id)))
    }

    /// Whether the user name can stay as it is. Such names take precedence over corrected ones.
    #[must_use]
    pub fn has_valid_username(&self) -> bool {
        let name = self.username.as_deref();
        name.is_some_and(|raw| Username::parse(raw).is_ok_and(|name| name.as_str() == raw))
    }

    /// Reports that the row is not carried over.
    #[must_use]
    pub fn left_out(&self, rule: Rule) -> Finding {
        let values: Vec<Value> = vec![
            ("id", Some(self.id.clone())),
            ("username", self.username.clone()),
            ("name", self.name.clone()),
            ("image", self.image.clone()),
            ("createdAt", time_text(&self.created_at)),
            ("updatedAt", time_text(&self.updated_at)),
        ];
        Finding {
            table: Table::User,
            row: self.id.clone(),
            rule,
            values,
            new: None,
        }
    }

    /// Corrects the row.
    #[must_use]
    pub fn correct(&self, subject: Option<&UserId>, now: Timestamp) -> Corrected<ImportedUser> {
        let mut corrections = Corrections::new(Table::User, self.id.clone());
        let id = self.new_id(subject);
        if subject.is_none() && id.as_str() != self.id {
            corrections.add(Rule::InvalidId, "id", Some(self.id.clone()), Some(id.as_str()));
        }
        let username = corrections.required("username", self.username.as_deref(), || {
            let from_name = self.name.as_deref().and_then(Username::from_claim);
            from_name.unwrap_or_else(|| Username::from_id(&id))
        });
        let name = corrections.optional("name", self.name.as_deref());
        let image = corrections.url("image", self.image.as_deref());
        let created_at = corrections.time("createdAt", &self.created_at, now, now);
        let updated_at = corrections.time("updatedAt", &self.updated_at, created_at, now);
        corrections.finish(ImportedUser {
            id,
            name: name.unwrap_or_else(|| username.clone().into()),
            username,
            image,
            created_at,
            updated_at,
        })
    }
}
