//! [`TokenService`]: who gets into a room, as whom, and to do what.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{
    EntryDenied, Grants, GuestName, GuestNameOrRandom, Restrictions, RoomClaims, RoomRole, RoomToken,
    SignedToken, VerifiedRoomToken, entry_denied,
};
use crate::error::Outage;
use crate::ports::{
    Clock, IdSource, SessionRepository, SocialGraph, StreamRepository, TokenSigner, TokenVerifier,
    UserDirectory,
};
use crate::room::{Identity, RoomName};
use crate::stream::{SessionId, Stream};
use crate::user::{Requester, User, UserId};

/// How long a room token opens its room. The media server renews those of connected people.
const TIME_TO_LIVE: Duration = Duration::from_mins(10);

/// Why no token was given, in the order in which the reasons are looked for.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Nobody has the host's id.
    #[error("no user has that id")]
    UserUnknown,
    /// The host has no stream.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// The media server would throw out the host's broadcast when its identity joins again.
    #[error("you are the host of this stream")]
    HostIsViewer,
    /// The host blocked the viewer, or removed them from this session.
    #[error("the host has blocked you")]
    Blocked,
    /// The stream is closed to people who are not signed in.
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

/// The result of a request that passed all rules.
#[derive(Debug, Clone)]
pub struct Admission {
    /// The host.
    pub host: User,
    /// The host's stream.
    pub stream: Stream,
    /// The session that is open.
    pub session_id: SessionId,
}

/// What somebody who may watch is given.
#[derive(Debug, Clone)]
pub struct RoomAccess {
    /// The token.
    pub token: SignedToken,
    /// Who they are in the room, exactly as in the token.
    pub identity: Identity,
    /// The name the others see.
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
    /// Who follows and blocks whom.
    pub social: Arc<dyn SocialGraph>,
    /// Signs room tokens.
    pub signer: Arc<dyn TokenSigner>,
    /// Verifies room tokens.
    pub verifier: Arc<dyn TokenVerifier>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New ids and random numbers.
    pub ids: Arc<dyn IdSource>,
}

impl fmt::Debug for TokenPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPorts").finish_non_exhaustive()
    }
}

/// Lets people into rooms.
#[derive(Clone)]
pub struct TokenService {
    users: Arc<dyn UserDirectory>,
    streams: Arc<dyn StreamRepository>,
    sessions: Arc<dyn SessionRepository>,
    social: Arc<dyn SocialGraph>,
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
            social: ports.social,
            signer: ports.signer,
            verifier: ports.verifier,
            clock: ports.clock,
            ids: ports.ids,
        }
    }

    /// A token with which a creator publishes into their room. Whether they may is for
    /// [`crate::session::BroadcastService::go_live`] to say.
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

    /// A token with which a signed-in viewer watches a host.
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

    /// A token with which a guest watches a host. A guest who shows the room token that they had before in
    /// this session keeps its identity, and its name unless they give another one; anybody else gets an
    /// identity that nobody had before. An earlier token that proves nothing here is ignored.
    pub async fn generate_guest_token(
        &self,
        host: &UserId,
        name: GuestNameOrRandom,
        earlier: Option<&RoomToken>,
    ) -> Result<RoomAccess, TokenError> {
        let earlier = earlier.and_then(|token| self.verifier.verify(token).ok());
        let admission = self.admit(host, &Requester::Guest, earlier.as_ref()).await?;
        let session = &admission.session_id;
        let earlier = earlier.filter(|token| token.is_guest_of(host, session));
        let (identity, name) = if let Some(earlier) = earlier {
            let name = name.given().map_or(earlier.name, |given| given.to_string());
            (earlier.identity, name)
        } else {
            let identity = Identity::of_guest(self.clock.now(), self.ids.random());
            let name: GuestName = name.or_random(self.ids.random());
            (identity, name.to_string())
        };
        self.sign(RoomRole::Guest, identity, name, host, session)
    }

    /// Whether an requester may be given a token for a host's room right now.
    pub async fn validate_token_request(
        &self,
        host: &UserId,
        requester: &Requester,
    ) -> Result<Admission, TokenError> {
        self.admit(host, requester, None).await
    }

    async fn admit(
        &self,
        host: &UserId,
        requester: &Requester,
        earlier: Option<&VerifiedRoomToken>,
    ) -> Result<Admission, TokenError> {
        let user = self
            .users
            .find(host)
            .await
            .map_err(Outage::from)?
            .ok_or(TokenError::UserUnknown)?;
        let stream = self.streams.find_by_creator(host).await.map_err(Outage::from)?;
        let stream = stream.ok_or(TokenError::StreamUnknown)?;
        let session = self.sessions.find_open(host).await.map_err(Outage::from)?;
        let session = session.map(|session| session.id);
        match requester {
            Requester::User(viewer) if viewer == host => return Err(TokenError::HostIsViewer),
            Requester::User(viewer) => {
                let who = Identity::of_user(viewer);
                let relation = self
                    .social
                    .find_relation(host, viewer)
                    .await
                    .map_err(Outage::from)?;
                let restrictions = Restrictions {
                    is_blocked: relation.is_blocked,
                    is_excluded: self.is_excluded(session.as_ref(), &who).await?,
                };
                refuse(entry_denied(&stream, &who, restrictions))?;
            }
            Requester::Guest => {
                let known = session
                    .as_ref()
                    .and_then(|session| earlier.filter(|token| token.is_guest_of(host, session)));
                let (who, restrictions) = match known {
                    Some(known) => {
                        let is_excluded = self.is_excluded(session.as_ref(), &known.identity).await?;
                        let restrictions = Restrictions {
                            is_excluded,
                            ..Restrictions::default()
                        };
                        (known.identity.clone(), restrictions)
                    }
                    None => (Identity::of_guest(self.clock.now(), 0), Restrictions::default()),
                };
                refuse(entry_denied(&stream, &who, restrictions))?;
            }
        }
        let session = session.ok_or(TokenError::StreamOffline)?;
        Ok(Admission {
            host: user,
            stream,
            session_id: session,
        })
    }

    /// Whether the host removed somebody from the session that is open.
    async fn is_excluded(&self, session: Option<&SessionId>, who: &Identity) -> Result<bool, Outage> {
        match session {
            Some(session) => Ok(self.sessions.is_excluded(session, who).await?),
            None => Ok(false),
        }
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
        let claims = RoomClaims {
            identity,
            name,
            room: RoomName::of(host),
            session_id: session.clone(),
            grants: Grants::of(role),
            issued_at,
            expires_at: issued_at + TIME_TO_LIVE,
        };
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

fn refuse(entry_denied: Option<EntryDenied>) -> Result<(), TokenError> {
    match entry_denied {
        None => Ok(()),
        Some(EntryDenied::Blocked) => Err(TokenError::Blocked),
        Some(EntryDenied::GuestsNotAllowed) => Err(TokenError::GuestsNotAllowed),
    }
}
