//! [`TokenService`]: issues room tokens.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{
    EntryDenied, Grants, GuestName, GuestNameOrRandom, Restrictions, RoomClaims, RoomRole, RoomToken,
    SignedToken, VerifiedRoomToken, entry_denied,
};
use crate::error::Outage;
use crate::ports::{
    Clock, IdSource, SessionRepository, StreamRepository, TokenSigner, TokenVerifier, UserDirectory,
};
use crate::room::{Identity, RoomName};
use crate::stream::{SessionId, Stream, StreamWithUser};
use crate::user::{Requester, User, UserId};

/// How long a room token opens its room. The media server renews the tokens of connected participants.
const TIME_TO_LIVE: Duration = Duration::from_mins(10);

/// How long a token opens the room of a connection check. A check takes about 20 seconds.
const CHECK_TIME_TO_LIVE: Duration = Duration::from_mins(2);

/// Why no token was issued. The first reason in this order is reported.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// No user has the host's id.
    #[error("no user has that id")]
    UserUnknown,
    /// The host has no stream.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// A host cannot watch their own stream: when their identity joins again, the media server would
    /// disconnect their broadcast.
    #[error("you are the host of this stream")]
    HostIsViewer,
    /// The host blocked the viewer, or removed them from the session.
    #[error("the host has blocked you")]
    Blocked,
    /// The stream does not admit guests.
    #[error("sign in to watch this stream")]
    GuestsNotAllowed,
    /// No session is open.
    #[error("the stream is offline")]
    StreamOffline,
    /// The signer failed.
    #[error("a token could not be signed")]
    Signing(#[source] crate::error::Source),
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

/// The result of a request that passed all checks.
#[derive(Debug, Clone)]
pub struct Admission {
    /// The host.
    pub host: User,
    /// The host's stream.
    pub stream: Stream,
    /// The open session.
    pub session_id: SessionId,
}

/// A room token with its contents.
#[derive(Debug, Clone)]
pub struct RoomAccess {
    /// The token.
    pub token: SignedToken,
    /// The participant's identity, as in the token.
    pub identity: Identity,
    /// The displayed name.
    pub name: String,
    /// The room.
    pub room: RoomName,
}

/// The ports that [`TokenService`] uses.
#[derive(Clone)]
pub struct TokenPorts {
    /// Users.
    pub users: Arc<dyn UserDirectory>,
    /// Streams.
    pub streams: Arc<dyn StreamRepository>,
    /// Sessions.
    pub sessions: Arc<dyn SessionRepository>,
    /// Signs room tokens.
    pub signer: Arc<dyn TokenSigner>,
    /// Verifies room tokens.
    pub verifier: Arc<dyn TokenVerifier>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids and random numbers.
    pub ids: Arc<dyn IdSource>,
}

impl fmt::Debug for TokenPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPorts").finish_non_exhaustive()
    }
}

/// Issues room tokens.
#[derive(Clone)]
pub struct TokenService {
    users: Arc<dyn UserDirectory>,
    streams: Arc<dyn StreamRepository>,
    sessions: Arc<dyn SessionRepository>,
    signer: Arc<dyn TokenSigner>,
    verifier: Arc<dyn TokenVerifier>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
}

impl fmt::Debug for TokenService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenService").finish_non_exhaustive()
    }
}

impl TokenService {
    /// Takes the ports that it uses.
    #[must_use]
    pub fn new(ports: TokenPorts) -> Self {
        Self {
            users: ports.users,
            streams: ports.streams,
            sessions: ports.sessions,
            signer: ports.signer,
            verifier: ports.verifier,
            clock: ports.clock,
            ids: ports.ids,
        }
    }

    /// Issues a token with which a creator publishes in their room. Does not check whether they may;
    /// [`crate::session::BroadcastService::go_live`] does.
    pub fn generate_creator_token(
        &self,
        creator: &User,
        session: &SessionId,
    ) -> Result<SignedToken, TokenError> {
        let identity = Identity::of_user(&creator.id);
        let access = self.sign(
            RoomRole::Creator,
            identity,
            creator.name.to_string(),
            &creator.id,
            session,
        )?;
        Ok(access.token)
    }

    /// Issues a token for the room in which a creator checks their connection. Does not check whether they may;
    /// [`crate::session::BroadcastService::start_connection_check`] does.
    pub(crate) fn generate_check_token(&self, creator: &User) -> Result<RoomAccess, TokenError> {
        let issued_at = self.clock.now();
        self.sign_claims(RoomClaims {
            identity: Identity::of_user(&creator.id),
            name: creator.name.to_string(),
            room: RoomName::of_connection_check(&creator.id),
            // No session is stored with this id, so the token proves nothing elsewhere.
            session_id: self.ids.session_id(),
            grants: Grants::of(RoomRole::Creator),
            issued_at,
            expires_at: issued_at + CHECK_TIME_TO_LIVE,
        })
    }

    /// Issues a token with which a signed-in viewer watches a host.
    pub async fn generate_viewer_token(
        &self,
        viewer: &User,
        host: &UserId,
    ) -> Result<RoomAccess, TokenError> {
        let admission = self
            .validate_token_request(host, &Requester::User(viewer.id.clone()))
            .await?;
        let (identity, name) = (Identity::of_user(&viewer.id), viewer.name.to_string());
        self.sign(RoomRole::Viewer, identity, name, host, &admission.session_id)
    }

    /// Issues a token with which a guest watches a host. A guest who presents their earlier token of the same
    /// session keeps its identity, and its name unless they choose another. Other guests get a new identity.
    /// An `earlier` token that is not valid here is ignored.
    pub async fn generate_guest_token(
        &self,
        host: &UserId,
        name: GuestNameOrRandom,
        earlier: Option<&RoomToken>,
    ) -> Result<RoomAccess, TokenError> {
        let earlier = earlier.and_then(|token| self.verifier.verify(token).ok());
        let admission = self
            .check_entry(host, &Requester::Guest, earlier.as_ref())
            .await?;
        let session = &admission.session_id;
        let earlier = earlier.filter(|token| token.is_guest_of(host, session));
        let (identity, name) = if let Some(earlier) = earlier {
            let name = name.into_name().map_or(earlier.name, |name| name.to_string());
            (earlier.identity, name)
        } else {
            let identity = Identity::of_guest(self.clock.now(), self.ids.random());
            let name: GuestName = name.or_random(self.ids.random());
            (identity, name.to_string())
        };
        self.sign(RoomRole::Guest, identity, name, host, session)
    }

    /// Checks whether a requester may get a token for a host's room now.
    pub async fn validate_token_request(
        &self,
        host: &UserId,
        requester: &Requester,
    ) -> Result<Admission, TokenError> {
        self.check_entry(host, requester, None).await
    }

    async fn check_entry(
        &self,
        host: &UserId,
        requester: &Requester,
        earlier: Option<&VerifiedRoomToken>,
    ) -> Result<Admission, TokenError> {
        let found = self.streams.find_with_user(host).await.map_err(Outage::from)?;
        let Some(StreamWithUser {
            user,
            stream,
            session_id: session,
            ..
        }) = found
        else {
            let user = self.users.find(host).await.map_err(Outage::from)?;
            return Err(user.map_or(TokenError::UserUnknown, |_| TokenError::StreamUnknown));
        };
        match requester {
            Requester::User(viewer) if viewer == host => return Err(TokenError::HostIsViewer),
            Requester::User(viewer) => {
                let who = Identity::of_user(viewer);
                let restrictions = self.restrictions(host, session.as_ref(), &who).await?;
                check(entry_denied(&stream, &who, restrictions))?;
            }
            Requester::Guest => {
                let known = session
                    .as_ref()
                    .and_then(|session| earlier.filter(|token| token.is_guest_of(host, session)));
                let (who, restrictions) = match known {
                    Some(known) => {
                        let who = known.identity.clone();
                        let restrictions = self.restrictions(host, session.as_ref(), &who).await?;
                        (who, restrictions)
                    }
                    None => (Identity::of_guest(self.clock.now(), 0), Restrictions::default()),
                };
                check(entry_denied(&stream, &who, restrictions))?;
            }
        }
        let session = session.ok_or(TokenError::StreamOffline)?;
        Ok(Admission {
            host: user,
            stream,
            session_id: session,
        })
    }

    /// What restricts a person in the host's room.
    async fn restrictions(
        &self,
        host: &UserId,
        session: Option<&SessionId>,
        who: &Identity,
    ) -> Result<Restrictions, Outage> {
        Ok(self
            .sessions
            .find_standing(host, session, who)
            .await?
            .restrictions())
    }

    fn sign(
        &self,
        role: RoomRole,
        identity: Identity,
        name: String,
        host: &UserId,
        session: &SessionId,
    ) -> Result<RoomAccess, TokenError> {
        let issued_at = self.clock.now();
        self.sign_claims(RoomClaims {
            identity,
            name,
            room: RoomName::of(host),
            session_id: session.clone(),
            grants: Grants::of(role),
            issued_at,
            expires_at: issued_at + TIME_TO_LIVE,
        })
    }

    fn sign_claims(&self, claims: RoomClaims) -> Result<RoomAccess, TokenError> {
        let token = self
            .signer
            .sign(&claims)
            .map_err(|error| TokenError::Signing(error.0))?;
        Ok(RoomAccess {
            token,
            identity: claims.identity,
            name: claims.name,
            room: claims.room,
        })
    }
}

fn check(entry_denied: Option<EntryDenied>) -> Result<(), TokenError> {
    match entry_denied {
        None => Ok(()),
        Some(EntryDenied::Blocked) => Err(TokenError::Blocked),
        Some(EntryDenied::GuestsNotAllowed) => Err(TokenError::GuestsNotAllowed),
    }
}
