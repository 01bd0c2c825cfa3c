//! The map from old user ids to the subjects of the identity provider.

use std::collections::HashMap;
use std::fmt;

use crate::text::TextError;
use crate::user::UserId;

/// Old user ids with the `sub` that their user has at the identity provider.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    by_old_id: HashMap<String, (UserId, usize)>,
}

/// What is wrong with a line of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubjectError {
    /// It has no two fields.
    #[error("expected two fields, the old user id and the subject, separated by a comma")]
    Fields,
    /// A quoted field does not end, or text follows it.
    #[error("a field in quotes must end with a quote before the next comma or the end of the line")]
    Quotes,
    /// The old id is empty.
    #[error("the old user id must not be empty")]
    EmptyId,
    /// The subject is not a valid user id.
    #[error("the subject {0}")]
    Subject(TextError),
    /// An earlier line has the same old id.
    #[error("the old user id {id:?} is already on line {line}")]
    RepeatedId {
        /// The old id.
        id: String,
        /// The earlier line.
        line: usize,
    },
    /// An earlier line has the same subject.
    #[error("the subject {subject:?} is already on line {line}; two users cannot become one")]
    RepeatedSubject {
        /// The subject.
        subject: String,
        /// The earlier line.
        line: usize,
    },
    /// The old system has no such user.
    #[error("the old table has no user with the id {0:?}; the file has no header line")]
    UnknownId(String),
    /// The subject is the id of another user of the old system, who keeps it.
    #[error("the subject {0:?} is the id of another old user; map that user too")]
    IdInUse(String),
    /// An earlier import carried the user over under the old id.
    #[error("an earlier import carried the user {0:?} over under the old id, and ids never change")]
    AlreadyImported(String),
}

/// A line with an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// Its number, from 1.
    pub line: usize,
    /// The error.
    pub error: SubjectError,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.error)
    }
}

impl Subjects {
    /// Parses a file of comma-separated values (RFC 4180) without a header: an old user id and a subject per
    /// line. Empty lines are ignored. A value cannot contain a line break.
    ///
    /// Returns all errors.
    pub fn parse(text: &str) -> Result<Self, Vec<LineError>> {
        let mut by_old_id = HashMap::<String, (UserId, usize)>::new();
        let mut line_of_subject = HashMap::<UserId, usize>::new();
        let mut errors = Vec::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (line, content) in (1..).zip(text.lines()) {
            if content.is_empty() {
                continue;
            }
            let added = parse_line(content).and_then(|(id, subject)| {
                if let Some((_, line)) = by_old_id.get(&id) {
                    return Err(SubjectError::RepeatedId { id, line: *line });
                }
                if let Some(line) = line_of_subject.insert(subject.clone(), line) {
                    let subject = subject.to_string();
                    return Err(SubjectError::RepeatedSubject { subject, line });
                }
                by_old_id.insert(id, (subject, line));
                Ok(())
            });
            errors.extend(added.err().map(|error| LineError { line, error }));
        }
        if errors.is_empty() {
            Ok(Self { by_old_id })
        } else {
            Err(errors)
        }
    }

    /// The subject of an old user.
    #[must_use]
    pub fn get(&self, old_id: &str) -> Option<&UserId> {
        self.by_old_id.get(old_id).map(|(subject, _)| subject)
    }

    /// An error on the line of an old user; `None` if the file does not contain the user.
    #[must_use]
    pub fn error(&self, old_id: &str, error: SubjectError) -> Option<LineError> {
        let (_, line) = self.by_old_id.get(old_id)?;
        Some(LineError { line: *line, error })
    }

    /// The lines of users that do not exist, and those whose subject is the id of another user.
    ///
    /// `new_id` returns the new id of an old user, if it exists.
    #[must_use]
    pub fn check(&self, new_id: impl Fn(&str) -> Option<UserId>) -> Vec<LineError> {
        let mut errors: Vec<_> = self
            .by_old_id
            .iter()
            .filter_map(|(old_id, (subject, line))| {
                let error = if new_id(old_id).is_none() {
                    SubjectError::UnknownId(old_id.clone())
                } else if old_id != subject.as_str() && new_id(subject.as_str()).as_ref() == Some(subject) {
                    SubjectError::IdInUse(subject.to_string())
                } else {
                    return None;
                };
                Some(LineError { line: *line, error })
            })
            .collect();
        errors.sort_by_key(|error| error.line);
        errors
    }
}

fn parse_line(line: &str) -> Result<(String, UserId), SubjectError> {
    let (id, rest) = parse_field(line)?;
    let (subject, rest) = parse_field(rest.ok_or(SubjectError::Fields)?)?;
    if rest.is_some() {
        return Err(SubjectError::Fields);
    }
    if id.is_empty() {
        return Err(SubjectError::EmptyId);
    }
    let subject = UserId::parse(&subject).map_err(SubjectError::Subject)?;
    Ok((id, subject))
}

/// Returns a field, and the text after its comma.
fn parse_field(text: &str) -> Result<(String, Option<&str>), SubjectError> {
    let Some(quoted) = text.strip_prefix('"') else {
        return Ok(match text.split_once(',') {
            Some((field, rest)) => (field.to_owned(), Some(rest)),
            None => (text.to_owned(), None),
        });
    };
    let mut field = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('"').ok_or(SubjectError::Quotes)?;
        field.push_str(part);
        if let Some(after) = after.strip_prefix('"') {
            field.push('"');
            rest = after;
        } else if after.is_empty() {
            return Ok((field, None));
        } else {
            let after = after.strip_prefix(',').ok_or(SubjectError::Quotes)?;
            return Ok((field, Some(after)));
        }
    }
}
