//! Old applications to become a creator.

use super::finding::Value;
use super::{Cell, Corrected, Corrections, Finding, OldTime, Rule, Table, time_text};
use crate::Timestamp;
use crate::audit::Reason;
use crate::creator::{About, ApplicationState, ApplicationStatus, CreatorApplication, Review};
use crate::user::UserId;

/// A row of the old table `creator_application`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OldApplication {
    /// The id. Here, the applicant identifies the application.
    pub id: Option<String>,
    /// The applicant.
    pub user_id: Option<String>,
    /// The status, in any letter case.
    pub status: Option<String>,
    /// What the applicant wrote.
    pub about: Cell<String>,
    /// Why the application was rejected or revoked. In a table without the column `about`, the reason of a
    /// pending or approved application is what the applicant wrote.
    pub reason: Cell<String>,
    /// The admin who decided.
    pub reviewed_by: Option<String>,
    /// When they decided.
    pub reviewed_at: Cell<OldTime>,
    /// When the user applied.
    pub created_at: Cell<OldTime>,
    /// When the row was last changed.
    pub updated_at: Cell<OldTime>,
}

impl OldApplication {
    fn known_status(&self) -> Option<ApplicationStatus> {
        let status = self.status.as_deref()?.trim().to_ascii_uppercase().parse().ok();
        status.filter(|status| *status != ApplicationStatus::None)
    }

    fn effective_status(&self) -> ApplicationStatus {
        self.known_status().unwrap_or(ApplicationStatus::Pending)
    }

    /// Whether this application of a user is carried over rather than another one: a decided one, else the
    /// later one.
    #[must_use]
    pub fn is_preferred_to(&self, other: &Self) -> bool {
        let rank = |it: &Self| {
            let applied = it.created_at.as_ref().max(it.updated_at.as_ref()).copied();
            (it.effective_status() != ApplicationStatus::Pending, applied)
        };
        (rank(self), &other.id) > (rank(other), &self.id)
    }

    /// Corrects the row. `reviewer` returns the new id of an old user.
    #[must_use]
    pub fn correct(
        &self,
        user: &UserId,
        reviewer: impl FnOnce(&str) -> Option<UserId>,
        now: Timestamp,
    ) -> Corrected<CreatorApplication> {
        let mut corrections = Corrections::new(Table::CreatorApplication, self.key());
        let status = self.known_status().unwrap_or_else(|| {
            let pending = Some("pending");
            corrections.add(Rule::UnknownStatus, "status", self.status.clone(), pending);
            ApplicationStatus::Pending
        });
        let has_reason = matches!(status, ApplicationStatus::Rejected | ApplicationStatus::Revoked);
        let is_reason_about = self.about == Cell::Absent && !has_reason;
        let (column, about) = if is_reason_about {
            ("reason", &self.reason)
        } else {
            ("about", &self.about)
        };
        let about = match about {
            Cell::Absent => About::not_recorded(),
            present => {
                corrections.required(column, present.as_ref().map(String::as_str), About::not_recorded)
            }
        };
        let created_at = corrections.time("createdAt", &self.created_at, now, now);
        let updated_at = corrections.time("updatedAt", &self.updated_at, created_at, now);
        let state = if status == ApplicationStatus::Pending {
            ApplicationState::Pending
        } else {
            let review = Review {
                by: self.reviewer(&mut corrections, reviewer),
                at: match &self.reviewed_at {
                    Cell::Absent | Cell::Null => updated_at,
                    present @ Cell::Is(_) => corrections.time("reviewedAt", present, updated_at, now),
                },
            };
            match status {
                ApplicationStatus::Rejected => {
                    ApplicationState::Rejected(review, self.reason(&mut corrections))
                }
                ApplicationStatus::Revoked => {
                    ApplicationState::Revoked(review, self.reason(&mut corrections))
                }
                _ => ApplicationState::Approved(review),
            }
        };
        if let Some(surplus) = self.reason.as_ref().filter(|text| !text.is_empty())
            && !has_reason
            && !is_reason_about
        {
            corrections.add(Rule::SurplusReason, "reason", Some(surplus.clone()), None);
        }
        corrections.finish(CreatorApplication {
            user_id: user.clone(),
            about,
            created_at,
            state,
        })
    }

    fn reviewer(
        &self,
        corrections: &mut Corrections,
        reviewer: impl FnOnce(&str) -> Option<UserId>,
    ) -> UserId {
        let Some(old) = self.reviewed_by.as_deref().filter(|old| !old.is_empty()) else {
            return UserId::legacy_import();
        };
        let known = reviewer(old).or_else(|| UserId::parse(old).ok());
        known.unwrap_or_else(|| {
            let unknown = UserId::legacy_import();
            let old = Some(old.to_owned());
            corrections.add(Rule::InvalidReviewer, "reviewedBy", old, Some(unknown.as_str()));
            unknown
        })
    }

    fn reason(&self, corrections: &mut Corrections) -> Reason {
        match &self.reason {
            Cell::Absent => Reason::not_recorded(),
            present => corrections.required(
                "reason",
                present.as_ref().map(String::as_str),
                Reason::not_recorded,
            ),
        }
    }

    /// Reports that the row is not carried over.
    #[must_use]
    pub fn left_out(&self, rule: Rule) -> Finding {
        let values: Vec<Value> = vec![
            ("id", self.id.clone()),
            ("userId", self.user_id.clone()),
            ("status", self.status.clone()),
            ("about", self.about.as_ref().cloned()),
            ("reason", self.reason.as_ref().cloned()),
            ("reviewedBy", self.reviewed_by.clone()),
            ("reviewedAt", time_text(&self.reviewed_at)),
            ("createdAt", time_text(&self.created_at)),
            ("updatedAt", time_text(&self.updated_at)),
        ];
        Finding {
            table: Table::CreatorApplication,
            row: self.key(),
            rule,
            values,
            new: None,
        }
    }

    /// The id, or the applicant's id in a table without ids.
    fn key(&self) -> String {
        let key = self.id.as_ref().or(self.user_id.as_ref());
        key.cloned().unwrap_or_else(|| "null".to_owned())
    }
}
