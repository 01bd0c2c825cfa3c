//! [`ThumbnailService`]: stores, removes and returns the pictures of broadcasts.

use std::fmt;
use std::sync::Arc;

use super::{Jpeg, Thumbnail};
use crate::Timestamp;
use crate::creator::{ApplicationStatus, ApprovalError, CreatorService};
use crate::error::Outage;
use crate::ports::{Clock, StreamRepository, Thumbnails, UserDirectory};
use crate::user::{UserId, Username};

/// Why a picture was not stored, removed or found.
#[derive(Debug, thiserror::Error)]
pub enum ThumbnailError {
    /// The caller is not an approved creator.
    #[error("only approved creators may do this; the application is {0}")]
    NotApproved(ApplicationStatus),
    /// No user has that name.
    #[error("no user has that name")]
    UserUnknown,
    /// The user has no stream.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// No session is open.
    #[error("the stream is offline")]
    StreamOffline,
    /// The broadcast has no picture, or guests may not watch it.
    #[error("the broadcast has no picture")]
    ThumbnailUnknown,
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<ApprovalError> for ThumbnailError {
    fn from(error: ApprovalError) -> Self {
        match error {
            ApprovalError::NotApproved(status) => Self::NotApproved(status),
            ApprovalError::Outage(outage) => Self::Outage(outage),
        }
    }
}

/// The ports that [`ThumbnailService`] uses.
#[derive(Clone)]
pub struct ThumbnailPorts {
    /// Users.
    pub users: Arc<dyn UserDirectory>,
    /// Streams.
    pub streams: Arc<dyn StreamRepository>,
    /// Pictures.
    pub thumbnails: Arc<dyn Thumbnails>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

impl fmt::Debug for ThumbnailPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThumbnailPorts").finish_non_exhaustive()
    }
}

/// The pictures of broadcasts.
#[derive(Clone)]
pub struct ThumbnailService {
    ports: ThumbnailPorts,
    creators: CreatorService,
}

impl fmt::Debug for ThumbnailService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThumbnailService").finish_non_exhaustive()
    }
}

impl ThumbnailService {
    /// Takes the ports that it uses, and the service that checks who is a creator.
    #[must_use]
    pub fn new(ports: ThumbnailPorts, creators: CreatorService) -> Self {
        Self { ports, creators }
    }

    /// Stores the picture of the caller's broadcast, in place of an earlier one. It is deleted when the session
    /// ends.
    pub async fn store(&self, creator: &UserId, picture: Jpeg) -> Result<(), ThumbnailError> {
        self.require_stream(creator).await?;
        let thumbnail = Thumbnail {
            picture,
            at: self.ports.clock.now(),
        };
        let stored = self.ports.thumbnails.put(creator, &thumbnail).await;
        if stored.map_err(Outage::from)? {
            Ok(())
        } else {
            Err(ThumbnailError::StreamOffline)
        }
    }

    /// Removes the picture of the caller's broadcast. Succeeds if there is none.
    pub async fn remove(&self, creator: &UserId) -> Result<(), ThumbnailError> {
        self.require_stream(creator).await?;
        Ok(self
            .ports
            .thumbnails
            .delete(creator)
            .await
            .map_err(Outage::from)?)
    }

    /// Returns when the picture of a broadcast was stored, if everybody may see it. Usually it does not read the
    /// store.
    pub async fn find_time(&self, username: &Username) -> Result<Timestamp, ThumbnailError> {
        let (_, at) = self.find_host(username).await?;
        Ok(at)
    }

    /// Returns the picture of a broadcast, if everybody may see it.
    pub async fn find(&self, username: &Username) -> Result<Thumbnail, ThumbnailError> {
        let (host, _) = self.find_host(username).await?;
        let thumbnail = self.ports.thumbnails.find(&host).await;
        thumbnail
            .map_err(Outage::from)?
            .ok_or(ThumbnailError::ThumbnailUnknown)
    }

    async fn find_host(&self, username: &Username) -> Result<(UserId, Timestamp), ThumbnailError> {
        let user = self.ports.users.find_by_username(username).await;
        let user = user.map_err(Outage::from)?.ok_or(ThumbnailError::UserUnknown)?;
        let found = self.ports.streams.find_with_user(&user.id).await;
        let found = found
            .map_err(Outage::from)?
            .ok_or(ThumbnailError::StreamUnknown)?;
        let at = found.public_thumbnail();
        Ok((user.id, at.ok_or(ThumbnailError::ThumbnailUnknown)?))
    }

    async fn require_stream(&self, creator: &UserId) -> Result<(), ThumbnailError> {
        self.creators.require_approved(creator).await?;
        let stream = self.ports.streams.find_by_creator(creator).await;
        let stream = stream.map_err(Outage::from)?;
        stream.map(drop).ok_or(ThumbnailError::StreamUnknown)
    }
}
