//! Old follows and blocks.

use super::finding::Value;
use super::{Cell, Corrected, Corrections, Finding, OldTime, Rule, Table, time_text};
use crate::Timestamp;
use crate::social::UserPair;
use crate::user::UserId;

/// A row of the old table `follow` or `block`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OldRelation {
    /// The user who follows or blocks.
    pub actor: Option<String>,
    /// The user who is followed or blocked.
    pub target: Option<String>,
    /// When it began.
    pub created_at: Cell<OldTime>,
}

impl OldRelation {
    /// Pairs the users, who may not exist. Fails with the rule by which the row is left out.
    pub fn pair(actor: Option<UserId>, target: Option<UserId>) -> Result<UserPair, Rule> {
        let (Some(actor), Some(target)) = (actor, target) else {
            return Err(Rule::UserUnknown);
        };
        UserPair::new(actor, target).map_err(|_| Rule::SelfReference)
    }

    /// Whether it is of the same users.
    #[must_use]
    pub fn has_key_of(&self, other: &Self) -> bool {
        (&self.actor, &self.target) == (&other.actor, &other.target)
    }

    /// Corrects the time.
    #[must_use]
    pub fn correct(&self, table: Table, now: Timestamp) -> Corrected<Timestamp> {
        // Most rows are valid, so their key is written only for findings.
        let is_valid = |at: &OldTime| (0..=now.timestamp_millis()).contains(at);
        if let Some(at) = self.created_at.as_ref().filter(|at| is_valid(at))
            && let Some(row) = Timestamp::from_timestamp_millis(*at)
        {
            return Corrected {
                row,
                findings: Vec::new(),
            };
        }
        let mut corrections = Corrections::new(table, self.key());
        let created_at = corrections.time("createdAt", &self.created_at, now, now);
        corrections.finish(created_at)
    }

    /// Reports something about the row.
    #[must_use]
    pub fn finding(&self, table: Table, rule: Rule) -> Finding {
        let (actor, target) = match table {
            Table::Block => ("blockerId", "blockedId"),
            _ => ("followerId", "followingId"),
        };
        let values: Vec<Value> = vec![
            (actor, self.actor.clone()),
            (target, self.target.clone()),
            ("createdAt", time_text(&self.created_at)),
        ];
        Finding {
            table,
            row: self.key(),
            rule,
            values,
            new: None,
        }
    }

    fn key(&self) -> String {
        let text = |id: &Option<String>| id.clone().unwrap_or_else(|| "null".to_owned());
        format!("{} -> {}", text(&self.actor), text(&self.target))
    }
}
