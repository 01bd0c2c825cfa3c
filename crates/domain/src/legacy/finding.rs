//! What is reported about old rows.

use strum_macros::{Display, IntoStaticStr, VariantArray};

/// A table of the previous system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, IntoStaticStr, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "snake_case")]
pub enum Table {
    /// Users.
    User,
    /// Streams.
    Stream,
    /// Blocks between users.
    Block,
    /// Follows between users.
    Follow,
    /// Applications to become a creator.
    CreatorApplication,
}

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, IntoStaticStr)]
#[strum(crate = "crate::names", serialize_all = "snake_case")]
pub enum Outcome {
    /// A value was corrected.
    Corrected,
    /// The row cannot exist in the new system.
    LeftOut,
    /// The row was carried over, and something else is worth knowing.
    Noted,
}

/// The rules by which rows are corrected or left out. Reports contain their names, so they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, IntoStaticStr, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "snake_case")]
pub enum Rule {
    /// The id is not allowed as an id.
    InvalidId,
    /// Characters were removed or replaced.
    CleanedText,
    /// The text was too long.
    TruncatedText,
    /// The text was missing or had no visible character.
    MissingText,
    /// Another user has the user name.
    UsernameTaken,
    /// The address is not usable.
    InvalidUrl,
    /// The time is missing, in the future or before 1970.
    InvalidTime,
    /// A setting is missing.
    MissingFlag,
    /// The status of an application is not known.
    UnknownStatus,
    /// Only rejected and revoked applications have a reason.
    SurplusReason,
    /// The reviewer's id is not allowed as an id.
    InvalidReviewer,
    /// The row belongs to a user who does not exist.
    UserUnknown,
    /// A user follows or blocks themselves.
    SelfReference,
    /// Another row has the same key.
    Duplicate,
    /// A user follows somebody whom they blocked or who blocked them.
    FollowDespiteBlock,
    /// The user has another stream, which was carried over.
    SurplusStream,
    /// The user has another stream in the new system.
    StreamExists,
    /// Another user's stream in the new system has the id.
    StreamIdTaken,
    /// Another application of the user counts.
    SurplusApplication,
    /// The stream was live.
    WasLive,
    /// A follow in the new system was removed by an old block.
    FollowRemoved,
}

impl Rule {
    /// What the rule does with a row.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        match self {
            Self::InvalidId
            | Self::CleanedText
            | Self::TruncatedText
            | Self::MissingText
            | Self::UsernameTaken
            | Self::InvalidUrl
            | Self::InvalidTime
            | Self::MissingFlag
            | Self::UnknownStatus
            | Self::SurplusReason
            | Self::InvalidReviewer => Outcome::Corrected,
            Self::UserUnknown
            | Self::SelfReference
            | Self::Duplicate
            | Self::FollowDespiteBlock
            | Self::SurplusStream
            | Self::StreamExists
            | Self::StreamIdTaken
            | Self::SurplusApplication => Outcome::LeftOut,
            Self::WasLive | Self::FollowRemoved => Outcome::Noted,
        }
    }

    /// What is expected, and what was done instead, as one sentence.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        match self {
            Self::InvalidId => {
                "An id must be 1 to 255 printable ASCII characters and not start with \"guest-\": it was replaced by a derived id."
            }
            Self::CleanedText => {
                "A text must not contain control or invisible characters, a user name no spaces or / \\ ? # %: they were removed or replaced."
            }
            Self::TruncatedText => {
                "A text must not be longer than its limit (title 200, description and application 2,000, reason 500, names 100 characters): the rest was cut off."
            }
            Self::MissingText => "A text must have a visible character: a default was used.",
            Self::UsernameTaken => {
                "A user name must be unique, regardless of letter case and of forms that look the same: a suffix was added to the name of the younger account."
            }
            Self::InvalidUrl => {
                "A picture needs an http(s) address of at most 2,048 characters: it was removed."
            }
            Self::InvalidTime => {
                "A time must be between 1970 and now: the time of the import, or of the row's creation, was used."
            }
            Self::MissingFlag => "A setting must be true or false: its default was used.",
            Self::UnknownStatus => {
                "A status must be pending, approved, rejected or revoked: the application is pending again."
            }
            Self::SurplusReason => {
                "Only rejected and revoked applications have a reason: it was left behind."
            }
            Self::InvalidReviewer => {
                "A reviewer must be a valid user id: it was replaced by \"legacy-import\"."
            }
            Self::UserUnknown => "The user must exist.",
            Self::SelfReference => "Users cannot follow or block themselves.",
            Self::Duplicate => "Another row has the same key, and was carried over.",
            Self::FollowDespiteBlock => "A block between two users excludes a follow.",
            Self::SurplusStream => {
                "A user has one stream: the one that was live, else the one that was changed last."
            }
            Self::StreamExists => "The user already has another stream in the new system, which is kept.",
            Self::StreamIdTaken => "Another user's stream in the new system has this id.",
            Self::SurplusApplication => {
                "A user has one application: the latest decided one, else the latest."
            }
            Self::WasLive => "Nobody is live in the new system yet: the stream is offline.",
            Self::FollowRemoved => {
                "A follow in the new system between these users was removed, because a block excludes it."
            }
        }
    }
}

/// A column of an old row and its value.
pub type Value = (&'static str, Option<String>);

/// One thing to report about one old row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The old table.
    pub table: Table,
    /// The key of the row: its id, or the two users of a follow or block.
    pub row: String,
    /// The rule.
    pub rule: Rule,
    /// The old value of the corrected column, or all values of a row that is left out. Never shortened.
    pub values: Vec<Value>,
    /// The new value of the corrected column.
    pub new: Option<String>,
}
