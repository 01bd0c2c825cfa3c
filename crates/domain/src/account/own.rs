//! [`Account`]: what a signed-in user is and has.

use crate::creator::{ApplicationStatus, ApprovalError};
use crate::stream::{Stream, StreamError, StreamService, StreamStatus};
use crate::user::User;

/// A user with the status of their application and their stream, as of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The user.
    pub user: User,
    /// The status of the user's application.
    pub application_status: ApplicationStatus,
    /// The user's stream; `None` if they have not set one up. It may be there although they are not a creator any more.
    pub stream: Option<StreamStatus>,
}

impl Account {
    /// Succeeds if the user was an approved creator when the account was read. Changes use
    /// [`CreatorService::require_approved`](crate::creator::CreatorService::require_approved), which reads the status again.
    pub fn require_approved(&self) -> Result<(), ApprovalError> {
        self.application_status.require_approved()
    }
}

impl StreamService {
    /// The caller's stream; `None` if they have not set one up.
    pub fn get_creator_stream(caller: &Account) -> Result<Option<&Stream>, StreamError> {
        caller.require_approved()?;
        Ok(caller.stream.as_ref().map(|status| &status.stream))
    }

    /// The status of the caller's stream.
    pub fn get_stream_status(caller: &Account) -> Result<&StreamStatus, StreamError> {
        caller.require_approved()?;
        caller.stream.as_ref().ok_or(StreamError::StreamUnknown)
    }
}
